"""The comparison of two policies as plain JSON; fractions are texts."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from audit.workbench.comparing import PolicyComparison, Side, VendorMove


def plain(found: PolicyComparison) -> dict[str, Any]:
    """Return all that is known of the comparison, in no language."""
    changes = found.changes
    data: dict[str, Any] = {
        "format": "audit-policy-diff/1",
        "before": _side(found.old),
        "after": _side(found.new),
        "items": {
            place: [
                {
                    "id": item.id,
                    "kind": item.kind,
                    "fields": [
                        {"name": f.name, "before": f.before, "after": f.after}
                        for f in item.fields
                    ],
                }
                for item in listed
            ]
            for place, listed in changes.items.items()
        },
        "settings": [
            {"name": s.name, "before": s.before, "after": s.after}
            for s in changes.settings
        ],
        "vendors": [_vendor(move) for move in found.vendors],
        "decision_moved": any(move.decision_moved for move in found.vendors),
    }
    plain_data: dict[str, Any] = _plain(data)
    return plain_data


def _side(side: Side) -> dict[str, Any]:
    policy = side.policy
    named: dict[str, Any] = {"id": policy.id, "version": policy.version}
    return {**named, "layers": policy.layers} if policy.layers else named


def _vendor(move: VendorMove) -> dict[str, Any]:
    found = move.assessments
    return {
        "vendor": move.vendor,
        "file": move.file,
        "as_of": move.as_of.isoformat(),
        "before": {**asdict(found.before), "scores": dict(found.before.scores)},
        "after": {**asdict(found.after), "scores": dict(found.after.scores)},
        "difference": found.difference,
        "decision_moved": move.decision_moved,
        "controls": [
            {**asdict(c), "difference": c.difference, "only_share": c.only_share}
            for c in found.controls
        ],
    }


def _plain(data: Any) -> Any:
    if isinstance(data, BaseModel):
        return data.model_dump(mode="json", exclude_none=True)
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if data is None or isinstance(data, str | int):
        return data
    # Exact numbers keep their digits: fractions and the decimals of conditions.
    return str(data) if isinstance(data, Fraction) else str(Fraction(data))
