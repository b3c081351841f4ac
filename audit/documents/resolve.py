"""From pydantic's location to the path in the data that it means.

Pydantic puts union tags between the keys: ``("questions", 0, "text", "text")`` may be
the key ``text`` of a question of type ``text``, or the key ``text`` within it. All
readings are tried, and the one that ends at the very value pydantic saw is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Path = tuple[str | int, ...]
# Tags come once per union; more readings than this would mean a runaway model.
_MAX_READINGS = 64


def place_of(detail: Any, data: Any) -> _Path:
    """Return the path of a pydantic error; a missing key is its last part."""
    loc: _Path = tuple(detail["loc"])
    missing = detail["type"] == "missing"
    inner = loc[:-1] if missing or loc[-1:] == ("[key]",) else loc
    readings = []
    for path, value in _readings(inner, data):
        readings.append((path, value))
        if len(readings) == _MAX_READINGS:
            break
    path = _best(readings, detail["input"], by_value=loc == inner or missing)
    return (*path, loc[-1]) if missing else path


def follow(data: Any, path: Sequence[str | int]) -> Any:
    """Return the value at a path, None where the path leads nowhere."""
    for step in path:
        if not _leads(data, step):
            return None
        data = data[step]
    return data


def _readings(loc: _Path, data: Any) -> Iterator[tuple[_Path, Any]]:
    """Yield the readings of a location, the one that skips least first."""
    if not loc:
        yield (), data
        return
    step, rest = loc[0], loc[1:]
    if _leads(data, step):
        for path, value in _readings(rest, data[step]):
            yield (step, *path), value
    yield from _readings(rest, data)


def _best(readings: list[tuple[_Path, Any]], seen: Any, *, by_value: bool) -> _Path:
    if by_value:
        for path, value in readings:
            if value is seen:
                return path
        # A validator may have copied the value before it was refused.
        for path, value in readings:
            if type(value) is type(seen) and value == seen:
                return path
    return readings[0][0]


def _leads(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    if isinstance(data, list) and isinstance(step, int):
        return 0 <= step < len(data)
    return False
