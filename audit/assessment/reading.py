"""Read a recorded assessment back from its JSON form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from audit.assessment.model import Assessment

#: Exact numbers beside points, as ``ControlResult`` and ``DomainResult`` hold them.
_NUMBERS = frozenset({"weight", "credit", "factor"})


def read_assessment(data: dict[str, Any]) -> Assessment:
    """Return the record that ``plain`` was called on.

    Raises:
        ValueError: it is not of this form (pydantic's errors are such).
    """
    return Assessment.model_validate(_exact(data))


def _exact(data: Any) -> Any:
    """Return the data with every exact number read and no shown one."""
    if isinstance(data, list):
        return [_exact(part) for part in data]
    if not isinstance(data, dict):
        return data
    if data.keys() == {"exact", "shown"}:
        return {"exact": Fraction(data["exact"])}
    return {
        key: Fraction(part)
        if key in _NUMBERS and isinstance(part, str)
        else _exact(part)
        for key, part in data.items()
    }
