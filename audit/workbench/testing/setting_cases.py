"""Vendors on whom weights, floors, caps, N/A and exceptions show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.policy.model import KnockOut
from audit.proofs.cases import ATTACHED
from audit.workbench.testing.drafting import Proposed
from audit.workbench.testing.model import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.policy.compile import Plan
    from audit.workbench.testing.picking import Picked

AUDITED = Shown(
    id="audit",
    kind="certificate",
    assurance="independent",
    issuer="Independent body",
    backs="all",
)
_SILENT = {"state": "unanswered"}


def setting_cases(plan: Plan, picked: Sequence[Picked]) -> Iterator[Proposed]:
    """Yield cases of which each lays open one kind of setting for all controls."""
    records = Shown(id="records", backs="all")
    yield _case("records back every answer", {}, (records,))
    yield _case("an audit backs every answer", {}, (AUDITED,))
    questions = plan.questionnaire.questions
    if any(questions[i].type == "attachment" for c in plan.controls for i in c.reads):
        lost = Shown(id=ATTACHED, found=False)
        yield _case("no attached file is found", {}, (lost,))
    yield _case("nothing is said", {}, based=False)
    one = (plan.controls[0].control.id,)
    name = f"nothing is said, an exception covers {one[0]}"
    yield _case(name, {}, excepted=one, controls=one, based=False)
    yield from _waived(plan)
    yield from _capped(plan, picked)


def _waived(plan: Plan) -> Iterator[Proposed]:
    questions = plan.questionnaire.questions
    links = tuple(i for i, asked in questions.items() if asked.allow_not_applicable)
    reading = [c.control.id for c in plan.controls if set(c.reads) & set(links)]
    if reading:
        answers = {link_id: {"state": "not_applicable"} for link_id in links}
        yield _case(
            "what need not apply does not, and the assessor agrees",
            answers,
            confirmed=links,
            controls=tuple(reading),
        )


def _capped(plan: Plan, picked: Sequence[Picked]) -> Iterator[Proposed]:
    """Yield for each cap that is written an otherwise good vendor under it."""
    default = False
    for compiled, found in zip(plan.controls, picked, strict=False):
        knock_out = compiled.control.knock_out
        own = isinstance(knock_out, KnockOut)
        if found.failing and (own or (knock_out is True and not default)):
            default = default or not own
            name = f"an audited vendor falls short of {compiled.control.id} alone"
            yield _case(name, found.failing[0].answers, (AUDITED,))


def _case(
    name: str, answers: Mapping[str, Any], evidence: tuple[Shown, ...] = (), **over: Any
) -> Proposed:
    said = {i: _SILENT if value is None else value for i, value in answers.items()}
    return Proposed(name, said, evidence, clashes=True, verdict=True, **over)
