"""Random policies and answers over one questionnaire that has every trap in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
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

ROWS = st.lists(
    st.sampled_from([{}, {"guarded": True}, {"guarded": False}]), max_size=3
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **{link_id: st.booleans() for link_id in IDS},
    "q-level": st.sampled_from(["low", "mid", "top"]),
    "q-hours": st.sampled_from(
        [
            {"value": 1, "unit": "h"},
            {"value": 1, "unit": "d"},
            {"value": 2, "unit": "wk"},
        ]
    ),
    "q-channels": st.lists(
        st.sampled_from(["voice", "chat", "mail"]), min_size=1, unique=True
    ),
    "q-sites": ROWS,
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


def conditions(leaves: tuple[Plain, ...], ways: tuple[str, ...]) -> st.SearchStrategy:
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.builds(
            lambda way, parts: {way: parts},
            st.sampled_from(ways),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=4,
    )


ANY_RULE = conditions(LEAVES, ("all", "any", "none"))
RULE_PREFERRING_MORE = conditions(PREFERRING_MORE, ("all", "any"))
WEIGHTS = st.sampled_from([1, 2, 3, Decimal("0.5"), 20])
LEVELS = st.sampled_from(["claimed", "documented", "independent", "verified"])
CREDITS = st.sampled_from([Decimal("0.2"), Decimal("0.5"), Decimal("0.9")])


@st.composite
def controls(
    draw: st.DrawFn, name: str, rules: st.SearchStrategy, scoped: bool
) -> Plain:
    rule = draw(rules)
    partial = draw(
        st.none() | st.builds(lambda c, r: {"credit": c, "rule": r}, CREDITS, rules)
    )
    read = [
        *fields_read(parse(rule)),
        *(fields_read(parse(partial["rule"])) if partial else ()),
    ]
    gate = [part for link_id in read for part in GATES.get(link_id, ())]
    if scoped:
        gate += draw(st.sampled_from([[], [], [yes("q-scope")]]))
    extra: Plain = {"applies_when": {"all": gate}} if gate else {}
    if partial:
        extra["partial"] = partial
    if read and draw(st.booleans()):
        extra["not_applicable"] = "accept"
    return control(
        name,
        rule,
        weight=draw(WEIGHTS),
        severity=draw(st.sampled_from(["critical", "low"])),
        domain=draw(st.sampled_from(["security", "privacy"])),
        evidence_floor=draw(LEVELS),
        knock_out=draw(st.sampled_from([False, False, True, {"rating": "fair"}])),
        **extra,
    )


@st.composite
def policies(
    draw: st.DrawFn, rules: st.SearchStrategy = ANY_RULE, *, scoped: bool = True
) -> Plain:
    names = [f"C-{n}" for n in range(draw(st.integers(1, 4)))]
    pairs = st.lists(
        st.sampled_from([*LEAVES[:12], yes("q-sure")]), min_size=2, max_size=3
    )
    clash = [
        contradiction(f"X-{n}", {"all": pair}, knock_out=draw(st.booleans()))
        for n, pair in enumerate(draw(st.lists(pairs, max_size=2 if scoped else 0)))
    ]
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
        domains=[domain("security", draw(WEIGHTS)), domain("privacy", draw(WEIGHTS))],
        contradictions=clash,
        compensation=draw(st.sampled_from([0, Decimal("0.5"), 1])),
        inherent={**base["inherent"], "factors": [factor]},
    )


def answer_to(link_id: str) -> st.SearchStrategy[Plain | None]:
    backed = st.lists(st.sampled_from(["doc", "cert", "old"]), unique=True, max_size=2)
    full = st.builds(lambda v, e: given(v, *e), VALUES[link_id], backed)
    rest = st.sampled_from([na(), {"state": "unknown"}, {"state": "declined"}, None])
    return st.one_of(full, full, full, rest)


@st.composite
def answer_sets(draw: st.DrawFn) -> Plain:
    drawn = {link_id: draw(answer_to(link_id)) for link_id in IDS}
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


@st.composite
def situations(
    draw: st.DrawFn, rules: st.SearchStrategy = ANY_RULE, *, scoped: bool = True
) -> Situation:
    wanted = draw(policies(rules, scoped=scoped))
    verdicts = st.sampled_from(
        [("confirmed", None), ("rejected", None), ("raised", "verified")]
    )
    judged = draw(st.dictionaries(st.sampled_from(IDS), verdicts, max_size=4))
    review = tuple(
        judgement(link_id, verdict, **({"assurance": level} if level else {}))
        for link_id, (verdict, level) in judged.items()
    )
    names = [c["id"] for c in wanted["controls"]]
    waived = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
    return Situation(
        wanted, draw(answer_sets()), review, tuple(waiver(name) for name in waived)
    )
