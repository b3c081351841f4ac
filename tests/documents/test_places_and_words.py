"""Where a problem is when several readings are possible, and how values are named."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, Field, PlainValidator

from audit.documents import Document, read_json, read_yaml, validate
from audit.documents.limits import NumberFault, real_number, whole_number
from audit.documents.positions import index_of, pointer_of, short_pointer, shown
from audit.documents.resolve import follow, place_of
from audit.documents.wording import close_match, hint_of, message_of
from audit.errors import Problem, SchemaProblem


def of(model: type[BaseModel], text: str) -> tuple[Problem, ...]:
    with pytest.raises(SchemaProblem) as caught:
        validate(model, read_yaml(text.encode(), "p.yaml"))
    return caught.value.problems


# Places


class Deep(BaseModel):
    a: dict[str, dict[str, dict[str, dict[str, dict[str, dict[str, int]]]]]]


def test_one_key_at_every_level_is_read_as_deep_as_it_goes() -> None:
    # Seven steps with the same name have 128 readings; the search is cut at 64.
    (found,) = of(Deep, "{a: {a: {a: {a: {a: {a: {a: many}}}}}}}")
    assert found.pointer == "/a" * 7
    assert found.column == len("{a: {a: {a: {a: {a: {a: {a: m")


def _refuse_map(value: Any) -> Any:
    if isinstance(value, dict):
        raise ValueError("a map is not what was asked for")  # noqa: TRY004
    return value


class TextPart(BaseModel):
    type: Literal["text"]
    text: Annotated[Any, PlainValidator(_refuse_map), BeforeValidator(dict)]


class SizePart(BaseModel):
    type: Literal["size"]
    size: int


class Parts(BaseModel):
    part: Annotated[TextPart | SizePart, Field(discriminator="type")]


def test_a_value_that_was_copied_is_found_by_what_it_holds() -> None:
    # The location is part, text, text: the tag, then the key; not the key in the key.
    (found,) = of(Parts, "part: {type: text, text: {text: {size: 1}}}")
    assert found.pointer == "/part/text"
    assert found.message == "a map is not what was asked for"


def test_a_value_that_is_nowhere_gets_the_deepest_reading() -> None:
    detail = {"loc": ("a", "tag", "b"), "type": "value_error", "input": "made up"}
    assert place_of(detail, {"a": {"b": 1}}) == ("a", "b")
    assert place_of(detail, {"a": 1}) == ("a",)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), {"a": [1, 2]}),
        (("a", 1), 2),
        (("a", 2), None),
        (("a", -1), None),
        (("a", "1"), None),
        (("b",), None),
        (("a", 0, "c"), None),
    ],
    ids=str,
)
def test_a_path_is_followed_or_leads_nowhere(path: tuple, value: Any) -> None:
    assert follow({"a": [1, 2]}, path) == value


@pytest.mark.parametrize(
    ("token", "index"),
    [
        ("0", 0),
        ("2", 2),
        ("3", None),
        ("02", None),
        ("-1", None),
        ("-", None),
        ("", None),
        ("two", None),
        ("²", None),
        ("٢", None),
        ("1" * 10, None),
        ("1" * 6000, None),
    ],
    ids=lambda value: str(value)[:12] or "empty",
)
def test_an_index_is_plain_digits_within_the_list(
    token: str, index: int | None
) -> None:
    assert index_of(token, 3) == index


@pytest.mark.parametrize("token", ["two", "01", "9" * 6000])
@pytest.mark.parametrize(
    "document",
    [read_json(b"[\n[1]]", "x"), read_yaml(b"-\n- [1]", "x")],
    ids=["json", "yaml"],
)
def test_a_token_that_is_no_index_points_at_the_list(
    token: str, document: Document
) -> None:
    assert document.locate(f"/{token}") == document.locate("")


def test_a_long_pointer_is_cut_and_an_ordinary_one_is_not() -> None:
    ordinary = pointer_of(["answers", "a/b", 3])
    assert short_pointer(ordinary) == ordinary == "/answers/a~1b/3"
    long = pointer_of(["k" * 399])
    assert short_pointer(long) == long
    assert short_pointer(long + "k") == long + "…"


# Values in words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ({"a": 1}, "a map"),
        ([1], "a list"),
        ((1,), "a list"),
        (5, "5"),
        (Decimal("1.50"), "1.50"),
        ("a\u202eb\n", r"'a\u202eb\n'"),
        ("x" * 78, f"'{'x' * 78}'"),
        ("x" * 79, f"'{'x' * 78}…"),
    ],
    ids=lambda value: f"{repr(value)[:20]}_{len(repr(value))}",
)
def test_a_value_is_shown_in_words_or_quotes(value: Any, text: str) -> None:
    assert shown(value) == text


class Grade(Enum):
    GOOD = "good"
    POOR = "poor"


class Words(BaseModel):
    above: Annotated[int, Field(gt=3)] = 4
    least: Annotated[int, Field(ge=3)] = 4
    below: Annotated[int, Field(lt=3)] = 2
    most: Annotated[int, Field(le=3)] = 2
    short: Annotated[str, Field(min_length=3)] = "abc"
    steps: Annotated[int, Field(multiple_of=5)] = 5
    few: Annotated[tuple[int, ...], Field(max_length=1)] = ()
    many: Annotated[tuple[int, ...], Field(min_length=2)] = (1, 2)
    grade: Grade = Grade.GOOD
    flag: bool = False
    share: Decimal = Decimal(0)
    uuid: Annotated[str, Field(pattern="^[a-c]+$")] = "a"
    nothing: None = None
    ready: Annotated[int, Field(strict=True)] = 1
    flags: dict[str, bool] = {}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("above: 3", "must be greater than 3, got 3", ""),
        ("least: 2", "must be at least 3, got 2", ""),
        ("below: 3", "must be less than 3, got 3", ""),
        ("most: 4", "must be at most 3, got 4", ""),
        ("short: ab", "is too short; at least 3 characters needed", ""),
        ("steps: 7", "must be a multiple of 5, got 7", ""),
        ("few: [1, 2]", "has too many entries; at most 1 fit", ""),
        ("many: [1]", "has too few entries; at least 2 needed", ""),
        (
            "grade: goood",
            "expected one of good, poor, got 'goood'",
            "did you mean 'good'?",
        ),
        ("grade: [1]", "expected one of good, poor, got a list", ""),
        ("flag: maybe", "expected true or false, got 'maybe'", ""),
        ("share: lots", "expected a number, got 'lots'", ""),
        ("uuid: d", "does not have the form ^[a-c]+$, got 'd'", ""),
        ("nothing: 1", "expected no value, got 1", ""),
        ("many: 1", "expected a list, got 1", "write one entry as a list too"),
        ("many: {a: 1}", "expected a list, got a map", ""),
        (
            "flags: text",
            "expected a map of keys and values, got 'text'",
            "write keys and values under it",
        ),
        ("flags: [1]", "expected a map of keys and values, got a list", ""),
        ("short: 5", "expected a text, got 5", "put it in quotes"),
        ("short: null", "expected a text, got null", ""),
        ("short: [a]", "expected a text, got a list", ""),
    ],
)
def test_what_is_wrong_and_what_to_do(text: str, message: str, hint: str) -> None:
    (found,) = of(Words, text)
    assert (found.message, found.hint) == (message, hint)


def test_an_error_type_without_words_of_ours_keeps_its_own() -> None:
    detail = {"type": "url_parsing", "msg": "Input should be a valid URL, " + "x" * 900}
    message = message_of(detail, "ht")
    assert message.startswith("expected a valid URL, xxx")
    assert message.endswith(", got 'ht'")
    assert len(message) < 200
    assert hint_of(detail, "ht") == ""


def test_a_models_own_sentence_is_cut() -> None:
    for detail in (
        {"type": "value_error", "msg": "y", "ctx": {"error": ValueError("x" * 900)}},
        {"type": "assertion_error", "msg": "x" * 900},
    ):
        assert message_of(detail, 1) == "x" * 160


def test_tags_without_quotes_are_named_as_they_are() -> None:
    detail = {"type": "union_tag_invalid", "ctx": {"expected_tags": "1, 2"}}
    assert message_of(detail, 3) == "expected one of 1, 2, got 3"
    assert hint_of(detail, 3) == ""


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("goood", "did you mean 'good'?"),
        ("zzz", ""),
        (5, ""),
        (None, ""),
        ("g" * 81, ""),
    ],
    ids=lambda value: str(value)[:8] or "nothing",
)
def test_a_near_miss_is_suggested(word: Any, hint: str) -> None:
    assert close_match(word, ["good", "poor"]) == hint


# Numbers that no two readers may understand differently


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.1", Decimal("0.1")),
        ("1.50", Decimal("1.5")),
        ("2.0", 2),
        ("-0.0", 0),
        ("1e-7", Decimal("1e-7")),
        ("9007199254740992.0", 2**53),
        ("0." + "0" * 323 + "5", Decimal("5e-324")),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_number_that_a_double_keeps_is_read_exactly(text: str, number: Any) -> None:
    found = real_number(text)
    assert found == number
    assert type(found) is type(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0." + "0" * 399, "number-precision"),
        ("0.1000000000000000055", "number-precision"),
        ("0e99999999999999999999", "number-precision"),
        ("1e-400", "number-precision"),
        ("9007199254740994.0", "number-range"),
        ("-1e400", "number-range"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_number_that_a_double_changes_is_refused(text: str, code: str) -> None:
    with pytest.raises(NumberFault) as caught:
        real_number(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "base", "fits"),
    [
        ("9007199254740992", 10, True),
        ("-9007199254740993", 10, False),
        ("0" * 400, 10, True),
        ("0" * 401, 10, False),
        ("20000000000000", 16, True),
        ("20000000000001", 16, False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_whole_numbers_end_at_two_to_the_53(text: str, base: int, fits: bool) -> None:
    if fits:
        assert whole_number(text, base) == int(text, base)
        return
    with pytest.raises(NumberFault) as caught:
        whole_number(text, base)
    assert caught.value.code == "number-range"
