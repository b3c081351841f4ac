"""Crosswalks: shipped ones fit, drafts wait for the vendor, faults are all told."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from audit.cases import left_to_answer, load_questionnaire
from audit.cli.main import main
from audit.crosswalking import crosswalk_file, load_crosswalk, shipped
from audit.documents import read_document
from audit.errors import InputError
from audit.importers.names import slug
from audit.response.model import Response

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 24)
CAIQ = {"id": "caiq", "version": "4.0.3"}
YES, NO = ({"state": "answered", "value": value} for value in (True, False))
NA = {"state": "not_applicable", "justification": "We keep no data"}


def response(folder: Path, answers: dict[str, Any], **over: Any) -> Path:
    data = {
        "response_id": "imported-filled",
        "questionnaire": CAIQ,
        "vendor": {"name": "Example Calls", "country": "UA"},
        "authored": "2026-11-01",
        "language": "en",
        "answers": {slug(foreign, "q"): said for foreign, said in answers.items()},
        "attestation": {
            "name": "A. Nother",
            "role": "Director",
            "date": "2026-11-01",
            "statement": "All of it is true.",
        },
        **over,
    }
    path = folder / "response.json"
    path.write_text(json.dumps(data))
    return path


def walked(folder: Path, answers: dict[str, Any], **over: Any) -> Any:
    return crosswalk_file(
        response(folder, answers, **over), None, "contact-centre", DAY
    )


def statuses(made: Any) -> dict[str, str]:
    return {step.link_id: step.status for step in made.walked.steps}


def own(folder: Path, *pairs: str) -> str:
    head = "from: {id: caiq, version: '4'}\nto: {id: contact-centre, version: 1.0.0}\n"
    path = folder / "own.yaml"
    path.write_text(head + "pairs:\n" + "".join(f"  - {pair}\n" for pair in pairs))
    return str(path)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_crosswalk_fits_and_holds_ids_only(name: str) -> None:
    source, _, target = name.partition("--")
    crosswalk, questionnaire = load_crosswalk(source, target)
    assert f"{crosswalk.from_.id}-{crosswalk.from_.version}" == source
    assert questionnaire.record.id == target
    assert all(" " not in pair.from_ for pair in crosswalk.pairs)
    assert any(pair.when for pair in crosswalk.pairs)


def test_a_certain_answer_becomes_a_draft_that_counts_as_unanswered(
    tmp_path: Path,
) -> None:
    said = {**YES, "comment": "See policy 7"}
    made = walked(tmp_path, {"GRC-01.1": said})
    assert made.response["answers"] == {
        "gov-01-approved": {
            "state": "answered",
            "value": True,
            "carried": True,
            "comment": "Imported from CAIQ 4.0.3, to be confirmed.\n"
            "GRC-01.1: Yes. See policy 7",
        }
    }
    assert statuses(made) == {"gov-01-approved": "mapped"}
    assert made.walked.steps[0].evidence


def test_nothing_is_attested_and_no_draft_counts_as_an_answer(tmp_path: Path) -> None:
    made = walked(tmp_path, {"GRC-01.1": YES, "DSP-05.1": NO})
    assert "attestation" not in made.response
    asked = load_questionnaire("contact-centre").record
    draft = Response.model_validate(made.response)
    confirmed = json.loads(json.dumps(made.response).replace('"carried": true, ', ""))
    for data, settled in ((draft, 0), (Response.model_validate(confirmed), 2)):
        parts = left_to_answer(data, asked, DAY)
        assert sum(part.answered for part in parts) == settled


def test_an_answer_that_decides_nothing_is_left_open_with_its_words_bad(
    tmp_path: Path,
) -> None:
    made = walked(tmp_path, {"GRC-01.1": NO, "IAM-14.1": YES, "DSP-05.1": NA})
    answers = made.response["answers"]
    assert statuses(made) == {
        "gov-01-approved": "open",
        "dat-08-exists": "open",
        "iam-01-mfa-groups": "open",
    }
    assert {answer["state"] for answer in answers.values()} == {"unknown"}
    assert answers["gov-01-approved"]["comment"].endswith("GRC-01.1: No")
    said = answers["dat-08-exists"]["comment"]
    assert said.endswith("DSP-05.1: not applicable. We keep no data")


def test_foreign_answers_that_no_pair_names_are_listed(tmp_path: Path) -> None:
    made = walked(tmp_path, {"GRC-01.1": YES, "IPY-01.1": YES})
    assert made.walked.unmapped == ("ipy-01-1",)


def test_an_unanswered_question_leads_nowhere(tmp_path: Path) -> None:
    made = walked(tmp_path, {"GRC-01.1": {"state": "unknown"}})
    assert (made.response["answers"], made.walked.unmapped) == ({}, ())


def test_answers_that_mean_different_values_decide_nothing_bad(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        '{from: A-01, to: gov-07-insured, when: {"yes": true}}',
        '{from: A-02, to: gov-07-insured, when: {"no": false}}',
    )
    path = response(tmp_path, {"A-01": YES, "A-02": NO})
    made = crosswalk_file(path, file, "contact-centre", DAY)
    assert statuses(made) == {"gov-07-insured": "contradictory"}
    assert made.response["answers"]["gov-07-insured"]["state"] == "unknown"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", "потребує підтвердження.\nGRC-01.1: Так"),
        ("ru", "подтверждения.\nGRC-01.1: Да"),
    ],
)
def test_comments_are_in_the_language_of_the_response(
    tmp_path: Path, language: str, words: str
) -> None:
    made = walked(tmp_path, {"GRC-01.1": YES}, language=language)
    assert made.response["answers"]["gov-01-approved"]["comment"].endswith(words)


def test_a_release_stands_for_its_bug_fixes_only(tmp_path: Path) -> None:
    told = {"HFIH-04": YES}
    of = {"id": "hecvat", "version": "4.1.6"}
    assert statuses(walked(tmp_path, told, questionnaire=of)) == {
        "gov-07-insured": "mapped"
    }


def test_another_release_is_refused_with_the_known_ones_bad(tmp_path: Path) -> None:
    of = {"id": "hecvat", "version": "4.10.0"}
    with pytest.raises(InputError) as caught:
        walked(tmp_path, {"HFIH-04": YES}, questionnaire=of)
    assert "hecvat-4.1--contact-centre" in caught.value.problems[0].hint


def test_a_crosswalk_of_another_framework_is_refused_bad(tmp_path: Path) -> None:
    path = response(tmp_path, {"HFIH-04": YES})
    with pytest.raises(InputError, match=r"answers caiq 4\.0\.3, not hecvat 4\.1"):
        crosswalk_file(path, "hecvat-4.1", "contact-centre", DAY)


def test_every_fault_of_a_crosswalk_is_told_with_its_place_bad(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        "{from: A-01, to: gov-07-insurd}",
        "{from: A-01, to: gov-07-insured, when: {'yes': perhaps}}",
        "{from: A-01, to: inc-02-plan, when: {'no': nothing}}",
    )
    with pytest.raises(InputError) as caught:
        load_crosswalk(file, "contact-centre")
    found = [(p.pointer, p.line) for p in caught.value.problems]
    assert found == [
        ("/pairs/0/to", 4),
        ("/pairs/1/when/yes", 5),
        ("/pairs/2/when/no", 6),
    ]
    assert "gov-07-insured" in caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ("{from: A-01, to: inc-02-plan, when: {}}", "say what Yes or No means"),
        ("{from: A-01, to: inc-02-plan, if: x}", "if"),
    ],
)
def test_a_pair_of_another_shape_is_refused_bad(
    tmp_path: Path, pair: str, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        load_crosswalk(own(tmp_path, pair), "contact-centre")


def test_the_command_writes_the_draft_and_lists_what_became_of_answers(
    tmp_path: Path,
) -> None:
    path = response(tmp_path, {"GRC-01.1": YES, "IPY-01.1": NO})
    out = tmp_path / "draft.json"
    words = ["crosswalk", str(path), "--to", "contact-centre", "-o", str(out)]
    done = CliRunner().invoke(main, [*words, "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "questions": [
            {
                "question": "gov-01-approved",
                "status": "mapped",
                "from": "GRC-01.1",
                "needs": "evidence",
            }
        ],
        "unmapped": ["ipy-01-1"],
    }
    assert "1 answers to confirm, 1 unmapped" in done.stderr
    assert list(read_document(out).data["answers"]) == ["gov-01-approved"]


def test_the_command_refuses_an_unknown_target_bad(tmp_path: Path) -> None:
    path = response(tmp_path, {"GRC-01.1": YES})
    words = ["crosswalk", str(path), "--to", "saas-vendor", "-o", str(tmp_path / "d")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 3
    assert "caiq-4.0.3--contact-centre" in done.stderr
