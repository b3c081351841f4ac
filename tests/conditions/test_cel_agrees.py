"""Google's CEL, which shares no line with the engine, finds the same truth."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.conditions.evaluate import Facts, compile_condition
from audit.conditions.model import Leaf, leaves
from audit.conditions.operators import COMBINATIONS, OPERATORS
from audit.conditions.parse import parse
from audit.policy.check import conditions_of
from audit.workbench.testing.worlds import values_of
from tests.builders import DAY, document, record
from tests.conditions.cel_text import (
    TEMPLATES,
    OutsideCelError,
    bound,
    environment,
    midnight,
    name_of,
    text_of,
    truth_in,
)
from tests.proofs.every_kind import QUESTIONS, condition, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.conditions.model import Field, Node

ASKED = record(*QUESTIONS).questions
SCALAR = tuple(name for name in ASKED if name != "rows")
#: Shipped policies, and how many of their conditions are scalar at least.
POLICIES = {
    "contact-centre-baseline": 440,
    "contact-centre-strict": 440,
    "saas-baseline": 75,
}
WAIVED = object()
LEAP, LONG = dt.date(2024, 2, 29), dt.date(2026, 5, 31)


@dataclass(frozen=True)
class Judges:
    """The same conditions compiled by the engine and by CEL."""

    fields: Mapping[str, Field]
    nodes: tuple[Node, ...]
    templates: Any = None

    def differences(
        self, answers: Iterable[tuple[dict[str, Any], dt.date]]
    ) -> tuple[int, list[str]]:
        """Return how many pairs were compared, and those of which the truths differ."""
        env = environment(self.fields)
        texts = [text_of(node, self.fields, self.templates) for node in self.nodes]
        own = [compile_condition(node, self.fields) for node in self.nodes]
        other = [env.compile(text) for text in texts]
        compared, found = 0, []
        for given, day in answers:
            facts = facts_of(self.fields, given, day)
            activation = env.Activation(activation_of(self.fields, given, day))
            for engine, theirs, text in zip(own, other, texts, strict=True):
                truths = engine.run(facts)[0], truth_in(theirs, activation)
                compared += 1
                if truths[0] is not truths[1]:
                    found.append(f"{text}: {truths} of {given} on {day}")
        return compared, found


def facts_of(fields: Mapping[str, Field], given: dict[str, Any], day: dt.date) -> Facts:
    waived = frozenset(i for i, raw in given.items() if raw is WAIVED)
    asked: Mapping[str, Any] = fields
    values = {
        i: asked[i].comparable(raw) for i, raw in given.items() if i not in waived
    }
    return Facts(values, {}, day, waived)


def activation_of(
    fields: Mapping[str, Field], given: dict[str, Any], day: dt.date
) -> dict[str, Any]:
    said = {i: raw for i, raw in given.items() if raw is not WAIVED}
    return {
        "as_of": midnight(day),
        **{name_of(i): bound(fields, i, raw) for i, raw in said.items()},
        **{name_of(i, "na_"): i not in said for i in given},
    }


def drawn(rng: random.Random, depth: int) -> Node:
    names = tuple(name for name in SCALAR if name != "person")
    if rng.random() < 0.1:
        return parse({"answer": rng.choice(tuple(ASKED)), "not_applicable": True})
    return parse(document(condition(rng, depth, names)).data)


def answered(rng: random.Random) -> tuple[dict[str, Any], dt.date]:
    chosen = [name for name in ASKED if rng.random() < 0.8]
    given = document({name: value(rng, name) for name in chosen}).data
    waived = {name: WAIVED for name in chosen if rng.random() < 0.1}
    day = rng.choice([DAY, LEAP, LONG])
    today = {"day": day.isoformat()} if rng.random() < 0.2 else {}
    return {**given, **today, **waived}, day


@pytest.mark.parametrize("seed", range(4))
def test_random_conditions_are_as_true_to_cel_as_to_the_engine(seed: int) -> None:
    rng = random.Random(seed)
    nodes = tuple(drawn(rng, 3) for _ in range(100))
    answers = [answered(rng) for _ in range(60)]
    compared, found = Judges(ASKED, nodes).differences(answers)
    assert not found
    assert compared == 6000


def test_windows_begin_on_the_same_day_through_short_months_and_leap_years() -> None:
    written = [f"{n} {u}" for n, u in ((1, "mo"), (3, "mo"), (2, "a"), (5, "wk"))]
    nodes = tuple(
        parse({"answer": "day", operator: window})
        for operator in ("within", "older_than")
        for window in written
    )
    nodes += (parse({"answer": "day", "valid_on": "as_of"}),)
    ends = (LEAP, LONG, dt.date(2023, 3, 30), dt.date(2025, 1, 1))
    answers = [
        ({"day": (end - dt.timedelta(back)).isoformat()}, end)
        for end in ends
        for back in range(-2, 740)
    ]
    compared, found = Judges(ASKED, nodes).differences(answers)
    assert not found
    assert compared == len(nodes) * len(ends) * 742


def scalar_conditions(policy: str) -> tuple[Mapping[str, Any], tuple[Node, ...]]:
    """Return what CEL can say of a policy, and of what opens questions."""
    asked = load_questionnaire(questionnaire_of(policy)).record
    written = [c for _, c in conditions_of(load_policy(policy, asked).record)]
    gates = (question.enable_when for question in asked.questions.values())
    found = []
    for node in map(parse, [*written, *(gate for gate in gates if gate)]):
        try:
            text_of(node, asked.questions)
        except OutsideCelError:
            continue
        found.append(node)
    return asked.questions, tuple(found)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_scalar_condition_of_a_shipped_policy_is_as_true_to_cel(
    policy: str,
) -> None:
    fields, nodes = scalar_conditions(policy)
    assert len(nodes) >= POLICIES[policy]
    rng = random.Random(policy)
    read = [leaf for node in nodes for leaf in leaves(node) if isinstance(leaf, Leaf)]
    tried = {
        link_id: values_of(field, [x for x in read if x.subject == link_id], DAY)[0]
        for link_id, field in fields.items()
    }
    answers = [
        (
            {
                i: WAIVED if rng.random() < 0.05 else rng.choice(values)
                for i, values in tried.items()
                if rng.random() < 0.8
            },
            DAY,
        )
        for _ in range(200)
    ]
    compared, found = Judges(fields, nodes).differences(answers)
    assert not found
    assert compared == 200 * len(nodes)


#: For each operator one that is easily taken for it.
MISTAKEN = {
    "all": "any",
    "any": "all",
    "none": "all",
    "answered": lambda *_: "false",
    "not_applicable": lambda *_: "false",
    "is": "is_not",
    "is_not": "is",
    "at_least": "above",
    "at_most": "below",
    "above": "at_least",
    "below": "at_most",
    "in": "not_in",
    "not_in": "in",
    "includes_all": "includes_any",
    "includes_any": "includes_all",
    "excludes": lambda n, v, f: f"!({TEMPLATES['includes_all'](n, v, f)})",
    "only": "includes_any",
    "count_at_least": lambda name, number, _: f"size({name}) > {number}",
    "within": lambda n, v, f: f"!({TEMPLATES['older_than'](n, v, f)})",
    "older_than": "within",
    "valid_on": lambda name, *_: f"{name} > as_of",
}


@pytest.mark.parametrize("name", MISTAKEN)
def test_a_wrong_translation_of_any_operator_would_be_noticed_bad(name: str) -> None:
    rng = random.Random(7)
    wrong = MISTAKEN[name]
    planted = TEMPLATES[wrong] if isinstance(wrong, str) else wrong
    nodes: list[Node] = []
    while len(nodes) < 20:
        node = drawn(rng, 2)
        if name in COMBINATIONS or name in text_names(node):
            nodes.append(node)
    answers = [answered(rng) for _ in range(60)]
    judges = Judges(ASKED, tuple(nodes), {**TEMPLATES, name: planted})
    assert judges.differences(answers)[1]
    assert not Judges(ASKED, tuple(nodes)).differences(answers)[1]


def text_names(node: Node) -> set[str]:
    return {leaf.op for leaf in leaves(node) if isinstance(leaf, Leaf)}


def test_every_operator_on_one_answer_has_a_translation_and_a_wrong_twin() -> None:
    assert set(TEMPLATES) == {*OPERATORS, *COMBINATIONS} == set(MISTAKEN)


def test_silence_is_unbound_for_a_false_value_would_satisfy_a_negation_bad() -> None:
    node = parse({"none": [{"answer": "flag", "is": True}]})
    env = environment(ASKED)
    text = text_of(node, ASKED)
    silent = env.Activation({"as_of": midnight(DAY)})
    assert truth_in(env.compile(text), silent) is None
    believed = {"as_of": midnight(DAY), "q_flag": False}
    assert truth_in(env.compile(text), env.Activation(believed)) is True


@pytest.mark.parametrize(
    "text", ["q_flag == 'yes'", "q_unheard", "q_whole > duration('1s')"]
)
def test_variables_are_declared_with_their_types_bad(text: str) -> None:
    with pytest.raises(RuntimeError, match=r"undeclared|no matching overload"):
        environment(ASKED).compile(text)


def test_an_error_that_is_no_silence_is_not_taken_for_one_bad() -> None:
    env = environment(ASKED)
    whole = env.Activation({"q_whole": 2**62})
    with pytest.raises(AssertionError, match="overflow"):
        truth_in(env.compile("q_whole * 4 > 0"), whole)
