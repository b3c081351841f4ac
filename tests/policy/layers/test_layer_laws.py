"""A layer that nobody had to approve never makes anything better for a vendor."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from audit.errors import InputError
from audit.policy.layers.lay import lay
from audit.questionnaire.model import Questionnaire
from tests.assessment.cases_for_laws import (
    ANY_RULE,
    ASKED,
    CLASHES,
    CREDITS,
    LEAVES,
    Situation,
    situations,
)
from tests.assessment.test_laws import risen
from tests.builders import Plain, document, text

RECORD = Questionnaire.model_validate(ASKED)
law = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def layer(**over: Any) -> Plain:
    return {
        "id": "tiny-layer",
        "version": "1.0.0",
        "title": text("Tiny layer"),
        "date": "2026-02-01",
        "extends": {"policy": "tiny-policy.yaml", "version": "1.0.0"},
        **over,
    }


def laid(below: Plain, above: Plain) -> Plain:
    return lay(document(below), document(above), RECORD).data


@st.composite
def conditions(draw: st.DrawFn, old: Plain) -> Plain:
    """Return a condition that is often harder than the old one, and often not."""
    leaf = draw(st.sampled_from(LEAVES))
    ways = [
        {"all": [old, leaf]},
        {"all": [leaf, {"any": [old]}]},
        {"none": [{"none": [old]}]},
    ]
    ways += [{"any": [old, leaf]}, draw(ANY_RULE)]
    for op in ("any", "all"):
        parts = old.get(op, [])
        ways += [{op: parts[1:]}, {op: parts[:-1]}] if len(parts) > 1 else []
    if "at_most" in old:
        ways += [{**old, "at_most": limit} for limit in ("1 h", "24 h", "9 d")]
    return draw(st.sampled_from(ways))


@st.composite
def changes(draw: st.DrawFn, control: Plain) -> Plain:
    found: Plain = {}
    if draw(st.booleans()):
        found["rule"] = draw(conditions(control["rule"]))
    if draw(st.booleans()):
        rule = (control.get("partial") or control)["rule"]
        partial = {"credit": draw(CREDITS), "rule": draw(conditions(rule))}
        found["partial"] = draw(st.sampled_from([None, partial]))
    if draw(st.booleans()):
        found["evidence_floor"] = draw(st.sampled_from(["documented", "verified"]))
        found["severity"] = draw(st.sampled_from(["critical", "medium"]))
        found["knock_out"] = draw(st.sampled_from([True, {"rating": "fair"}, False]))
        found["not_applicable"] = draw(st.sampled_from(["accept", "refuse"]))
    if "applies_when" in control and draw(st.booleans()):
        found["applies_when"] = draw(conditions(control["applies_when"]))
    return found or {"severity": "critical"}


@st.composite
def layers(draw: st.DrawFn, below: Plain) -> Plain:
    names = st.sampled_from(below["controls"])
    chosen = draw(st.lists(names, min_size=1, max_size=2, unique_by=lambda c: c["id"]))
    override = {control["id"]: draw(changes(control)) for control in chosen}
    found = layer(controls={"override": override})
    if draw(st.booleans()):
        found["contradictions"] = {"add": [{**draw(CLASHES), "id": "X-9"}]}
    if draw(st.booleans()):
        claimed = draw(st.sampled_from([Decimal("0.3"), Decimal("0.7")]))
        found["assurance"] = {**below["assurance"], "claimed": claimed}
        found["compensation"] = draw(st.sampled_from([0, Decimal("0.4")]))
    if draw(st.booleans()):
        at_least = draw(st.sampled_from([70, 80, 95]))
        found["ratings"] = [
            {**below["ratings"][0], "min_score": at_least},
            *below["ratings"][1:],
        ]
    if draw(st.booleans()):
        accept, conditional = below["decision"]
        tests = [{**accept["when"], "score_at_least": 90}, {"rating_at_least": "fair"}]
        when = draw(st.sampled_from(tests))
        found["decision"] = [{**accept, "when": when}, conditional]
    return found


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Situation, Plain]:
    case = draw(situations())
    return case, draw(layers(case.policy))


def widened(below: Plain, above: Plain) -> bool:
    """Tell whether a control may apply where it did not, which takes from the others."""
    old = {c["id"]: c.get("applies_when") for c in below["controls"]}
    return any(old[c["id"]] != c.get("applies_when") for c in above["controls"])


@law
@given(pairs())
def test_what_needs_no_leave_raises_nothing_for_any_vendor(
    pair: tuple[Situation, Plain],
) -> None:
    case, above = pair
    try:
        resolved = laid(case.policy, above)
    except InputError:
        assume(False)
    assume(not widened(case.policy, resolved))
    before = case.assess()
    # An exception to what left the sum as N/A gives something only once N/A is refused.
    out = {c.id for c in before.controls if c.status == "not_applicable"}
    assume(out.isdisjoint(waiver["control"] for waiver in case.waivers))
    after = Situation(
        resolved, case.answers, case.review, case.waivers, case.evidence
    ).assess()
    assert risen(before, after) == {}
