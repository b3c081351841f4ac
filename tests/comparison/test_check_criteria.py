"""Authored criteria: every fault is named with its line, column, pointer and hint.

One good document; every case changes one piece of its text. ``«`` marks the place where
the problem must be reported, and is taken out before the text is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from audit.comparison import check_criteria as module
from audit.comparison.check_criteria import check_criteria, check_currency
from audit.comparison.criteria import Criteria
from audit.documents import read_yaml, validate
from audit.errors import InputError, Problem
from audit.policy.model import Policy
from audit.questionnaire.model import Questionnaire
from tests.comparison.ranked import ASKED, POLICY

QUESTIONNAIRE = Questionnaire.model_validate({**ASKED, "languages": ["en", "uk"]})
RULES = Policy.model_validate(POLICY)

GOOD = """\
id: tiny-criteria
version: 1.0.0
title: {en: Tiny, uk: Малі}
date: "2026-01-01"
questionnaire: tiny
criteria:
  - id: safety
    title: {en: Safety, uk: Безпека}
    weight: 3
    measures:
      - {kind: assessment}
      - {kind: assessment, domain: privacy, weight: 0.5}
  - id: work
    title: {en: Work, uk: Робота}
    weight: 1
    measures:
      - {kind: answer, answer: q-number, worst: 0, best: 10}
      - {kind: answer, answer: q-share, worst: 99.5, best: 1, evidence_floor: verified}
      - {kind: answer, answer: q-time, worst: 120 d, best: 30 d}
      - {kind: answer, answer: q-projects, worst: 0, best: 5}
      - {kind: options, answer: q-way, values: {plain_files: 0, encrypted: 100, none: 50}}
      - {kind: options, answer: q-tasks, values: {accounts: 50, rules: 50, tests: 25}}
      - {kind: options, answer: q-live, values: {yes: 100, no: 0}}
  - id: money
    title: {en: Money, uk: Гроші}
    weight: 2
    measures:
      - {kind: price, scenario: peak, currency: EUR, worst: 200, best: 100}
facts: [q-note, q-limit, q-share]
"""


class Fault(NamedTuple):
    """One change of the good text and the problem that it must give."""

    name: str
    piece: str
    instead: str
    code: str
    pointer: str
    message: str
    hint: str = ""


WORK = "/criteria/1/measures"
FAULTS = (
    Fault(
        "another questionnaire", "questionnaire: tiny", "questionnaire: «huge",
        "criteria-questionnaire", "/questionnaire", "written for 'huge', not 'tiny'",
    ),
    Fault(
        "a title in one language", "{en: Tiny, uk: Малі}", "«{en: Tiny}",
        "translation-missing", "/title", "'uk'", "every text",
    ),
    Fault(
        "a criterion in one language", "{en: Money, uk: Гроші}", "«{uk: Гроші}",
        "translation-missing", "/criteria/2/title", "'en'", "every text",
    ),
    Fault(
        "an unknown domain", "privacy", "«privcy",
        "criteria-domain", "/criteria/0/measures/1/domain",
        "no domain 'privcy'", "did you mean 'privacy'?",
    ),
    Fault(
        "a domain like no other", "privacy", "«zzz",
        "criteria-domain", "/criteria/0/measures/1/domain",
        "no domain 'zzz'", "known: security, privacy",
    ),
    Fault(
        "an unknown question on a line", "answer: q-number", "answer: «q-numbr",
        "criteria-question", f"{WORK}/0/answer",
        "no question 'q-numbr'", "did you mean 'q-number'?",
    ),
    Fault(
        "an unknown question of options", "answer: q-live", "answer: «zzz",
        "criteria-question", f"{WORK}/6/answer", "no question 'zzz'", "audit show",
    ),
    Fault(
        "an unknown fact", "q-note", "«q-notes",
        "criteria-question", "/facts/0", "no question 'q-notes'", "'q-note'",
    ),
    Fault(
        "a fact twice", "q-limit, q-share", "q-limit, «q-note",
        "id-duplicate", "/facts/2", "'q-note' stands twice",
    ),
    Fault(
        "money on a line", "answer: q-number", "answer: «q-limit",
        "criteria-type", f"{WORK}/0/answer", "'q-limit' has the type money",
        "fitting: integer, decimal, duration, table",
    ),
    Fault(
        "text on a line", "answer: q-number", "answer: «q-note",
        "criteria-type", f"{WORK}/0/answer", "'q-note' has the type text", "fitting: integer",
    ),
    Fault(
        "a choice on a line", "answer: q-number", "answer: «q-way",
        "criteria-type", f"{WORK}/0/answer", "type choice", "by kind 'options'",
    ),
    Fault(
        "a yes or no on a line", "answer: q-number", "answer: «q-live",
        "criteria-type", f"{WORK}/0/answer", "type boolean", "by kind 'options'",
    ),
    Fault(
        "options of a number", "answer: q-live", "answer: «q-number",
        "criteria-type", f"{WORK}/6/answer", "type integer", "by kind 'answer'",
    ),
    Fault(
        "options of a text", "answer: q-live", "answer: «q-note",
        "criteria-type", f"{WORK}/6/answer", "type text",
        "fitting: choice, multi_choice, boolean",
    ),
    Fault(
        "a bare number for a duration", "worst: 120 d", "worst: «120",
        "criteria-mark", f"{WORK}/2/worst", "does not fit 'q-time'", '"30 d"',
    ),
    Fault(
        "a unit that is no time", "best: 30 d", "best: «30 EUR",
        "criteria-mark", f"{WORK}/2/best", "'best' does not fit", '"30 d"',
    ),
    Fault(
        "a duration for a number", "worst: 0, best: 10", "worst: «0 d, best: 10",
        "criteria-mark", f"{WORK}/0/worst", "does not fit 'q-number'", "a number",
    ),
    Fault(
        "a list for a number", "best: 10}", "best: «[10]}",
        "criteria-mark", f"{WORK}/0/best", "does not fit 'q-number'", "a number",
    ),
    Fault(
        "true for a number of rows", "best: 5}", "best: «true}",
        "criteria-mark", f"{WORK}/3/best", "of type table", "a number",
    ),
    Fault(
        "a line without length", "worst: 0, best: 10", "worst: 10, best: «10",
        "criteria-line", f"{WORK}/0/best", "the same",
    ),
    Fault(
        "the same time in two units", "worst: 120 d, best: 30 d",
        "worst: 2880 h, best: «120 d",
        "criteria-line", f"{WORK}/2/best", "the same",
    ),
    Fault(
        "a dearer price that is better", "worst: 200, best: 100", "worst: 100, best: «200",
        "criteria-line", "/criteria/2/measures/0/best", "not below the worst",
    ),
    Fault(
        "the same price", "worst: 200, best: 100", "worst: 100, best: «100",
        "criteria-line", "/criteria/2/measures/0/best", "not below the worst",
    ),
    Fault(
        "an option too many", "none: 50", "none: 50, nonee: «1",
        "criteria-option", f"{WORK}/4/values/nonee",
        "no option 'nonee'", "did you mean 'none'?",
    ),
    Fault(
        "an option of a yes or no", "{yes: 100, no: 0}", "{yes: 100, no: 0, zzz: «1}",
        "criteria-option", f"{WORK}/6/values/zzz", "no option 'zzz'", "known: yes, no",
    ),
    Fault(
        "options without a value",
        "{accounts: 50, rules: 50, tests: 25}", "«{rules: 50}",
        "criteria-options", f"{WORK}/5/values",
        "'q-tasks' has options without a value: accounts, tests", "write 0",
    ),
    Fault(
        "a no without a value", "{yes: 100, no: 0}", "«{yes: 100}",
        "criteria-options", f"{WORK}/6/values", "without a value: no", "write 0",
    ),
)  # fmt: skip


def changed(piece: str, instead: str) -> str:
    assert GOOD.count(piece) == 1
    return GOOD.replace(piece, instead)


def problems(text: str) -> list[Problem]:
    document = read_yaml(text.replace("«", "").encode(), "criteria.yaml")
    criteria = validate(Criteria, document)
    return [document.at(p) for p in check_criteria(criteria, QUESTIONNAIRE, RULES)]


def test_good_criteria_have_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_one_problem_at_its_place(fault: Fault) -> None:
    marked = changed(fault.piece, fault.instead)
    (found,) = problems(marked)
    assert (found.code, found.pointer) == (fault.code, fault.pointer)
    before = marked.partition("«")[0]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (found.line, found.column) == place
    assert fault.message in found.message
    assert fault.hint in found.hint
    assert bool(fault.hint) == bool(found.hint)


def test_every_code_that_the_check_can_give_has_a_fault() -> None:
    source = Path(module.__file__).read_text("utf-8")
    codes = set(re.findall(r'Problem\(\s*"([^"]+)"', source))
    codes |= {
        f"criteria-{what}" for what in re.findall(r'_unknown\(\s*"(\w+)"', source)
    }
    assert codes <= {fault.code for fault in FAULTS} | {"criteria-currency"}
    assert len(codes) >= 8


def test_a_criterion_that_stands_twice_is_named_at_both_places() -> None:
    found = problems(changed("id: money", "id: work"))
    assert [p.pointer for p in found] == ["/criteria/1/id", "/criteria/2/id"]
    assert {p.message for p in found} == {"'work' stands twice"}


def test_all_faults_are_named_at_once() -> None:
    text = changed("privacy", "zzz").replace("worst: 120 d", "worst: [1]")
    codes = [p.code for p in problems(text.replace("q-note", "q-nothing"))]
    assert codes == ["criteria-domain", "criteria-mark", "criteria-question"]


def test_prices_are_refused_in_another_currency_than_the_demands() -> None:
    document = read_yaml(GOOD.encode(), "criteria.yaml")
    criteria = validate(Criteria, document)
    assert list(check_currency(criteria, "EUR")) == []
    (found,) = check_currency(criteria, "UAH")
    assert found.pointer == "/criteria/2/measures/0/currency"
    assert "in EUR, the demand in UAH" in found.message
    assert document.at(found).line == GOOD[: GOOD.index("EUR")].count("\n") + 1


@pytest.mark.parametrize(
    ("piece", "instead", "pointer"),
    [
        ("weight: 3", "weight: 0", "/criteria/0/weight"),
        ("weight: 3", "weight: -1", "/criteria/0/weight"),
        ("none: 50", "none: 101", f"{WORK}/4/values/none"),
        ("none: 50", "none: -1", f"{WORK}/4/values/none"),
        ("none: 50", "NONE: 50", f"{WORK}/4/values/NONE"),
        ("currency: EUR, ", "", "/criteria/2/measures/0"),
        ("currency: EUR", "currency: EURO", "/criteria/2/measures/0/currency"),
        ("scenario: peak", "scenario: best", "/criteria/2/measures/0/scenario"),
        ("floor: verified", "floor: sworn", f"{WORK}/1/evidence_floor"),
        ("kind: price", "kind: cost", "/criteria/2/measures/0"),
        ("{accounts: 50, rules: 50, tests: 25}", "{}", f"{WORK}/5/values"),
        ("[q-note, q-limit, q-share]", "[q_note]", "/facts/0"),
    ],
)  # fmt: skip
def test_another_shape_is_refused_at_its_place(
    piece: str, instead: str, pointer: str
) -> None:
    with pytest.raises(InputError) as caught:
        problems(changed(piece, instead))
    (found,) = caught.value.problems
    assert found.pointer.startswith(pointer)
    assert found.line > 5


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (12, True), (13, False)])  # fmt: skip
def test_there_are_one_to_twelve_criteria(count: int, fits: bool) -> None:
    head, _, _ = GOOD.partition("criteria:\n")
    one = "{title: {en: A, uk: А}, weight: 1, measures: [{kind: assessment}]"
    listed = "".join(f"\n  - {one}, id: c-{n}}}" for n in range(count))
    text = f"{head}criteria:{listed or ' []'}\n"
    if fits:
        assert problems(text) == []
    else:
        with pytest.raises(InputError, match="criteria"):
            problems(text)
