"""The columns of a frame: one row a response, typed by the questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from audit.assessment.inputs import Verdict
from audit.columnar.library import pl
from audit.questionnaire.types.money import CURRENCIES
from audit.response.evidence_item import Kind
from audit.response.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.questionnaire.model import Questionnaire

#: The items whose bits one column of backing holds.
WORD = 64
STATES = pl.Enum(get_args(State))
VERDICTS = pl.Enum(get_args(Verdict))
KEYS: Mapping[str, Any] = {
    "response_id": pl.String,
    "response_digest": pl.String,
    "vendor": pl.String,
    "signed": pl.Boolean,
}
#: An item as the engine sees it; ``level`` is what it lends while it is valid.
EVIDENCE = pl.List(
    pl.Struct(
        {
            "kind": pl.Enum(get_args(Kind)),
            "scope": pl.String,
            "level": pl.Int8,
            "intact": pl.Boolean,
            "issued": pl.Date,
            "expires": pl.Date,
            "word": pl.UInt16,
            "bit": pl.UInt64,
        }
    )
)
EXCEPTIONS = pl.List(
    pl.Struct({"control": pl.String, "granted": pl.Date, "expires": pl.Date})
)
#: Numbers are whole: see ``cells.on_grid``.
NUMBER = pl.Int128()


def state_of(link_id: str) -> str:
    """Name the column of an answer's own state."""
    return f"{link_id}/state"


def value_of(link_id: str) -> str:
    """Name the column of an answer's comparable value."""
    return f"{link_id}/value"


def backed_of(link_id: str, word: int) -> str:
    """Name a column of the evidence items behind an answer, one bit each."""
    return f"{link_id}/backed/{word}"


def review_of(link_id: str) -> str:
    """Name the column of the assessor's verdict on an answer."""
    return f"{link_id}/review"


def lent_of(link_id: str) -> str:
    """Name the column of the level that the assessor lent to an answer."""
    return f"{link_id}/lent"


def dtype_of(field: Any) -> pl.DataType:
    """Return the type of a question's or a table column's values."""
    return _TYPES[field.type](field)


def schema_of(questionnaire: Questionnaire, words: int = 1) -> dict[str, Any]:
    """Return every column with its type, in order."""
    found: dict[str, Any] = {**KEYS, "evidence": EVIDENCE, "exceptions": EXCEPTIONS}
    for link_id, question in questionnaire.questions.items():
        found[state_of(link_id)] = STATES
        found[value_of(link_id)] = dtype_of(question)
        for word in range(words):
            found[backed_of(link_id, word)] = pl.UInt64
        found[review_of(link_id)] = VERDICTS
        found[lent_of(link_id)] = pl.Int8
    return found


def words_in(columns: list[str], questionnaire: Questionnaire) -> int:
    """Return how many columns of backing each answer has."""
    first = next(iter(questionnaire.questions))
    return sum(name.startswith(f"{first}/backed/") for name in columns)


def _codes(field: Any) -> pl.DataType:
    one = pl.Enum(field.codes)
    return pl.List(one) if field.many else one


def _contact(field: Any) -> pl.DataType:
    return pl.Struct(dict.fromkeys(field.schema_of_value()["properties"], pl.String()))


def _table(field: Any) -> pl.DataType:
    return pl.List(pl.Struct({n: dtype_of(c) for n, c in field.fields.items()}))


def _always(dtype: pl.DataType) -> Callable[[Any], pl.DataType]:
    return lambda _: dtype


MONEY = pl.Struct({"amount": NUMBER, "currency": pl.Enum(sorted(CURRENCIES))})
_TYPES: Mapping[str, Callable[[Any], pl.DataType]] = {
    "boolean": _always(pl.Boolean()),
    "choice": _codes,
    "multi_choice": _codes,
    "country": _codes,
    "integer": _always(NUMBER),
    "decimal": _always(NUMBER),
    "duration": _always(NUMBER),
    "money": _always(MONEY),
    "date": _always(pl.Date()),
    "text": _always(pl.String()),
    "contact": _contact,
    "attachment": _always(pl.List(pl.String())),
    "table": _table,
}
