"""Accounts for every part of a source: carried, or lost for a stated reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.importers.model import Carried, Loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.importers.tables import Cell

#: The reason of whatever nobody spoke of.
NOT_KNOWN = "this import knows no place for it"
_SHOWN = 200


class Ledger:
    """Two lists that together must name every part of a source.

    ``file`` stands before each place of a source that is not the first one.
    """

    def __init__(self, file: str = "") -> None:
        self.carried: list[Carried] = []
        self.losses: list[Loss] = []
        self._before = f"{file}:" if file else ""
        self._settled: set[str] = set()

    def carry(self, where: str, became: str) -> None:
        """Note that a part went over."""
        self._settled.add(where)
        self.carried.append(Carried(self._before + where, became))

    def lose(self, where: str, what: Any, why: str, kept_as: str = "") -> None:
        """Note that a part did not go over, or not as it stood there."""
        self._settled.add(where)
        shown = brief(what)
        self.losses.append(Loss(self._before + where, shown, why, kept_as))

    def knows(self, where: str) -> bool:
        """Tell whether somebody spoke of a part already."""
        return where in self._settled

    def settle_cells(self, cells: Iterable[Cell], why: str = NOT_KNOWN) -> None:
        """Lose every filled cell that nobody spoke of; a merged cell is one cell."""
        for cell in cells:
            own = cell.filled and not cell.repeats
            if own and cell.where not in self._settled:
                self.lose(cell.where, cell.value, why)

    def settle_json(self, data: Any, reasons: Mapping[str, str]) -> None:
        """Lose every part of JSON data that nobody spoke of, as high up as possible.

        ``reasons`` are by key; the nearest key above a part gives its reason.
        """
        above = {up for pointer in self._settled for up in _ancestors(pointer)}
        self._settle(data, "", above, reasons, NOT_KNOWN)

    def _settle(
        self,
        value: Any,
        pointer: str,
        above: set[str],
        reasons: Mapping[str, str],
        why: str,
    ) -> None:
        if pointer in self._settled:
            return
        inside = children(value)
        if pointer not in above or not inside:
            self.lose(pointer, value, why)
            return
        for key, child in inside:
            here = reasons.get(key, why)
            self._settle(child, f"{pointer}/{escaped(key)}", above, reasons, here)


def children(value: Any) -> list[tuple[str, Any]]:
    """Return the members of a map or list by key or index."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return [(str(index), item) for index, item in enumerate(value)]
    return []


def escaped(key: str) -> str:
    """Return a key as a token of a JSON Pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def brief(value: Any) -> str:
    """Return a part as one short line."""
    text = value if isinstance(value, str) else _plain(value)
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(value)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_plain(item) for item in value[:20])}]"
    return {True: "true", False: "false", None: "null"}.get(value, str(value))


def _ancestors(pointer: str) -> list[str]:
    parts = pointer.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]
