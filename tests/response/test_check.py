"""Responses: every fault is named with its file, line, column, pointer and hint.

One good response; every case changes one piece of its text. ``«`` marks the place where
the problem must be reported, and is taken out before the file is written.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from audit.cases import Loaded, check_response, left_to_answer
from audit.documents import read_document
from audit.errors import InputError, Problem
from audit.response import check
from audit.response.model import Response
from tests import builders as b
from tests.response.faults import ASKED, FAULTS, GOOD, Fault


def load(tmp_path: Path, text: str) -> Loaded[Response]:
    path = tmp_path / "response.json"
    path.write_text(text, "utf-8")
    return check_response(read_document(path), ASKED)


def refused(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    return caught.value.problems


def changed(*changes: tuple[str, str]) -> str:
    text = GOOD
    for piece, instead in changes:
        assert text.count(piece) == 1
        text = text.replace(piece, instead)
    return text


def place_of_mark(text: str) -> tuple[int, int]:
    before, _, _ = text.partition("«")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_good_response_has_no_problem(tmp_path: Path) -> None:
    record = load(tmp_path, GOOD).record
    (section,) = left_to_answer(record, ASKED.record, b.DAY)
    assert (section.asked, section.answered, section.left) == (6, 6, ())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_one_problem_at_its_place(tmp_path: Path, fault: Fault) -> None:
    marked = changed((fault.piece, fault.instead))
    (found,) = refused(tmp_path, marked.replace("«", ""))
    assert (found.code, found.pointer) == (fault.code, fault.pointer)
    assert found.file == str(tmp_path / "response.json")
    assert (found.line, found.column) == place_of_mark(marked)
    assert fault.message in found.message
    assert len(found.message) < 400
    assert fault.hint in found.hint
    assert bool(fault.hint) == bool(found.hint)
    assert str(found).startswith(f"{found.file}:{found.line}:{found.column}: ")


def test_every_code_that_the_check_can_give_has_a_fault() -> None:
    known = {fault.code for fault in FAULTS} | {"evidence-duplicate"}
    source = Path(check.__file__ or "").read_text("utf-8")
    codes = set(re.findall(r'Problem\(\s*"([^"]+)"', source))
    assert len(codes) > 10
    assert codes <= known


def test_an_evidence_id_that_stands_twice_is_named_at_both_places(
    tmp_path: Path,
) -> None:
    text = changed(('"id": "report"', '"id": "policy"'), (', "report"]', "]"))
    found = refused(tmp_path, text)
    assert [(p.code, p.pointer) for p in found] == [
        ("evidence-duplicate", "/evidence/0/id"),
        ("evidence-duplicate", "/evidence/1/id"),
    ]
    assert found[0].message == "evidence id 'policy' stands twice"
    assert found[0].line < found[1].line


@pytest.mark.parametrize(
    ("piece", "instead"),
    [
        (f', "digest": "{ASKED.digest}"', ""),
        (', "respondent": "ciso"', ""),
        ('"issued": "2026-01-01", ', ""),
        (', "expires": "2026-12-31"', ""),
        ('{"state": "declined"}', '{"state": "unanswered", "value": null}'),
        ('{"state": "declined"}', '{"state": "unknown", "justification": ""}'),
        (
            '{"state": "declined"}',
            '{"state": "answered", "value": {"amount": "5", "currency": "EUR"}}',
        ),
        ('"value": ["policy", "report"]', '"value": ["report"]'),
        ("We will ask.", "Two\\nlines\\tof \\ud83d\\ude00 їжак"),
        ("Twenty characters at", "їжакїжакїжакїжакїжак"),
        ('"q-m": {"state": "declined"}', '"q-m": {"state": "declined", "evidence": []}'),
        ('"declined"', '"unknown"'),
    ],
    ids=[
        "no_digest",
        "no_respondent",
        "never_issued",
        "never_expires",
        "blank",
        "justification_of_unknown",
        "money",
        "one_attachment",
        "line_breaks_and_emoji",
        "twenty_letters_of_any_script",
        "no_evidence",
        "unknown",
    ],
)  # fmt: skip
def test_the_good_twin_of_a_fault_passes(
    tmp_path: Path, piece: str, instead: str
) -> None:
    loaded = load(tmp_path, changed((piece, instead)))
    assert loaded.digest != load(tmp_path, GOOD).digest


def test_a_response_without_attestation_is_checked_too(tmp_path: Path) -> None:
    data = json.loads(GOOD)
    del data["attestation"]
    data["answers"]["q-b"]["comment"] = "\u202e"
    (found,) = refused(tmp_path, json.dumps(data))
    assert found.pointer == "/answers/q-b/comment"


def test_an_attachment_that_is_no_list_is_one_problem(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, changed(('["policy", "report"]', '"policy"')))
    assert (found.code, found.pointer) == ("answer-value", "/answers/q-f/value")


def test_evidence_named_beside_an_unknown_question_is_looked_up_too(
    tmp_path: Path,
) -> None:
    piece = '"q-m": {"state": "declined"}'
    odd = '"zz": {"state": "declined", "evidence": ["none"]}'
    found = refused(tmp_path, changed((piece, odd)))
    assert [(p.code, p.pointer) for p in found] == [
        ("answer-unknown-id", "/answers/zz"),
        ("evidence-unknown-id", "/answers/zz/evidence/0"),
    ]


def test_twelve_faults_are_twelve_problems_in_the_order_of_the_file(
    tmp_path: Path,
) -> None:
    text = changed(
        ('"version": "1.0.0"', '"version": "2.0.0"'),
        ('"name": "Northline"', '"name": "North\\u202eline"'),
        ('"value": true', '"value": 1'),
        ('"evidence": ["policy"]', '"evidence": ["nothing"]'),
        ('"respondent": "ciso"', '"respondent": "cto"'),
        ('{"state": "unknown", "comment"', '{"state": "unknown", "value": 0, "comment"'),
        (', "justification": "There are none."', ""),
        ("Twenty characters at", "Twenty-one characters"),
        ('"policy", "report"]', '"policy", "rapport"]'),
        ('"q-m": {"state": "declined"}', '"q-q": {"state": "declined"}'),
        ('"expires": "2026-01-01"', '"expires": "2025-01-01"'),
        ("All true.", "All\\u0007 true."),
    )  # fmt: skip
    found = refused(tmp_path, text)
    assert [p.code for p in found] == [
        "response-version",
        "text-hidden",
        "answer-value",
        "evidence-unknown-id",
        "answer-respondent",
        "answer-state",
        "answer-justification",
        "answer-value",
        "evidence-unknown-id",
        "answer-unknown-id",
        "evidence-dates",
        "text-hidden",
    ]
    places = [(p.line, p.column) for p in found]
    assert places == sorted(set(places))
    assert all(p.file.endswith("response.json") and p.pointer for p in found)


def _with_unknown_answers(count: int) -> str:
    data = json.loads(GOOD)
    data["answers"] = {f"q-{i}": {"state": "unknown"} for i in range(count)}
    return json.dumps(data)


def test_a_hundred_problems_are_shown_and_more_are_only_mentioned(
    tmp_path: Path,
) -> None:
    exact = refused(tmp_path, _with_unknown_answers(100))
    assert [p.code for p in exact] == ["answer-unknown-id"] * 100
    more = refused(tmp_path, _with_unknown_answers(101))
    assert len(more) == 101
    assert more[-1].code == "check-more"
    assert more[-1].message == "more problems are not shown; mend these first"
    assert more[-1].file == str(tmp_path / "response.json")
    assert more[:100] == exact


def test_sixty_thousand_faults_cost_little_more_than_a_hundred(
    tmp_path: Path,
) -> None:
    started = time.process_time()
    assert len(refused(tmp_path, _with_unknown_answers(60_000))) == 101
    # Each near miss is looked for among all questions; for all of them this is a minute.
    assert time.process_time() - started < 15
