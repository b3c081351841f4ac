"""The published JSON Schema and our own checks give the same verdict on a value.

Every value of the pool is put to every question. Where the two differ on purpose, the
difference is listed with its reason; an unlisted one, or a listed one that is gone,
fails the test. The schema may be laxer (a form is finished by the check), never
stricter: a vendor's editor must not refuse what we accept.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from audit.conditions.quantities import HOURS
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.money import CURRENCIES
from tests.questionnaire.kinds import ASKED, money, problems, time
from tests.questionnaire.pool import POOL

_BOUNDS = "the schema language has no comparison of days"
_UNITS = "the schema language cannot convert units"
_CALENDAR = "a pattern cannot know the calendar, and 'format' only annotates"
_HIDDEN = "Unicode categories have no portable pattern"
_LINE_END = "Python's '$' matches before a last line break; ECMA-262's does not"
_MAIL = "an e-mail pattern would refuse addresses that exist"

_NO_DAY = dict.fromkeys(("day_30_february", "day_month_13", "day_year_0"), _CALENDAR)
_EARLY = {"day_before": _BOUNDS}
_LATE = {"day_after": _BOUNDS}
#: Values that the schema lets pass and the check refuses, by question.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "day": _NO_DAY,
    "bounded-day": {**_NO_DAY, **_EARLY, **_LATE},
    "day-from": {**_NO_DAY, **_EARLY},
    "day-until": {**_NO_DAY, **_LATE},
    "bounded-time": dict.fromkeys(("time_zero", "time_below", "time_above"), _UNITS),
    "words": {"nul": _HIDDEN, "direction": _HIDDEN},
    "short-words": {"nul": _HIDDEN, "direction": _HIDDEN},
    "price": {"money_line": _LINE_END},
    "person": {"person_mail": _MAIL, "person_hidden": _HIDDEN},
    "rows": {"row_calendar": _CALENDAR, "row_hidden": _HIDDEN},
}


def as_json(data: Any) -> Any:
    """Return plain JSON data as an editor's parser holds it: numbers are doubles."""
    return json.loads(json.dumps(data, default=float))


def validator_of(link_id: str) -> Draft202012Validator:
    definitions = {
        "country": {"enum": list(COUNTRIES)},
        "currency": {"enum": sorted(CURRENCIES)},
    }
    schema = as_json({**ASKED[link_id].schema_of_value(), "$defs": definitions})
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=Registry())


VALIDATORS = {link_id: validator_of(link_id) for link_id in ASKED}


@pytest.mark.parametrize("link_id", list(ASKED))
def test_check_and_schema_differ_only_where_listed(link_id: str) -> None:
    validator = VALIDATORS[link_id]
    accepted = {name for name in POOL if not problems(link_id, POOL[name])}
    allowed = {name for name in POOL if validator.is_valid(as_json(POOL[name]))}
    assert accepted - allowed == set()
    assert allowed - accepted == set(EXCEPTIONS.get(link_id, ()))


@pytest.mark.parametrize("link_id", list(ASKED))
def test_the_pool_holds_accepted_and_refused_values_of_every_question(
    link_id: str,
) -> None:
    verdicts = {bool(problems(link_id, value)) for value in POOL.values()}
    assert verdicts == {True, False}


# Any text without the characters that would disguise it.
_PLAIN = st.text(st.characters(exclude_categories=("Cc", "Cf", "Co", "Cs")), min_size=1)
_WORDS = _PLAIN.filter(str.strip)
_CODES = st.sampled_from(["voice", "chat"])
_COUNTRY = st.sampled_from(COUNTRIES)
_TIME = st.builds(
    time,
    st.integers(0, 2**53) | st.floats(0, 1e15).map(lambda x: round(x, 3)),
    st.sampled_from(list(HOURS)),
)
_MONEY = st.builds(
    money,
    st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,4})?", fullmatch=True).filter(str.isascii),
    st.sampled_from(sorted(CURRENCIES)),
)
_DAY = st.dates().map(str)
_COUNTRIES = st.lists(_COUNTRY, min_size=1, unique=True)
_ROW = st.fixed_dictionaries(
    {"site": _WORDS.map(lambda s: s.strip()[:10]), "seats": st.integers(1, 2**53)},
    optional={
        "own": st.booleans(),
        "since": _DAY,
        "keep": _TIME,
        "fee": _MONEY,
        "where": _COUNTRIES,
    },
)
_PART = _WORDS.map(lambda s: s[:200])
VALID = {
    "yes-no": st.booleans(),
    "one": st.sampled_from(["voice", "chat", "none"]),
    "many": st.lists(_CODES, min_size=1, unique=True) | st.just(["none"]),
    "whole": st.integers(-(2**53), 2**53),
    "bounded-whole": st.integers(0, 100),
    "number": st.floats(-1e15, 1e15).map(lambda x: round(x, 6)) | st.integers(-9, 9),
    "bounded-number": st.floats(0.1, 0.3),
    "time": _TIME,
    "bounded-time": st.builds(time, st.integers(1, 30), st.just("d")),
    "day": _DAY,
    "bounded-day": st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str),
    "words": _WORDS,
    "short-words": _WORDS.map(lambda s: s.strip()[:5]),
    "person": st.fixed_dictionaries(
        {"name": _PART, "email": st.emails().filter(str.isascii)},
        optional={"role": _PART, "phone": _PART},
    ),
    "land": _COUNTRY,
    "lands": _COUNTRIES,
    "price": _MONEY,
    "rows": st.lists(_ROW, max_size=4),
    "files": st.lists(_PLAIN, min_size=1, unique=True),
}


@pytest.mark.parametrize("link_id", list(VALID))
def test_valid_values_pass_the_check_and_the_schema(link_id: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(VALID[link_id])
    def both_accept(value: Any) -> None:
        assert problems(link_id, value) == []
        assert list(VALIDATORS[link_id].iter_errors(as_json(value))) == []

    both_accept()


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 102)
    | st.sampled_from([0.1, 0.2, 0.3, 1.5, -0.5])
    | st.sampled_from(["", " ", "voice", "none", "unsure", "UA", "EUR", "h", "1.50"])
    | st.text(max_size=6)
    | _DAY
)
_KEYS = st.sampled_from(
    ["value", "unit", "amount", "currency", "name", "email", "site", "seats", "own"]
)
ANY = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_whatever_the_check_accepts_the_schema_accepts(value: Any) -> None:
    for link_id, validator in VALIDATORS.items():
        if validator.is_valid(as_json(value)):
            continue
        assert problems(link_id, value), link_id


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_questions_without_exceptions_agree_on_any_value(value: Any) -> None:
    for link_id, validator in VALIDATORS.items():
        if link_id not in EXCEPTIONS:
            accepted = not problems(link_id, value)
            assert accepted == validator.is_valid(as_json(value)), link_id
