"""Find the smallest repair of an assessed vendor, and show where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit import diff_view
from audit.errors import Problem, ReferenceProblem
from audit.positions import position_of
from audit.remedy.repair import Repair, Unreachable, repair
from audit.report.remedy.plain import plain_repair
from audit.report.remedy.repair import RepairView, build_repair
from audit.whatif import difference_of

if TYPE_CHECKING:
    from audit.cases import Assessed
    from audit.diffing import Difference
    from audit.policy.model import Policy
    from audit.remedy.goal import Goal
    from audit.remedy.position import Position
    from audit.remedy.step import Efforts


@dataclass(frozen=True)
class Repaired:
    """What was found for a goal; the difference only where there is a way to it."""

    position: Position
    efforts: Efforts
    fewest: bool
    result: Repair | Unreachable
    difference: Difference | None


def repair_case(
    assessed: Assessed, goal: Goal, efforts: Efforts, *, fewest: bool
) -> Repaired:
    """Return the smallest repair; ReferenceProblem for a rating nobody can have."""
    if goal.kind == "rating":
        _refuse_rating(goal.value, assessed.plan.policy)
    position = position_of(assessed)
    result = repair(position, goal, efforts, fewest=fewest)
    difference = None
    if isinstance(result, Repair):
        difference = difference_of(assessed, assessed, result.end)
    return Repaired(position, efforts, fewest, result, difference)


def _refuse_rating(name: str, policy: Policy) -> None:
    known = [rating.id for rating in policy.ratings]
    if name not in known:
        message = f"the policy has no rating '{name[:40]}'"
        hint = f"known: {', '.join(known)}"
        problem = Problem("rating-unknown", message, "", hint, "--to-rating")
        raise ReferenceProblem.of(problem)


def view_of(found: Repaired, language: str) -> RepairView:
    """Return the repair's texts in the language."""
    return build_repair(
        found.result, found.position, found.efforts, language, fewest=found.fewest
    )


def result_table(
    found: Repaired, language: str, *, markdown: bool = False
) -> diff_view.Table | None:
    """Return the table of the numbers before and after; None without a repair."""
    if found.difference is None:
        return None
    result, *_ = diff_view.tables(found.difference, language, markdown=markdown)
    return result


def plain(found: Repaired, language: str) -> dict[str, Any]:
    """Return the repair as plain JSON."""
    return plain_repair(found.result, found.position, found.efforts, language)
