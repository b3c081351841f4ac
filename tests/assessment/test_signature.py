"""What a signature may change in an assessment, and what it never changes."""

from __future__ import annotations

from hypothesis import given

from audit.assessment.inputs import SignatureFact
from audit.assessment.model import Assessment
from tests.assessment.cases_for_laws import ASKED, Situation, situations
from tests.assessment.test_laws import fallen, law
from tests.builders import control, numbers, policy, response, run

SIGNED = SignatureFact(
    status="signed",
    key_id="c" * 64,
    name="Vera Vendor",
    organisation="Northline Contact",
    role="vendor",
    signed_at="2026-05-01T12:00:00Z",
    statement_digest=f"sha256:{'d' * 64}",
)
UNSIGNED = SignatureFact(status="unsigned")
REQUIRED = {"responses": {"signature": "required"}}
#: Fields that may differ between a signed and an unsigned response.
MAY_DIFFER = {"signature", "knock_outs", "rating", "residual", "decision", "policy"}


def assess(
    case: Situation, fact: SignatureFact | None, *, required: bool = False
) -> Assessment:
    return run(
        {**case.policy, **(REQUIRED if required else {})},
        response(case.answers, *case.evidence, **dict(case.over)),
        case.asked or ASKED,
        review=list(case.review),
        waivers=list(case.waivers),
        signature=fact,
    )


def differing(one: Assessment, other: Assessment) -> set[str]:
    names = type(one).model_fields
    return {name for name in names if getattr(one, name) != getattr(other, name)}


@law
@given(situations())
def test_where_it_is_optional_a_signature_changes_nothing(case: Situation) -> None:
    found = differing(assess(case, UNSIGNED), assess(case, SIGNED))
    assert found == {"signature"}


@law
@given(situations())
def test_signing_never_lowers_and_changes_no_points(case: Situation) -> None:
    unsigned = assess(case, UNSIGNED, required=True)
    signed = assess(case, SIGNED, required=True)
    assert fallen(unsigned, signed) == {}
    assert numbers(unsigned) == numbers(signed)
    assert differing(unsigned, signed) <= MAY_DIFFER
    assert unsigned.decision == "reject"
    assert unsigned.knock_outs[0].kind == "signature"
    assert unsigned.knock_outs[1:] == signed.knock_outs


@law
@given(situations())
def test_a_signed_response_is_judged_as_if_none_were_wanted(case: Situation) -> None:
    wanted = assess(case, SIGNED, required=True)
    assert differing(wanted, assess(case, SIGNED)) <= {"policy"}


def test_no_decision_rule_accepts_an_unsigned_response_that_must_be_signed() -> None:
    lenient = policy(
        control("A"),
        decision=[{"decision": "accept", "when": {"knock_outs_at_most": 9}}],
        **REQUIRED,
    )
    answers = response({"q-a": True})
    assert run(lenient, answers, signature=SIGNED).decision == "accept"
    for fact in (UNSIGNED, None):
        found = run(lenient, answers, signature=fact)
        assert found.decision == "reject"
        assert [k.kind for k in found.knock_outs] == ["signature"]


def test_a_case_from_before_signatures_gives_the_bytes_it_gave() -> None:
    assert "signature" not in run(policy(), response()).plain()
