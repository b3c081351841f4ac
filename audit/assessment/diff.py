"""What a change of answers did to an assessment, control by control and exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.assessment.model import (
        Assessment,
        ControlResult,
        OutOfScope,
        Reason,
        Status,
    )
    from audit.response.evidence_item import Assurance

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
    before: Assessment, after: Assessment, changed: Iterable[str] = ()
) -> AssessmentDiff:
    """Compare two assessments by one policy.

    ``changed`` are the questions whose answers differ; those whose assurance or review
    differs are found here.
    """
    moved = {*changed, *_moved(before, after)}
    old = {control.id: control for control in before.controls}
    new = {control.id: control for control in after.controls}
    out_before = {control.id: control for control in before.out_of_scope}
    out_after = {control.id: control for control in after.out_of_scope}
    names = dict.fromkeys((*old, *out_before, *new, *out_after))
    changes = (
        ControlChange(
            id=name,
            before=_standing(old.get(name)),
            after=_standing(new.get(name)),
            answers=_read(moved, *(g.get(name) for g in (old, new)),
                          *(o.get(name) for o in (out_before, out_after))),
        )
        for name in sorted(names)
    )  # fmt: skip
    return AssessmentDiff(
        before=_verdict(before),
        after=_verdict(after),
        controls=tuple(c for c in changes if c.before != c.after),
        entered=tuple(sorted(out_before.keys() & new.keys())),
        left=tuple(sorted(old.keys() & out_after.keys())),
    )


def _moved(before: Assessment, after: Assessment) -> Iterator[str]:
    for name in before.answers.keys() | after.answers.keys():
        if before.answers.get(name) != after.answers.get(name):
            yield name


def _read(
    moved: set[str], *results: ControlResult | OutOfScope | None
) -> tuple[str, ...]:
    read = {name for found in results if found is not None for name in found.reads}
    return tuple(sorted(read & moved))


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
