"""HECVAT 4: questions and gates, answers, what is lost; the score is another file."""

from __future__ import annotations

import pytest

from audit.errors import InputError
from audit.importers.registry import detect
from audit.importers.source import Source
from tests.importers.cells import unaccounted
from tests.importers.hecvat_books import hecvat
from tests.importers.importing import answers_of, imported, questions, whys

ANSWERS = {
    "GNRL-01": ("Example Calls", None),
    "REQU-01": ("Yes", None),
    "DOCU-01": ("Yes", "Plan 7"),
    "DOCU-02": ("N/A", "We are one person"),
    "DOCU-03": ("N/A", None),
    "DATA-01": ("No", None),
    "DCTR-01": ("Perhaps", None),
}


def test_questions_come_over_with_guidance_reason_and_gate() -> None:
    raw = hecvat(ANSWERS)
    done = imported(raw, "h.xlsx")
    asked = done.imported.questionnaire
    assert asked is not None
    assert (asked["id"], asked["version"]) == ("hecvat", "4.1.4")
    names = {section["id"]: section["title"]["en"] for section in asked["sections"]}
    assert (names["docu"], names["data"]) == ("Papers", "DATA")
    question = questions(done)["data-01"]
    assert question["text"] == {"en": "Question DATA-01?"}
    assert question["help"]["en"] == "DATA-01\nHow to answer DATA-01\nNo: Say why"
    assert question["rationale"] == {"en": "Why DATA-01"}
    assert question["enable_when"] == {"answer": "requ-01", "is": True}
    kinds = {link_id: q["type"] for link_id, q in questions(done).items()}
    assert (kinds["gnrl-01"], kinds["requ-01"]) == ("text", "boolean")
    assert unaccounted(raw, done) == 0


def test_the_compliant_answer_and_the_importance_stay_out_and_are_told() -> None:
    done = imported(hecvat(ANSWERS), "h.xlsx")
    why = whys(done)
    assert "belongs to a policy" in why["Questions!I3:I14"]
    assert "belongs to a policy" in why["Questions!J6:J14"]


def test_answers_come_over_with_their_remarks() -> None:
    done = imported(hecvat(ANSWERS), "h.xlsx")
    given = answers_of(done)
    assert given["docu-01"] == {"state": "answered", "value": True, "comment": "Plan 7"}
    assert given["data-01"]["value"] is False
    assert given["docu-02"]["justification"] == "We are one person"
    assert done.imported.responses[0]["vendor"]["name"] == "Example Calls"


def test_not_applicable_without_a_reason_and_other_words_stay_unknown_bad() -> None:
    done = imported(hecvat(ANSWERS), "h.xlsx")
    given, why = answers_of(done), whys(done)
    assert given["docu-03"]["state"] == given["dctr-01"]["state"] == "unknown"
    assert "no reason is given" in why["Organization!C6"]
    assert "neither Yes, No nor N/A" in why["Product!C6"]


def test_a_condition_that_names_no_yes_or_no_leaves_its_question_visible_bad() -> None:
    done = imported(hecvat(ANSWERS), "h.xlsx")
    assert "enable_when" not in questions(done)["dctr-01"]
    (loss,) = [x for x in done.imported.losses if x.where == "Questions!E11"]
    assert loss.kept_as == "the question is always asked"


def test_a_day_that_another_sheet_only_draws_is_not_told_as_text() -> None:
    done = imported(hecvat(ANSWERS), "h.xlsx")
    assert "Product!C2" in whys(done)
    assert "date cell" not in "\n".join(whys(done).values())


def test_a_hecvat_is_recognised() -> None:
    found, guess = detect(Source("h.xlsx", hecvat({})))
    assert (found.name, "4.1.4" in guess.why) == ("hecvat", True)


def test_a_blank_one_gives_questions_and_no_response() -> None:
    done = imported(hecvat({}), "h.xlsx")
    assert (len(questions(done)), done.imported.responses) == (12, ())


def test_another_release_is_refused_bad() -> None:
    with pytest.raises(InputError, match=r"this is HECVAT 2\.11"):
        imported(hecvat({}, version="2.11"), "h.xlsx")
