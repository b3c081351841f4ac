"""A trace in words: what was tested, what the vendor answered, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.conditions.quantities import parse_quantity
from audit.questionnaire.localisation import pick
from audit.questionnaire.types.duration import show_duration
from audit.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.explain import Trace


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One line of a trace; ``depth`` indents, ``truth`` is true, false or unknown."""

    depth: int
    text: str
    truth: str
    truth_word: str
    deciding: bool


def trace_lines(
    trace: Trace, questions: Mapping[str, Any], language: str, depth: int = 0
) -> Iterator[TraceLine]:
    """Yield the trace as indented lines in the language."""
    word = words(language)
    text = _heading(trace, questions, language)
    yield TraceLine(
        depth, text, trace.truth, word[f"truth_{trace.truth}"], trace.deciding
    )
    for part in trace.parts:
        yield from trace_lines(part, questions, language, depth + 1)


def _heading(trace: Trace, questions: Mapping[str, Any], language: str) -> str:
    word = words(language)
    if trace.op in {"all", "any", "none"}:
        return f"{word[trace.op]}:"
    if trace.op == "evidence":
        return _evidence(trace, questions, language)
    question = questions[trace.subject or ""]
    phrase = _phrase(trace.op, trace.expected, question, language)
    return f"{pick(question.text, language)} — {phrase}"


def _evidence(trace: Trace, questions: Mapping[str, Any], language: str) -> str:
    word = words(language)
    wanted = trace.expected or {}
    parts = [word[f"evidence_{wanted['kind']}"]] if "kind" in wanted else []
    if "assurance_at_least" in wanted:
        parts.append(word[f"assurance_{wanted['assurance_at_least']}"])
    if "scope_includes" in wanted:
        parts.append(f"«{wanted['scope_includes']}»")
    detail = f"({', '.join(parts)})" if parts else ""
    phrase = word["op_evidence"].format(value=detail).strip()
    subject = questions.get(trace.subject or "")
    return f"{pick(subject.text, language)} — {phrase}" if subject else phrase


def _phrase(op: str, expected: Any, field: Any, language: str) -> str:
    word = words(language)
    if op == "rows_at_least" and isinstance(expected, dict) and expected.get("where"):
        inner = _condition(expected["where"], field, language)
        value = f"{expected['count']} ({inner})"
    elif op == "rows_at_least":
        value = str(expected["count"] if isinstance(expected, dict) else expected)
    elif op in {"every_row", "any_row", "no_row"}:
        value = _condition(expected, field, language)
    else:
        value = _value(op, expected, field, language)
    return word[f"op_{op}"].format(value=value)


def _condition(condition: Mapping[str, Any], field: Any, language: str) -> str:
    """Return a row condition as one phrase."""
    word = words(language)
    op = next(iter(condition))
    if op in {"all", "any", "none"}:
        parts = [_condition(part, field, language) for part in condition[op]]
        return f"{word[op]} ({'; '.join(parts)})"
    column = field.fields[condition["column"]]
    op, expected = next((k, v) for k, v in condition.items() if k != "column")
    phrase = _phrase(op, expected, column, language)
    return f"{pick(column.text, language)} {phrase}"


def _value(op: str, expected: Any, field: Any, language: str) -> str:
    if op in {"answered", "not_applicable", "valid_on"}:
        return ""
    if isinstance(expected, list):
        return "; ".join(_one(item, field, language) for item in expected)
    if op in {"within", "older_than"} or field.type == "duration":
        parsed = parse_quantity(expected)
        if parsed:
            return show_duration(parsed[0], parsed[1], language)
    if op == "count_at_least" or field.type == "money":
        return str(expected)
    return _one(expected, field, language)


def _one(item: Any, field: Any, language: str) -> str:
    if field.many:
        return str(field.shown([item], language))
    return str(field.shown(item, language))
