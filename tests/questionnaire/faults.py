"""One good questionnaire, and what is wrong with it after one change.

``«`` marks the place where the problem must be reported; it is never written.
"""

from __future__ import annotations

from typing import NamedTuple

GOOD = """\
id: tiny
version: 1.0.0
title: {en: Tiny, uk: Мала}
language: en
languages: [en, uk]
date: "2026-01-01"
sections:
  - id: first
    title: {en: First, uk: Перший}
    intro: {en: Hello, uk: Вітаю}
    questions:
      - link_id: q-a
        type: boolean
        text: {en: A?, uk: А?}
        help: {en: Help, uk: Поміч}
        rationale: {en: Why, uk: Чому}
        typical_evidence: {en: Paper, uk: Папір}
      - link_id: q-b
        type: choice
        text: {en: B?, uk: Б?}
        options:
          - {code: "x", label: {en: X, uk: Ікс}}
          - {code: "y", label: {en: Y, uk: Ігрек}}
        enable_when: {answer: q-a, is: true}
      - link_id: q-c
        type: multi_choice
        text: {en: C?, uk: В?}
        options:
          - {code: v, label: {en: V, uk: Ве}}
          - {code: w, label: {en: W, uk: Дубль-ве}}
        enable_when: {answer: q-b, in: ["x"]}
  - id: second
    title: {en: Second, uk: Другий}
    questions:
      - link_id: q-n
        type: integer
        text: {en: N?, uk: Н?}
        min: 5
        max: 5
      - link_id: q-t
        type: duration
        text: {en: T?, uk: Т?}
        min: 24 h
        max: 1 d
      - link_id: q-d
        type: date
        text: {en: D?, uk: Д?}
        min: "2026-01-01"
        max: "2026-01-01"
      - link_id: q-r
        type: table
        text: {en: R?, uk: Р?}
        min_rows: 2
        max_rows: 2
        columns:
          - {id: kind, type: choice, text: {en: Kind, uk: Вид}, options: [{code: k, label: {en: K, uk: Ка}}, {code: l, label: {en: L, uk: Ел}}]}
          - {id: size, type: decimal, text: {en: Size, uk: Розмір}, min: 0.5, max: 0.5}
        enable_when: {all: [{answer: q-n, at_least: 3}, {answer: q-c, includes_any: [v]}]}
"""


class Fault(NamedTuple):
    """A piece of the good text, what replaces it, and the one problem that follows."""

    name: str
    piece: str
    instead: str
    code: str
    message: str
    hint: str = ""


FAULTS = (
    # What the check of the whole questionnaire finds
    Fault(
        "question_twice",
        "link_id: q-d",
        "link_id: «q-t",
        "id-duplicate",
        "link_id 'q-t' stands twice",
        "link ids are unique",
    ),
    Fault(
        "question_twice_far",
        "link_id: q-r",
        "link_id: «q-t",
        "id-duplicate",
        "link_id 'q-t' stands twice",
        "link ids are unique",
    ),
    Fault(
        "min_over_max", "max: 5", "max: «4", "bounds-order", "'min' 5 is above 'max' 4"
    ),
    Fault(
        "duration_order",
        "max: 1 d",
        "max: «23.5 h",
        "bounds-order",
        "'min' 24 h is above 'max' 23.5 h",
    ),
    Fault(
        "date_order",
        'max: "2026-01-01"',
        'max: «"2025-12-31"',
        "bounds-order",
        "'min' 2026-01-01 is above",
    ),
    Fault(
        "rows_order",
        "max_rows: 2",
        "max_rows: «1",
        "bounds-order",
        "'min_rows' 2 is above 'max_rows' 1",
    ),
    Fault(
        "column_order",
        "min: 0.5, max: 0.5",
        "min: 0.5, max: «0.49",
        "bounds-order",
        "'min' 0.5 is above",
    ),
    Fault(
        "unknown_id",
        "{answer: q-a, is: true}",
        "{answer: q-aa, is: «true}",
        "condition-unknown-id",
        "no question 'q-aa'",
        "did you mean 'q-a'?",
    ),
    Fault(
        "unknown_id_nested",
        "answer: q-n, at_least: 3",
        "answer: size, at_least: «3",
        "condition-unknown-id",
        "no question 'size'",
        "see 'audit show'",
    ),
    Fault(
        "unknown_evidence_id",
        "{answer: q-a, is: true}",
        "{evidence: «{answer: zzz, kind: policy}}",
        "condition-unknown-id",
        "no question 'zzz'",
        "see 'audit show'",
    ),
    Fault(
        "operator_type",
        "is: true",
        "at_least: «1",
        "condition-type",
        "'at_least' does not fit 'q-a', a boolean",
        "fitting: ",
    ),
    Fault(
        "rows_of_no_table",
        "is: true",
        "rows_at_least: «1",
        "condition-type",
        "'rows_at_least' needs a table, 'q-a' is a boolean",
    ),
    Fault(
        "constant_type", "is: true", 'is: «"yes"', "condition-value", "'is' on 'q-a'"
    ),
    Fault(
        "unknown_code",
        'in: ["x"]',
        'in: «["x", "z"]',
        "condition-value",
        "'in' on 'q-b'",
    ),
    Fault(
        "unknown_code_of_many",
        "includes_any: [v]",
        "includes_any: «[z]",
        "condition-value",
        "'includes_any' on 'q-c'",
    ),
    Fault(
        "no_condition",
        "enable_when: {answer: q-a, is: true}",
        "enable_when: «{}",
        "condition",
        "this is not a condition",
        "write {answer",
    ),
    Fault(
        "empty_combination",
        "enable_when: {answer: q-a, is: true}",
        "enable_when: {all: «[]}",
        "condition",
        "'all' needs at least one condition",
        "an empty combination",
    ),
    Fault(
        "misspelt_operator",
        "enable_when: {answer: q-a, is: true}",
        "enable_when: «{answer: q-a, iss: true}",
        "condition",
        "exactly one operator is needed, found 'iss'",
        "did you mean 'is'?",
    ),
    Fault(
        "waits_for_itself",
        "enable_when: {answer: q-a, is: true}",
        "enable_when: «{answer: q-b, answered: true}",
        "condition-cycle",
        "wait for each other: q-b → q-b",
        "remove one enable_when",
    ),
    Fault(
        "language_absent",
        "language: en",
        "language: «ru",
        "translation-missing",
        "'language' is not among 'languages'",
    ),
    Fault(
        "title",
        "{en: Tiny, uk: Мала}",
        "«{en: Tiny}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs all languages",
    ),
    Fault(
        "section_title",
        "{en: Second, uk: Другий}",
        "«{uk: Другий}",
        "translation-missing",
        "no translation into 'en'",
        "every text needs",
    ),
    Fault(
        "intro",
        "{en: Hello, uk: Вітаю}",
        "«{en: Hello, ru: Привет}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "text",
        "{en: A?, uk: А?}",
        "«{en: A?}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "help",
        "{en: Help, uk: Поміч}",
        "«{en: Help}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "rationale",
        "{en: Why, uk: Чому}",
        "«{en: Why}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "evidence_text",
        "{en: Paper, uk: Папір}",
        "«{en: Paper}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "label",
        "{en: Y, uk: Ігрек}",
        "«{en: Y}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "column_text",
        "{en: Kind, uk: Вид}",
        "«{en: Kind}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
    Fault(
        "column_label",
        "{en: L, uk: Ел}",
        "«{en: L}",
        "translation-missing",
        "no translation into 'uk'",
        "every text needs",
    ),
)
