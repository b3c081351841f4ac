"""Every control in columns: is it in scope, which way holds, and the reason."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, get_args

from audit.assessment.model import Reason, Status
from audit.columnar.choose import first_of
from audit.columnar.ground import (
    AGREED_OR_HIDDEN,
    ANSWERED_OR_HIDDEN,
    ASKED,
    REJECTED,
    SILENT_OR_REJECTED,
    WAIVED,
    WAIVED_OR_HIDDEN,
    every,
    has,
    some,
)
from audit.columnar.library import pl
from audit.columnar.trees import rank_of
from audit.conditions.model import fields_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audit.columnar.trees import Read
    from audit.policy.compile import CompiledControl, Plan

OUT_OF_SCOPE = "out_of_scope"
#: Reasons as codes; one more for a control that left the scope.
REASONS: tuple[str, ...] = (*get_args(Reason), OUT_OF_SCOPE)
#: Each reason belongs to one status.
STATUS_OF: Mapping[str, Status | str] = {
    "rule_met": "pass",
    "partly_met": "partial",
    "rule_not_met": "fail",
    "not_answered": "unknown",
    "not_shown": "unknown",
    "rejected_by_review": "fail",
    "not_applicable_accepted": "not_applicable",
    "not_applicable_unconfirmed": "fail",
    "not_applicable_refused": "fail",
    "excepted": "excepted",
    OUT_OF_SCOPE: OUT_OF_SCOPE,
}
#: The reasons of a control that is met, by the way that holds.
MET = ("rule_met", "partly_met")
_UNMET = ("fail", "unknown")
_NOT_COUNTED = (OUT_OF_SCOPE, "not_applicable_accepted")


def col(control: CompiledControl, name: str) -> pl.Expr:
    """Return a column of a control."""
    return pl.col(f"{control.control.id} {name}")


def put(expression: pl.Expr, control: CompiledControl, name: str) -> pl.Expr:
    """Make an expression a column of a control."""
    return expression.alias(f"{control.control.id} {name}")


@cache
def reason(name: str) -> pl.Expr:
    """Return a reason's code."""
    return pl.lit(REASONS.index(name), dtype=pl.UInt8)


def ranks(plan: Plan, rank: Read) -> list[pl.Expr]:
    """Return the columns ``scope``, ``way 0`` and ``way 1`` of every control."""
    found = []
    for control in plan.controls:
        if control.applies is not None:
            scope = rank_of(control.applies.node, rank)
            found.append(put(scope, control, "scope"))
        for index, way in enumerate(control.ways):
            own = rank_of(way.condition.node, rank)
            found.append(put(own, control, f"way {index}"))
    return found


def within(plan: Plan) -> list[pl.Expr]:
    """Return the columns ``in`` and ``open`` of every control's scope."""
    found = []
    for control in plan.controls:
        gate = control.applies
        if gate is None:
            inside, undecided = pl.lit(value=True), pl.lit(value=False)
        else:
            scope, reads = col(control, "scope"), fields_read(gate.node)
            silent = has(some(reads), SILENT_OR_REJECTED)
            shown = silent | has(every(reads), ASKED)
            inside, undecided = scope >= 0, (scope == 0) & shown
        found.append(put(inside, control, "in"))
        found.append(put(undecided, control, "open"))
    return found


def before_waivers(plan: Plan) -> list[pl.Expr]:
    """Return the column ``base``: the reason that an exception may replace."""
    return [put(_base(control), control, "base") for control in plan.controls]


def _base(control: CompiledControl) -> pl.Expr:
    held = [
        (col(control, f"way {index}") > 0, reason(name))
        for index, name in enumerate(MET[: len(control.ways)])
    ]
    met = pl.any_horizontal([holds for holds, _ in held])
    silent = col(control, "open") & met
    cases = [
        (col(control, "in").not_(), reason(OUT_OF_SCOPE)),
        (silent, reason("not_answered")),
        *held,
        *_not_met(control),
    ]
    return first_of(cases, reason("not_answered"))


def _not_met(control: CompiledControl) -> Iterator[tuple[pl.Expr, pl.Expr]]:
    """Yield why a control is not met, in the order in which the reasons are tried."""
    all_of, any_of = every(control.reads), some(control.reads)
    asked, rule = has(any_of, ASKED), col(control, "way 0")
    waived = asked & has(all_of, WAIVED_OR_HIDDEN)
    yield has(any_of, REJECTED), reason("rejected_by_review")
    if control.control.not_applicable == "accept":
        agreed = waived & has(all_of, AGREED_OR_HIDDEN)
        yield agreed, reason("not_applicable_accepted")
        yield waived, reason("not_applicable_unconfirmed")
    refused = waived | (has(any_of, WAIVED) & (rule == 0))
    yield refused, reason("not_applicable_refused")
    yield rule < 0, reason("rule_not_met")
    yield asked & has(all_of, ANSWERED_OR_HIDDEN), reason("not_shown")


def is_any(base: pl.Expr, names: Iterable[str]) -> pl.Expr:
    """Tell whether a column of reasons has one of them."""
    return pl.any_horizontal([base == reason(name) for name in names])


def unmet(control: CompiledControl) -> pl.Expr:
    """Tell whether the control, whatever its exception, fails or is unknown."""
    names = [name for name in REASONS if STATUS_OF[name] in _UNMET]
    return is_any(col(control, "base"), names)


def counts(control: CompiledControl) -> pl.Expr:
    """Tell whether the control takes part in the sums."""
    return is_any(col(control, "base"), _NOT_COUNTED).not_()
