"""What changed between two policies, item by item and field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.policy.model import Policy

#: Lists of a policy whose items have ids, by the name that their changes go by.
ITEMS = (
    "controls",
    "contradictions",
    "domains",
    "factors",
    "tiers",
    "ratings",
    "levels",
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its values as the two records hold them; None where it is absent."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that came, went or changed."""

    id: str
    kind: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """All that differs, ``items`` by the names in ``ITEMS``.

    ``settings`` are single values: factors of assurance, cells of the residual matrix
    (``residual.<tier>.<rating>``), rules of decision (``decision.<number>``).
    """

    items: Mapping[str, tuple[ItemChange, ...]]
    settings: tuple[FieldChange, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether the policies judge alike and say the same."""
        return not self.settings and not any(self.items.values())


def diff(old: Policy, new: Policy) -> PolicyDiff:
    """Compare two policies; their order, ids and versions do not matter."""
    before, after = _listed(old), _listed(new)
    return PolicyDiff(
        items={name: tuple(_items(before[name], after[name])) for name in ITEMS},
        settings=tuple(_fields(_settings(old), _settings(new))),
    )


def _listed(policy: Policy) -> dict[str, Sequence[Any]]:
    return {
        "controls": policy.controls,
        "contradictions": policy.contradictions,
        "domains": policy.domains,
        "factors": policy.inherent.factors,
        "tiers": policy.inherent.tiers,
        "ratings": policy.ratings,
        "levels": policy.residual.levels,
    }


def _items(old: Sequence[Any], new: Sequence[Any]) -> Iterator[ItemChange]:
    before, after = ({item.id: item for item in items} for items in (old, new))
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield ItemChange(name, "removed")
        elif name not in before:
            yield ItemChange(name, "added")
        elif before[name] != after[name]:
            fields = tuple(_fields(dict(before[name]), dict(after[name])))
            yield ItemChange(name, "changed", fields)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield FieldChange(name, before, after)


def _settings(policy: Policy) -> dict[str, Any]:
    assurance = dict(policy.assurance)
    return {
        **{f"assurance.{level}": worth for level, worth in assurance.items()},
        "compensation": policy.compensation,
        "knock_out": policy.knock_out.rating,
        "signature": policy.responses.signature,
        **{
            f"residual.{tier}.{rating}": level
            for tier, row in policy.residual.matrix.items()
            for rating, level in row.items()
        },
        **{f"decision.{n}": rule for n, rule in enumerate(policy.decision, 1)},
    }
