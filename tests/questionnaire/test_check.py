"""Authored questionnaires: every fault is named with its file, line and column.

One good questionnaire; every case changes one piece of its text. ``«`` marks the place
where the problem must be reported, and is taken out before the file is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.cases import Loaded, check_questionnaire
from audit.documents import read_document
from audit.errors import InputError, Problem
from tests.questionnaire.faults import FAULTS, GOOD, Fault
from tests.questionnaire.shape_faults import SHAPE_FAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from audit.questionnaire.model import Questionnaire


def load(tmp_path: Path, text: str) -> Loaded[Questionnaire]:
    path = tmp_path / "asked.yaml"
    path.write_text(text, "utf-8")
    return check_questionnaire(read_document(path))


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


def test_the_good_questionnaire_has_no_problem(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert list(loaded.record.questions) == [
        "q-a",
        "q-b",
        "q-c",
        "q-n",
        "q-t",
        "q-d",
        "q-r",
    ]


@pytest.mark.parametrize("fault", FAULTS + SHAPE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_one_problem_at_its_place(tmp_path: Path, fault: Fault) -> None:
    marked = changed((fault.piece, fault.instead))
    (found,) = refused(tmp_path, marked.replace("«", ""))
    assert (found.code, found.file) == (fault.code, str(tmp_path / "asked.yaml"))
    assert (found.line, found.column) == place_of_mark(marked)
    assert fault.message in found.message
    assert fault.hint in found.hint
    assert bool(fault.hint) == bool(found.hint)


def test_a_section_id_that_stands_twice_is_named_at_both_places(
    tmp_path: Path,
) -> None:
    found = refused(tmp_path, changed(("id: second", "id: first")))
    assert [(p.code, p.line, p.column, p.pointer) for p in found] == [
        ("id-duplicate", 8, 9, "/sections/0/id"),
        ("id-duplicate", 32, 9, "/sections/1/id"),
    ]


def test_a_link_id_that_stands_three_times_is_named_once(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        changed(("link_id: q-t", "link_id: q-d"), ("link_id: q-r", "link_id: q-d")),
    )
    assert [(p.code, p.pointer) for p in found] == [
        ("id-duplicate", "/sections/1/questions/2/link_id")
    ]


def test_two_questions_that_wait_for_each_other_are_a_cycle(tmp_path: Path) -> None:
    text = changed(("{answer: q-a, is: true}", "{answer: q-c, includes_any: [v]}"))
    (found,) = refused(tmp_path, text)
    assert found.code == "condition-cycle"
    assert found.message in {
        "these questions wait for each other: q-b → q-c → q-b",
        "these questions wait for each other: q-c → q-b → q-c",
    }
    assert (found.line, found.column) in {(24, 22), (31, 22)}


def test_three_questions_that_wait_in_a_ring_are_a_cycle(tmp_path: Path) -> None:
    ring = "enable_when: {answer: q-r, rows_at_least: 1}"
    (found,) = refused(
        tmp_path, changed(("enable_when: {answer: q-a, is: true}", ring))
    )
    assert found.code == "condition-cycle"
    named = found.message.partition(": ")[2].split(" → ")
    assert named[0] == named[-1]
    assert sorted(named[1:]) == ["q-b", "q-c", "q-r"]
    assert found.hint == "remove one enable_when"


def test_a_question_that_waits_for_a_cycle_is_not_blamed(tmp_path: Path) -> None:
    itself = "enable_when: {answer: q-b, answered: true}"
    (found,) = refused(
        tmp_path, changed(("enable_when: {answer: q-a, is: true}", itself))
    )
    assert "q-c" not in found.message


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    text = changed(
        ("link_id: q-d", "link_id: q-t"),
        ("{answer: q-a, is: true}", "{answer: gone, is: true}"),
        ("max: 5", "max: 4"),
        ("{en: Tiny, uk: Мала}", "{en: Tiny}"),
    )
    assert [p.code for p in refused(tmp_path, text)] == [
        "translation-missing",
        "condition-unknown-id",
        "bounds-order",
        "id-duplicate",
    ]


def test_each_missing_language_of_a_text_is_named(tmp_path: Path) -> None:
    text = changed(("languages: [en, uk]", "languages: [en, ru, uk]"))
    found = refused(tmp_path, text)
    assert {p.message for p in found} == {"no translation into 'ru'"}
    assert len(found) == text.count("{en: ")


@pytest.mark.parametrize("kind", ["choice", "multi_choice"])
def test_a_choice_needs_two_options(tmp_path: Path, kind: str) -> None:
    both = '- {code: "x", label: {en: X, uk: Ікс}}\n          - {code: "y", label: {en: Y, uk: Ігрек}}\n'
    one = changed(
        ("type: choice\n        text", f"type: {kind}\n        text"),
        (both, both.splitlines(keepends=True)[0]),
    )
    (found,) = refused(tmp_path, one)
    assert found.pointer == "/sections/0/questions/1/options"
    assert "has too few entries; at least 2 needed" in found.message
    none = changed(
        ("type: choice\n        text", f"type: {kind}\n        text"),
        ("        options:\n          " + both, ""),
    )
    (found,) = refused(tmp_path, none)
    assert (found.code, found.message) == (
        "schema-missing-key",
        "missing key 'options'",
    )
    assert found.pointer == "/sections/0/questions/1/options"
