"""CAIQ 3 and 4: headers by words, merged cells, marks, N/A with its reason, ownership."""

from __future__ import annotations

import pytest

from audit.errors import InputError
from audit.importers.registry import detect
from audit.importers.source import Source
from tests.importers.caiq_books import FOUR, ROWS, caiq_3, caiq_4
from tests.importers.cells import unaccounted
from tests.importers.hostile import workbook
from tests.importers.importing import answers_of, imported, questions, whys


def test_a_filled_caiq_4_becomes_sections_by_domain_and_booleans() -> None:
    raw = caiq_4()
    done = imported(raw, "caiq.xlsx")
    asked = done.imported.questionnaire
    assert asked is not None
    assert (asked["id"], asked["version"]) == ("caiq", "4.0.3")
    titles = [section["title"]["en"] for section in asked["sections"]]
    assert titles == ["Audit & Assurance", "Application"]
    first = questions(done)["a-a-01-1"]
    assert first["type"] == "boolean"
    assert first["text"] == {"en": "Are there rules?"}
    assert first["help"] == {"en": "A&A-01.1\nRules of audits\nAudits follow rules."}
    assert {k: list(v) for k, v in first["references"].items()} == {"ccm": ["A&A-01"]}
    assert unaccounted(raw, done) == 0


def test_merged_cells_speak_for_every_row_below_them() -> None:
    second = questions(imported(caiq_4(), "caiq.xlsx"))["a-a-01-2"]
    assert second["help"]["en"].endswith("Audits follow rules.")


def test_answers_ownership_and_descriptions_come_over() -> None:
    given = answers_of(imported(caiq_4(), "caiq.xlsx"))
    assert given["a-a-01-1"] == {
        "state": "answered",
        "value": True,
        "comment": "Rules 7\nSSRM Control Ownership: CSP-owned",
    }
    assert given["a-a-01-2"]["value"] is False
    assert given["ais-02-1"] == {
        "state": "not_applicable",
        "justification": "We sell no code",
        "comment": "SSRM Control Ownership: CSC-owned\nCSC Responsibilities: Read yours",
    }
    assert "ais-03-1" not in given


def test_what_finds_no_room_in_a_full_comment_is_told_by_its_own_words_bad() -> None:
    first = list(ROWS[0])
    first[4] = "Rules. " * 400
    done = imported(caiq_4([first, *ROWS[1:]]), "caiq.xlsx")
    told = {loss.where: (loss.what, loss.kept_as) for loss in done.imported.losses}
    assert told["CAIQv4.0.3!E3"][1] == "its beginning"
    assert told["CAIQv4.0.3!D3"] == ("SSRM Control Ownership: CSP-owned", "")
    carried = {item.where for item in done.imported.carried}
    assert "CAIQv4.0.3!E3" in carried
    assert "CAIQv4.0.3!D3" not in carried


def test_not_applicable_without_a_reason_stays_unknown_and_is_told_bad() -> None:
    done = imported(caiq_4(), "caiq.xlsx")
    assert answers_of(done)["ais-02-2"]["state"] == "unknown"
    assert "no reason is given" in whys(done)["CAIQv4.0.3!C6"]


@pytest.mark.parametrize("version", ["4.0.3", "4.1"])
def test_the_release_is_read_from_the_sheet(version: str) -> None:
    done = imported(caiq_4(version=version), "caiq.xlsx")
    assert done.imported.version == version


def test_a_release_that_is_not_named_is_told_bad() -> None:
    done = imported(caiq_4(version="x"), "caiq.xlsx")
    asked = done.imported.questionnaire
    assert asked is not None
    assert (done.imported.version, asked["version"]) == ("", "4.0.0")
    assert any("names no release" in loss.why for loss in done.imported.losses)


@pytest.mark.parametrize("written", ["A&amp;A-01.1", "A&A- 01.1"])
def test_ids_in_html_or_with_spaces_are_the_same_ids(written: str) -> None:
    row = (written, *ROWS[0][1:6], "A&amp;A-01", *ROWS[0][7:])
    assert set(questions(imported(caiq_4([row]), "caiq.xlsx"))) == {"a-a-01-1"}


def test_a_question_without_its_text_gets_a_neutral_one() -> None:
    row = ("AIS-02.1", None, *ROWS[2][2:])
    done = imported(caiq_4([row]), "caiq.xlsx", language="uk")
    assert questions(done)["ais-02-1"]["text"] == {
        "uk": "Чи виконано те, про що питає AIS-02.1?"
    }


def test_an_answer_that_is_none_of_the_three_is_not_bent_bad() -> None:
    row = (*ROWS[0][:2], "Partly", *ROWS[0][3:])
    done = imported(caiq_4([row]), "caiq.xlsx")
    answer = answers_of(done)["a-a-01-1"]
    assert answer["state"] == "unknown"
    assert "Partly" in answer["comment"]
    assert "neither Yes, No nor NA" in whys(done)["CAIQv4.0.3!C3"]


def test_a_formula_is_no_answer_bad() -> None:
    row = (*ROWS[0][:2], '="Y"&"es"', *ROWS[0][3:])
    done = imported(caiq_4([row]), "caiq.xlsx")
    assert answers_of(done)["a-a-01-1"]["state"] == "unknown"
    assert "formula" in whys(done)["CAIQv4.0.3!C3"]


def test_a_blank_one_gives_questions_and_no_response() -> None:
    done = imported(caiq_4([(*ROWS[4][:6], *ROWS[0][6:])]), "caiq.xlsx")
    assert (list(questions(done)), done.imported.responses) == (["ais-03-1"], ())


def test_marks_in_three_columns_are_answers() -> None:
    raw = caiq_3(
        ("x", None, None, "kept in a list"),
        (None, "X", None, None),
        (None, None, "x", "no names here"),
        (None, None, None, None),
    )
    done = imported(raw, "caiq3.xlsx")
    given = answers_of(done)
    assert [given[f"iam-01-{n}"].get("value") for n in (1, 2)] == [True, False]
    assert given["iam-01-1"]["comment"] == "kept in a list"
    assert given["iam-01-3"]["justification"] == "no names here"
    assert "iam-01-4" not in given
    assert done.imported.version == "3.0.1"
    asked = done.imported.questionnaire
    assert asked is not None
    assert [s["title"]["en"] for s in asked["sections"]] == ["Identity"]
    assert unaccounted(raw, done) == 0


def test_two_marks_decide_nothing_bad() -> None:
    raw = caiq_3(("x", "x", None, None))
    done = imported(raw, "caiq3.xlsx")
    assert answers_of(done)["iam-01-1"]["state"] == "unknown"
    assert "second mark" in whys(done)["CSA CAIQ v3.0.1!G5"]
    assert unaccounted(raw, done) == 0


def test_a_caiq_is_recognised() -> None:
    assert detect(Source("a.xlsx", caiq_4()))[0].name == "caiq"
    assert detect(Source("a.xlsx", caiq_3(("x", None, None, None))))[0].name == "caiq"


def test_a_sheet_without_the_answers_header_is_no_caiq_bad() -> None:
    headers = tuple("Reply" if head == FOUR[2] else head for head in FOUR)
    with pytest.raises(InputError, match="no format that is known"):
        imported(caiq_4(headers=headers), "caiq.xlsx")
    with pytest.raises(InputError, match="no sheet has the headers of a CAIQ"):
        imported(workbook([["Id", "Text"]]), "other.xlsx", as_="caiq")
