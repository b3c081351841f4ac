"""What functions return as data, and what they raise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest

import audit
from audit import acceptance
from audit.api import assessing
from audit.report.comparison.formats import WRITERS
from audit.report.formats import RENDERERS

DAY = date(2026, 11, 24)
DEMO = Path(audit.__file__).parent / "demo"
NORTHLINE = DEMO / "vendors/northline/response.json"
POLICY = "contact-centre-baseline"


@pytest.fixture
def response(tmp_path: Path) -> Path:
    return Path(shutil.copy(NORTHLINE, tmp_path / "response.json"))


@pytest.fixture(scope="module")
def assessed() -> audit.Assessed:
    return audit.assess_folder(DEMO / "vendors/goldvoice", POLICY, as_of=DAY)


def answer_of(response: Path, name: str) -> object:
    return json.loads(response.read_text("utf-8"))["answers"][name]


def test_check_returns_what_is_left_as_data() -> None:
    assert audit.check(NORTHLINE, as_of=DAY).complete


def test_check_returns_every_problem_as_data_bad(tmp_path: Path) -> None:
    path = tmp_path / "response.json"
    path.write_text('{"answers": 1, "answers": 2}')
    checked = audit.check(path, as_of=DAY)
    assert not checked.complete
    assert [p.line for p in checked.problems] == [1]
    with pytest.raises(audit.InputError) as raised:
        audit.load_response(path)
    assert raised.value.problems == checked.problems


def test_answers_are_typed_or_given_as_values(response: Path) -> None:
    given = {"gov-04-notice": "2 wk", "dat-02-countries": ["EE"]}
    audit.answer(response, {**given, "gov-01-approved": ":unknown"})
    notice = answer_of(response, "gov-04-notice")
    assert isinstance(notice, dict)
    assert notice["value"] == {"value": 2, "unit": "wk"}
    assert notice["comment"].startswith("After an incident")
    assert answer_of(response, "gov-01-approved") == {
        "state": "unknown",
        "evidence": ["iso27001-2025"],
        "respondent": "ciso",
    }
    assert audit.load_response(response).record.answers["dat-02-countries"].value == [
        "EE"
    ]


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ({"gov-01-approved": "yes", "gov-99": "yes", "gov-98": "yes"}, ["", ""]),
        ({"gov-04-notice": "soon"}, ["/answers/gov-04-notice/value"]),
    ],
)
def test_answers_that_do_not_fit_leave_the_file_alone_bad(
    response: Path, answers: dict[str, str], place: list[str]
) -> None:
    before = response.read_bytes()
    with pytest.raises(audit.InputError) as raised:
        audit.answer(response, answers)
    assert [problem.pointer for problem in raised.value.problems] == place
    assert {problem.file for problem in raised.value.problems} == {str(response)}
    assert response.read_bytes() == before


def test_evidence_is_added_for_an_answer(response: Path, tmp_path: Path) -> None:
    proof = tmp_path / "minutes.txt"
    proof.write_text("approved")
    (added,) = audit.add_evidence(
        response, [proof], kind="record", answers=["gov-02-reporting"]
    )
    record = audit.load_response(response).record
    assert record.answers["gov-02-reporting"].evidence == (added.item.id,)


def test_documents_are_loaded_with_what_they_belong_to() -> None:
    policy = audit.load_policy("contact-centre-strict")
    assert policy.record.layers
    folder = DEMO / "vendors/dialog-plus"
    answered = audit.load_response(folder / "response.json")
    baseline = audit.load_policy(POLICY)
    granted = audit.load_exceptions(folder / "exceptions.json", baseline, answered)
    assert granted.vendor == answered.record.vendor.name
    review = audit.load_review(
        NORTHLINE.with_name("review.json"), audit.load_response(NORTHLINE)
    )
    assert review.judgements
    assert audit.load_offer(DEMO / "selection/offers/northline.yaml").vendor
    assert audit.load_demand(DEMO / "selection/demand.yaml").currency == "EUR"
    assert POLICY in audit.packs("policies")
    with pytest.raises(audit.InputError, match="another response"):
        audit.load_review(NORTHLINE.with_name("review.json"), answered)


def test_what_is_drawn_has_the_format_asked_for(assessed: audit.Assessed) -> None:
    plain = json.loads(audit.draw(assessed, "json"))
    assert plain == assessed.assessment.plain()
    assert audit.draw(assessed, "md", "uk").decode().startswith("# ")


def test_a_format_nobody_has_is_named_with_the_known_ones_bad(
    assessed: audit.Assessed,
) -> None:
    for call in (audit.draw, audit.draw_conditions, audit.export):
        with pytest.raises(audit.UnknownKind, match="known: "):
            call(assessed, "docx")  # type: ignore[operator]


def test_a_name_that_is_no_choice_is_refused_with_the_choices_bad(
    assessed: audit.Assessed,
) -> None:
    unknown: dict[str, Callable[[], object]] = {
        "known: en, uk, ru": lambda: audit.draw(assessed, "md", "de"),  # type: ignore[call-overload]
        "known: en, uk": lambda: audit.export(assessed, "junit", "de"),  # type: ignore[arg-type]
        "known: questionnaires, policies": lambda: audit.packs("policy"),  # type: ignore[arg-type]
        "known: accept_with_conditions, accept": lambda: audit.repair(
            assessed,
            to_decision="reject",  # type: ignore[arg-type]
        ),
    }
    for hint, call in unknown.items():
        with pytest.raises(audit.UnknownKind, match=hint):
            call()


def test_a_bad_signature_is_a_result_bad() -> None:
    roots = audit.create_key("Olena Koval", b"a long passphrase").roots
    found = audit.verify(b"%PDF-1.7\n", trust=[roots])
    assert not found.passed
    assert found.verdict is audit.Verdict.FAILED
    assert found.decisive


def test_a_key_opens_with_its_passphrase_only_bad() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    made = audit.create_key("Vira", "a long passphrase", kind="ed25519", at=at)
    assert audit.load_signer(made.p12, "a long passphrase").subject == made.subject
    with pytest.raises(audit.KeyProblem):
        audit.load_signer(made.p12, "another")


def test_a_file_that_is_missing_is_an_input_error_bad(tmp_path: Path) -> None:
    with pytest.raises(audit.InputError, match=r"none\.pdf"):
        audit.verify(tmp_path / "none.pdf", trust=b"")


def test_other_answers_and_repairs_are_told(assessed: audit.Assessed) -> None:
    before = assessed.assessment.scores.score.exact
    found = audit.suppose(assessed, {"iam-09-extra-check": "yes"})
    assert found.difference.assessments
    assert assessed.assessment.scores.score.exact == before
    with pytest.raises(audit.InputError, match="gov-99"):
        audit.suppose(assessed, {"gov-99": "yes"})
    with pytest.raises(audit.ReferenceProblem, match="splendid"):
        audit.repair(assessed, to_rating="splendid")
    with pytest.raises(ValueError, match="not both"):
        audit.repair(assessed, to_rating="low", to_decision="accept")


def test_responses_are_judged_again_by_another_policy() -> None:
    done = audit.rescore([NORTHLINE], "contact-centre-strict", as_of=DAY)
    (row,) = (move.row for move in done.moves)
    assert (row["moved"], row["fault"]) == ("new", "")


def test_the_same_response_has_no_difference() -> None:
    assert not audit.diff(NORTHLINE, NORTHLINE, as_of=DAY).answers.answers


def test_the_formats_that_types_name_are_those_that_can_be_written() -> None:
    def suffixes(choice: object) -> set[str]:
        return {f".{form}" for form in get_args(choice)}

    assert suffixes(assessing.ReportFormat) == {".pdf", *RENDERERS}
    assert suffixes(assessing.ComparisonFormat) == {".pdf", *WRITERS}
    assert suffixes(assessing.ConditionsFormat) == set(acceptance.WRITERS)
