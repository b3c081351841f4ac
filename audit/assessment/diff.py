"""What a change of answers did to an assessment, control by control and exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from audit.assessment.model import ControlResult, OutOfScope
from audit.conditions.model import fields_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audit.assessment.model import Assessment, Reason, Status
    from audit.policy.compile import Plan
    from audit.response.evidence_item import Assurance

Result = TypeVar("Result", ControlResult, OutOfScope)
ZERO = Fraction(0)
#: The scores that are compared, by the name of their field.
SCORES = ("score", "verified", "claimed", "before_exceptions")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a control in scope came to."""

    status: Status
    reason: Reason
    assurance: Assurance
    credit: Fraction
    factor: Fraction
    points: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class ControlChange:
    """A control before and after; None where it was out of scope.

    ``answers`` are the changed answers that it reads. Without any of them, it only
    shares the 100 points among more or fewer controls, or other evidence decided.
    """

    id: str
    before: Standing | None
    after: Standing | None
    answers: tuple[str, ...]

    @property
    def difference(self) -> Fraction:
        """Return the points won or lost."""
        return _points(self.after) - _points(self.before)

    @property
    def only_share(self) -> bool:
        """Tell whether nothing changed but the control's share of the points."""
        old, new = self.before, self.after
        if old is None or new is None:
            return False
        return _judged(old) == _judged(new)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The numbers and words of one side."""

    scores: tuple[tuple[str, Fraction], ...]
    coverage: Fraction
    rating: str
    inherent: str
    residual: str
    decision: str
    knock_outs: tuple[str, ...]
    contradictions: tuple[str, ...]

    @property
    def score(self) -> Fraction:
        """Return the score."""
        return dict(self.scores)["score"]


@dataclass(frozen=True, slots=True)
class AssessmentDiff:
    """Both verdicts, and every control that did not stay as it was.

    The differences of ``controls`` sum exactly to the difference of the scores.
    """

    before: Verdict
    after: Verdict
    controls: tuple[ControlChange, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def difference(self) -> Fraction:
        """Return the points that the score won or lost."""
        return self.after.score - self.before.score


def diff(
    before: Assessment,
    after: Assessment,
    changed: Iterable[str] = (),
    scopes: Mapping[str, Iterable[str]] | None = None,
) -> AssessmentDiff:
    """Compare two assessments by one policy.

    ``changed`` are the questions whose answers differ; those whose assurance or review
    differs are found here. ``scopes`` are the questions that decide on each control's
    scope.
    """
    moved = {*changed, *_moved(before, after)}
    old, old_out = _by_id(before.controls), _by_id(before.out_of_scope)
    new, new_out = _by_id(after.controls), _by_id(after.out_of_scope)
    changes = []
    for name in sorted({*old, *old_out, *new, *new_out}):
        sides = _standing(old.get(name)), _standing(new.get(name))
        if sides[0] != sides[1]:
            read = set((scopes or {}).get(name, ()))
            for results in (old, old_out, new, new_out):
                read.update(results[name].reads if name in results else ())
            answers = tuple(sorted(read & moved))
            changes.append(ControlChange(name, *sides, answers))
    return AssessmentDiff(
        before=_verdict(before),
        after=_verdict(after),
        controls=tuple(changes),
        entered=tuple(sorted(old_out.keys() & new.keys())),
        left=tuple(sorted(old.keys() & new_out.keys())),
    )


def scopes_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return for each control the questions that decide whether it applies."""
    return {
        compiled.control.id: fields_read(compiled.applies.node)
        for compiled in plan.controls
        if compiled.applies is not None
    }


def _by_id(results: Iterable[Result]) -> dict[str, Result]:
    return {result.id: result for result in results}


def _moved(before: Assessment, after: Assessment) -> Iterator[str]:
    for name in before.answers.keys() | after.answers.keys():
        if before.answers.get(name) != after.answers.get(name):
            yield name


def _standing(control: ControlResult | None) -> Standing | None:
    if control is None:
        return None
    return Standing(
        status=control.status,
        reason=control.reason,
        assurance=control.assurance,
        credit=control.credit,
        factor=control.factor,
        points=control.points.exact,
        possible=control.possible.exact,
    )


def _points(standing: Standing | None) -> Fraction:
    return ZERO if standing is None else standing.points


def _judged(found: Standing) -> tuple[object, ...]:
    return found.status, found.reason, found.assurance, found.credit, found.factor


def _verdict(found: Assessment) -> Verdict:
    contradicted = [item.id for item in found.contradictions]
    return Verdict(
        scores=tuple((name, getattr(found.scores, name).exact) for name in SCORES),
        coverage=found.coverage.exact,
        rating=found.rating,
        inherent=found.inherent.tier,
        residual=found.residual,
        decision=found.decision,
        knock_outs=tuple(sorted(item.id for item in found.knock_outs)),
        contradictions=tuple(sorted({*contradicted, *found.open_contradictions})),
    )
