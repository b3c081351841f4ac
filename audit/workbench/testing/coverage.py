"""What the cases of a policy reach, and what no case does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.workbench.testing.grounds import ground_of
from audit.workbench.testing.reaching import WORDS, probes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.policy.compile import Plan
    from audit.policy.model import Control
    from audit.workbench.testing.loading import Ready

_NOT_MET = frozenset({"fail", "unknown"})


@dataclass(frozen=True, slots=True)
class Covered:
    """So many of so many, and the names of the others."""

    what: str
    reached: int
    of: int
    missing: tuple[str, ...]


def coverage(plan: Plan, cases: Iterable[Ready]) -> tuple[Covered, ...]:
    """Return what of statuses and leaves the cases that name a control reach."""
    ran = [(case, ground_of(plan, case)) for case in cases]
    statuses: list[str] = []
    leaves: list[str] = []
    reached_statuses = reached_leaves = 0
    for number, control in enumerate(plan.policy.controls):
        naming = [(case, ground) for case, ground in ran if names(case, control.id)]
        wanted = _wanted(control)
        given = {case.spec.expect.controls.get(control.id) for case, _ in naming}
        for name, fitting in wanted.items():
            if given & fitting:
                reached_statuses += 1
            else:
                statuses.append(f"{control.id} {name}")
        for probe in probes(control, number, plan.questionnaire):
            found = {t for _, ground in naming for t in probe.reached(ground.facts)}
            missing = [truth for truth in probe.possible if truth not in found]
            reached_leaves += len(probe.possible) - len(missing)
            leaves += [f"{control.id} {probe.pointer} {WORDS[t]}" for t in missing]
    return (
        _covered("outcomes of controls", reached_statuses, statuses),
        _covered("outcomes of conditions", reached_leaves, leaves),
    )


def names(case: Ready, control: str) -> bool:
    """Tell whether the case says what a control must come to."""
    expect = case.spec.expect
    return control in expect.controls or control in expect.out_of_scope


def _wanted(control: Control) -> dict[str, frozenset[str]]:
    wanted = {"pass": frozenset({"pass"}), "fail": _NOT_MET}
    if control.partial is not None:
        wanted["partial"] = frozenset({"partial"})
    return wanted


def _covered(what: str, reached: int, missing: list[str]) -> Covered:
    return Covered(what, reached, reached + len(missing), tuple(missing))
