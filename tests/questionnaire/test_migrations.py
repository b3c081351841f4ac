"""Migrations: what an officer may write, and what each step does to an answer."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from audit.cases import check_questionnaire, load_questionnaire
from audit.documents import read_yaml
from audit.errors import InputError, Problem
from audit.questionnaire import migrations as module
from audit.questionnaire.migrations import Migration, StepCommon, chain_from
from tests.builders import document, option, question, questionnaire, text

SITES = question(
    "q-sites",
    "table",
    columns=[
        {"id": "city", "type": "text", "text": text("City")},
        {"id": "tier", "type": "choice", "text": text("Tier"),
         "options": [option("one"), option("two")], "required": False},
        {"id": "keep", "type": "duration", "text": text("Keep"), "required": False},
    ],
)  # fmt: skip
QUESTIONS = (
    question("q-new"),
    question("q-level", "choice", options=[option("high"), option("low")]),
    question("q-many", "multi_choice", options=[option("voice"), option("chat")]),
    question("q-keep", "duration"),
    SITES,
)
WHY = text("It asks about more systems now.")
#: Every kind of step in a form that fits the questions above.
GOOD: dict[str, dict[str, Any]] = {
    "rename": {"question": "q-old", "to": "q-new"},
    "rename_column": {"question": "q-sites", "column": "town", "to": "city"},
    "map_option": {"question": "q-level", "from": "medium", "to": "high"},
    "retire": {"question": "q-gone"},
    "require_reanswer": {"question": "q-new", "reason": WHY},
    "as_duration": {"question": "q-keep", "unit": "d"},
}


def step(kind: str, **changes: Any) -> dict[str, Any]:
    return {"kind": kind, **GOOD[kind], **changes}


def migration(*steps: Any, start: str = "1.0.0", end: str = "1.1.0") -> dict[str, Any]:
    return {"from": start, "to": end, "steps": list(steps)}


def asked(*migrations: dict[str, Any], version: str = "1.1.0", **changes: Any) -> Any:
    data = questionnaire(*QUESTIONS, version=version, **changes)
    return {**data, "migrations": list(migrations)}


def problems(*migrations: dict[str, Any], **changes: Any) -> list[Problem]:
    try:
        check_questionnaire(document(asked(*migrations, **changes)))
    except InputError as error:
        return list(error.problems)
    return []


def only(*steps: dict[str, Any]) -> tuple[str, str, str]:
    (found,) = problems(migration(*steps))
    return found.code, found.pointer.removeprefix("/migrations/0/steps/"), found.message


def test_every_step_class_is_in_the_union_and_has_a_case() -> None:
    classes = {
        c
        for c in vars(module).values()
        if isinstance(c, type) and issubclass(c, StepCommon) and c is not StepCommon
    }
    union = get_args(get_args(module.Step)[0])
    assert classes == set(union)
    kinds = {get_args(c.model_fields["kind"].annotation)[0] for c in union}
    assert kinds == set(GOOD)


@pytest.mark.parametrize("kind", GOOD)
def test_each_step_that_fits_is_accepted(kind: str) -> None:
    assert problems(migration(step(kind))) == []


@pytest.mark.parametrize(
    ("bad", "code", "place", "message"),
    [
        (step("rename", to="q-nex"), "migration-unknown", "0/to", "no question 'q-nex'"),
        (step("rename", question="q-level"), "migration-reused", "0/question", "still asked"),
        (step("rename_column", to="cities"), "migration-unknown", "0/to", "no column 'cities'"),
        (step("rename_column", question="q-new"), "migration-unknown", "0/to", "no column 'city'"),
        (step("rename_column", column="tier"), "migration-reused", "0/column", "'q-sites/tier'"),
        (step("map_option", to="top"), "migration-unknown", "0/to", "no option 'top'"),
        (step("map_option", **{"from": "low"}), "migration-reused", "0/from", "still asked or offered"),
        (step("map_option", question="q-sites", column="level"), "migration-unknown", "0/column", "no column"),
        (step("map_option", question="q-keep"), "migration-unknown", "0/to", "no option 'high'"),
        (step("retire", question="q-new"), "migration-reused", "0/question", "still asked"),
        (step("require_reanswer", question="q-nwe"), "migration-unknown", "0/question", "no question"),
        (step("as_duration", question="q-level"), "migration-type", "0/question", "of type choice"),
        (step("as_duration", question="q-sites", column="city"), "migration-type", "0/column", "of type text"),
    ],
)  # fmt: skip
def test_each_step_that_does_not_fit_is_refused_bad(
    bad: dict[str, Any], code: str, place: str, message: str
) -> None:
    found = only(bad)
    assert found[:2] == (code, place)
    assert message in found[2]


@pytest.mark.parametrize("kind", ["split", "merge", "convert_unit"])
def test_an_unsupported_step_is_refused_with_the_known_ones_bad(kind: str) -> None:
    (found,) = problems(migration({"kind": kind, "question": "q-new"}))
    assert found.pointer == "/migrations/0/steps/0/kind"
    for known in GOOD:
        assert known in found.message


@pytest.mark.parametrize(
    ("steps", "code", "place"),
    [
        ([step("rename"), step("retire", question="q-old")], "migration-gone", "1/question"),
        ([step("retire", question="q-old"), step("rename")], "migration-gone", "1/question"),
        ([step("rename"), step("rename", question="q-older")], "migration-taken", "1/to"),
        ([step("map_option"), step("map_option")], "migration-gone", "1/from"),
        ([step("rename_column"), step("rename_column", column="place")], "migration-taken", "1/to"),
    ],
)  # fmt: skip
def test_steps_that_contradict_each_other_are_refused_bad(
    steps: list[dict[str, Any]], code: str, place: str
) -> None:
    assert only(*steps)[:2] == (code, place)


def test_one_question_is_not_renamed_and_retired_at_once_bad() -> None:
    steps = (step("rename", to="q-gone"), step("retire"))
    assert only(*steps)[:2] == ("migration-both", "1/question")
    one = migration(steps[0])
    two = migration(steps[1], start="1.1.0", end="1.2.0")
    assert problems(one, two, version="1.2.0") == []


@pytest.mark.parametrize(
    ("versions", "code", "place"),
    [
        ([("1.1.0", "1.0.0")], "migration-order", "/migrations/0/to"),
        ([("1.0.0", "1.0.0")], "migration-order", "/migrations/0/to"),
        ([("1.0.0", "1.0.1")], "migration-chain", "/migrations/0/to"),
        ([("1.0.0", "1.0.1"), ("1.0.2", "1.1.0")], "migration-chain", "/migrations/1/from"),
        ([("1.0.0", "1.1.0"), ("1.0.0", "1.1.0")], "migration-chain", "/migrations/1/from"),
        ([("1.0.9", "1.0.10"), ("1.0.9", "1.1.0")], "migration-chain", "/migrations/1/from"),
    ],
)  # fmt: skip
def test_a_chain_with_a_gap_a_fork_or_a_step_back_is_refused_bad(
    versions: list[tuple[str, str]], code: str, place: str
) -> None:
    found = problems(*(migration(start=a, end=b) for a, b in versions))
    assert (code, place) in [(p.code, p.pointer) for p in found]


def test_versions_are_ordered_as_numbers() -> None:
    assert problems(migration(start="1.0.9", end="1.0.10"), version="1.0.10") == []


def test_all_problems_are_reported_at_once_with_their_lines() -> None:
    source = """\
id: tiny
version: 1.1.0
title: {en: Tiny, uk: Мала}
languages: [en, uk]
date: "2026-01-01"
migrations:
  - from: 1.0.0
    to: 1.0.5
    steps:
      - {kind: rename, question: q-b, to: q-c}
      - {kind: retire, question: q-a}
      - {kind: require_reanswer, question: q-a, reason: {en: New}}
sections:
  - id: main
    title: {en: Main, uk: Головне}
    questions: [{link_id: q-a, type: boolean, text: {en: A, uk: А}}]
"""
    with pytest.raises(InputError) as caught:
        check_questionnaire(read_yaml(source.encode(), "asked.yaml"))
    found = [(p.code, p.line) for p in caught.value.problems]
    assert found == [
        ("migration-chain", 8),
        ("migration-unknown", 10),
        ("migration-reused", 11),
        ("migration-gone", 12),
        ("translation-missing", 12),
    ]


def test_a_name_is_followed_through_later_versions() -> None:
    chain = [
        migration(
            step("rename", question="q-oldest", to="q-old"),
            step("map_option", question="q-level", **{"from": "mid"}, to="medium"),
        ),
        migration(
            step("rename"), step("map_option"),
            start="1.1.0", end="1.2.0",
        ),
        migration(start="1.2.0", end="2.0.0"),
    ]  # fmt: skip
    assert problems(*chain, version="2.0.0") == []
    (found,) = problems(
        chain[0], migration(start="1.1.0", end="2.0.0"), version="2.0.0"
    )[:1]
    assert found.pointer == "/migrations/0/steps/0/to"


def test_the_path_begins_at_the_version_of_the_response() -> None:
    chain = tuple(
        Migration.model_validate(migration(start=a, end=b))
        for a, b in [("1.0.0", "1.1.0"), ("1.1.0", "2.0.0")]
    )
    assert chain_from(chain, "1.0.0", "2.0.0") == chain
    assert chain_from(chain, "1.1.0", "2.0.0") == chain[1:]
    assert chain_from(chain, "2.0.0", "2.0.0") == ()
    assert chain_from(chain, "1.0.1", "2.0.0") is None


def test_questionnaires_without_migrations_keep_their_digest() -> None:
    plain = questionnaire(*QUESTIONS)
    loaded = check_questionnaire(document(plain))
    assert loaded.record.migrations == ()
    assert "migrations" not in loaded.document.data
    # The digest that the demo vendors were issued with.
    demo = files("audit").joinpath("demo/vendors/northline/response.json")
    issued = json.loads(demo.read_text("utf-8"))["questionnaire"]["digest"]
    assert load_questionnaire("contact-centre").digest == issued


def run(kind: str, value: Any, **changes: Any) -> Any:
    data = migration(step(kind, **changes))
    return Migration.model_validate(data).steps[0].convert(value)


@pytest.mark.parametrize(
    ("kind", "changes", "before", "after"),
    [
        ("rename", {}, "x", "x"),
        ("rename_column", {}, [{"town": "Lviv"}, {}], [{"city": "Lviv"}, {}]),
        ("rename_column", {}, [{"town": 1, "city": 2}], [{"town": 1, "city": 2}]),
        ("rename_column", {}, "x", "x"),
        ("map_option", {}, "medium", "high"),
        ("map_option", {}, "low", "low"),
        ("map_option", {}, ["medium", "low", "high"], ["high", "low"]),
        ("map_option", {"column": "tier"}, [{"tier": "medium"}, {}], [{"tier": "high"}, {}]),
        ("map_option", {"column": "tier"}, [{"tier": ["medium"]}], [{"tier": ["high"]}]),
        ("map_option", {"column": "tier"}, {"tier": "medium"}, {"tier": "medium"}),
        ("as_duration", {}, 30, {"value": 30, "unit": "d"}),
        ("as_duration", {}, Decimal("1.5"), {"value": Decimal("1.5"), "unit": "d"}),
        ("as_duration", {}, True, True),
        ("as_duration", {"column": "keep"}, [{"keep": 2}], [{"keep": {"value": 2, "unit": "d"}}]),
    ],
)  # fmt: skip
def test_values_are_converted_exactly_and_others_left(
    kind: str, changes: dict[str, Any], before: Any, after: Any
) -> None:
    found = run(kind, before, **changes)
    assert found == after
    assert type(found) is type(after)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("medium"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["town", "city", "tier"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@over(st.sampled_from(sorted(GOOD)), st.sampled_from([None, "tier"]), JSON)
def test_no_value_makes_a_step_fail(kind: str, column: str | None, value: Any) -> None:
    changes = {"column": column} if kind in {"map_option", "as_duration"} else {}
    run(kind, value, **changes)


def test_the_documented_migration_fits_the_documented_questionnaire() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    source, steps = (
        page.partition(f"```yaml {name}\n")[2].partition("```")[0]
        for name in ("questionnaire", "migrations")
    )
    later = source.replace("version: 1.0.0", "version: 1.1.0")
    loaded = check_questionnaire(read_yaml((later + steps).encode(), "docs.yaml"))
    assert len(loaded.record.migrations[0].steps) == 5
    assert [kind for kind in GOOD if f"| `{kind}` |" not in page] == []
