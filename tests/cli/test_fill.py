"""The terminal interview: every type typed, saved at once, resumed, and never lost."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from audit import pipeline
from audit.cli.main import main
from audit.filling import open_interview, save_response
from audit.interview.texts import TEXTS
from audit.interview.typed import read_typed
from tests.saas_case import AS_OF


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "vendor"
    done = CliRunner().invoke(main, ["issue", "saas-vendor", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def fill(folder: Path, *lines: str, options: tuple[str, ...] = ()):
    words = ["fill", str(folder / "response.json"), *options]
    return CliRunner().invoke(main, words, input="".join(f"{x}\n" for x in lines))


def answers(folder: Path) -> dict:
    return json.loads((folder / "response.json").read_text("utf-8"))["answers"]


@pytest.mark.parametrize(
    ("kind", "line", "value"),
    [
        ("boolean", "так", True),
        ("boolean", "нет", False),
        ("boolean", "perhaps", "perhaps"),
        ("integer", "120 000", 120000),
        ("integer", "1.5", "1.5"),
        ("decimal", "99,5", Decimal("99.5")),
        ("duration", "24 h", {"value": 24, "unit": "h"}),
        ("duration", "1,5 год", {"value": Decimal("1.5"), "unit": "h"}),
        ("duration", "30", {"value": 30, "unit": "d"}),
        ("duration", "soon", "soon"),
        ("date", "24.11.2026", "2026-11-24"),
        ("date", "2026-11-24", "2026-11-24"),
        ("choice", "2", "b"),
        ("choice", "b", "b"),
        ("choice", "9", "9"),
        ("multi_choice", "1, b", ["a", "b"]),
        ("country", "ua", "UA"),
        ("money", "250 000,50 eur", {"amount": "250000.50", "currency": "EUR"}),
        ("money", "much", "much"),
        ("contact", "Ann; DPO; ann@example.org", {"name": "Ann", "role": "DPO", "email": "ann@example.org"}),
        ("attachment", "iso, soc2", ["iso", "soc2"]),
        ("text", "plain words", "plain words"),
    ],
)  # fmt: skip
def test_a_typed_line_becomes_a_value(kind: str, line: str, value: object) -> None:
    question = SimpleNamespace(type=kind, codes=("a", "b"), unit="d", many=False)
    assert read_typed(question, line) == value


def test_answers_are_saved_at_once_and_the_interview_resumes(folder: Path) -> None:
    questions = pipeline.load_questionnaire("saas-vendor").record.questions
    first, second = list(questions)[:2]
    assert questions[first].type == "text"
    done = fill(folder, "A ticket system for support teams.")
    assert done.exit_code == 0, done.output
    assert answers(folder)[first] == {
        "value": "A ticket system for support teams.",
        "state": "answered",
    }
    again = fill(folder, ":quit")
    assert first not in again.output
    assert second in again.output


def test_a_wrong_answer_is_explained_and_asked_again(folder: Path) -> None:
    done = fill(folder, "A ticket system.", "many", ":quit")
    assert "✗" in done.output
    assert "✓" in done.output
    assert done.exit_code == 0


def test_back_unknown_decline_and_comment(folder: Path) -> None:
    first, second = list(pipeline.load_questionnaire("saas-vendor").record.questions)[
        :2
    ]
    fill(folder, ":unknown", ":back", ":comment asked the team", ":decline", ":quit")
    assert answers(folder)[first]["state"] == "declined"
    assert answers(folder)[first]["comment"] == "asked the team"
    assert answers(folder)[second]["state"] == "unanswered"


def test_a_carried_answer_is_kept_by_confirming(folder: Path) -> None:
    path = folder / "response.json"
    data = json.loads(path.read_text("utf-8"))
    first = next(iter(data["answers"]))
    old = {"value": "A ticket system.", "state": "answered", "carried": True}
    data["answers"][first] = old
    path.write_text(json.dumps(data), "utf-8")
    fill(folder, ":confirm", ":quit")
    assert answers(folder)[first] == {"value": "A ticket system.", "state": "answered"}


def test_not_applicable_is_refused_where_the_question_always_applies(
    folder: Path,
) -> None:
    first = next(iter(answers(folder)))
    fill(folder, ":na we have none", ":quit")
    assert answers(folder)[first]["state"] == "unanswered"


def test_an_unknown_section_is_refused_with_the_known_ones(folder: Path) -> None:
    done = fill(folder, options=("--section", "nowhere"))
    assert done.exit_code == 3
    assert "known: " in done.output


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_word_of_the_interview_is_translated(language: str) -> None:
    assert TEXTS[language].keys() == TEXTS["en"].keys()
    same = [key for key, text in TEXTS[language].items() if text == TEXTS["en"][key]]
    assert same == []


def test_a_table_is_typed_cell_by_cell(tmp_path: Path) -> None:
    out = tmp_path / "vendor"
    CliRunner().invoke(main, ["issue", "contact-centre", "--out", str(out)])
    path = out / "response.json"
    interview = open_interview(path, None, "governance", AS_OF)
    while interview.current != "gov-03-certificates":
        assert interview.submit("") == "moved"
    table = interview.question
    lines = {"boolean": "yes", "date": "2027-01-31", "text": "Acme", "choice": "1",
             "multi_choice": "1", "country": "UA", "integer": "3"}  # fmt: skip
    for column in table.columns:
        assert interview.submit(lines[column.type]) == "row"
    assert interview.submit(":end") == "saved"
    save_response(path, interview.data)
    value = answers(out)["gov-03-certificates"]["value"]
    assert len(value) == 1
    assert list(table.problems(value, "/value")) == []


def test_a_table_lacking_a_cell_is_not_closed(tmp_path: Path) -> None:
    out = tmp_path / "vendor"
    CliRunner().invoke(main, ["issue", "contact-centre", "--out", str(out)])
    interview = open_interview(out / "response.json", None, "governance", AS_OF)
    while interview.current != "gov-03-certificates":
        interview.submit(":skip")
    interview.row = {}
    first = interview.question.columns[0]
    assert first.type in {"text", "choice", "multi_choice"}
    interview.submit("1" if first.type != "text" else "ISO")
    assert interview.submit(":end") == "problem"
    assert interview.current == "gov-03-certificates"
