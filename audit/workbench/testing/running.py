"""Run cases: what each must come to, beside what the engine says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.assessment.assess import Inputs, assess
from audit.assessment.inputs import (
    ControlException,
    Exceptions,
    Judgement,
    Review,
    SignatureFact,
)
from audit.policy.compile import compile_policy
from audit.report.sentences import trace_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from audit.assessment.model import Assessment
    from audit.conditions.explain import Trace
    from audit.policy.compile import Plan
    from audit.workbench.testing.loading import Ready, Suite

_NO_DIGEST = "sha256:" + "0" * 64
OUT = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise; ``why`` is the deciding condition in words."""

    subject: str
    expected: str
    got: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with everything that came out otherwise than it must."""

    case: Ready
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Tell whether all came out as it must."""
        return not self.differences


def plan_of(suite: Suite) -> Plan:
    """Return the policy compiled, once for all cases."""
    policy, questionnaire = suite.policy, suite.questionnaire
    return compile_policy(
        policy.record, questionnaire.record, policy.digest, questionnaire.digest
    )


def run_cases(plan: Plan, cases: Iterable[Ready]) -> tuple[Outcome, ...]:
    """Run the cases."""
    return tuple(
        Outcome(case, tuple(compare(plan, case, assess(plan, inputs_of(case)))))
        for case in cases
    )


def inputs_of(case: Ready) -> Inputs:
    """Return what the engine is told of a case."""
    return Inputs(
        response=case.response,
        response_digest=_NO_DIGEST,
        as_of=case.as_of,
        observed=case.observed,
        review=review_of(case),
        exceptions=exceptions_of(case),
        signature=SignatureFact(status="signed"),
    )


def review_of(case: Ready) -> Review | None:
    """Return the assessor's word that some answers hold."""
    told = {"verdict": "confirmed", "note": "Seen.", "by": "Test", "at": case.as_of}
    judgements = tuple(
        Judgement.model_validate({"link_id": link_id, **told})
        for link_id in case.given.confirmed
    )
    return (
        Review(response_digest=_NO_DIGEST, judgements=judgements)
        if judgements
        else None
    )


def exceptions_of(case: Ready) -> Exceptions | None:
    """Return the exceptions in force on the day."""
    told = {"reason": "Test.", "compensating_control": "Test.", "approver": "Test"}
    days = {"granted": case.as_of, "expires": case.as_of}
    granted = tuple(
        ControlException.model_validate({"control": control, **told, **days})
        for control in case.given.excepted
    )
    if not granted:
        return None
    return Exceptions(vendor=case.response.vendor.name, exceptions=granted)


def compare(plan: Plan, case: Ready, found: Assessment) -> Iterator[Difference]:
    """Yield what came out otherwise."""
    expect = case.spec.expect
    yield from _controls(plan, case, found)
    clashes = {item.id: item for item in found.contradictions}
    if expect.contradictions is not None:
        yield from _sets("contradictions", expect.contradictions, clashes)
    if expect.open_contradictions is not None:
        left = found.open_contradictions
        yield from _sets("open_contradictions", expect.open_contradictions, left)
    if expect.knock_outs is not None:
        unmet = [item.id for item in found.knock_outs]
        yield from _sets("knock_outs", expect.knock_outs, unmet)
    for name in ("score", "verified"):
        points, number = getattr(found.scores, name), getattr(expect, name)
        if number is not None and not _rounds(points.exact, number):
            written = f"{Decimal(number.numerator) / number.denominator}"
            yield Difference(name, written, _shown(points.exact, _digits(number)))
    for name in ("rating", "decision"):
        wanted, got = getattr(expect, name), getattr(found, name)
        if wanted is not None and wanted != got:
            yield Difference(name, wanted, got)


def says(case: Ready, names: Iterable[str]) -> bool:
    """Tell whether the case expects any of these."""
    return any(getattr(case.spec.expect, name) is not None for name in names)


def _rounds(exact: Fraction, wanted: Fraction) -> bool:
    """Tell whether a score comes to a number of so many decimals, but one at least."""
    digits = _digits(wanted)
    return round(exact, digits) == round(wanted, digits)


def _digits(wanted: Fraction) -> int:
    return next((n for n in (1, 2) if (wanted * 10**n).denominator == 1), 3)


def _shown(exact: Fraction, digits: int) -> str:
    """Return a score with as many decimals as it was compared by."""
    rounded = round(exact, digits)
    return f"{Decimal(rounded.numerator) / rounded.denominator:.{digits}f}"


def _controls(plan: Plan, case: Ready, found: Assessment) -> Iterator[Difference]:
    results = {result.id: result for result in found.controls}
    left = {item.id: item for item in found.out_of_scope}
    wanted = {
        **case.spec.expect.controls,
        **dict.fromkeys(case.spec.expect.out_of_scope, OUT),
    }
    for name, status in wanted.items():
        got = results[name].status if name in results else OUT
        if got == status:
            continue
        if name in left:
            traces: list[Trace | None] = [left[name].trace]
            reads = left[name].reads
        else:
            traces = [results[name].trace, results[name].partial_trace]
            reads = results[name].reads
        why = (*_words(plan, traces), *_said(plan, case, reads))
        yield Difference(name, status, got, why)


def _words(plan: Plan, traces: Iterable[Trace | None]) -> Iterator[str]:
    questions = plan.questionnaire.questions
    for trace in traces:
        for line in trace_lines(trace, questions, "en") if trace else ():
            if line.deciding:
                yield f"{'  ' * line.depth}{line.text}: {line.truth_word}"


def _said(plan: Plan, case: Ready, reads: Iterable[str]) -> Iterator[str]:
    for link_id in reads:
        answer = case.response.answers.get(link_id)
        said: Any = "not answered"
        if answer is not None and answer.state == "answered":
            said = plan.questionnaire.questions[link_id].shown(answer.value, "en")
        elif answer is not None:
            said = answer.state
        yield f"{link_id}: {said}"


def _sets(name: str, wanted: Iterable[str], got: Iterable[str]) -> Iterator[Difference]:
    wanted, got = sorted(wanted), sorted(got)
    if wanted != got:
        yield Difference(name, ", ".join(wanted) or "none", ", ".join(got) or "none")
