"""Both engines agree on random policies too: every type, operator and setting."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from audit.assessment.assess import Inputs
from audit.assessment.inputs import Exceptions, Review, SignatureFact
from audit.cases import check_questionnaire
from audit.columnar import totals
from audit.columnar.judging import REASONS
from audit.columnar.score import scorer
from audit.errors import UnknownKind
from audit.evidence.model import Observation
from audit.policy.compile import Plan, compile_policy
from audit.policy.model import Policy
from audit.response.model import Response
from tests.builders import (
    DAY,
    DIGEST,
    Plain,
    contradiction,
    control,
    document,
    domain,
    given,
    item,
    judgement,
    na,
    policy,
    questionnaire,
    response,
    text,
    waiver,
)
from tests.columnar.both import by_rows, differences
from tests.proofs.every_kind import QUESTIONS, condition, value

ASKED = questionnaire(*QUESTIONS)
NAMES = [q["link_id"] for q in QUESTIONS]
DOMAINS = ("security", "privacy", "people")
LEVELS = ("claimed", "documented", "independent", "verified")
PAPERS = (
    item("doc"),
    item("cert", "independent", scope="Call Centre Kyiv"),
    item("old", "independent", expires="2026-05-31"),
    item("today", expires="2026-06-01", issued="2026-06-01"),
    item("soon", issued="2026-06-02"),
    item("lost"),
)
SHOWN = (
    {"evidence": {"kind": "certificate"}},
    {"evidence": {"assurance_at_least": "documented", "scope_includes": "kyiv"}},
    {"evidence": {"answer": "flag", "valid": False}},
    {"evidence": {"answer": "kind", "assurance_at_least": "independent"}},
    {"answer": "flag", "not_applicable": True},
)


def rule(rng: random.Random) -> Plain:
    drawn = rng.choice([condition(rng), condition(rng, 1), *SHOWN])
    return (
        {rng.choice(["all", "any", "none"]): [drawn, rng.choice(SHOWN)]}
        if rng.random() < 0.2
        else drawn
    )


def compiled(plain: Plain) -> Plan:
    """Compile without the check, which would refuse most random conditions."""
    asked = check_questionnaire(document(ASKED))
    checked = Policy.model_validate(plain)
    return compile_policy(checked, asked.record, "", asked.digest)


def rules(rng: random.Random) -> Plain:
    base = policy()
    factor = {
        "id": "volume",
        "title": text(),
        "scores": [{"when": rule(rng), "points": n} for n in (0, 3, 10)],
    }
    decision = [
        {
            "decision": rng.choice(["accept", "accept_with_conditions"]),
            "when": {
                limit: rng.choice(values)
                for limit, values in LIMITS.items()
                if rng.random() < 0.4
            },
        }
        for _ in range(3)
    ]
    return policy(
        *[a_control(rng, f"C-{n}") for n in range(rng.randint(1, 6))],
        domains=[domain(name, rng.choice(WEIGHTS)) for name in DOMAINS],
        contradictions=[
            contradiction(f"X-{n}", rule(rng), knock_out=rng.random() < 0.3)
            for n in range(rng.randint(0, 3))
        ],
        compensation=rng.choice([0, Decimal("0.5"), Decimal("0.35"), 1]),
        inherent={**base["inherent"], "factors": [factor]},
        decision=decision,
        responses={"signature": rng.choice(["optional", "optional", "required"])},
    )


WEIGHTS = (1, 2, 3, Decimal("0.5"), 20, Decimal("0.125"))
#: Their products leave 128 bits.
FINE = (Decimal("1.23456789012345"), Decimal("2.00000000000001"))
LIMITS: dict[str, list[Any]] = {
    "knock_outs_at_most": [0, 1],
    "contradictions_at_most": [0, 1],
    "failed_critical_at_most": [0, 1],
    "rating_at_least": ["good", "fair"],
    "residual_at_most": ["low", "medium"],
    "score_at_least": [0, 50, Decimal("33.3"), 100],
    "verified_score_at_least": [0, 50],
    "coverage_at_least": [0, 25, Decimal("62.5")],
}


def a_control(rng: random.Random, name: str) -> Plain:
    extra: Plain = {}
    if rng.random() < 0.4:
        extra["partial"] = {
            "credit": rng.choice([Decimal("0.5"), Decimal("0.9")]),
            "rule": rule(rng),
        }
    if rng.random() < 0.4:
        extra["applies_when"] = rule(rng)
    return control(
        name,
        rule(rng),
        weight=rng.choice(WEIGHTS),
        severity=rng.choice(["low", "critical"]),
        domain=rng.choice(DOMAINS),
        evidence_floor=rng.choice(LEVELS),
        not_applicable=rng.choice(["refuse", "accept"]),
        knock_out=rng.choice([False, True, {"rating": "fair"}]),
        **extra,
    )


def case(rng: random.Random, plan: Plan, number: int) -> Inputs:
    answers = {name: said(rng, name) for name in NAMES}
    full = response(
        {i: a for i, a in answers.items() if a}, *PAPERS, response_id=f"row-{number}"
    )
    review = [
        judgement(name, rng.choice(["confirmed", "confirmed", "rejected"]))
        for name in rng.sample(NAMES, rng.choice([0, 2, 9]))
    ]
    review += [
        judgement(name, "raised", assurance=rng.choice(LEVELS[1:]))
        for name in rng.sample(NAMES, rng.choice([0, 3]))
    ]
    waived = rng.sample([c.control.id for c in plan.controls], 1)
    ends = rng.choice(["2026-05-31", "2026-06-01", "2026-09-30"])
    granted = [waiver(name, expires=ends) for name in waived]
    return Inputs(
        response=Response.model_validate(full),
        response_digest=DIGEST,
        as_of=DAY,
        observed={
            paper["id"]: Observation(id=paper["id"], sha256=paper["sha256"])
            for paper in PAPERS[:-1]
        },
        review=Review.model_validate({"response_digest": DIGEST, "judgements": review}),
        exceptions=Exceptions.model_validate({"vendor": "x", "exceptions": granted}),
        signature=rng.choice([None, SignatureFact(status="signed")]),
    )


def said(rng: random.Random, name: str) -> Plain | None:
    drawn = rng.random()
    if drawn < 0.12:
        return rng.choice([None, {"state": "declined"}, {"state": "unknown"}])
    if drawn < 0.25:
        return na()
    papers = rng.sample([paper["id"] for paper in PAPERS], rng.choice([0, 1, 3]))
    return given(_exact(value(rng, name)), *papers, carried=rng.random() < 0.03)


def _exact(raw: Any) -> Any:
    """Return a value as the reader of JSON gives it: no float."""
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else Decimal(str(raw))
    if isinstance(raw, list):
        return [_exact(part) for part in raw]
    if isinstance(raw, dict):
        return {key: _exact(part) for key, part in raw.items()}
    return raw


@pytest.mark.parametrize("seed", range(30))
def test_random_policies_come_out_the_same(seed: int) -> None:
    rng = random.Random(seed)
    plan = compiled(rules(rng))
    assert differences(plan, [case(rng, plan, n) for n in range(80)]) == []


@pytest.mark.parametrize("seed", range(100, 106))
def test_weights_beyond_128_bits_are_summed_just_as_exactly(seed: int) -> None:
    rng = random.Random(seed)
    controls = [
        a_control(rng, f"C-{n}") | {"weight": FINE[n % 2], "domain": DOMAINS[n % 3]}
        for n in range(6)
    ]
    plan = compiled(rules(rng) | {"controls": controls})
    assert not totals.fits(plan)
    assert differences(plan, [case(rng, plan, n) for n in range(80)]) == []


def test_the_random_policies_reach_every_outcome() -> None:
    found: Counter[str] = Counter()
    for seed in range(30):
        rng = random.Random(seed)
        plan = compiled(rules(rng))
        for number in range(20):
            said = by_rows(plan, case(rng, plan, number))
            found.update([said["decision"], said["rating"], said["residual"]])
            found.update(v[1] for v in said.values() if isinstance(v, tuple))
    wanted = {*REASONS, "accept", "accept_with_conditions", "reject", "good", "fair"}
    assert wanted <= found.keys()


def test_a_policy_with_too_many_decimals_is_refused_bad() -> None:
    fine = control(
        "A", {"answer": "flag", "is": True}, weight=Decimal("1." + "0" * 18 + "1")
    )
    with pytest.raises(UnknownKind, match="too many decimals"):
        scorer(compiled(policy(fine)), DAY)


def test_a_constant_between_the_points_of_the_grid_is_refused_bad() -> None:
    between = {"answer": "number", "at_least": Decimal("0.1234567890123")}
    with pytest.raises(UnknownKind, match="12 decimals"):
        scorer(compiled(policy(control("A", between))), DAY)
    on_it = {"answer": "number", "at_least": Decimal("0.123456789012")}
    assert scorer(compiled(policy(control("A", on_it))), DAY)
