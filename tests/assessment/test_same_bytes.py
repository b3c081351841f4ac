"""Old reports must replay: the same inputs give the bytes that they gave before.

A changed digest means that reports issued so far no longer verify. Change one only with
the format of the assessment, and say so in the changelog.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from random import Random

import pytest

from audit.canonical import canonical
from audit.conditions.model import fields_read
from audit.conditions.parse import parse
from tests.assessment.cases_for_laws import (
    EVIDENCE,
    GATES,
    IDS,
    JUDGEMENTS,
    LEAVES,
    VALUES,
    WEIGHTS,
    Situation,
)
from tests.builders import (
    Plain,
    contradiction,
    control,
    domain,
    given,
    judgement,
    na,
    policy,
    text,
    waiver,
    yes,
)

#: Digests of forty assessments each, by the seed that they were drawn with.
DIGESTS = {
    1: "3df3900095c0d6fb7a3d1b7f9c3719119183e3f772159d879ca45dcd775f81ea",
    2: "5b0f77f8f1e326ababa309a234fa20ad92c3792d1f900b2c7fb5cc19ad64707f",
    3: "ccc068cd40bdf6f6206e466cc35654c977e69da2feff24e373c139268f460819",
    4: "e04d8620108b3f600b74c898b796c334992949ebca4e1747d43787313b56d8b6",
    5: "4a8be2293bed22e39b4c434b2befdf68fd9cb9d3be87e66f7396274b4b30d7b9",
    6: "0ca7b3899c60b6f09867584177cd1ebb267002713fb2c83f2fbee2d1f1d41aa4",
}


#: What contradictions and factors may read: the vendor's own words.
WORDS = tuple(leaf for leaf in LEAVES if "answer" in leaf)


def rule(chance: Random, leaves: tuple[Plain, ...] = LEAVES, depth: int = 2) -> Plain:
    if not depth or chance.random() < 0.4:
        return chance.choice(leaves)
    parts = [rule(chance, leaves, depth - 1) for _ in range(chance.choice([1, 2, 3]))]
    return {chance.choice(["all", "any", "none"]): parts}


def drawn_control(chance: Random, name: str) -> Plain:
    met = rule(chance)
    own = read = fields_read(parse(met))
    extra: Plain = {}
    if chance.random() < 0.5:
        weaker = rule(chance)
        credit = chance.choice([Decimal("0.5"), Decimal("0.3"), Decimal("0.875")])
        extra["partial"] = {"credit": credit, "rule": weaker}
        read += fields_read(parse(weaker))
    gates = [part for link_id in read for part in GATES.get(link_id, ())]
    if chance.random() < 0.4:
        gates.append(yes("q-scope"))
    if gates:
        extra["applies_when"] = {"all": gates}
    return control(
        name,
        met,
        weight=chance.choice([*WEIGHTS, Decimal("1.75")]),
        severity=chance.choice(["low", "medium", "high", "critical"]),
        domain=chance.choice(["security", "privacy", "conduct"]),
        evidence_floor=chance.choice(["claimed", "documented", "independent"]),
        knock_out=chance.choice([False, False, True, {"rating": "fair"}]),
        not_applicable=chance.choice(["accept", "refuse"]) if own else "refuse",
        **extra,
    )


def drawn_policy(chance: Random) -> Plain:
    scores = [{"when": rule(chance, WORDS), "points": points} for points in (3, 10)]
    factor = {"id": "volume", "title": text(), "scores": scores}
    inherent = {**policy()["inherent"], "factors": [factor]}
    names = [f"C-{number}" for number in range(chance.randint(1, 9))]
    parts = ("security", "privacy", "conduct")
    clash = [rule(chance, WORDS), rule(chance, WORDS)]
    return policy(
        *(drawn_control(chance, name) for name in names),
        domains=[domain(part, chance.choice(WEIGHTS)) for part in parts],
        contradictions=[contradiction("X-0", {"all": clash})],
        compensation=chance.choice([0, Decimal("0.35"), Decimal("0.5"), 1]),
        inherent=inherent,
    )


def drawn_answer(chance: Random, link_id: str) -> Plain:
    names = chance.choice([(), ("doc",), ("old", "cert")])
    full = given(chance.choice(VALUES[link_id]), *names)
    others = [na(), {"state": "declined"}, {"state": "unanswered"}]
    return full if chance.random() < 0.75 else chance.choice(others)


def drawn(chance: Random) -> Situation:
    wanted = drawn_policy(chance)
    answers = {i: drawn_answer(chance, i) for i in IDS if chance.random() < 0.9}
    judged = {j["link_id"]: j for j in chance.sample(JUDGEMENTS, 3)}
    if chance.random() < 0.5:
        claimed = [i for i, a in answers.items() if a["state"] == "not_applicable"]
        judged |= {link_id: judgement(link_id) for link_id in claimed}
    names = [c["id"] for c in wanted["controls"]]
    waived = chance.sample(names, chance.randint(0, min(2, len(names))))
    day = chance.choice(["2026-09-30", "2026-05-31"])
    waivers = tuple(waiver(name, expires=day) for name in waived)
    return Situation(wanted, answers, tuple(judged.values()), waivers, EVIDENCE)


@pytest.mark.parametrize("seed", DIGESTS)
def test_the_same_case_gives_the_bytes_it_always_gave(seed: int) -> None:
    chance, found = Random(seed), hashlib.sha256()
    for _ in range(40):
        found.update(canonical(drawn(chance).assess().plain()))
    assert found.hexdigest() == DIGESTS[seed]
