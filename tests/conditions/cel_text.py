"""Conditions as text of the Common Expression Language, for a second opinion.

In are the operators on one answer and their combinations. What was not answered is a
variable that is not bound: reading it is an error, and CEL's ``&&`` and ``||`` absorb an
error exactly as Kleene's tables absorb the unknown. Answers are taken as a response has
them, so that their exact reading is checked as well:

- numbers are whole millionths (integers of 64 bits), a finer number is refused;
- a duration is CEL's own, in microseconds; a month has 30 days, a year 365;
- a day is a timestamp at midnight; calendar months are reckoned in CEL;
- money maps its currency to millionths: to look up another currency is an error;
- a table, an attachment and a contact are only ever answered or not.

Out are rows of tables (a row that says nothing is no unbound variable), evidence (a
list of items of the assessment, not an answer) and levels of assurance (CEL has one
truth, no level beside it).
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cel_expr_python import cel

from audit.conditions.model import Combination, EvidenceTest, Node, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.conditions.model import Field, Leaf

_MILLION = 10**6
_SECONDS = {
    "min": 60,
    "h": 3600,
    "d": 86400,
    "wk": 604800,
    "mo": 2592000,
    "a": 31536000,
}
_TYPES = {
    "boolean": cel.Type.BOOL,
    "integer": cel.Type.INT,
    "decimal": cel.Type.INT,
    "duration": cel.Type.DURATION,
    "date": cel.Type.TIMESTAMP,
    "money": cel.Type.Map(cel.Type.STRING, cel.Type.INT),
    "multi_choice": cel.Type.List(cel.Type.STRING),
}
_UNBOUND = ("No value with name", "Key not found in map")


class OutsideCelError(ValueError):
    """What has no exact translation."""


def name_of(link_id: str, prefix: str = "q_") -> str:
    """Return the variable of a question."""
    return prefix + link_id.replace("-", "_")


def environment(fields: Mapping[str, Field]) -> cel.Env:
    """Declare each question with its type, and whether it was said not to apply."""
    types = {name_of(i): type_of(field) for i, field in fields.items()}
    waived = {name_of(i, "na_"): cel.Type.BOOL for i in fields}
    return cel.NewEnv(variables={**types, **waived, "as_of": cel.Type.TIMESTAMP})


def type_of(field: Field) -> cel.Type:
    """Return the type that answers of a field have."""
    if field.many:
        return _TYPES["multi_choice"]
    return _TYPES.get(field.type, cel.Type.STRING)


def bound(fields: Mapping[str, Field], link_id: str, raw: Any) -> Any:
    """Return an answer as the value of its variable."""
    kind = fields[link_id].type
    if kind in {"integer", "decimal"}:
        return _whole(Fraction(raw))
    if kind == "duration":
        exact = Fraction(raw["value"]) * _SECONDS[raw["unit"]]
        return dt.timedelta(microseconds=_whole(exact))
    if kind == "date":
        return midnight(dt.date.fromisoformat(raw))
    if kind == "money":
        return {raw["currency"]: _whole(Fraction(raw["amount"]))}
    return "given" if kind in {"table", "attachment", "contact"} else raw


def midnight(day: dt.date) -> dt.datetime:
    """Return the day as a timestamp."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def text_of(node: Node, fields: Mapping[str, Field], templates: Any = None) -> str:
    """Return a condition as CEL; OutsideCelError when it reads rows or evidence."""
    templates = templates or TEMPLATES
    if isinstance(node, Combination):
        parts = [text_of(part, fields, templates) for part in node.parts]
        return str(templates[node.op](parts))
    if isinstance(node, Rows | EvidenceTest):
        raise OutsideCelError(node.pointer)
    return _leaf(node, fields[node.subject], templates)


def truth_in(expression: cel.Expression, activation: cel.Activation) -> bool | None:
    """Return CEL's truth; what is unbound is unknown, any other error is raised."""
    found = expression.eval(activation)
    if found.type() == cel.Type.BOOL:
        return bool(found.plain_value())
    message = str(found.value())
    assert any(cause in message for cause in _UNBOUND), message
    return None


def _leaf(leaf: Leaf, field: Field, templates: Any) -> str:
    prefix = "na_" if leaf.op == "not_applicable" else "q_"
    return f"({templates[leaf.op](name_of(leaf.subject, prefix), leaf.value, field)})"


def _whole(number: Fraction) -> int:
    millionths = number * _MILLION
    if millionths.denominator != 1 or abs(millionths) >= 2**63:
        raise OutsideCelError(str(number))
    return int(millionths)


def _constant(value: Any, field: Field) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_constant(item, field) for item in value)}]"
    if isinstance(value, bool):
        return json.dumps(value)
    if field.type == "duration":
        number, unit = value.split(" ")
        micro = _whole(Fraction(number) * _SECONDS[unit])
        return f"duration('{micro // _MILLION}.{micro % _MILLION:06}s')"
    if isinstance(value, int | Decimal | Fraction):
        return str(_whole(Fraction(value)))
    return json.dumps(value, ensure_ascii=False)


def _compared(sign: str) -> Callable[[str, Any, Field], str]:
    def template(name: str, value: Any, field: Field) -> str:
        if field.type != "money":
            return f"{name} {sign} {_constant(value, field)}"
        number, currency = value.split(" ")
        return f"{name}['{currency}'] {sign} {_whole(Fraction(number))}"

    return template


def _from_start(name: str, window: str) -> str:
    """Say that a day is not before the first of a window that ends on ``as_of``.

    The first day has the day number of ``as_of``, or is the last of a shorter month.
    """
    number, unit = window.split(" ")
    if unit in {"d", "wk"}:
        seconds = int(number) * _SECONDS[unit]
        return f"({name} >= as_of - duration('{seconds}s'))"
    months = int(number) * (12 if unit == "a" else 1)
    first = f"as_of.getFullYear() * 12 + as_of.getMonth() - {months}"
    own = f"{name}.getFullYear() * 12 + {name}.getMonth()"
    last = f"({name} + duration('24h')).getMonth() != {name}.getMonth()"
    late = f"{name}.getDate() >= as_of.getDate() || {last}"
    return f"({own} > {first} || ({own} == {first} && ({late})))"


TEMPLATES: dict[str, Any] = {
    "all": lambda parts: f"({' && '.join(parts)})",
    "any": lambda parts: f"({' || '.join(parts)})",
    "none": lambda parts: f"!({' || '.join(parts)})",
    "answered": lambda name, _, __: f"{name} == {name}",
    "not_applicable": lambda name, _, __: name,
    "is": _compared("=="),
    "is_not": _compared("!="),
    "at_least": _compared(">="),
    "at_most": _compared("<="),
    "above": _compared(">"),
    "below": _compared("<"),
    "in": lambda name, value, field: f"{name} in {_constant(value, field)}",
    "not_in": lambda name, value, field: f"!({name} in {_constant(value, field)})",
    "includes_all": lambda n, v, f: f"{_constant(v, f)}.all(c, c in {n})",
    "includes_any": lambda n, v, f: f"{_constant(v, f)}.exists(c, c in {n})",
    "excludes": lambda n, v, f: f"!{_constant(v, f)}.exists(c, c in {n})",
    "only": lambda n, v, f: f"{n}.all(c, c in {_constant(v, f)})",
    "count_at_least": lambda name, value, _: f"size({name}) >= {value}",
    "within": lambda n, v, _: f"{_from_start(n, v)} && {n} <= as_of",
    "older_than": lambda n, v, _: f"!{_from_start(n, v)}",
    "valid_on": lambda name, _, __: f"{name} >= as_of",
}
