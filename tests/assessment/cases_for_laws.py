"""Random policies and answers over one questionnaire that has every trap in it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from audit.assessment.model import Assessment
from audit.conditions.model import fields_read
from audit.conditions.parse import parse
from tests.builders import (
    Plain,
    contradiction,
    control,
    domain,
    given,
    item,
    judgement,
    na,
    option,
    policy,
    question,
    questionnaire,
    response,
    run,
    text,
    waiver,
    yes,
)

ASKED = questionnaire(
    question("q-a", allow_not_applicable=True),
    question("q-b", allow_not_applicable=True),
    question("q-c", allow_not_applicable=True),
    question("q-scope", allow_not_applicable=True),
    question("q-gate", allow_not_applicable=True),
    question("q-gated", enable_when=yes("q-gate"), allow_not_applicable=True),
    question(
        "q-deep",
        enable_when={"all": [yes("q-gate"), yes("q-gated")]},
        allow_not_applicable=True,
    ),
    question(
        "q-level",
        "choice",
        options=[option("low"), option("mid"), option("top")],
        allow_not_applicable=True,
    ),
    question("q-hours", "duration", allow_not_applicable=True),
    question(
        "q-channels",
        "multi_choice",
        options=[option("voice"), option("chat"), option("mail")],
        allow_not_applicable=True,
    ),
    question(
        "q-sites",
        "table",
        columns=[
            {"id": "guarded", "type": "boolean", "text": text(), "required": False}
        ],
        allow_not_applicable=True,
    ),
    question("q-sure", allow_not_applicable=True),
)
PLAIN = ("q-a", "q-b", "q-c")
GATES = {
    "q-gated": [yes("q-gate")],
    "q-deep": [yes("q-gate"), yes("q-gated")],
}
IDS = tuple(q["link_id"] for q in ASKED["sections"][0]["questions"])

VALUES: dict[str, list[Any]] = {
    **{link_id: [False, True] for link_id in IDS},
    "q-level": ["low", "mid", "top"],
    "q-hours": [
        {"value": 1, "unit": "h"},
        {"value": 1, "unit": "d"},
        {"value": 2, "unit": "wk"},
    ],
    "q-channels": [["voice"], ["chat", "mail"], ["voice", "chat"], ["mail"]],
    "q-sites": [[], [{}], [{"guarded": True}], [{"guarded": True}, {"guarded": False}]],
}

EVIDENCE = (
    item("doc"),
    item("cert", "independent"),
    item("old", "independent", expires="2026-02-01"),
)

_GUARDED = {"column": "guarded", "is": True}
PREFERRING_MORE = (
    *(yes(link_id) for link_id in PLAIN),
    {"answer": "q-level", "in": ["mid", "top"]},
    {"answer": "q-level", "is": "top"},
)
LEAVES = (
    *PREFERRING_MORE,
    {"answer": "q-a", "is": False},
    {"answer": "q-b", "is_not": True},
    {"answer": "q-c", "answered": True},
    {"answer": "q-level", "not_in": ["low"]},
    yes("q-gated"),
    yes("q-deep"),
    {"answer": "q-hours", "at_most": "24 h"},
    {"answer": "q-channels", "includes_all": ["voice", "chat"]},
    {"answer": "q-channels", "excludes": ["mail"]},
    {"answer": "q-sites", "every_row": _GUARDED},
    {"answer": "q-sites", "any_row": _GUARDED},
    {"answer": "q-sites", "no_row": {"column": "guarded", "is": False}},
    {"answer": "q-sites", "rows_at_least": 1},
    {"evidence": {"answer": "q-a", "assurance_at_least": "documented"}},
    {"evidence": {"kind": "certificate"}},
)


def _grown(leaves: tuple[Plain, ...], ways: tuple[str, ...], seed: int) -> list[Plain]:
    """Return the leaves and 300 random combinations of them, the simple ones first."""
    chance = random.Random(seed)
    pool = list(leaves)
    for _ in range(300):
        parts = chance.sample(pool, chance.choice([1, 2, 2, 3]))
        pool.append({chance.choice(ways): parts})
    return sorted(pool, key=lambda rule: len(str(rule)))[: len(leaves) + 250]


ANY_RULE = st.sampled_from(_grown(LEAVES, ("all", "any", "none"), 1))
RULE_PREFERRING_MORE = st.sampled_from(_grown(PREFERRING_MORE, ("all", "any"), 2))
WEIGHTS = (1, 2, 3, Decimal("0.5"), 20)
TRAITS = st.sampled_from(
    [
        {
            "weight": weight,
            "severity": severity,
            "domain": part,
            "evidence_floor": floor,
            "knock_out": knock_out,
        }
        for weight in WEIGHTS
        for severity in ("low", "critical")
        for part in ("security", "privacy")
        for floor in ("claimed", "documented", "independent", "verified")
        for knock_out in (False, False, True, {"rating": "fair"})
    ]
)
CREDITS = st.sampled_from([Decimal("0.5"), Decimal("0.2"), Decimal("0.9")])


@st.composite
def controls(
    draw: st.DrawFn, name: str, rules: st.SearchStrategy, scoped: bool
) -> Plain:
    rule = draw(rules)
    read = fields_read(parse(rule))
    extra: Plain = {}
    if read and draw(st.booleans()):
        extra["not_applicable"] = "accept"
    if draw(st.booleans()):
        extra["partial"] = {"credit": draw(CREDITS), "rule": draw(rules)}
        read = (*read, *fields_read(parse(extra["partial"]["rule"])))
    gate = [part for link_id in read for part in GATES.get(link_id, ())]
    if scoped and draw(st.booleans()):
        gate.append(yes("q-scope"))
    if gate:
        extra["applies_when"] = {"all": gate}
    return control(name, rule, **draw(TRAITS), **extra)


CLASHES = st.sampled_from(
    [
        contradiction("X-1", {"all": list(parts)}, knock_out=knock_out)
        for knock_out in (False, True)
        for parts in combinations([*LEAVES[:12], yes("q-sure")], 2)
    ]
)


@st.composite
def policies(
    draw: st.DrawFn, rules: st.SearchStrategy = ANY_RULE, *, scoped: bool = True
) -> Plain:
    names = [f"C-{n}" for n in range(draw(st.integers(1, 4)))]
    clashes = draw(st.lists(CLASHES, max_size=2 if scoped else 0))
    factor = {
        "id": "volume",
        "title": text(),
        "scores": [
            {"when": yes("q-sure"), "points": draw(st.sampled_from([0, 10]))},
            {"when": {"answer": "q-sure", "is": False}, "points": 3},
        ],
    }
    base = policy()
    return policy(
        *[draw(controls(name, rules, scoped)) for name in names],
        domains=[
            domain("security", draw(st.sampled_from(WEIGHTS))),
            domain("privacy", draw(st.sampled_from(WEIGHTS))),
        ],
        contradictions=[{**c, "id": f"X-{n}"} for n, c in enumerate(clashes)],
        compensation=draw(st.sampled_from([0, Decimal("0.5"), 1])),
        inherent={**base["inherent"], "factors": [factor]},
    )


def _answers(link_id: str) -> list[Plain | None]:
    """Return answers to one question: six of ten or more state a value."""
    backed: tuple[tuple[str, ...], ...] = ((), ("doc",), ("old", "cert"))
    full: list[Plain | None] = [
        given(value, *names) for names in backed for value in VALUES[link_id]
    ]
    return [*full, na(), {"state": "declined"}, None, na()]


ANSWERS = {link_id: st.sampled_from(_answers(link_id)) for link_id in IDS}


@st.composite
def answer_sets(draw: st.DrawFn) -> Plain:
    drawn = {link_id: draw(ANSWERS[link_id]) for link_id in IDS}
    return {link_id: answer for link_id, answer in drawn.items() if answer}


@dataclass(frozen=True)
class Situation:
    """A policy, answers to it, and what the assessor added."""

    policy: Plain
    answers: Plain
    review: tuple[Plain, ...] = ()
    waivers: tuple[Plain, ...] = ()
    evidence: tuple[Plain, ...] = EVIDENCE
    over: tuple[tuple[str, Any], ...] = ()
    asked: Plain | None = None

    def __repr__(self) -> str:
        """Show what differs from case to case only."""
        import json

        rules = {k: self.policy[k] for k in ("controls", "contradictions", "inherent")}
        rules["compensation"] = self.policy["compensation"]
        parts = {
            "policy": rules,
            "answers": self.answers,
            "review": self.review,
            "waivers": [w["control"] for w in self.waivers],
        }
        return json.dumps(parts, default=str)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))

    def assess(self) -> Assessment:
        full = response(self.answers, *self.evidence, **dict(self.over))
        return run(
            self.policy,
            full,
            self.asked or ASKED,
            review=list(self.review),
            waivers=list(self.waivers),
        )

    def answering(self, link_id: str, answer: Plain | None) -> Situation:
        """Return it with one answer changed, or left out, and not confirmed."""
        answers = {i: a for i, a in self.answers.items() if i != link_id}
        if answer is not None:
            answers[link_id] = answer
        kept = tuple(
            j
            for j in self.review
            if j["link_id"] != link_id or j["verdict"] == "rejected" or answer is None
        )
        return replace(self, answers=answers, review=kept)


JUDGEMENTS = [
    judgement(link_id, verdict, **level)
    for verdict, level in (
        ("confirmed", {}),
        ("rejected", {}),
        ("raised", {"assurance": "verified"}),
    )
    for link_id in IDS
]


def _subject_of(verdict: Plain) -> str:
    return str(verdict["link_id"])


@st.composite
def situations(
    draw: st.DrawFn, rules: st.SearchStrategy = ANY_RULE, *, scoped: bool = True
) -> Situation:
    wanted = draw(policies(rules, scoped=scoped))
    judged = draw(
        st.lists(st.sampled_from(JUDGEMENTS), max_size=5, unique_by=_subject_of)
    )
    # Claims of N/A matter only once the assessor has confirmed them.
    answers = draw(answer_sets())
    agreed = draw(st.booleans())
    whole = draw(st.sampled_from([None, *wanted["controls"]]))
    if agreed and whole is not None:
        answers |= {link_id: na() for link_id in fields_read(parse(whole["rule"]))}
    claims = [
        i for i, a in answers.items() if agreed and a["state"] == "not_applicable"
    ]
    taken = {_subject_of(verdict) for verdict in judged}
    review = (*judged, *(judgement(i) for i in claims if i not in taken))
    names = [c["id"] for c in wanted["controls"]]
    waived = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
    return Situation(wanted, answers, review, tuple(waiver(name) for name in waived))
