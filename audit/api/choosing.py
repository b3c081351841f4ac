"""What a buyer does: compare candidates, tell what changed or would change."""

from __future__ import annotations

from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audit import comparing_files, pipeline, repairing, supposing, whatif
from audit.api.given import day_of, known, path_of
from audit.diffing import diff_files
from audit.remedy.goal import DECISIONS, Goal
from audit.remedy.step import Efforts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from audit.api.given import Place
    from audit.cases import Assessed
    from audit.comparing import Compared
    from audit.diffing import Difference
    from audit.repairing import Repaired
    from audit.whatif import Supposed


def compare(
    candidates: Iterable[Assessed],
    *,
    as_of: date | None = None,
    demand: Place | None = None,
    criteria: Place | None = None,
    exposure: Place | None = None,
    offers: Iterable[Place] = (),
) -> Compared:
    """Compare two to twenty assessed candidates side by side.

    Args:
        candidates: assessed by one policy.
        as_of: the day of the comparison, today if it is not given.
        demand: what is bought; prices every offer.
        criteria: what counts; ranks the candidates.
        exposure: assumptions about yearly losses.
        offers: one a vendor.

    Raises:
        InputError: a document is wrong, or candidates cannot stand side by side.
    """
    wanted = comparing_files.read_wanted(
        day_of(as_of),
        path_of(demand),
        path_of(criteria),
        path_of(exposure),
        [Path(offer) for offer in offers],
    )
    return pipeline.compare_candidates(tuple(candidates), wanted)


def diff(
    old: Place,
    new: Place,
    *,
    policy: Place | None = None,
    questionnaire: Place | None = None,
    as_of: date | None = None,
    old_as_of: date | None = None,
) -> Difference:
    """Compare two responses of one vendor; with a policy, what it did to the score.

    Args:
        old: the earlier response (.json, .zip).
        new: the later one.
        policy: id or file of what both are assessed by.
        questionnaire: id or file, unless it is the shipped one that is named.
        as_of: the day of the later one, today if it is not given.
        old_as_of: the day of the earlier one, by default the same.

    Raises:
        InputError: a document cannot be used.
    """
    return diff_files(
        Path(old),
        Path(new),
        day_of(as_of),
        old_as_of=old_as_of,
        policy=None if policy is None else fspath(policy),
        questionnaire=None if questionnaire is None else fspath(questionnaire),
    )


def suppose(
    assessed: Assessed, answers: Mapping[str, str], *, close: Iterable[str] = ()
) -> Supposed:
    """Tell what other answers or closed gaps would do; nothing is written.

    Args:
        assessed: how it is now.
        answers: link id → a line as ``audit fill`` reads it.
        close: ids of gaps that are taken as closed.

    Raises:
        InputError: an answer does not fit.
        ReferenceProblem: there is no such gap.
    """
    changes = supposing.read_changes(assessed, answers.items(), None)
    return whatif.suppose(assessed, changes, close)


def repair(
    assessed: Assessed,
    *,
    to_decision: Literal["accept", "accept_with_conditions"] | None = None,
    to_rating: str | None = None,
    fewest: bool = False,
) -> Repaired:
    """Find the least work that reaches a decision or a rating, or why none does.

    Args:
        assessed: how it is now.
        to_decision: the decision to reach, or
        to_rating: the rating of the policy to reach. Without both, no knock-out is to
            be left.
        fewest: count controls, not person-days.

    Raises:
        ReferenceProblem: the policy has no such rating.
        UnknownKind: there is no such decision.
        ValueError: both goals were given.
    """
    if to_decision and to_rating:
        raise ValueError("give to_decision or to_rating, not both")
    goal = Goal("knock_outs")
    if to_decision:
        known("decision", to_decision, DECISIONS[1:])
        goal = Goal("decision", to_decision)
    elif to_rating:
        goal = Goal("rating", to_rating)
    return repairing.repair_case(assessed, goal, Efforts(), fewest=fewest)
