"""Small changes to a policy, each of which some case ought to notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.policy.check import check
from audit.workbench.testing.control_settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Control, Policy
    from audit.questionnaire.model import Questionnaire

_FLIPS = {
    "at_least": ("at_most", "above"),
    "at_most": ("at_least", "below"),
    "above": ("below", "at_least"),
    "below": ("above", "at_most"),
    "is": ("is_not",),
    "is_not": ("is",),
    "in": ("not_in",),
    "not_in": ("in",),
    "includes_all": ("includes_any",),
    "includes_any": ("includes_all", "excludes"),
    "excludes": ("includes_any",),
    "only": ("includes_any",),
    "within": ("older_than",),
    "older_than": ("within",),
    "every_row": ("any_row",),
    "any_row": ("every_row",),
    "no_row": ("any_row",),
}
_ALIKE = {("includes_all", "includes_any"), ("includes_any", "includes_all")}
_SHIFTED = frozenset(
    "at_least at_most above below within older_than count_at_least".split()
)
_LISTS = frozenset("in not_in includes_all includes_any excludes only".split())
_SWAPS = {"all": "any", "any": "all", "none": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A control changed in one place."""

    control: str
    pointer: str
    mutation: str
    changed: Control
    #: not in what it reads
    setting: bool = False


@dataclass(frozen=True, slots=True)
class Mutation:
    """A condition changed in one place."""

    pointer: str
    mutation: str
    condition: dict[str, Any]


def mutants(policy: Policy, questionnaire: Questionnaire) -> tuple[Mutant, ...]:
    """Return the mutants of all controls that still pass the policy's check."""
    found = [
        mutant
        for number, control in enumerate(policy.controls)
        for mutant in _of(control, f"/controls/{number}", policy)
    ]
    tried = policy.model_copy(
        update={"controls": tuple(mutant.changed for mutant in found)}
    )
    refused = {
        int(problem.pointer.split("/")[2])
        for problem in check(tried, questionnaire)
        if problem.pointer.startswith("/controls/") and problem.code != "id-duplicate"
    }
    return tuple(m for number, m in enumerate(found) if number not in refused)


def _of(control: Control, pointer: str, policy: Policy) -> Iterator[Mutant]:
    def changed(place: str, said: str, **over: Any) -> Mutant:
        copy = control.model_copy(update=over)
        return Mutant(control.id, f"{pointer}/{place}", said, copy)

    for found in conditions(control.rule, f"{pointer}/rule"):
        copy = control.model_copy(update={"rule": found.condition})
        yield Mutant(control.id, found.pointer, found.mutation, copy)
    partial = control.partial
    if partial is not None:
        for found in conditions(partial.rule, f"{pointer}/partial/rule"):
            rule = partial.model_copy(update={"rule": found.condition})
            copy = control.model_copy(update={"partial": rule})
            yield Mutant(control.id, found.pointer, found.mutation, copy)
        halved = partial.model_copy(update={"credit": partial.credit / 2})
        said = f"credit {partial.credit} → {halved.credit}"
        yield changed("partial/credit", said, partial=halved)
        yield changed("partial", "partial dropped", partial=None)
    if control.applies_when is not None:
        for found in conditions(control.applies_when, f"{pointer}/applies_when"):
            copy = control.model_copy(update={"applies_when": found.condition})
            yield Mutant(control.id, found.pointer, found.mutation, copy)
        yield changed("applies_when", "applies_when dropped", applies_when=None)
    for place, said, over in settings(control, policy):
        yield replace(changed(place, said, **over), setting=True)


def conditions(data: dict[str, Any], pointer: str) -> Iterator[Mutation]:
    """Yield the condition with each of its places changed."""
    ((key, parts), *more) = data.items()
    if not more and key in _SWAPS:
        yield from _combination(key, parts, pointer)
    elif not more:
        yield from _evidence(parts, pointer)
    else:
        yield from _leaf(data, pointer)


def _combination(op: str, parts: list[Any], pointer: str) -> Iterator[Mutation]:
    if len(parts) > 1 or op == "none":
        yield Mutation(f"{pointer}/{op}", f"{op} → {_SWAPS[op]}", {_SWAPS[op]: parts})
    for number, part in enumerate(parts):
        place = f"{pointer}/{op}/{number}"
        before, after = parts[:number], parts[number + 1 :]
        if before or after:
            yield Mutation(place, f"branch of {op} dropped", {op: [*before, *after]})
        for found in conditions(part, place):
            whole = {op: [*before, found.condition, *after]}
            yield Mutation(found.pointer, found.mutation, whole)


def _evidence(wanted: dict[str, Any], pointer: str) -> Iterator[Mutation]:
    for key in wanted:
        rest = {k: v for k, v in wanted.items() if k != key}
        if rest and key != "valid":
            place = f"{pointer}/evidence/{key}"
            yield Mutation(place, f"{key} dropped", {"evidence": rest})


def _leaf(data: dict[str, Any], pointer: str) -> Iterator[Mutation]:
    subject = "answer" if "answer" in data else "column"
    head = {subject: data[subject]}
    ((op, value),) = ((k, v) for k, v in data.items() if k != subject)
    place = f"{pointer}/{op}"
    for other in _FLIPS.get(op, ()):
        alone = isinstance(value, list) and len(value) == 1
        if not (alone and (op, other) in _ALIKE):
            yield Mutation(place, f"{op} → {other}", {**head, other: value})
    if op in _SHIFTED:
        for shifted in _shifted(value):
            yield Mutation(place, f"{value} → {shifted}", {**head, op: shifted})
    if op in _LISTS and len(value) > 1:
        for number, item in enumerate(value):
            rest = [*value[:number], *value[number + 1 :]]
            said = f"{item} dropped from {op}"
            yield Mutation(f"{place}/{number}", said, {**head, op: rest})
    if op in {"every_row", "any_row", "no_row"}:
        for found in conditions(value, place):
            yield Mutation(found.pointer, found.mutation, {**head, op: found.condition})
    if op == "rows_at_least":
        yield from _counted(head, value, place)


def _counted(head: dict[str, Any], value: Any, place: str) -> Iterator[Mutation]:
    whole = value if isinstance(value, dict) else {"count": value}
    for count in (whole["count"] - 1, whole["count"] + 1):
        if count > 0:
            changed = {**whole, "count": count} if len(whole) > 1 else count
            said = f"count {whole['count']} → {count}"
            yield Mutation(place, said, {**head, "rows_at_least": changed})
    if "where" in whole:
        for found in conditions(whole["where"], f"{place}/where"):
            changed = {**whole, "where": found.condition}
            yield Mutation(
                found.pointer, found.mutation, {**head, "rows_at_least": changed}
            )


def _shifted(value: Any) -> Iterator[Any]:
    """Yield a bound one step lower and one step higher."""
    if isinstance(value, str):
        number, _, unit = value.partition(" ")
        for shifted in (Decimal(number) - 1, Decimal(number) + 1):
            if shifted >= 0:
                yield f"{shifted} {unit}"
    elif isinstance(value, int | Decimal | Fraction):
        yield from (value - 1, value + 1)
