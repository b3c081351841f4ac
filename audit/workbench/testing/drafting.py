"""Proposed cases as the lines of a test file, with what the engine says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.workbench.testing.answering import merged
from audit.workbench.testing.engine import engine
from audit.workbench.testing.model import Given
from audit.workbench.testing.running import OUT
from audit.workbench.testing.writing import block, flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.workbench.testing.model import Shown

BASE = "base"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case to write: what it changes in the base, and of what it says something."""

    name: str
    answers: Mapping[str, Any]
    evidence: tuple[Shown, ...] = ()
    confirmed: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    clashes: bool = False
    verdict: bool = False
    #: starts from the base
    based: bool = True

    @property
    def given(self) -> Given:
        """Return what it changes."""
        return Given(
            answers=dict(self.answers),
            evidence=self.evidence,
            confirmed=self.confirmed,
            excepted=self.excepted,
        )


@dataclass
class Draft:
    """Writes cases one after the other; the first may be the base of the others."""

    plan: Plan
    as_of: date
    base: Given = field(default_factory=Given)
    scored: set[str] = field(default_factory=set)
    knocked: set[str] = field(default_factory=set)

    def cases(self, cases: Iterable[Proposed]) -> Iterator[str]:
        """Yield the lines of the cases, with what the engine says of them."""
        for case in cases:
            given = merged(self.base, case.given) if case.based else case.given
            found = engine(self.plan, given, self.as_of)
            if case.name == BASE:
                self.base = given
            yield f"  - name: {flow(case.name)}"
            yield from self._given(case)
            yield "    expect:"
            yield from self._expected(case, found)

    def _given(self, case: Proposed) -> Iterator[str]:
        based = case.based and case.name != BASE
        if not based:
            yield f"    as_of: {flow(self.as_of.isoformat())}"
        if based or case.given != Given():
            yield "    given:"
        if based:
            yield f"      base: {BASE}"
        yield from block("answers", dict(case.answers), 6)
        if case.evidence:
            yield "      evidence:"
        for item in case.evidence:
            plain = item.model_dump(mode="json", exclude_defaults=True)
            yield f"        - {flow(plain)}"
        for key in ("confirmed", "excepted"):
            if names := getattr(case, key):
                yield f"      {key}: {flow(names)}"

    def _expected(self, case: Proposed, found: Assessment) -> Iterator[str]:
        """Yield what it must come to; scores and knock-outs where they are new."""
        status = {result.id: result.status for result in found.controls}
        named = {c: status[c] for c in case.controls if c in status}
        out = [item.id for item in found.out_of_scope if item.id in case.controls]
        partials = {c for c, s in named.items() if s == "partial"} - self.scored
        unmet = [item.id for item in found.knock_outs]
        if named:
            yield f"      controls: {flow(named)}"
        if out:
            yield f"      {OUT}: {flow(out)}"
        if case.clashes or case.verdict:
            yield f"      contradictions: {flow([c.id for c in found.contradictions])}"
        if case.clashes:
            yield f"      open_contradictions: {flow(found.open_contradictions)}"
        if case.verdict or set(unmet) & set(named) - self.knocked:
            yield f"      knock_outs: {flow(unmet)}"
        if case.verdict or partials:
            yield f"      score: {float(round(found.scores.score.exact, 3))}"
        if case.verdict:
            yield f"      verified: {float(round(found.scores.verified.exact, 3))}"
            yield f"      rating: {flow(found.rating)}"
            yield f"      decision: {flow(found.decision)}"
        self.knocked |= set(unmet) & set(named)
        self.scored |= partials
