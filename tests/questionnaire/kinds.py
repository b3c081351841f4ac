"""One question of every type and bounds, and values as a vendor writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.builders import document, option, question, record, text

if TYPE_CHECKING:
    from audit.errors import Problem

AT = "/answers/q/value"

_CHANNELS = [option("voice"), option("chat"), option("none", exclusive=True)]
_EXCLUSIVE = [option("none", exclusive=True), option("unsure", exclusive=True)]
COLUMNS = [
    {"id": "site", "type": "text", "text": text("Site"), "max_length": 10},
    {"id": "seats", "type": "integer", "text": text("Seats"), "min": 1},
    {"id": "own", "type": "boolean", "text": text("Own"), "required": False},
    {"id": "since", "type": "date", "text": text("Since"), "required": False},
    {"id": "keep", "type": "duration", "text": text("Keep"), "required": False},
    {"id": "fee", "type": "money", "text": text("Fee"), "required": False},
    {
        "id": "where",
        "type": "country",
        "text": text("Where"),
        "multiple": True,
        "required": False,
    },
]
ASKED = record(
    question("yes-no"),
    question("one", "choice", options=_CHANNELS),
    question("many", "multi_choice", options=_CHANNELS),
    question("free-many", "multi_choice", options=_CHANNELS[:2]),
    question("only-exclusive", "multi_choice", options=_EXCLUSIVE),
    question("whole", "integer"),
    question("bounded-whole", "integer", min=0, max=100),
    question("number", "decimal"),
    question("bounded-number", "decimal", min=0.1, max=0.3),
    question("time", "duration"),
    question("bounded-time", "duration", min="1 h", max="1 mo"),
    question("day", "date"),
    question("bounded-day", "date", min="2026-01-01", max="2026-12-31"),
    question("day-from", "date", min="2026-01-01"),
    question("day-until", "date", max="2026-12-31"),
    question("words", "text"),
    question("short-words", "text", max_length=5),
    question("person", "contact"),
    question("land", "country"),
    question("lands", "country", multiple=True),
    question("price", "money"),
    question("rows", "table", columns=COLUMNS),
    question("few-rows", "table", columns=COLUMNS[:1], min_rows=1, max_rows=2),
    question("files", "attachment"),
).questions


class Twin(NamedTuple):
    """A good value and a bad one that differs in a single respect."""

    name: str
    link_id: str
    good: Any
    bad: Any
    message: str
    hint: str = ""
    place: str = ""


def as_read(value: Any) -> Any:
    """Return the value as the strict JSON reader gives it to the check."""
    return document([value]).data[0]


def problems(link_id: str, value: Any) -> list[Problem]:
    return list(ASKED[link_id].problems(as_read(value), AT))


def assert_twin(twin: Twin) -> None:
    assert problems(twin.link_id, twin.good) == []
    (found,) = problems(twin.link_id, twin.bad)
    assert found.code == "answer-value"
    assert found.pointer == AT + twin.place
    assert twin.message in found.message
    assert twin.hint in found.hint
    assert bool(twin.hint) == bool(found.hint)


def time(value: Any, unit: Any = "h") -> dict[str, Any]:
    return {"value": value, "unit": unit}


def money(amount: Any, currency: Any = "EUR") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def person(**over: Any) -> dict[str, Any]:
    return {"name": "Olena", "email": "o@example.ua", **over}


def row(**over: Any) -> dict[str, Any]:
    return {"site": "Lviv", "seats": 1, **over}
