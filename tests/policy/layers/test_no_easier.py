"""What is seen of two conditions: the one never comes out better than the other."""

from __future__ import annotations

from typing import Any

import pytest

from audit.conditions.parse import parse
from audit.policy.layers.no_easier import no_easier
from tests import builders as b

FIELDS = b.record(
    b.question("q-a"),
    b.question("q-n", "integer"),
    b.question("q-h", "duration"),
    b.question("q-m", "money"),
    b.question("q-d", "date"),
    b.question("q-x", "choice", options=[b.option(code) for code in "xyz"]),
    b.question("q-s", "multi_choice", options=[b.option(code) for code in "xyz"]),
    b.question(
        "q-t",
        "table",
        columns=[{"id": "n", "type": "integer", "text": b.text()}],
    ),
).questions


def at(subject: str, **test: Any) -> dict[str, Any]:
    return {"answer": f"q-{subject}", **test}


def rows(op: str, least: int) -> dict[str, Any]:
    return at("t", **{op: {"column": "n", "at_least": least}})


def many(count: int, least: int) -> dict[str, Any]:
    return at(
        "t", rows_at_least={"count": count, "where": {"column": "n", "at_least": least}}
    )


YES, NO = at("a", is_=True), at("a", is_=False)
for leaf in (YES, NO):
    leaf["is"] = leaf.pop("is_")
PAPER = {"evidence": {"answer": "q-a", "kind": "policy"}}
#: harder, easier: the first is seen to be no easier, and not the other way round
HARDER = [
    (at("h", at_most="24 h"), at("h", at_most="3 d")),
    (at("h", below="24 h"), at("h", at_most="1 d")),
    (at("n", above=5), at("n", at_least=5)),
    (at("n", at_least=6), at("n", above=5)),
    (at("n", at_most=4), at("n", below=5)),
    (at("n", **{"is": 7}), at("n", at_least=7)),
    (at("n", **{"in": [7, 8]}), at("n", above=6)),
    (at("m", at_least="20 EUR"), at("m", at_least="10 EUR")),
    (at("d", within="6 mo"), at("d", within="1 a")),
    (at("d", within="4 wk"), at("d", within="1 mo")),
    (at("d", within="1 mo"), at("d", within="31 d")),
    (at("d", within="12 mo"), at("d", within="366 d")),
    (at("d", within="365 d"), at("d", within="1 a")),
    (at("d", older_than="2 a"), at("d", older_than="6 mo")),
    (at("x", **{"is": "x"}), at("x", **{"in": ["x", "y"]})),
    (at("x", **{"is": "x"}), at("x", is_not="y")),
    (at("x", not_in=["y", "z"]), at("x", **{"in": ["x", "y"]})),
    (at("x", not_in=["x", "y"]), at("x", is_not="x")),
    (at("s", includes_all=["x", "y"]), at("s", includes_all=["x"])),
    (at("s", includes_all=["x", "y"]), at("s", includes_any=["y", "z"])),
    (at("s", includes_all=["x", "y"]), at("s", count_at_least=2)),
    (at("s", includes_any=["x"]), at("s", includes_any=["x", "y"])),
    (at("s", includes_any=["x"]), at("s", count_at_least=1)),
    (at("s", count_at_least=3), at("s", count_at_least=2)),
    (at("s", only=["x"]), at("s", only=["x", "y"])),
    (at("s", only=["x"]), at("s", excludes=["y"])),
    (at("s", excludes=["x", "y"]), at("s", excludes=["x"])),
    (at("s", only=["x"]), at("s", answered=True)),
    ({"none": [at("s", only=["x", "y"])]}, {"none": [at("s", only=["x"])]}),
    ({"none": [at("n", at_least=5)]}, at("n", at_most=5)),
    (rows("every_row", 3), rows("every_row", 2)),
    (rows("any_row", 3), rows("any_row", 2)),
    (rows("no_row", 2), rows("no_row", 3)),
    (rows("any_row", 3), at("t", rows_at_least=1)),
    (many(2, 3), rows("any_row", 3)),
    (many(3, 3), many(2, 2)),
    (rows("no_row", 3), at("t", answered=True)),
    ({"none": [many(2, 2)]}, {"none": [many(3, 3)]}),
    ({"none": [rows("any_row", 3)]}, rows("no_row", 4)),
    ({"all": [YES, at("n", at_least=1)]}, YES),
    (YES, {"any": [YES, at("n", at_least=1)]}),
    ({"any": [YES, at("n", at_least=2)]}, {"any": [at("n", at_least=1), YES]}),
    ({"none": [YES, PAPER]}, {"none": [PAPER]}),
    ({"none": [{"any": [YES, at("n", above=1)]}]}, {"none": [{"all": [YES, at("n", above=1)]}]}),
    ({"evidence": {"answer": "q-a", "kind": "policy", "assurance_at_least": "independent"}}, PAPER),
    (PAPER, {"evidence": {"kind": "policy"}}),
    ({"evidence": {"scope_includes": "All SITES"}}, {"evidence": {"scope_includes": "sites"}}),
]  # fmt: skip
#: neither is seen to be no easier than the other
APART = [
    (YES, NO),
    (YES, at("n", at_least=1)),
    (PAPER, YES),
    (at("m", at_least="20 EUR"), at("m", at_least="10 USD")),
    (at("d", within="30 d"), at("d", within="1 mo")),
    (at("s", includes_any=["x"]), at("s", only=["x"])),
    (rows("every_row", 3), rows("any_row", 3)),
    (rows("no_row", 3), at("t", rows_at_least=1)),
    (PAPER, {"evidence": {"answer": "q-n", "kind": "policy"}}),
    (PAPER, {"none": [PAPER]}),
]


def seen(new: dict[str, Any], old: dict[str, Any]) -> bool:
    return no_easier(parse(new), parse(old), FIELDS)


@pytest.mark.parametrize("pair", HARDER, ids=str)
def test_the_harder_condition_is_no_easier(pair: tuple[Any, Any]) -> None:
    assert seen(*pair)


@pytest.mark.parametrize("pair", HARDER, ids=str)
def test_the_easier_condition_is_not_no_easier_bad(pair: tuple[Any, Any]) -> None:
    new, old = pair
    assert not seen(old, new)


@pytest.mark.parametrize("pair", APART, ids=str)
def test_what_cannot_be_compared_is_never_no_easier_bad(pair: tuple[Any, Any]) -> None:
    new, old = pair
    assert not seen(new, old)
    assert not seen(old, new)


def test_a_condition_is_no_easier_than_itself() -> None:
    for condition in [one for pair in (*HARDER, *APART) for one in pair]:
        assert seen(condition, condition)


def test_a_contrary_of_a_contrary_is_the_condition() -> None:
    for condition, _ in HARDER:
        twice = {"none": [{"none": [condition]}]}
        assert seen(twice, condition)
        assert seen(condition, twice)


def test_a_comparison_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new, old = {"all": [NO, YES]}, {"any": [at("n", at_least=1), YES]}
    assert seen(new, old)
    monkeypatch.setattr("audit.policy.layers.no_easier.MOST_STEPS", 3)
    assert not seen(new, old)
