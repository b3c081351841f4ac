"""What layers may do, each with a twin that is refused for one reason."""

from __future__ import annotations

from tests.policy.layers.scene import LEAVE, Case


def _override(name: str, good: str, bad: str, message: str) -> Case:
    kind, control, field = name.split()
    head = f"{kind}:\n  override:\n    {control}: {{{field}: "
    where = f"{control}.{field}"
    return Case(
        name,
        f"{head}{good}}}\n",
        f"{head}«{bad}}}\n",
        "layer-milder",
        f"milder than the policy below ({where}): {message}",
    )


_RATINGS = """\
ratings:
  - {id: good, label: {en: Good, uk: Добре}, min_score: 90}
  - {id: fair, label: {en: Fair, uk: Так собі}, min_score: MIN}
  - {id: poor, label: {en: Poor, uk: Погано}, min_score: 0}
"""
_RESIDUAL = """\
residual:
  levels:
    - {id: low, label: {en: Low, uk: Низький}}
    - {id: high, label: {en: High, uk: Високий}}
  matrix:
    small: {good: low, fair: high, poor: high}
    great: {good: low, fair: LEVEL, poor: high}
"""
_INHERENT = """\
inherent:
  factors:
    - {id: size, title: {en: Size, uk: Розмір}, scores: [{when: {answer: q-b, in: ["x", "y"]}, points: POINTS}]}
    - {id: reach, title: {en: Reach, uk: Обсяг}, scores: [{when: {answer: q-a, is: true}, points: 1}]}
  tiers:
    - {id: small, label: {en: Small, uk: Малий}, min_points: 0}
    - {id: great, label: {en: Great, uk: Великий}, min_points: TIER}
"""
_ADDED = """\
controls:
  add:
    - id: NEW
      title: {en: New, uk: Нова}
      domain: security
      severity: low
      weight: WEIGHT
      rule: {answer: q-b, is: "x"}
"""

CASES = (
    _override(
        "controls CB rule",
        '{all: [{answer: q-c, at_least: 7}, {answer: q-b, is: "x"}]}',
        "{answer: q-c, at_least: 7}",
        "its rule may be met where it was not",
    ),
    _override(
        "controls CO rule",
        "{answer: q-e, at_most: 90 min}",
        "{answer: q-e, at_most: 25 h}",
        "its rule may be met where it was not",
    ),
    _override(
        "controls CC rule",
        "{answer: q-n, is: true}",
        "{answer: q-n, answered: true}",
        "its rule may be met where it was not",
    ),
    _override(
        "controls CT rule",
        "{all: [{answer: q-t, rows_at_least: 1}, {answer: q-t, every_row: {column: safe, is: true}}]}",
        "{answer: q-t, any_row: {column: safe, is: true}}",
        "its rule may be met where it was not",
    ),
    _override(
        "controls CB partial",
        "{credit: 0.25, rule: {answer: q-c, at_least: 3}}",
        "{credit: 0.75, rule: {answer: q-c, at_least: 3}}",
        "its partial rule may earn more than before",
    ),
    _override(
        "controls CT applies_when",
        "null",
        "{answer: q-a, is: true}",
        "it may be out of scope where it applied",
    ),
    _override(
        "controls CA severity",
        "critical",
        "high",
        "it is of severity 'high' instead of 'critical'",
    ),
    _override(
        "controls CA knock_out", "true", "false",
        "not meeting it leaves a better rating possible than before",
    ),
    _override(
        "controls CA weight", "2.0", "3",
        "it weighs 3, not 2: what some lose by that others gain",
    ),
    _override(
        "controls CT domain", "security", "law",
        "it counts to 'law' instead of 'security'",
    ),
    _override(
        "domains security weight", "2.50", "3",
        "it weighs 3, not 2.5: what some lose by that others gain",
    ),
    _override(
        "contradictions X-1 when",
        '{any: [{all: [{answer: q-a, is: false}, {answer: q-b, is: "y"}]}, {answer: q-n, is: false}]}',
        '{all: [{answer: q-a, is: false}, {answer: q-b, is: "y"}, {answer: q-n, is: true}]}',
        "it may go unnoticed where it was found, or doubt fewer answers",
    ),
    _override(
        "contradictions X-1 severity", "critical", "medium",
        "it is of severity 'medium' instead of 'high'",
    ),
    _override(
        "contradictions X-1 knock_out", "true", "null",
        "it leaves a better rating possible than before",
    ),
    Case(
        "assurance",
        "assurance: {claimed: 0.5, documented: 0.85, independent: 0.95, verified: 1}\n",
        "assurance: {claimed: «0.7, documented: 0.85, independent: 0.95, verified: 1}\n",
        "layer-milder",
        "milder than the policy below (assurance.claimed): 'claimed' is worth 0.7, not 0.6",
    ),
    Case(
        "compensation", "compensation: 0.25\n", "compensation: «0.75\n", "layer-milder",
        "milder than the policy below (compensation): an exception gives 0.75, not 0.5",
    ),
    Case(
        "knock-out cap", "knock_out: {rating: poor}\n", "knock_out: «{rating: fair}\n",
        "layer-milder",
        "milder than the policy below (knock_out): "
        "a knock-out leaves a better rating possible than before",
    ),
    Case(
        "ratings", _RATINGS.replace("MIN", "60"), _RATINGS.replace("MIN", "«40"),
        "layer-milder",
        "milder than the policy below (ratings.fair): 'fair' starts at 40, not 49.5",
    ),
    Case(
        "residual", _RESIDUAL.replace("LEVEL", "high"),
        _RESIDUAL.replace("great: {good: low, fair: LEVEL", "great: {good: low, fair: «low").replace(
            "small: {good: low, fair: high", "small: {good: low, fair: low"
        ),
        "layer-milder",
        "milder than the policy below (residual.great.fair): "
        "great × fair is 'low' instead of 'high'",
    ),
    Case(
        "inherent factor", _INHERENT.replace("POINTS", "12").replace("TIER", "10"),
        _INHERENT.replace("POINTS", "11").replace("TIER", "10").replace("  factors:\n    -", "  factors:\n    «-"),
        "layer-milder",
        "milder than the policy below (inherent.size): "
        "the factor 'size' may give fewer points than before",
    ),
    Case(
        "inherent tier", _INHERENT.replace("POINTS", "12").replace("TIER", "9"),
        _INHERENT.replace("POINTS", "12").replace("TIER", "11").replace("  tiers:\n    -", "  tiers:\n    «-"),
        "layer-milder",
        "milder than the policy below (inherent.tiers): "
        "a tier starts later than before, or there are other tiers",
    ),
    Case(
        "decision",
        "decision:\n  - {decision: accept, when: {rating_at_least: good, residual_at_most: low, score_at_least: 90}}\n",
        "decision:\n  - «{decision: accept, when: {rating_at_least: good}}\n",
        "layer-milder",
        "milder than the policy below (decision): rule 1 (accept) may hold where none did",
    ),
    Case(
        "share of what is new", _ADDED.replace("WEIGHT", "0.5"),
        _ADDED.replace("WEIGHT", "«5"),
        "layer-milder",
        "milder than the policy below (share): what was not asked below holds 35.7 of "
        "100 points, more than 10: it can make up for gaps in what was",
    ),
    Case(
        "leave",
        f"compensation: 0.75\nallow_relax:\n  - {{subjects: [compensation], {LEAVE}}}\n",
        f"compensation: 0.25\nallow_relax:\n  - {{subjects: [«compensation], {LEAVE}}}\n",
        "layer-leave-unused",
        "nothing that 'compensation' names is milder than below",
    ),
    Case(
        "leave for a whole control",
        "controls:\n  override:\n    CA: {severity: low, knock_out: false}\n"
        f"allow_relax:\n  - {{subjects: [CA], {LEAVE}}}\n",
        "controls:\n  override:\n    CA: {severity: low, knock_out: «false}\n"
        f"allow_relax:\n  - {{subjects: [CA.severity], {LEAVE}}}\n",
        "layer-milder",
        "milder than the policy below (CA.knock_out): "
        "not meeting it leaves a better rating possible than before",
    ),
    Case(
        "removal",
        f"controls:\n  remove:\n    - {{id: CT, {LEAVE}}}\n",
        f"controls:\n  remove:\n    - {{id: «CZ, {LEAVE}}}\n",
        "layer-unknown", "the policy below has no 'CZ' among its controls",
    ),
    Case(
        "removal with a reason in every language",
        f"contradictions:\n  remove:\n    - {{id: X-2, {LEAVE}}}\n",
        "contradictions:\n  remove:\n    - {id: X-2, reason: «{en: Why}, approver: CISO}\n",
        "translation-missing", "no translation into 'uk'",
    ),
    Case(
        "removal of one, change of another",
        f"controls:\n  override:\n    CO: {{severity: high}}\n  remove:\n    - {{id: CT, {LEAVE}}}\n",
        f"controls:\n  override:\n    CT: «{{severity: high}}\n  remove:\n    - {{id: CT, {LEAVE}}}\n",
        "layer-twice", "'CT' is removed and overridden",
    ),
    Case(
        "override of what is there",
        "controls:\n  override:\n    CT: {severity: high}\n",
        "controls:\n  override:\n    CU: «{severity: high}\n",
        "layer-unknown", "the policy below has no 'CU' among its controls",
    ),
    Case(
        "override of something",
        "controls:\n  override:\n    CT: {severity: high}\n",
        "controls:\n  override:\n    CT: «{}\n",
        "layer-empty", "nothing of 'CT' changes",
    ),
    Case(
        "addition of what is not there", _ADDED.replace("WEIGHT", "0.5"),
        _ADDED.replace("WEIGHT", "0.5").replace("id: NEW", "id: «CA"),
        "layer-added", "'CA' is in the policy below",
    ),
    Case(
        "a rule that fits the questionnaire",
        "controls:\n  override:\n    CT: {rule: {all: [{answer: q-a, is: true}, {answer: q-t, every_row: {column: safe, is: true}}]}}\n",
        "controls:\n  override:\n    CT: {rule: {all: [{answer: q-a, is: «7}, {answer: q-t, every_row: {column: safe, is: true}}]}}\n",
        "condition-value", "'is' on 'q-a': write true or false",
    ),
)  # fmt: skip
