"""A questionnaire with every type, and conditions with every operator, at random."""

from __future__ import annotations

import random
from typing import Any

from tests.builders import option, question, yes

Plain = dict[str, Any]
CODES = ("x", "y", "z")
MANY = [option("x"), option("y"), option("z"), option("none", exclusive=True)]


def column(name: str, kind: str, **over: Any) -> Plain:
    return {"id": name, "type": kind, "text": {"en": name}, **over}


COLUMNS = [
    column("flag", "boolean"),
    column("kind", "choice", options=[option(code) for code in CODES]),
    column("length", "duration", required=False),
    column("parts", "multi_choice", options=MANY),
]
QUESTIONS = [
    question("flag", allow_not_applicable=True),
    question("kind", "choice", options=[option(code) for code in CODES]),
    question("parts", "multi_choice", options=MANY, enable_when=yes("flag")),
    question(
        "whole",
        "integer",
        min=0,
        max=100,
        enable_when={"answer": "kind", "in": ["x", "y"]},
    ),
    question(
        "number", "decimal", enable_when={"answer": "flag", "not_applicable": True}
    ),
    question("length", "duration"),
    question("money", "money"),
    question("day", "date"),
    question("words", "text"),
    question("person", "contact"),
    question("place", "country"),
    question("places", "country", multiple=True),
    question("rows", "table", columns=COLUMNS),
    question(
        "deep", enable_when={"none": [{"answer": "parts", "includes_any": ["x"]}]}
    ),
]


def some(rng: random.Random, codes: tuple[str, ...]) -> list[str]:
    return rng.sample(codes, rng.randint(1, len(codes)))


def leaf(rng: random.Random, names: tuple[str, ...] = (), key: str = "answer") -> Plain:
    name = rng.choice(names or tuple(_OPERATORS))
    operator, value = rng.choice(_OPERATORS[name])(rng)
    return {key: name, operator: value}


def _quantity(values: tuple[Any, ...]) -> list[Any]:
    names = ("at_least", "at_most", "above", "below")
    return [lambda rng: (rng.choice(names), rng.choice(values)), _answered]


def _answered(_: random.Random) -> tuple[str, Any]:
    return "answered", True


def _list(*names: str, codes: tuple[str, ...]) -> Any:
    return lambda rng: (rng.choice(names), some(rng, codes))


_CHOICE = [
    lambda rng: (rng.choice(["is", "is_not"]), rng.choice(CODES)),
    _list("in", "not_in", codes=CODES),
]
_MANY = [
    _list("includes_all", "includes_any", "excludes", "only", codes=CODES),
    lambda rng: ("count_at_least", rng.randint(1, 4)),
]
_FLAG = [lambda rng: (rng.choice(["is", "is_not"]), rng.random() < 0.5), _answered]
_LENGTH = _quantity(("30 min", "24 h", "1.5 d", "12 mo", "1 a"))
_PLACES = ("UA", "PL", "DE")
_WITHIN: dict[str, Any] = {
    "flag": _FLAG,
    "kind": _CHOICE,
    "length": _LENGTH,
    "parts": _MANY,
}


def _rows(rng: random.Random) -> tuple[str, Any]:
    where = condition(rng, 1, tuple(_WITHIN), "column")
    operator = rng.choice(["every_row", "any_row", "no_row", "rows_at_least"])
    if operator == "rows_at_least":
        count = rng.randint(1, 3)
        return operator, rng.choice([count, {"count": count, "where": where}])
    return operator, where


_OPERATORS: dict[str, Any] = {
    **_WITHIN,
    "whole": [
        *_quantity((0, 7, 50, 100)),
        lambda rng: (rng.choice(["in", "not_in"]), [3, 7]),
        lambda rng: (rng.choice(["is", "is_not"]), 50),
    ],
    "number": _quantity((0, 2.5, -1)),
    "money": _quantity(("1000 EUR", "2000.5 EUR", "900 USD")),
    "day": [
        lambda rng: (
            rng.choice(["within", "older_than"]),
            rng.choice(["3 mo", "10 d", "1 a"]),
        ),
        lambda _: ("valid_on", "as_of"),
    ],
    "words": [lambda rng: (rng.choice(["is", "is_not"]), "exactly this"), _answered],
    "person": [_answered],
    "place": [_list("in", "not_in", codes=_PLACES)],
    "places": [
        _list("includes_all", "includes_any", "excludes", "only", codes=_PLACES),
        lambda rng: ("count_at_least", rng.randint(1, 4)),
    ],
    "rows": [_rows],
    "deep": _FLAG,
}


def condition(
    rng: random.Random,
    depth: int = 2,
    names: tuple[str, ...] = (),
    key: str = "answer",
) -> Plain:
    if depth == 0 or rng.random() < 0.3:
        return leaf(rng, names, key)
    parts = [condition(rng, depth - 1, names, key) for _ in range(rng.randint(1, 3))]
    return {rng.choice(["all", "any", "none"]): parts}


def value(rng: random.Random, name: str) -> Any:
    """Return any valid value at all, not one of those that stand for others."""
    written = {
        "flag": lambda: rng.random() < 0.5,
        "deep": lambda: rng.random() < 0.5,
        "kind": lambda: rng.choice(CODES),
        "parts": lambda: rng.choice([some(rng, CODES), ["none"]]),
        "whole": lambda: rng.randint(0, 100),
        "number": lambda: rng.choice([0, 2.5, -1, rng.randint(-400, 400) / 8]),
        "length": lambda: {
            "value": rng.choice([0, 1, 1.5, 12, 24, 30, 31, 365, 366, 500]),
            "unit": rng.choice(["min", "h", "d", "wk", "mo", "a"]),
        },
        "money": lambda: {
            "amount": rng.choice(
                ["0", "899.99", "900", "1000", "1500", "2000.5", "2001"]
            ),
            "currency": rng.choice(["EUR", "USD", "JPY"]),
        },
        "day": lambda: (
            f"{rng.choice([2024, 2025, 2026, 2027])}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}"
        ),
        "words": lambda: rng.choice(["exactly this", "something else"]),
        "person": lambda: {"name": "N", "phone": "1"},
        "place": lambda: rng.choice(["UA", "PL", "DE", "FR", "US"]),
        "places": lambda: rng.sample(
            ["UA", "PL", "DE", "FR", "US", "CA"], rng.randint(1, 6)
        ),
        "rows": lambda: [row(rng) for _ in range(rng.choice([0, 1, 2, 3, 8]))],
    }
    return written[name]()


def row(rng: random.Random) -> Plain:
    found = {c["id"]: value(rng, c["id"]) for c in COLUMNS}
    if rng.random() < 0.3:
        del found["length"]
    return found
