"""Tables read by a mapping: CSV and XLSX, types, states, answers that do not fit."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import Workbook

from audit.errors import InputError
from tests.importers.hostile import saved, workbook
from tests.importers.importing import answers_of, imported, questions, spoken_of, whys

MAPPING = """\
id: acme-security
title: {en: Acme security questions}
header_row: 2
columns:
  id: Ref
  text: Question
  section: Domain
  type: Kind
  options: Choices
  answer: Reply
  justification: Reason
  comment: [Notes]
types: {"Yes/No": boolean, Pick: choice, Several: multi_choice, Number: integer, Day: date}
states: {"N/A": not_applicable, "?": unknown}
"""
HEADERS = ["Ref", "Domain", "Question", "Kind", "Choices", "Reply", "Reason", "Notes"]
ROWS = [
    ["Security questions of Acme"],
    HEADERS,
    ["1.1", "Access", "Second factor?", "Yes/No", None, "Yes", None, "For all"],
    [
        "1.2",
        "Access",
        "Which kinds?",
        "Several",
        "App; Key; SMS",
        "App; Key",
        None,
        None,
    ],
    ["1.3", "Access", "Which one first?", "Pick", "App; Key", "App", None, None],
    ["2.1", "People", "How many agents?", "Number", None, 40, None, None],
    ["2.2", "People", "Trained when?", "Day", None, dt.date(2026, 3, 1), None, None],
    ["2.3", "People", "Leavers?", "Yes/No", None, "N/A", "Nobody left.", None],
    ["2.4", "People", "Anything else?", None, None, "Nothing.", None, None],
]


def csv_of(rows: list[list[object]]) -> str:
    def cell(value: object) -> str:
        text = "" if value is None else str(value)
        return f'"{text}"' if ";" in text or "," in text else text

    return "\n".join(";".join(cell(v) for v in row) for row in rows) + "\n"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_workbook_and_its_csv_say_the_same(kind: str) -> None:
    raw = workbook(ROWS) if kind == "xlsx" else csv_of(ROWS).encode()
    done = imported(raw, f"acme.{kind}", mapping=MAPPING)
    asked = done.imported.questionnaire
    assert asked is not None
    assert [s["title"]["en"] for s in asked["sections"]] == ["Access", "People"]
    found = questions(done)
    assert [q["type"] for q in found.values()] == [
        "boolean",
        "multi_choice",
        "choice",
        "integer",
        "date",
        "boolean",
        "text",
    ]
    assert found["q-1-1"]["help"] == {"en": "[1.1]"}
    given = answers_of(done)
    assert [a.get("value") for a in given.values()] == [
        True,
        ["app", "key"],
        "app",
        40,
        "2026-03-01",
        None,
        "Nothing.",
    ]
    assert given["q-2-3"] == {
        "state": "not_applicable",
        "justification": "Nobody left.",
    }
    assert given["q-1-1"]["comment"] == "Notes: For all"
    assert [loss.what for loss in done.imported.losses] == [
        "Security questions of Acme"
    ]


def test_every_cell_is_carried_or_lost() -> None:
    raw = workbook(ROWS, Notes=[["Beside", "the questions"]])
    done = imported(raw, "acme.xlsx", mapping=MAPPING)
    filled = {
        f"Answers!{'ABCDEFGH'[column]}{row}"
        for row, line in enumerate(ROWS, 1)
        for column, value in enumerate(line)
        if value is not None
    }
    assert spoken_of(done) == filled | {"Notes!A1", "Notes!B1"}
    assert whys(done)["Notes!A1"] == "the mapping reads another sheet"


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        ((2, 5), "Perhaps", "neither yes nor no"),
        ((3, 5), "App; Fax", "none of the options: App, Key, SMS"),
        ((5, 5), "about 40", "not a plain number"),
        ((5, 5), "1e9", "not a plain number"),
        ((6, 5), "01.03.2026", "expected a date"),
        ((7, 6), None, "no reason is given"),
    ],
)
def test_an_answer_that_does_not_fit_is_unknown_and_kept_in_the_comment_bad(
    place: tuple[int, int], value: object, reason: str
) -> None:
    rows = [list(row) for row in ROWS]
    rows[place[0]][place[1]] = value
    done = imported(workbook(rows), "acme.xlsx", mapping=MAPPING)
    answer = list(answers_of(done).values())[place[0] - 2]
    assert answer["state"] == "unknown"
    assert answer["comment"].startswith("In the imported file: ")
    assert any(reason in why for why in whys(done).values())


def test_a_formula_is_no_answer_whatever_it_last_showed_bad() -> None:
    rows = [list(row) for row in ROWS]
    rows[2][5] = '=IF(1=1,"Yes","No")'
    done = imported(workbook(rows), "acme.xlsx", mapping=MAPPING)
    assert answers_of(done)["q-1-1"]["state"] == "unknown"
    assert "a formula" in whys(done)["Answers!F3"]


def test_merged_cells_all_hold_what_stands_in_the_first() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    for row in (4, 5):
        sheet.cell(row, 2).value = None
    sheet.merge_cells("B3:B5")
    done = imported(saved(book), "acme.xlsx", mapping=MAPPING)
    asked = done.imported.questionnaire
    assert asked is not None
    assert [len(s["questions"]) for s in asked["sections"]] == [3, 4]


def test_a_column_and_a_sheet_that_nothing_maps_are_lost_in_a_line_each() -> None:
    rows = [[*row, f"Own note {n}"] for n, row in enumerate(ROWS)]
    beside = [[f"Word {n}"] for n in range(5)]
    raw = workbook(rows, Notes=beside)
    done = imported(raw, "acme.xlsx", mapping=MAPPING)
    what = {loss.where: loss.what for loss in done.imported.losses}
    column = "ABCDEFGHIJ"[len(ROWS[1])]
    place = f"Answers!{column}2:{column}{len(ROWS)}"
    assert what[place] == f"{len(ROWS) - 1} cells, the first: Own note 1"
    assert what["Notes!A1:A5"] == "5 cells, the first: Word 0"


def test_what_a_comma_outside_quotes_cut_off_is_told_as_that_bad() -> None:
    table = "id,question\nQ1,Which keys, which rules?\nQ2,Who signs?\n"
    mapping = "id: own\ntitle: {en: Own}\ncolumns: {id: id, text: question}\n"
    done = imported(table, "own.csv", mapping=mapping)
    assert questions(done)["q1"]["text"] == {"en": "Which keys"}
    assert "cuts a text in two" in whys(done)["row 2, column 3"]


TITLED = """id: own
title: {en: Own}
columns: {id: Question, text: Question, section: Part, answer: Answer}
"""


@pytest.mark.parametrize("merged", [False, True])
def test_a_row_that_is_a_title_begins_a_section(merged: bool) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    lines = [("Part", "Question", "Answer"), ("Keys",), (None, "Which?", "Ours")]
    for row in (*lines, ("People",), (None, "Who?", "We"), ("The end",)):
        sheet.append(row)
    for row_number in (2, 4, 6) if merged else ():
        sheet.merge_cells(f"A{row_number}:C{row_number}")
    done = imported(saved(book), "own.xlsx", mapping=TITLED)
    asked = done.imported.questionnaire
    assert asked is not None
    sections = {s["title"]["en"]: len(s["questions"]) for s in asked["sections"]}
    assert sections == {"Keys": 1, "People": 1}
    assert [loss.what for loss in done.imported.losses] == ["The end"]


def test_a_merged_title_is_lost_once() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    why = whys(imported(saved(book), "acme.xlsx", mapping=MAPPING))
    above = [where for where, reason in why.items() if reason.startswith("it stands")]
    assert above == ["Sheet!A1"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("text: Question", "text: Ask"),
            "no column 'Ask'.*\n.*row 2 has: 'Ref', 'Domain'",
        ),
        (("header_row: 2", "header_row: 9000"), "header_row"),
        (("header_row: 2", "header_row: 40"), "row 40 has: nothing"),
        (("id: acme-security", "sheet: Nope\nid: acme-security"), "no sheet 'Nope'"),
        (('"?": unknown', '"yes": unknown'), "these words mean two things: yes"),
        (("Day: date", "Day: table"), "types"),
        (("columns:", "colums:"), "unknown key 'colums'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_bad(
    change: tuple[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        imported(workbook(ROWS), "acme.xlsx", mapping=MAPPING.replace(*change))


def test_a_type_that_the_mapping_does_not_name_is_asked_as_text_bad() -> None:
    rows = [list(row) for row in ROWS]
    rows[2][3] = "Oui/Non"
    done = imported(workbook(rows), "acme.xlsx", mapping=MAPPING)
    assert questions(done)["q-1-1"]["type"] == "text"
    assert "do not name it" in whys(done)["Answers!D3"]


def test_two_rows_of_one_id_stay_apart() -> None:
    rows = [list(row) for row in ROWS]
    rows[3][0] = "1.1"
    assert list(questions(imported(workbook(rows), "a.xlsx", mapping=MAPPING)))[:2] == [
        "q-1-1",
        "q-1-1-2",
    ]


def test_a_table_without_a_mapping_is_refused_bad() -> None:
    with pytest.raises(InputError, match="a table needs a mapping"):
        imported(workbook(ROWS), "acme.xlsx", as_="tabular")


def test_ids_of_other_alphabets_and_lengths_become_names() -> None:
    rows = [list(row) for row in ROWS]
    rows[2][0], rows[3][0] = "Питання №1", "x" * 300
    names = list(questions(imported(workbook(rows), "a.xlsx", mapping=MAPPING)))
    assert names[:2] == ["no1", "x" * 72]
