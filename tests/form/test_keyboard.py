"""The whole contact-centre pack, filled in by keys alone, is worth what JSON is worth."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit import pipeline
from audit.cases import load_questionnaire
from audit.cli.main import main
from tests.form.conftest import HERE
from tests.form.keyboard import Keyboard, answer

NORTHLINE = HERE.parents[1] / "audit" / "demo" / "vendors" / "northline"
DAY = date(2026, 11, 24)
SEND = "#download-zip"


def test_a_vendor_filled_in_by_keys_gets_the_very_assessment_of_the_written_response(
    open_form: Any, contact_centre: Path, tmp_path: Path
) -> None:
    written = json.loads((NORTHLINE / "response.json").read_text("utf-8"))
    form = open_form(contact_centre, width=1000, height=500)
    keyboard = Keyboard(form)
    describe_company(keyboard, written)
    add_files(keyboard, written["evidence"])
    answer_everything(keyboard, written)
    describe_evidence(keyboard, written["evidence"])
    attest(keyboard, written)
    keyboard.reach(SEND)
    with form.page.expect_download() as download:
        keyboard.press("Enter")
    path = tmp_path / "submission.zip"
    download.value.save_as(path)

    assert by_name(response_in(path)) == by_name(written)
    checked = CliRunner().invoke(main, ["check", str(path)])
    assert (checked.exit_code, checked.stderr) == (0, "complete\n")
    assert assessed(path, tmp_path) == assessed(NORTHLINE / "response.json", tmp_path)


def describe_company(keyboard: Keyboard, written: dict[str, Any]) -> None:
    keyboard.follow(".skip")
    vendor = written["vendor"]
    keyboard.write("#vendor-name", vendor["name"])
    keyboard.write("#vendor-registration", vendor["registration_no"])
    keyboard.pick("#vendor-country", vendor["country"])
    for key, text in vendor["contact"].items():
        keyboard.write(f"#vendor-contact-{key}", text)
    for number, person in enumerate(written["respondents"], 1):
        keyboard.follow("#add-respondent")
        for key in ("name", "role", "email"):
            who = "person" if number == 1 else f"person-{number}"
            keyboard.write(f"#respondent_{key}-{who}", person[key])


def add_files(keyboard: Keyboard, items: list[dict[str, Any]]) -> None:
    keyboard.turn_to("evidence")
    files = [NORTHLINE / item["file"] for item in items]
    keyboard.take_files("#page-evidence button.primary", files)
    keyboard.page.locator(f"#evidence-{items[-1]['id']}").wait_for()


def describe_evidence(keyboard: Keyboard, items: list[dict[str, Any]]) -> None:
    keyboard.turn_over()
    for item in items:
        at = f"-{item['id']}"
        keyboard.write(f"#evidence_title{at}", item["title"])
        keyboard.pick(f"#evidence_kind{at}", item["kind"])
        keyboard.pick(f"#evidence_origin{at}", item["assurance_claimed"])
        keyboard.write(f"#evidence_issuer{at}", item["issuer"])
        for key in ("issued", "expires"):
            if key in item:
                keyboard.write_day(f"#evidence_{key}{at}", item[key])
        keyboard.write(f"#evidence_scope{at}", item["scope"])


def answer_everything(keyboard: Keyboard, written: dict[str, Any]) -> None:
    """Answer section by section, as the questions come up."""
    left = dict(written["answers"])
    first, *others = load_questionnaire("contact-centre").record.sections
    keyboard.turn_to(f"s-{first.id}")
    for section in (first, *others):
        if section is not first:
            keyboard.turn_over()
        asked = [one for one in section.questions if one.link_id in left]
        given = {one.link_id: left.pop(one.link_id) for one in asked}
        by_whom = [one["respondent"] for one in given.values()]
        person = max(set(by_whom), key=by_whom.count)
        keyboard.pick(f"#who-{section.id}", form_id(written, person))
        for question in asked:
            base = f"q-{question.link_id}"
            one = given[question.link_id]
            give(keyboard, question, base, one)
            if {"evidence", "comment"} & set(one) or one["respondent"] != person:
                keyboard.follow(f"#{base} .extra summary")
            keyboard.name_files(f"{base}_evidence", one.get("evidence", []))
            if "comment" in one:
                keyboard.write(f"#{base}_comment", one["comment"])
            if one["respondent"] != person:
                who = form_id(written, one["respondent"])
                keyboard.pick(f"#{base}_respondent", who)
    assert left == {}


def form_id(written: dict[str, Any], respondent: str) -> str:
    """Return the id that the form gives to a person."""
    at = [person["id"] for person in written["respondents"]].index(respondent)
    return f"person-{at + 1}" if at else "person"


def give(keyboard: Keyboard, question: Any, base: str, one: dict[str, Any]) -> None:
    if one["state"] == "answered":
        answer(keyboard, question, f"{base}_input", one["value"])
    else:
        keyboard.tick(f"{base}_state", [one["state"]])
        keyboard.write(f"#{base}_reason", one["justification"])


def attest(keyboard: Keyboard, written: dict[str, Any]) -> None:
    keyboard.turn_over()
    for key in ("name", "role"):
        keyboard.write(f"#attest-{key}", written["attestation"][key])
    keyboard.write_day("#attest-date", written["attestation"]["date"])
    keyboard.write_day("#authored", written["authored"])
    keyboard.write("#attest-statement", written["attestation"]["statement"])


def response_in(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        response: dict[str, Any] = json.loads(archive.read("response.json"))
    return response


def by_name(response: dict[str, Any]) -> dict[str, Any]:
    """Return a response without what the form makes by itself: ids, the order of ticks."""
    people = {person["id"]: person["name"] for person in response["respondents"]}
    answers = {
        link_id: {**given, "respondent": people[given["respondent"]]}
        for link_id, given in response["answers"].items()
    }
    named = [{**person, "id": person["name"]} for person in response["respondents"]]
    own = {"response_id", "sequence", "$schema"}
    plain = {key: part for key, part in response.items() if key not in own}
    return {**plain, "answers": in_order(answers), "respondents": named}


def in_order(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: in_order(part) for key, part in node.items()}
    if isinstance(node, list):
        texts = all(isinstance(part, str) for part in node)
        return sorted(node) if texts else [in_order(part) for part in node]
    return node


def assessed(response: Path, folder: Path) -> Any:
    """Return the whole assessment but for the id and digest of the response."""
    review = json.loads((NORTHLINE / "review.json").read_text("utf-8"))
    loaded = pipeline.load_response(response, load_questionnaire("contact-centre"))
    path = folder / "review.json"
    path.write_text(json.dumps({**review, "response_digest": loaded.digest}), "utf-8")
    case = pipeline.open_case("contact-centre-baseline", response, DAY, review=path)
    found = pipeline.assess_case(case).assessment.model_dump_json()
    for own in (loaded.digest, loaded.record.response_id):
        assert own in found
        found = found.replace(own, "")
    return json.loads(found)


LEFT_OUT = {
    "the country": ("Choose the company’s country.", "vendor-country"),
    "the reason": ("Say in a sentence why the question does not apply.", "q-dat-01-stores_reason"),
    "the kind of a document": ("Choose the kind of document.", "evidence_kind-iso27001-2025"),
}  # fmt: skip


@pytest.mark.parametrize("left_out", LEFT_OUT)
def test_what_is_left_out_by_keys_is_named_and_gets_the_focus(
    open_form: Any, contact_centre: Path, left_out: str
) -> None:
    form = open_form(contact_centre)
    keyboard = Keyboard(form)
    keyboard.follow(".skip")
    keyboard.write("#vendor-name", "Acme Calls")
    if left_out != "the country":
        keyboard.pick("#vendor-country", "UA")
    if left_out == "the reason":
        keyboard.turn_to("s-data")
        keyboard.tick("q-dat-01-stores_state", ["not_applicable"])
    if left_out == "the kind of a document":
        keyboard.turn_to("evidence")
        file = NORTHLINE / "evidence" / "iso27001-2025.txt"
        keyboard.take_files("#page-evidence button.primary", [file])
        form.page.locator("#evidence-iso27001-2025").wait_for()
    keyboard.turn_to("finish")
    keyboard.follow(SEND)
    form.focused("errors")
    words, control = LEFT_OUT[left_out]
    assert "Please correct first: 1" in form.text("#errors")
    assert words in form.text("#errors")
    keyboard.press("Tab")
    keyboard.press("Enter")
    form.focused(control)
    assert form.page.locator(f"#{control}").get_attribute("aria-invalid") == "true"
