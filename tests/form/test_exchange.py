"""Responses in and out: round trips, refusals, parts, working copies, carried answers."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from audit import pipeline
from audit.canonical import digest
from tests.builders import question, questionnaire, yes
from tests.form.answering import fill_basics
from tests.form.conftest import HERE, form_of

if TYPE_CHECKING:
    from pathlib import Path

NORTHLINE = HERE.parents[1] / "audit" / "demo" / "vendors" / "northline"
DAY = date(2026, 11, 24)


def response_of(form: Path, **over: Any) -> dict[str, Any]:
    data = json.loads(form.with_name("questionnaire.json").read_text("utf-8"))
    return {
        "response_id": "acme-1",
        "questionnaire": {"id": data["id"], "version": data["version"]},
        "vendor": {"name": "Acme", "country": "PL"},
        "authored": "2026-11-01",
        "answers": {},
        **over,
    }


def written(folder: Path, data: Any, name: str = "in.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_the_demo_vendor_goes_through_the_form_unchanged(
    open_form: Any, contact_centre: Path, tmp_path: Path
) -> None:
    form = open_form(contact_centre)
    form.bring_in(NORTHLINE / "response.json")
    form.says("load", "Answers opened: 228")
    raw = form.export()
    before = json.loads((NORTHLINE / "response.json").read_text("utf-8"))
    assert digest(json.loads(raw)) == digest(before)
    path = tmp_path / "response.json"
    path.write_bytes(raw)
    scores = []
    for response in (path, NORTHLINE / "response.json"):
        case = pipeline.open_case("contact-centre-baseline", response, DAY, NORTHLINE)
        scores.append(pipeline.assess_case(case).assessment.scores)
    assert scores[0] == scores[1]


def test_a_round_trip_gives_the_same_bytes(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    first = open_form(every_type)
    first.bring_in(complete)
    raw = first.export()
    path = tmp_path / "response.json"
    path.write_bytes(raw)
    second = open_form(every_type)
    second.bring_in(path)
    assert second.export() == raw
    assert raw.endswith(b"}\n")
    assert raw.startswith(b'{\n  "response_id"')


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"questionnaire": {"id": "other", "version": "1.0.0"}}, "another questionnaire (other)"),
    ({"questionnaire": {"id": "every-type", "version": "2.0.0"}}, "answers version 2.0.0"),
    ({"questionnaire": {"id": "every-type", "version": "1.0.0", "digest": "sha256:" + "0" * 64}}, "was changed after these answers"),
    ({"surprise": 1}, "does not know: /surprise"),
    ({"answers": {"nobody": {"state": "unknown"}}}, "/answers/nobody"),
    ({"answers": {"seats": {"state": "unknown", "score": 5}}}, "/answers/seats/score"),
    ({"vendor": {"name": "A", "country": "UA", "rating": 1}}, "/vendor/rating"),
    ({"answers": []}, "no answers to a questionnaire"),
    ({"answers": {"seats": 5}}, "no answers to a questionnaire"),
    ({"answers": {"seats": {"state": "guessed"}}}, "no answers to a questionnaire"),
    ({"vendor": {"name": 5}}, "no answers to a questionnaire"),
]  # fmt: skip


def test_what_does_not_belong_is_refused_and_changes_nothing(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    form.company("Mine")
    for over, words in REFUSED:
        form.bring_in(written(tmp_path, response_of(every_type, **over)))
        assert words in form.text("dialog"), over
        form.page.get_by_role("button", name="Close").click()
    assert form.page.input_value("#vendor-name") == "Mine"


def test_what_is_no_json_is_refused(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    path = tmp_path / "x.json"
    path.write_text("{")
    form.bring_in(path)
    assert "cannot be opened here" in form.page.locator("dialog").inner_text()


def test_an_import_over_answers_asks_keeps_a_copy_and_can_be_taken_back(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    theirs = {"seats": {"state": "answered", "value": 9}}
    path = written(tmp_path, response_of(every_type, answers=theirs))
    form = open_form(every_type)
    form.company("Mine")
    form.go("s-basics")
    form.type_in("seats", "1")
    form.type_in("attrition", "2")
    before = form.draft()
    form.bring_in(path)
    assert "The file has 1 answers, this form has 2" in form.text("dialog")
    form.page.get_by_role("button", name="Cancel").click()
    assert form.draft() == before
    form.bring_in(path)
    form.page.get_by_role("button", name="Replace").click()
    form.says("load", "Answers opened: 1")
    assert form.draft()["answers"] == theirs
    kept = [text for key, text in form.kept().items() if key.endswith("before-import")]
    assert '"name":"Mine"' in kept[0]
    form.page.click("#undo")
    form.says("load", "earlier answers are back")
    assert form.draft() == before
    form.bring_in(path)
    form.page.get_by_role("button", name="Add", exact=True).click()
    form.says("load", "Answers opened: 1")
    answers = form.draft()["answers"]
    assert {i: a["value"] for i, a in answers.items()} == {"seats": 9, "attrition": 2}
    assert form.draft()["vendor"]["name"] == "Mine"


def test_a_working_copy_holds_hidden_half_typed_and_wrong_answers(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    fill_basics(form)
    form.choose("encrypted", "No")
    form.type_in("seats", "about ten")
    form.go("finish")
    path = tmp_path / "draft.json"
    path.write_bytes(form.download("#download-draft"))
    other = open_form(every_type)
    other.bring_in(path)
    assert other.draft() == json.loads(path.read_text("utf-8"))
    other.go("s-basics")
    assert other.page.input_value("#q-seats_input") == "about ten"
    other.choose("encrypted", "Yes")
    assert other.page.input_value("#q-algorithm_input").startswith("AES-256")


def test_carried_answers_count_once_they_are_confirmed(
    open_form: Any, tmp_path: Path
) -> None:
    asked = [
        question("first"),
        question("second", "integer", enable_when=yes("first")),
        question("third", "integer"),
        question("fourth"),
    ]
    carried = {
        "first": {"state": "answered", "value": True, "carried": True},
        "second": {"state": "answered", "value": 2, "carried": True},
        "third": {"state": "answered", "value": 3, "carried": True},
        "fourth": {"state": "unknown", "carried": True},
    }
    path = form_of(
        tmp_path, questionnaire(*asked), response_id="acme-2", answers=carried
    )
    form = open_form(path)
    form.company()
    assert json.loads(form.export())["answers"] == carried
    form.go("s-main")
    assert form.text("#total-text") == "0 of 3 answered"
    assert form.question("second").is_hidden()
    form.question("first").get_by_role("button", name="Confirm").click()
    assert form.question("second").get_by_text("earlier response").is_visible()
    form.type_in("third", "33")
    assert form.question("third").get_by_text("earlier response").is_hidden()
    form.page.get_by_role("button", name="Confirm all shown here (2)").click()
    form.focused("title-s-main")
    answers = json.loads(form.export())["answers"]
    assert answers == {
        "first": {"state": "answered", "value": True},
        "second": {"state": "answered", "value": 2},
        "third": {"state": "answered", "value": 33},
        "fourth": {"state": "unknown"},
    }


def test_a_form_for_a_request_stays_with_it(open_form: Any, tmp_path: Path) -> None:
    request = {"id": "req-1", "nonce": "n" * 22}
    path = form_of(
        tmp_path,
        questionnaire(question("a")),
        response_id="r-2",
        request=request,
        sequence=2,
    )
    form = open_form(path)
    form.bring_in(written(tmp_path, response_of(path, response_id="old-1")))
    data = json.loads(form.export())
    assert (data["response_id"], data["request"], data["sequence"]) == (
        "r-2",
        request,
        2,
    )
    form.says("save", "Kept")
    assert list(form.kept()) == ["audit-form/tiny/1.0.0/req-1"]


def test_a_response_that_is_changed_after_it_was_sent_has_the_next_number(
    open_form: Any, every_type: Path, complete: Path
) -> None:
    form = open_form(every_type)
    form.bring_in(complete)
    assert "sequence" not in json.loads(form.export())
    form.go("s-basics")
    form.type_in("seats", "39")
    assert json.loads(form.export())["sequence"] == 2
    assert json.loads(form.export())["sequence"] == 2


def test_a_working_copy_was_not_sent_to_anybody(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "response.draft.json"
    copy.write_bytes(complete.read_bytes())
    form = open_form(every_type)
    form.bring_in(copy)
    form.go("s-basics")
    form.type_in("seats", "39")
    assert "sequence" not in json.loads(form.export())


def test_a_part_holds_only_its_sections_answers_and_evidence(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    form.bring_in(complete)
    form.go("finish")
    form.page.fill("#attest-name", "O")
    form.page.fill("#attest-role", "CEO")
    form.page.get_by_text("Download the answers of some sections").click()
    form.page.locator("#title-copies ~ details label", has_text="Basics").click()
    part = json.loads(form.download("#download-part"))
    assert next(iter(part["answers"])) == "encrypted"
    assert len(part["answers"]) == 7
    assert part["evidence"] == []
    assert "attestation" not in part
    path = written(tmp_path, part, "response.part.json")
    beside = str(every_type.with_name("questionnaire.json"))
    progress = pipeline.check_file(path, beside, DAY)
    assert [len(one.left) for one in progress] == [0, 8]
