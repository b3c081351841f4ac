"""Laws that hold for any data: canonical form, readers, positions."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.canonical import MAX_NUMBER, canonical, digest, digest_bytes
from audit.documents import read_json, read_yaml
from audit.documents.json_scanner import scan
from audit.documents.positions import path_of, pointer_of
from audit.errors import InputError, Problem, SyntaxProblem

#: A busy machine is no fault of the data.
steady = settings(deadline=None)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
KEYS = TEXTS | st.sampled_from(["a/b", "m~n", "~1", "/", "", "0", "01"])
WHOLE = st.integers(-MAX_NUMBER, MAX_NUMBER)
FLOATS = st.floats(-1e15, 1e15, allow_nan=False).map(lambda f: Decimal(repr(f)))
REALS = FLOATS.map(lambda d: int(d) if d == d.to_integral_value() else d)
LEAVES = st.none() | st.booleans() | WHOLE | REALS | TEXTS
DATA = st.recursive(
    LEAVES, lambda d: st.lists(d, max_size=4) | st.dictionaries(KEYS, d, max_size=4)
)


@steady
@given(DATA)
def test_reading_the_canonical_form_gives_the_data(data: Any) -> None:
    document = read_json(canonical(data), "x.json")
    assert document.data == data
    assert repr(document.data) == repr(read_json(canonical(document.data), "x").data)
    assert document.digest == digest(data) == digest_bytes(canonical(data))


@steady
@given(st.dictionaries(KEYS, DATA, max_size=6), st.randoms())
def test_key_order_changes_nothing(data: dict[str, Any], random: Any) -> None:
    items = list(data.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(data)


@steady
@given(DATA)
def test_yaml_and_json_of_one_content_share_the_digest(data: Any) -> None:
    # Escapes keep the text within what both languages can write.
    text = json.dumps(data, default=float).encode()
    if b"\\ud" not in text and b"\\u" not in text and b"\x7f" not in text:
        assert read_yaml(text, "x").digest == read_json(text, "x").digest


# What writers of JSON differ in: order beyond the BMP, escapes, the size of numbers.
_HARD = '\x00\x07\x08\t\n\x1f\x7f\x80"\\/\u2028\u2029\ufeff\ud7ff\ue000\uffff𐀀😀é'
_HARD_TEXTS = st.text(st.sampled_from(_HARD) | st.characters(exclude_categories=["Cs"]))
_TINY = st.floats(-1e-3, 1e-3) | st.sampled_from([1e-6, 9.9e-7, 1e-4, 5e-324, -0.0])
_NUMBERS = st.integers(1 - MAX_NUMBER, MAX_NUMBER - 1) | st.floats(-1e15, 1e15) | _TINY
_HARD_DATA = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _HARD_TEXTS,
    lambda d: (
        st.lists(d, max_size=4)
        | st.lists(d, max_size=4).map(tuple)
        | st.dictionaries(_HARD_TEXTS, d, max_size=6)
    ),
)


@settings(steady, max_examples=500)
@given(_HARD_DATA)
def test_the_canonical_form_is_that_of_rfc_8785(data: Any) -> None:
    assert canonical(data) == rfc8785.dumps(data)


@steady
@given(_TINY | st.floats(-1e15, 1e15))
def test_a_decimal_is_written_as_the_float_that_reads_it(number: float) -> None:
    assert canonical(Decimal(repr(number))) == rfc8785.dumps(number)


@steady
@given(st.lists(_HARD_TEXTS), st.characters(categories=["Cs"]), st.booleans())
def test_half_a_surrogate_pair_is_refused_wherever_it_stands_bad(
    texts: list[str], half: str, as_key: bool
) -> None:
    text = "".join([*texts, half, *texts])
    data = dict.fromkeys([*texts, text]) if as_key else [*texts, text]
    with pytest.raises(InputError):
        canonical({"held": data})


@steady
@given(DATA, st.sampled_from([None, 1, 4]))
def test_locate_points_at_every_value(data: Any, indent: int | None) -> None:
    text = json.dumps(data, default=float, indent=indent, ensure_ascii=False)
    document = read_json(text.encode(), "x.json")
    lines = text.split("\n")
    for path, value in _walk(document.data):
        line, column = document.locate(pointer_of(path))
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        found, _ = json.JSONDecoder(parse_float=Decimal).raw_decode(rest)
        assert found == value


@steady
@given(DATA)
def test_locate_finds_keys_in_both_languages(data: Any) -> None:
    text = json.dumps({"top": data}, default=float, indent=1)
    if "\\u" in text or "\x7f" in text:
        return
    documents = (read_json(text.encode(), "x"), read_yaml(text.encode(), "x"))
    for path, _ in _walk(documents[0].data):
        pointer = pointer_of(path)
        for key in (True, False):
            one, two = (d.locate(pointer, key=key) for d in documents)
            assert one == two


def _walk(data: Any, path: tuple[str | int, ...] = ()) -> Any:
    yield path, data
    parts: Any = ()
    if isinstance(data, dict):
        parts = data.items()
    elif isinstance(data, list):
        parts = enumerate(data)
    for key, value in parts:
        yield from _walk(value, (*path, key))


@steady
@given(st.lists(KEYS))
def test_pointers_round_trip(path: list[str]) -> None:
    assert path_of(pointer_of(path)) == path


_PIECES = '{ } [ ] , : "a" "b" "\\ud800" 1 01 -1.5 1e400 NaN true nul / \n "'.split(" ")


@steady
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_scanner_and_parser_refuse_the_same(text: str) -> None:
    found: tuple[Problem, ...] = ()
    try:
        read_json(text.encode(), "x")
    except SyntaxProblem as error:
        found = error.problems
    assert scan(text, "x") == found


@pytest.mark.parametrize(
    "value",
    [
        MAX_NUMBER + 1,
        -MAX_NUMBER - 1,
        10**6000,
        1e300,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("0.1000000000000000055"),
        Decimal("1e-400"),
        Decimal("1e999999"),
        "\ud800",
        {"\ud800": 1},
        {1: 2},
        {1, 2},
        b"raw",
    ],
    ids=map(str, range(17)),
)
def test_canonical_refuses_what_json_cannot_say(value: Any) -> None:
    with pytest.raises(InputError):
        canonical([value])


def test_canonical_known_values() -> None:
    assert canonical({"b": [1, Decimal("1.50"), 2.0], "a": None, "ї": True}) == (
        '{"a":null,"b":[1,1.5,2],"ї":true}'.encode()
    )
    assert canonical([MAX_NUMBER, -MAX_NUMBER]) == (
        b"[9007199254740992,-9007199254740992]"
    )
    assert digest({}) == digest_bytes(b"{}")
    assert digest({}).startswith("sha256:44136fa355b3678a")
