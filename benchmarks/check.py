"""Checking a response, beside parsing and a JSON Schema validator alone.

The floor in Python is json.loads with jsonschema. The pair written in Rust (orjson with
jsonschema-rs) is optional: it is measured when both can be imported.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from harness import Action, Rounds, Row, interleaved, ratio_row
from jsonschema import Draft202012Validator
from material import ANSWERS, sized
from referencing import Registry

from audit.cases import check_response
from audit.checking import schema_problems
from audit.documents import read_json
from audit.issuing import envelope_schema
from audit.questionnaire.schema import response_schema

AT_MOST = 15


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of checking; the validators are built before the clock runs."""
    questionnaire, raw = sized()
    schema = response_schema(questionnaire.record, envelope_schema())
    validator = Draft202012Validator(schema, registry=Registry())

    def check() -> object:
        return check_response(read_json(raw, "response.json"), questionnaire)

    def check_twice() -> object:
        data = read_json(raw, "response.json").data
        return check(), list(schema_problems(data, questionnaire))

    def in_python() -> object:
        return list(validator.iter_errors(json.loads(raw)))

    rust = _rust(schema, raw)
    actions = [check, check_twice, in_python, *([rust] if rust else [])]
    own, twice, python, *rest = interleaved(*actions, rounds=rounds.light)
    name, floor = f"check, {ANSWERS} answers", (python, "json.loads + jsonschema")
    rows = [
        ratio_row(name, (own, own.shown()), floor, AT_MOST),
        ratio_row("  and the published schema", (twice, twice.shown()), floor),
    ]
    for fast in rest:
        beside = (fast, "orjson + jsonschema-rs")
        rows.append(ratio_row(name, (own, own.shown()), beside, AT_MOST))
    return rows


def _rust(schema: dict[str, Any], raw: bytes) -> Action | None:
    """Return the optional floor in Rust, None when it is not installed."""
    try:
        orjson, fast = import_module("orjson"), import_module("jsonschema_rs")
    except ImportError:
        return None
    validator = fast.Draft202012Validator(schema)
    return lambda: validator.is_valid(orjson.loads(raw))
