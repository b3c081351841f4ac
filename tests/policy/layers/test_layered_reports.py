"""A report tells where its policy came from, and is replayed without any layer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from audit import dossier, pipeline
from audit.cases import Assessed, Case, assess_case
from audit.errors import InputError
from audit.policy.layers.lay import lay
from audit.report.formats.html import render_html
from audit.report.formats.markdown import render_markdown
from audit.report.layers import layer_rows, relaxed_rows
from tests import builders as b
from tests.policy.layers.test_layer_laws import layer

ASKED = b.questionnaire(
    b.question("q-a"), b.question("q-b"), b.question("q-c"), languages=["en"]
)
LEAVE = {
    "subjects": ["A", "assurance"],
    "reason": {"en": "The office is closed on Sundays."},
    "approver": "Olena Koval",
    "expires": "2026-06-30",
}
GONE = {"id": "C", "reason": {"en": "We do it ourselves."}, "approver": "CISO"}
ABOVE = layer(
    assurance={"claimed": Decimal("0.7"), "documented": Decimal("0.85"), "independent": 1, "verified": 1},
    controls={"override": {"A": {"severity": "low"}}, "remove": [GONE]},
    allow_relax=[LEAVE],
)  # fmt: skip


def assessed(as_of: date = b.DAY) -> Assessed:
    asked = b.document(ASKED)
    resolved = lay(b.document(b.policy()), b.document(ABOVE), b.record())
    answers = b.document(b.response({"q-a": True, "q-b": False}))
    return assess_case(Case(asked, resolved, answers, as_of, (), engine="test"))


def test_the_policy_inside_a_report_is_all_that_a_replay_needs() -> None:
    found = assessed()
    files = dossier.build(found, "en")
    again = dossier.replay(files, dossier.read_manifest(files))
    assert dossier.assessment_bytes(again) == files["assessment.json"]
    assert again.plan.policy.layers == found.plan.policy.layers
    assert again.plan.policy_digest == found.case.policy.digest


def test_what_is_relaxed_is_named_in_every_language() -> None:
    policy = assessed().plan.policy
    assert [row.id for row in layer_rows(policy)] == ["tiny-policy", "tiny-layer"]
    found = {
        language: [(row.item, row.what) for row in relaxed_rows(policy, language)]
        for language in ("en", "uk", "ru")
    }
    assert found["en"] == [
        ("C", "removed"),
        ("A A", "severity"),
        ("claimed", "worth of weaker evidence"),
    ]
    assert found["uk"][0] == ("C", "вилучено")
    assert found["ru"][2] == ("заявлено", "сколько даёт более слабое доказательство")


@pytest.mark.parametrize("render", [render_html, render_markdown])
def test_a_report_shows_layers_reasons_and_approvers(render) -> None:
    text = render(pipeline.report_view(assessed(), "en"))
    for shown in (
        "Where the policy comes from",
        "The office is closed on Sundays",
        "Olena Koval",
    ):
        assert shown in text
    assert "Nothing is relaxed" not in text


def test_a_report_by_a_plain_policy_tells_nothing_of_layers_bad() -> None:
    found = assess_case(
        Case(
            b.document(ASKED),
            b.document(b.policy()),
            b.document(b.response({"q-a": True})),
            b.DAY,
            (),
            engine="test",
        )
    )
    text = render_html(pipeline.report_view(found, "en"))
    assert "Where the policy comes from" not in text


def test_nobody_is_assessed_on_leave_that_has_ended_bad() -> None:
    assert assessed(date(2026, 6, 30)).assessment.decision
    with pytest.raises(InputError) as caught:
        assessed(date(2026, 7, 1))
    (problem,) = caught.value.problems
    assert problem.code == "relax-expired"
    assert problem.pointer == "/allow_relax/0/expires"
    assert "A.severity, assurance.claimed" in problem.message
