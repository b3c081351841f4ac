"""Score a frame by a plan on a day: the same verdicts as ``assess``, in columns.

The stages follow the Python engine: what the answers say, which questions were asked,
contradictions, assurance, controls, exceptions, totals, verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.columnar import asked, clashes, earning, judging, sums, totals, verdicts
from audit.columnar.columns import words_in
from audit.columnar.ground import flags, magnitude, magnitudes, present
from audit.columnar.library import pl
from audit.columnar.once import Signs
from audit.columnar.papers import Papers
from audit.columnar.results import details, exact, results
from audit.columnar.stages import Step, run, steps_of
from audit.conditions.model import EvidenceTest, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from audit.columnar.trees import Read
    from audit.conditions.model import Leaf, Rows
    from audit.policy.compile import Plan

__all__ = ["Scorer", "exact", "score", "score_all", "scorer"]


@dataclass(frozen=True)
class Scorer:
    """A plan on a day as steps of expressions; built once, run on many frames."""

    steps: tuple[Step, ...]

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return one row of results for each row of the frame."""
        return run(self.steps, frame)


def score(
    plan: Plan, frame: pl.DataFrame, as_of: date, *, detail: bool = False
) -> pl.DataFrame:
    """Return the results of every response; ``detail`` adds every control's."""
    words = words_in(frame.columns, plan.questionnaire)
    return scorer(plan, as_of, words, detail=detail).run(frame)


def score_all(
    plan: Plan, frames: Iterable[pl.DataFrame], as_of: date, *, detail: bool = False
) -> Iterator[pl.DataFrame]:
    """Yield the results of frame after frame, so that memory stays bounded."""
    ready: dict[int, Scorer] = {}
    for frame in frames:
        words = words_in(frame.columns, plan.questionnaire)
        if words not in ready:
            ready[words] = scorer(plan, as_of, words, detail=detail)
        yield ready[words].run(frame)


def scorer(plan: Plan, as_of: date, words: int = 1, *, detail: bool = False) -> Scorer:
    """Build the steps of a plan; UnknownKind when it has no columnar form."""
    sums.check_room(plan)
    questions = plan.questionnaire.questions
    signs, papers = Signs(questions, as_of), Papers(questions, words, as_of)
    first = _reader(signs, papers.truth, present)
    rank = _reader(signs, papers.rank, magnitude)
    read = _read(plan)
    # These ask for the signs and papers that the first stages then bring.
    gates = asked.stages(plan.gates, signs)
    clashing = clashes.clashes(plan.contradictions, first)
    lent = {link_id: papers.level(link_id) for link_id in read}
    ranks = judging.ranks(plan, rank)
    counts = verdicts.counts(plan, rank)
    stages: list[Sequence[pl.Expr]] = [
        *signs.stages(),
        papers.stage(),
        *gates,
        flags(questions),
        papers.behind(),
        clashing,
        clashes.names(plan),
        magnitudes(lent),
        ranks,
        judging.within(plan),
        judging.before_waivers(plan),
        [*earning.earned(plan), earning.in_force(as_of)],
        earning.excepted(plan),
        earning.waived(plan),
        [*sums.by_domain(plan), *counts],
        *totals.stages(plan),
        [*verdicts.ratings(plan), *verdicts.tiers(plan)],
        verdicts.residuals(plan),
        verdicts.decisions(plan),
    ]
    last = [*results(), *(details(plan) if detail else ())]
    return Scorer(steps_of(stages, last))


def _reader(
    signs: Signs,
    papers: Callable[[EvidenceTest], pl.Expr],
    weight: Callable[[str], pl.Expr],
) -> Read:
    """Return how leaves are read: the sign of the test times the answer's weight.

    The assessment knows of no N/A but by the values that are missing.
    """

    def read(leaf: Leaf | Rows | EvidenceTest) -> pl.Expr:
        if isinstance(leaf, EvidenceTest):
            return papers(leaf)
        if leaf.op == "not_applicable":
            return -weight(leaf.subject)
        return signs.of(leaf) * weight(leaf.subject)

    return read


def _read(plan: Plan) -> list[str]:
    """Return the questions whose assurance the controls and factors read."""
    nodes = [way.condition.node for c in plan.controls for way in c.ways]
    nodes += [c.applies.node for c in plan.controls if c.applies is not None]
    nodes += [when.node for _, scores in plan.factors for when, _ in scores]
    found = [
        leaf.subject
        for node in nodes
        for leaf in leaves(node)
        if not isinstance(leaf, EvidenceTest)
    ]
    return list(dict.fromkeys(found))
