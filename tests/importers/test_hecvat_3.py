"""HECVAT 3: the same reading as series 4, where its sheets differ."""

from __future__ import annotations

import datetime as dt

import pytest

from audit.importers.registry import detect
from audit.importers.source import Source
from tests.importers.cells import unaccounted
from tests.importers.hecvat_3_books import hecvat_3
from tests.importers.importing import answers_of, imported, questions, whys

ANSWERS = {
    "GNRL-01": ("Example Calls", None),
    "COMP-01": ("We answer calls\ufeff.", None),
    "COMP-02": ("No", "Never yet"),
    "DOCU-01": ("Yes", "Plan 7"),
    "DOCU-02": ("Some of it. " * 30, None),
}
SHEET = "HECVAT - Lite | Vendor Response"


@pytest.mark.parametrize("edition", ["Lite", "Full"])
def test_each_edition_is_a_questionnaire_of_its_own(edition: str) -> None:
    raw = hecvat_3(ANSWERS, edition=edition)
    done = imported(raw, "h.xlsx")
    asked = done.imported.questionnaire
    assert asked is not None
    assert (asked["id"], asked["version"]) == (f"hecvat-{edition.lower()}", "3.04.0")
    names = [section["title"]["en"] for section in asked["sections"]]
    assert names == ["General", "Company", "Papers"]
    assert (unaccounted(raw, done), done.imported.scores) == (0, ())


def test_a_question_has_its_guidance_and_its_reason() -> None:
    question = questions(imported(hecvat_3(ANSWERS), "h.xlsx"))["docu-01"]
    assert question["type"] == "boolean"
    assert question["text"] == {"en": "Question DOCU-01?"}
    assert question["help"]["en"] == "DOCU-01\nHow to answer\nNo: Say why"
    assert question["rationale"] == {"en": "Why DOCU-01"}


def test_answers_come_over_with_their_remarks_the_vendor_and_the_day() -> None:
    done = imported(hecvat_3(ANSWERS, day=dt.date(2024, 5, 20)), "h.xlsx")
    given = answers_of(done)
    assert given["comp-02"] == {
        "state": "answered",
        "value": False,
        "comment": "Never yet",
    }
    (response,) = done.imported.responses
    assert response["vendor"]["name"] == "Example Calls"
    assert response["authored"] == "2024-05-20"


def test_a_day_that_is_text_is_told_and_not_guessed_bad() -> None:
    done = imported(hecvat_3(ANSWERS, day="2/3/2023"), "h.xlsx")
    assert done.imported.responses[0]["authored"] == "2026-11-24"
    assert "only a date cell" in whys(done)[f"{SHEET}!C2"]


def test_an_answer_over_the_column_of_remarks_is_a_text_and_no_remark() -> None:
    given = answers_of(imported(hecvat_3(ANSWERS), "h.xlsx"))
    assert given["comp-01"] == {"state": "answered", "value": "We answer calls."}


def test_a_hidden_character_in_an_answer_is_told() -> None:
    why = whys(imported(hecvat_3(ANSWERS), "h.xlsx"))
    assert "can disguise a text" in why[f"{SHEET}!C5"]


def test_words_instead_of_yes_or_no_stay_whole_in_the_comment_bad() -> None:
    done = imported(hecvat_3(ANSWERS), "h.xlsx")
    given = answers_of(done)["docu-02"]
    assert given["state"] == "unknown"
    assert given["comment"].count("Some of it.") == 30
    assert "neither Yes, No nor N/A" in whys(done)[f"{SHEET}!C8"]


def test_series_3_is_recognised_by_its_own_headers() -> None:
    found, guess = detect(Source("h.xlsx", hecvat_3({})))
    assert (found.name, "3.04" in guess.why) == ("hecvat", True)
