"""The terminal interview: every type typed, saved at once, resumed, and never lost."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audit import pipeline
from audit.cli.main import main
from audit.errors import InputError
from audit.filling import open_interview, save_answer
from audit.interview.faults import explain
from audit.interview.replies import REPLIES
from audit.interview.session import Interview
from audit.interview.texts import TEXTS
from audit.interview.typed import read_typed
from tests.questionnaire.kinds import ASKED
from tests.saas_case import AS_OF

LANGUAGES = ("en", "uk", "ru")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "vendor"
    done = CliRunner().invoke(main, ["issue", "saas-vendor", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def fill(folder: Path, *lines: str, options: tuple[str, ...] = (), width: int = 80):
    words = ["fill", str(folder / "response.json"), *options]
    text = "".join(f"{x}\n" for x in lines)
    return CliRunner(env={"COLUMNS": str(width)}).invoke(main, words, input=text)


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


@pytest.mark.parametrize("texts", [TEXTS, REPLIES], ids=["texts", "replies"])
@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_word_of_the_interview_is_translated(language: str, texts: dict) -> None:
    assert texts[language].keys() == texts["en"].keys()
    same = [key for key, text in texts[language].items() if text == texts["en"][key]]
    assert same == []
    for key, text in texts[language].items():
        assert blanks(text) == blanks(texts["en"][key]), key


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# Tables


@pytest.fixture
def sites(tmp_path: Path) -> Interview:
    """The contact centre's interview, opened at its table of certificates."""
    return at_table(tmp_path, "gov-03-certificates", "governance")


LINES = {"boolean": "yes", "date": "2027-01-31", "text": "Acme", "choice": "1",
         "multi_choice": "1", "country": "UA", "integer": "3",
         "decimal": "5", "duration": "20 min"}  # fmt: skip


def at_table(tmp_path: Path, link_id: str, section: str) -> Interview:
    out = tmp_path / "vendor"
    if not out.exists():
        CliRunner().invoke(main, ["issue", "contact-centre", "--out", str(out)])
    interview = open_interview(out / "response.json", None, section, AS_OF)
    while interview.current != link_id:
        assert interview.submit("") == "moved"
    return interview


def type_row(interview: Interview) -> None:
    for column in interview.question.columns:
        assert interview.submit(LINES[column.type]) == "row"


def test_a_table_is_typed_cell_by_cell(sites: Interview, tmp_path: Path) -> None:
    table = sites.question
    type_row(sites)
    assert sites.submit(":end") == "saved"
    save_answer(tmp_path / "vendor" / "response.json", sites)
    value = answers(tmp_path / "vendor")["gov-03-certificates"]["value"]
    assert len(value) == 1
    assert list(table.problems(value, "/value")) == []


def test_a_table_lacking_a_cell_is_not_closed(sites: Interview) -> None:
    assert sites.submit(LINES[sites.cell.type]) == "row"
    for way in (":end", ""):
        assert sites.submit(way) == "problem"
        assert sites.current == "gov-03-certificates"
        assert sites.refused == (sites.question, [sites.row])


def test_enter_passes_over_a_cell_that_may_be_empty(tmp_path: Path) -> None:
    sites = at_table(tmp_path, "ops-01-levels", "service")
    optional = [c.id for c in sites.question.columns if not c.required]
    assert optional
    for column in sites.question.columns:
        line = LINES[column.type] if column.required else ""
        assert sites.submit(line) == "row"
    (row,) = sites.rows
    assert not set(optional) & set(row)
    assert sites.submit("") == "saved"  # before the next row it closes the table


def test_an_empty_table_says_that_there_are_none(sites: Interview) -> None:
    assert sites.submit(":end") == "saved"
    answer = sites.data["answers"]["gov-03-certificates"]
    assert answer == {"value": [], "state": "answered"}


def test_clear_begins_a_table_anew(sites: Interview) -> None:
    type_row(sites)
    assert (sites.submit(":clear"), sites.rows) == ("row", [])


@pytest.mark.parametrize("way", [":quit", ":back", ":skip"])
def test_rows_stay_when_somebody_leaves_and_count_only_once_closed(
    way: str, sites: Interview, tmp_path: Path
) -> None:
    before, link_id = sites.left(), sites.current
    type_row(sites)
    rows = list(sites.rows)
    assert sites.submit(way) in {"quit", "moved"}
    assert sites.changed == link_id
    save_answer(tmp_path / "vendor" / "response.json", sites)
    assert sites.left() == before
    again = at_table(tmp_path, str(link_id), "governance")
    assert again.carried == again.rows == rows
    type_row(again)
    assert again.submit(":end") == "saved"
    answer = again.data["answers"][link_id]
    assert answer == {"value": rows * 2, "state": "answered"}


# What is said to the person


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 40])
def test_no_line_is_too_long_and_no_word_is_broken(
    language: str, width: int, tmp_path: Path
) -> None:
    words = [
        "issue",
        "contact-centre",
        "--lang",
        language,
        "--out",
        str(tmp_path / "v"),
    ]
    assert CliRunner().invoke(main, words).exit_code == 0
    lines = (
        ":help",
        "99",
        "1",
        ":help",
        ":na",
        ":oops",
        "1",
        "1",
        "many",
        "-1",
        ":quit",
    )
    done = fill(tmp_path / "v", *lines, width=width)
    assert done.exit_code == 0, done.output
    assert max(len(line) for line in done.output.splitlines()) < width
    spoken = " ".join(done.output.split())
    record = pipeline.load_questionnaire("contact-centre").record
    asked = [record.questions[i] for i in ("svc-services", "svc-complexity")]
    for text in (record.title, *(t for q in asked for t in (q.text, q.help))):
        assert " ".join(getattr(text, language, text[language]).split()) in spoken


def test_the_interview_speaks_the_language_of_the_response(tmp_path: Path) -> None:
    words = ["issue", "saas-vendor", "--lang", "uk", "--out", str(tmp_path / "v")]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert "Залишилося питань" in fill(tmp_path / "v", ":quit").output
    english = fill(tmp_path / "v", ":quit", options=("--lang", "en"))
    assert "Questions left" in english.output


def test_the_section_is_named_when_it_begins(folder: Path) -> None:
    record = pipeline.load_questionnaire("saas-vendor").record
    first, second = record.sections[:2]
    many = len(first.questions)
    done = fill(folder, *[":skip"] * many, ":quit")
    headings = re.findall(r"^── (.*) ──$", done.output, re.MULTILINE)
    assert headings == [first.title["en"], second.title["en"]]


REFUSED = {
    "yes-no": ("perhaps", "Потрібно: так або ні"),
    "one": ("9", "Немає такого варіанта: 9. Оберіть від 1 до 3."),
    "many": ("1, none", "обирають лише окремо"),
    "free-many": ("voice voice", "Названо двічі: voice"),
    "whole": ("1.5", "Потрібно: ціле число"),
    "bounded-whole": ("101", "Допустимо: 0 … 100"),
    "bounded-number": ("0,4", "Допустимо: 0.1 … 0.3"),
    "time": ("soon", "Потрібно: число й одиниця"),
    "bounded-time": ("2 р", "Допустимо: 1\u00a0год … 1\u00a0міс."),
    "day": ("2026-02-30", "Потрібно: РРРР-ММ-ДД"),
    "bounded-day": ("2027-01-01", "Допустимо: 2026-01-01 … 2026-12-31"),
    "day-from": ("2025-01-01", "Допустимо: ≥ 2026-01-01"),
    "day-until": ("2027-01-01", "Допустимо: ≤ 2026-12-31"),
    "short-words": ("too long", "Символів: 8; уміщається щонайбільше 5."),
    "words": ("a\u202eb", "Приховані символи: U+202E"),
    "person": ("Ann", "через крапку з комою"),
    "land": ("Ukraine", "Немає такого коду країни: UKRAINE"),
    "lands": ("UA, XX", "Немає такого коду країни: XX"),
    "price": ("much", "Потрібно: сума й валюта"),
    "files": ("a a", "Потрібно: id доказів"),
}


@pytest.mark.parametrize("link_id", [f"{link_id}_bad" for link_id in REFUSED])
def test_a_refused_line_is_explained_in_the_persons_words(link_id: str) -> None:
    link_id = link_id.removesuffix("_bad")
    line, text = REFUSED[link_id]
    target = ASKED[link_id]
    value = read_typed(target, line)
    assert list(target.problems(value, "/value"))
    assert text in " ".join(explain(target, value, "uk"))


TYPED = [target for target in ASKED.values() if target.type != "table"]


@given(
    st.sampled_from(TYPED), st.text(min_size=1, max_size=30), st.sampled_from(LANGUAGES)
)
def test_whatever_is_typed_is_taken_or_explained(target, line, language) -> None:
    value = read_typed(target, line)
    if list(target.problems(value, "/value")):
        assert all(explain(target, value, language))
        assert explain(target, value, language)


# Commands


def test_an_unknown_command_is_never_taken_for_a_text(folder: Path) -> None:
    first = next(iter(answers(folder)))
    done = fill(folder, ":halp", ":quit")
    assert "No such command: :halp" in done.output
    assert answers(folder)[first]["state"] == "unanswered"


def test_help_without_a_colon_is_a_text_only_where_one_is_asked_for() -> None:
    asked = dict(pipeline.load_questionnaire("saas-vendor").record.questions)
    kinds = {q.type for q in asked.values()}
    assert {"text", "choice"} <= kinds
    for word in ("?", "help"):
        for kind, outcome in (("choice", "help"), ("text", "saved")):
            interview = begun(next(i for i, q in asked.items() if q.type == kind))
            assert interview.submit(word) == outcome, kind


def begun(link_id: str, **data) -> Interview:
    record = pipeline.load_questionnaire("saas-vendor").record
    blank = {
        "response_id": "small-1",
        "questionnaire": {"id": record.id, "version": record.version},
        "vendor": {"name": "V", "country": "UA"},
        "authored": "2026-11-20",
        "answers": {},
        **data,
    }
    interview = Interview(blank, record, AS_OF)
    interview.current = link_id
    return interview


def test_evidence_that_is_not_listed_is_refused_with_what_is() -> None:
    asked = dict(pipeline.load_questionnaire("saas-vendor").record.questions)
    link_id = next(i for i, q in asked.items() if q.type == "attachment")
    item = {"id": "cert", "title": "T", "kind": "other", "file": "evidence/t",
            "size": 1, "sha256": "0" * 64}  # fmt: skip
    interview = begun(link_id, evidence=[item])
    assert interview.submit("cert, gone") == "problem"
    assert interview.reply == ("evidence", {"given": "gone", "known": "cert"})
    assert interview.submit("cert") == "saved"


def test_commands_that_do_not_fit_say_why(folder: Path) -> None:
    done = fill(folder, ":na", ":comment", ":confirm", ":quit")
    for text in ("always applies", ":comment TEXT", "no earlier answer"):
        assert text in done.output


def test_back_leads_to_what_was_answered_before_the_interview_too(folder: Path) -> None:
    first = next(iter(answers(folder)))
    fill(folder, "A ticket system.", ":quit")
    done = fill(folder, ":back", "", ":quit")
    assert "Answer so far: A ticket system." in done.output
    assert answers(folder)[first]["value"] == "A ticket system."


def test_an_understood_answer_is_said_back(folder: Path) -> None:
    assert (
        "✓ saved: A ticket system." in fill(folder, "A ticket system.", ":quit").output
    )


def test_an_answer_given_anew_keeps_what_stands_beside_it() -> None:
    beside = {"comment": "c", "evidence": [], "respondent": "ann"}
    old = {"state": "answered", "value": "Old.", "carried": True, **beside}
    interview = begun("svc-description", answers={"svc-description": old})
    interview.submit("New.")
    answer = interview.data["answers"]["svc-description"]
    assert answer == {"state": "answered", "value": "New.", **beside}


def test_what_another_program_wrote_meanwhile_stays(folder: Path) -> None:
    path = folder / "response.json"
    interview = open_interview(path, None, None, AS_OF)
    data = json.loads(path.read_text("utf-8"))
    data["vendor"]["name"] = "Acme Calls"
    path.write_text(json.dumps(data), "utf-8")
    assert interview.submit("A ticket system.") == "saved"
    save_answer(path, interview)
    saved = json.loads(path.read_text("utf-8"))
    assert saved["vendor"]["name"] == "Acme Calls"
    assert saved["answers"]["svc-description"]["value"] == "A ticket system."
    assert interview.data["vendor"]["name"] == "Acme Calls"


def test_a_file_that_is_no_response_any_more_is_left_alone(folder: Path) -> None:
    path = folder / "response.json"
    interview = open_interview(path, None, None, AS_OF)
    interview.submit("A ticket system.")
    path.write_text("{", "utf-8")
    with pytest.raises(InputError):
        save_answer(path, interview)
    assert path.read_text("utf-8") == "{"


def test_the_end_of_input_leaves_calmly(folder: Path) -> None:
    done = fill(folder, "A ticket system.")
    assert done.exit_code == 0
    assert done.output.endswith("left.\n")
    assert "Abort" not in done.output
