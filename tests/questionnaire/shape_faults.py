"""Faults of a questionnaire that its shape already shows."""

from __future__ import annotations

from tests.questionnaire.faults import GOOD, Fault

_KIND = next(line.strip() for line in GOOD.splitlines() if "id: kind" in line)


SHAPE_FAULTS = (
    Fault(
        "bound_form",
        "min: 24 h",
        "min: «24 hours",
        "schema-value",
        'write a duration such as "24 h"',
    ),
    Fault(
        "code_twice",
        '- {code: "x", label: {en: X, uk: Ікс}}\n          - {code: "y"',
        '«- {code: "x", label: {en: X, uk: Ікс}}\n          - {code: "x"',
        "schema-value",
        "an option code stands twice",
    ),
    Fault(
        "column_twice",
        f"{_KIND}\n          - {{id: size",
        f"«{_KIND}\n          - {{id: kind",
        "schema-value",
        "a column id stands twice",
    ),
    Fault(
        "language_twice",
        "[en, uk]",
        "«[en, uk, en]",
        "schema-value",
        "a language stands twice",
    ),
    Fault(
        "foreign_language",
        "{en: A?, uk: А?}",
        "«{en: A?, uk: А?, de: A?}",
        "schema-value",
        "a text needs languages among en, uk, ru",
    ),
    Fault(
        "no_text",
        "{en: A?, uk: А?}",
        "«{}",
        "schema-value",
        "a text needs languages among en, uk, ru",
    ),
    Fault(
        "blank_text",
        "{en: A?, uk: А?}",
        '«{en: A?, uk: " "}',
        "schema-value",
        "a text is empty",
    ),
    Fault(
        "unknown_type",
        "type: boolean",
        "type: «bool",
        "schema-choice",
        "expected one of boolean, choice",
        "did you mean 'boolean'?",
    ),
    Fault(
        "unit",
        "type: duration",
        "type: duration\n        unit: «hours",
        "schema-choice",
        "expected one of min, h, d, wk, mo, a",
    ),
    Fault(
        "version_form",
        "version: 1.0.0",
        "version: «1.0.0.0",
        "schema-value",
        "does not have the form",
    ),
    Fault(
        "version_digits",
        "version: 1.0.0",
        "version: «１.0.0",
        "schema-value",
        "does not have the form",
    ),
    Fault("id_form", "id: tiny", "id: «Tiny", "schema-value", "does not have the form"),
    Fault(
        "rows_limit",
        "max_rows: 2",
        "max_rows: «501",
        "schema-value",
        "must be at most 500, got 501",
    ),
    Fault(
        "unknown_key",
        "        max: 5",
        "        max: 5\n        «weight: 3",
        "schema-unknown-key",
        "unknown key 'weight'",
    ),
)
