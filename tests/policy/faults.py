"""One good policy, and what is wrong with it after one change.

``«`` marks the place where the problem must be reported; it is never written.
"""

from __future__ import annotations

from typing import NamedTuple

from tests import builders as b

#: What the policy below is written for.
ASKED = b.record(
    b.question("q-a"),
    b.question("q-b", "choice", options=[b.option("x"), b.option("y")]),
    b.question("q-c", "integer", enable_when=b.yes("q-a")),
    b.question("q-d", "integer", enable_when={"answer": "q-c", "at_least": 3}),
    b.question("q-n", allow_not_applicable=True),
    b.question(
        "q-t",
        "table",
        columns=[
            {"id": "size", "type": "integer", "text": b.text()},
            {"id": "safe", "type": "boolean", "text": b.text()},
        ],
    ),
    b.question("q-e", "duration"),
    b.question(
        "q-o", "integer", enable_when={"any": [b.yes("q-a"), b.yes("q-n")]}
    ),
)  # fmt: skip

GOOD = """\
id: tiny-policy
version: 1.0.0
title: {en: Tiny, uk: Мала}
language: en
languages: [en, uk]
date: "2026-01-01"
applies_to: {questionnaire: tiny, versions: ">=1.0,<2"}
assurance: {claimed: 0.6, documented: 0.85, independent: 0.95, verified: 1}
knock_out: {rating: poor}
domains:
  - {id: law, title: {en: Law, uk: Право}, weight: 1}
  - {id: security, title: {en: Security, uk: Безпека}, weight: 2.5}
controls:
  - id: CA
    title: {en: CA, uk: ЦА}
    rationale: {en: Why, uk: Чому}
    domain: law
    severity: critical
    weight: 2
    rule: {answer: q-a, is: true}
    knock_out: {rating: fair}
    remediation: {text: {en: Mend, uk: Виправити}, days: 30, effort: 2.5}
    clause: {en: Clause, uk: Пункт}
  - id: CB
    title: {en: CB, uk: ЦБ}
    domain: security
    severity: high
    weight: 1
    applies_when: {answer: q-a, is: true}
    rule: {all: [{answer: q-c, at_least: 5}, {answer: q-b, in: ["x"]}]}
    partial: {credit: 0.5, rule: {answer: q-c, at_least: 2}}
    knock_out: true
  - id: CC
    title: {en: CC, uk: ЦЦ}
    domain: security
    severity: low
    weight: 1
    rule: {any: [{answer: q-n, is: true}, {evidence: {answer: q-n, kind: policy}}]}
    not_applicable: accept
  - id: CD
    title: {en: CD, uk: ЦД}
    domain: security
    severity: low
    weight: 1
    applies_when: {all: [{answer: q-c, at_least: 3}, {answer: q-a, is: true}]}
    rule: {answer: q-d, at_most: 9}
  - id: CT
    title: {en: CT, uk: ЦТ}
    domain: security
    severity: low
    weight: 1
    rule: {answer: q-t, every_row: {column: safe, is: true}}
  - id: CO
    title: {en: CO, uk: ЦО}
    domain: security
    severity: low
    weight: 1
    rule: {any: [{answer: q-d, at_most: 7}, {answer: q-e, at_most: 24 h}]}
contradictions:
  - id: X-1
    severity: high
    when: {all: [{answer: q-a, is: false}, {answer: q-b, is: "y"}]}
    finding: {en: Both, uk: Обидва}
    knock_out: {rating: poor}
  - id: X-2
    severity: low
    when: {evidence: {answer: q-b, valid: false}}
    finding: {en: Doubt, uk: Сумнів}
inherent:
  factors:
    - {id: size, title: {en: Size, uk: Розмір}, scores: [{when: {answer: q-b, is: "x"}, points: 12}]}
    - {id: reach, title: {en: Reach, uk: Обсяг}, scores: [{when: {answer: q-a, is: true}, points: 1}]}
  tiers:
    - {id: small, label: {en: Small, uk: Малий}, min_points: 0}
    - {id: great, label: {en: Great, uk: Великий}, min_points: 10}
ratings:
  - {id: good, label: {en: Good, uk: Добре}, min_score: 80}
  - {id: fair, label: {en: Fair, uk: Так собі}, min_score: 49.5}
  - {id: poor, label: {en: Poor, uk: Погано}, min_score: 0}
residual:
  levels:
    - {id: low, label: {en: Low, uk: Низький}}
    - {id: high, label: {en: High, uk: Високий}}
  matrix:
    small: {good: low, fair: low, poor: high}
    great: {good: low, fair: high, poor: high}
decision:
  - {decision: accept, when: {rating_at_least: good, residual_at_most: low}}
  - {decision: accept_with_conditions, when: {rating_at_least: fair}}
  - {decision: reject, when: {}}
"""


class Fault(NamedTuple):
    """A piece of the good text, what replaces it, and the one problem that follows."""

    name: str
    piece: str
    instead: str
    code: str
    pointer: str
    message: str
    hint: str = ""


def _translation(name: str, piece: str, pointer: str) -> Fault:
    english = piece.partition(", uk")[0]
    start = piece.index("{en")
    instead = f"{english[:start]}«{english[start:]}}}"
    message = "no translation into 'uk'"
    hint = "every text needs all languages"
    return Fault(
        f"untold_{name}", piece, instead, "translation-missing", pointer, message, hint
    )


APPLIES_TO = (
    Fault(
        "other_questionnaire",
        "questionnaire: tiny",
        "questionnaire: «huge",
        "policy-questionnaire",
        "/applies_to/questionnaire",
        "written for 'huge', not 'tiny'",
    ),
    Fault(
        "other_versions",
        '">=1.0,<2"',
        '«">=2.0"',
        "policy-versions",
        "/applies_to/versions",
        "'>=2.0' leaves out version 1.0.0",
    ),
    Fault(
        "no_version_range",
        '">=1.0,<2"',
        '«"one or two"',
        "policy-versions",
        "/applies_to/versions",
        "this is no version range",
        'write for example ">=1.0,<2"',
    ),
)

IDS = (
    Fault(
        "unknown_domain",
        "domain: law",
        "domain: «laws",
        "policy-domain",
        "/controls/0/domain",
        "no domain 'laws'",
        "known: law, security",
    ),
    Fault(
        "rating_twice",
        "id: poor, label: {en: Poor, uk: Погано}, min_score: 0",
        "id: poor, label: {en: A, uk: А}, min_score: 0}\n"
        "  - {id: «poor, label: {en: B, uk: Б}, min_score: 5",
        "id-duplicate",
        "/ratings/3/id",
        "'poor' stands twice",
    ),
    Fault(
        "tier_twice",
        "{id: small, label: {en: Small, uk: Малий}, min_points: 0}",
        "{id: small, label: {en: A, uk: А}, min_points: 0}\n"
        "    - {id: «small, label: {en: B, uk: Б}, min_points: 2}",
        "id-duplicate",
        "/inherent/tiers/1/id",
        "'small' stands twice",
    ),
    Fault(
        "factor_twice",
        "id: reach",
        "id: «size",
        "id-duplicate",
        "/inherent/factors/1/id",
        "'size' stands twice",
    ),
    Fault(
        "level_twice",
        "{id: high, label: {en: High, uk: Високий}}",
        "{id: high, label: {en: A, uk: А}}\n    - {id: «high, label: {en: B, uk: Б}}",
        "id-duplicate",
        "/residual/levels/2/id",
        "'high' stands twice",
    ),
)

_WRONG_ID = "no question 'q-z'"
CONDITIONS = (
    Fault(
        "rule_unknown_id",
        "rule: {answer: q-d, at_most: 9}",
        "rule: {answer: q-z, at_most: «9}",
        "condition-unknown-id",
        "/controls/3/rule/at_most",
        _WRONG_ID,
        "did you mean",
    ),
    Fault(
        "rule_far_id",
        "rule: {answer: q-d, at_most: 9}",
        "rule: {answer: elephants, at_most: «9}",
        "condition-unknown-id",
        "/controls/3/rule/at_most",
        "no question 'elephants'",
        "see 'audit show'",
    ),
    Fault(
        "applies_when_unknown_id",
        "    domain: law\n",
        "    domain: law\n    applies_when: {answer: q-z, is: «true}\n",
        "condition-unknown-id",
        "/controls/0/applies_when/is",
        _WRONG_ID,
        "did you mean",
    ),
    Fault(
        "partial_unknown_id",
        "rule: {answer: q-c, at_least: 2}",
        "rule: {answer: q-z, at_least: «2}",
        "condition-unknown-id",
        "/controls/1/partial/rule/at_least",
        _WRONG_ID,
        "did you mean",
    ),
    Fault(
        "contradiction_unknown_id",
        "{answer: q-a, is: false}",
        "{answer: q-z, is: «false}",
        "condition-unknown-id",
        "/contradictions/0/when/all/0/is",
        _WRONG_ID,
        "did you mean",
    ),
    Fault(
        "factor_unknown_id",
        'scores: [{when: {answer: q-b, is: "x"}',
        'scores: [{when: {answer: q-z, is: «"x"}',
        "condition-unknown-id",
        "/inherent/factors/0/scores/0/when/is",
        _WRONG_ID,
        "did you mean",
    ),
    Fault(
        "evidence_unknown_id",
        "{answer: q-n, kind: policy}",
        "«{answer: q-z, kind: policy}",
        "condition-unknown-id",
        "/controls/2/rule/any/1/evidence",
        _WRONG_ID,
        "did you mean",
    ),
    Fault(
        "column_unknown_id",
        "{column: safe, is: true}",
        "{column: sage, is: «true}",
        "condition-unknown-id",
        "/controls/4/rule/every_row/is",
        "no question 'sage'",
        "did you mean 'safe'?",
    ),
    Fault(
        "rows_of_no_table",
        "rule: {answer: q-d, at_most: 9}",
        "rule: {answer: q-d, any_row: «{column: safe, is: true}}",
        "condition-type",
        "/controls/3/rule/any_row",
        "'any_row' needs a table, 'q-d' is a integer",
    ),
    Fault(
        "operator_of_another_type",
        "rule: {answer: q-a, is: true}",
        "rule: {answer: q-a, at_least: «1}",
        "condition-type",
        "/controls/0/rule/at_least",
        "'at_least' does not fit 'q-a', a boolean",
        "fitting: ",
    ),
    Fault(
        "unknown_code",
        '{answer: q-b, is: "y"}',
        "{answer: q-b, is: «z}",
        "condition-value",
        "/contradictions/0/when/all/1/is",
        "'is' on 'q-b': ",
    ),
    Fault(
        "duration_of_no_unit",
        "at_most: 24 h",
        "at_most: «24 hours",
        "condition-value",
        "/controls/5/rule/any/1/at_most",
        "'at_most' on 'q-e': ",
    ),
    Fault(
        "no_condition",
        "rule: {answer: q-d, at_most: 9}",
        "rule: «{}",
        "condition",
        "/controls/3/rule",
        "this is not a condition",
        "write {answer: link_id, operator: value}",
    ),
    Fault(
        "unknown_operator",
        "rule: {answer: q-d, at_most: 9}",
        "rule: «{answer: q-d, at_mots: 9}",
        "condition",
        "/controls/3/rule",
        "exactly one operator is needed, found 'at_mots'",
        "did you mean 'at_most'?",
    ),
    Fault(
        "empty_combination",
        "applies_when: {all: [{answer: q-c, at_least: 3}, {answer: q-a, is: true}]}",
        "applies_when: {all: «[]}",
        "condition",
        "/controls/3/applies_when/all",
        "'all' needs at least one condition",
        "an empty combination decides nothing",
    ),
)

_HIDDEN = "repeat the question's enable_when in applies_when"
HIDDEN = (
    Fault(
        "hidden_without_applies_when",
        "    applies_when: {answer: q-a, is: true}\n    rule: {all: [{answer: q-c, "
        'at_least: 5}, {answer: q-b, in: ["x"]}]}\n    partial: {credit: 0.5, rule: '
        "{answer: q-c, at_least: 2}}\n",
        '    rule: «{all: [{answer: q-c, at_least: 5}, {answer: q-b, in: ["x"]}]}\n',
        "policy-hidden-question",
        "/controls/1/rule",
        "'CB' can apply while 'q-c' is hidden",
        _HIDDEN,
    ),
    Fault(
        "hidden_behind_another_gate",
        "applies_when: {all: [{answer: q-c, at_least: 3}, {answer: q-a, is: true}]}\n"
        "    rule: {",
        "applies_when: {answer: q-c, at_least: 3}\n    rule: «{",
        "policy-hidden-question",
        "/controls/3/rule",
        "'CD' can apply while 'q-d' is hidden",
        _HIDDEN,
    ),
    Fault(
        "hidden_in_partial_only",
        "rule: {answer: q-c, at_least: 2}",
        "rule: «{answer: q-d, at_least: 2}",
        "policy-hidden-question",
        "/controls/1/partial/rule",
        "'CB' can apply while 'q-d' is hidden",
        _HIDDEN,
    ),
    Fault(
        "hidden_in_every_part_of_any",
        "rule: {any: [{answer: q-d, at_most: 7}, {answer: q-e, at_most: 24 h}]}",
        "rule: «{any: [{answer: q-d, at_most: 7}, {answer: q-d, above: 90}]}",
        "policy-hidden-question",
        "/controls/5/rule",
        "'CO' can apply while 'q-d' is hidden",
        _HIDDEN,
    ),
    Fault(
        "hidden_in_none",
        "rule: {answer: q-t, every_row: {column: safe, is: true}}",
        "rule: «{none: [{answer: q-c, below: 2}]}",
        "policy-hidden-question",
        "/controls/4/rule",
        "'CT' can apply while 'q-c' is hidden",
        _HIDDEN,
    ),
    Fault(
        "hidden_behind_one_part_of_a_gate_with_any",
        "applies_when: {answer: q-a, is: true}\n    rule: {all: [{answer: q-c, "
        'at_least: 5}, {answer: q-b, in: ["x"]}]}',
        "applies_when: {answer: q-a, is: true}\n    rule: «{answer: q-o, at_least: 5}",
        "policy-hidden-question",
        "/controls/1/rule",
        "'CB' can apply while 'q-o' is hidden",
        _HIDDEN,
    ),
)

_NO_NA = "a policy condition cannot rest on N/A"
_OWN_NA = "use the control's own 'not_applicable: accept'"
_ACCEPTS = "add 'answer': else dropping that answer would hide the contradiction"
SILENCE = (
    Fault(
        "na_rule",
        "rule: {answer: q-a, is: true}",
        "rule: {answer: q-a, not_applicable: «true}",
        "policy-not-applicable",
        "/controls/0/rule/not_applicable",
        _NO_NA,
        _OWN_NA,
    ),
    Fault(
        "na_inside_a_combination",
        "{answer: q-n, is: true}",
        "{none: [{answer: q-n, not_applicable: «true}]}",
        "policy-not-applicable",
        "/controls/2/rule/any/0/none/0/not_applicable",
        _NO_NA,
        _OWN_NA,
    ),
    Fault(
        "na_contradiction",
        "{answer: q-a, is: false}",
        "{answer: q-a, not_applicable: «true}",
        "policy-not-applicable",
        "/contradictions/0/when/all/0/not_applicable",
        _NO_NA,
        _OWN_NA,
    ),
    Fault(
        "na_applies_when",
        "    domain: law\n",
        "    domain: law\n    applies_when: {answer: q-n, not_applicable: «true}\n",
        "policy-not-applicable",
        "/controls/0/applies_when/not_applicable",
        _NO_NA,
        _OWN_NA,
    ),
    Fault(
        "na_factor",
        'scores: [{when: {answer: q-b, is: "x"}',
        "scores: [{when: {answer: q-n, not_applicable: «true}",
        "policy-not-applicable",
        "/inherent/factors/0/scores/0/when/not_applicable",
        _NO_NA,
        _OWN_NA,
    ),
    Fault(
        "na_of_a_column",
        "{column: safe, is: true}",
        "{column: safe, not_applicable: «true}",
        "policy-not-applicable",
        "/controls/4/rule/every_row/not_applicable",
        _NO_NA,
        _OWN_NA,
    ),
    Fault(
        "na_accepted_where_no_question_allows_it",
        "    knock_out: {rating: fair}\n",
        "    knock_out: {rating: fair}\n    not_applicable: «accept\n",
        "policy-not-applicable",
        "/controls/0/not_applicable",
        "no question that the rule reads allows N/A",
    ),
    Fault(
        "rule_asks_for_invalid_evidence",
        "{answer: q-n, kind: policy}",
        "«{answer: q-n, valid: false}",
        "policy-evidence",
        "/controls/2/rule/any/1/evidence",
        "no invalid evidence can be asked for here",
    ),
    Fault(
        "contradiction_asks_for_valid_evidence",
        "{answer: q-b, valid: false}",
        "«{answer: q-b, kind: policy}",
        "policy-evidence",
        "/contradictions/1/when/evidence",
        "only invalid evidence can be asked for here",
    ),
    Fault(
        "contradiction_on_nobodys_evidence",
        "{answer: q-b, valid: false}",
        "«{kind: policy, valid: false}",
        "policy-evidence",
        "/contradictions/1/when/evidence",
        "a contradiction names the answer whose evidence it doubts",
        _ACCEPTS,
    ),
    Fault(
        "unknown_kind_of_evidence",
        "{answer: q-n, kind: policy}",
        "«{answer: q-n, kind: polisy}",
        "policy-evidence",
        "/controls/2/rule/any/1/evidence",
        "no kind of evidence 'polisy'",
        "known: policy, certificate, report",
    ),
)

ASSURANCE = tuple(
    Fault(
        f"assurance_falls_at_{name}",
        f"{name}: {before}",
        f"{name}: «{after}",
        "policy-assurance",
        f"/assurance/{name}",
        f"'{name}' is worth less than a weaker assurance",
    )
    for name, before, after in (
        ("documented", 0.85, 0.5),
        ("independent", 0.95, 0.84),
        ("verified", 1, 0.949),
    )
)

_RATINGS = "known: fair, good, poor"
_LEVELS = "known: high, low"
VERDICTS = (
    Fault(
        "no_rating_at_0",
        "ratings:\n  - {id: good, label: {en: Good, uk: Добре}, min_score: 80}\n  - {id: "
        "fair, label: {en: Fair, uk: Так собі}, min_score: 49.5}\n  - {id: poor, label: "
        "{en: Poor, uk: Погано}, min_score: 0}",
        "ratings:\n  «- {id: good, label: {en: Good, uk: Добре}, min_score: 80}\n  - {id: "
        "fair, label: {en: Fair, uk: Так собі}, min_score: 49.5}\n  - {id: poor, label: "
        "{en: Poor, uk: Погано}, min_score: 0.1}",
        "policy-ratings",
        "/ratings",
        "no rating begins at 0",
    ),
    Fault(
        "no_tier_at_0",
        "tiers:\n    - {id: small, label: {en: Small, uk: Малий}, min_points: 0}",
        "tiers:\n    «- {id: small, label: {en: Small, uk: Малий}, min_points: 1}",
        "policy-tiers",
        "/inherent/tiers",
        "no tier begins at 0",
    ),
    Fault(
        "ratings_begin_together",
        "min_score: 49.5",
        "min_score: «80.0",
        "policy-ratings",
        "/ratings/1/min_score",
        "an earlier rating begins at 80 too",
    ),
    Fault(
        "tiers_begin_together",
        "min_points: 10",
        "min_points: «0",
        "policy-tiers",
        "/inherent/tiers/1/min_points",
        "an earlier tier begins at 0 too",
    ),
    Fault(
        "unknown_cap_of_a_control",
        "knock_out: {rating: fair}",
        "knock_out: «{rating: worst}",
        "policy-rating",
        "/controls/0/knock_out",
        "no rating 'worst'",
        _RATINGS,
    ),
    Fault(
        "unknown_cap_of_a_contradiction",
        "    knock_out: {rating: poor}",
        "    knock_out: «{rating: worst}",
        "policy-rating",
        "/contradictions/0/knock_out",
        "no rating 'worst'",
        _RATINGS,
    ),
    Fault(
        "matrix_without_a_rating",
        "small: {good: low, fair: low, poor: high}",
        "small: «{good: low, poor: high}",
        "policy-matrix",
        "/residual/matrix/small",
        "no residual risk for tier 'small' and rating 'fair'",
    ),
    Fault(
        "matrix_with_an_unknown_level",
        "small: {good: low, fair: low, poor: high}",
        "small: {good: low, fair: «medium, poor: high}",
        "policy-level",
        "/residual/matrix/small/fair",
        "no level 'medium'",
        _LEVELS,
    ),
    Fault(
        "matrix_with_an_unknown_rating",
        "small: {good: low, fair: low, poor: high}",
        "small: {good: low, fair: low, poor: high, a/b: «low}",
        "policy-rating",
        "/residual/matrix/small/a~1b",
        "no rating 'a/b'",
        _RATINGS,
    ),
    Fault(
        "matrix_with_an_unknown_tier",
        "great: {good: low, fair: high, poor: high}",
        "great: {good: low, fair: high, poor: high}\n    vast~: «{good: low}",
        "policy-tier",
        "/residual/matrix/vast~0",
        "no tier 'vast~'",
        "known: great, small",
    ),
    Fault(
        "decision_on_an_unknown_rating",
        "when: {rating_at_least: fair}",
        "when: {rating_at_least: «best}",
        "policy-rating",
        "/decision/1/when/rating_at_least",
        "no rating 'best'",
        _RATINGS,
    ),
    Fault(
        "decision_on_an_unknown_level",
        "residual_at_most: low",
        "residual_at_most: «none",
        "policy-level",
        "/decision/0/when/residual_at_most",
        "no level 'none'",
        _LEVELS,
    ),
    Fault(
        "accepts_everyone",
        "when: {rating_at_least: good, residual_at_most: low}",
        "when: «{}",
        "policy-decision",
        "/decision/0/when",
        "this rule accepts every vendor",
        "add a test",
    ),
    Fault(
        "accepts_everyone_by_a_test_of_nothing",
        "when: {rating_at_least: good, residual_at_most: low}",
        "when: «{rating_at_least: null}",
        "policy-decision",
        "/decision/0/when",
        "this rule accepts every vendor",
        "add a test",
    ),
)

TRANSLATIONS = (
    _translation("title", "title: {en: Tiny, uk: Мала}", "/title"),
    _translation("domain", "title: {en: Law, uk: Право}", "/domains/0/title"),
    _translation("control", "title: {en: CA, uk: ЦА}", "/controls/0/title"),
    _translation("rationale", "{en: Why, uk: Чому}", "/controls/0/rationale"),
    _translation("clause", "{en: Clause, uk: Пункт}", "/controls/0/clause"),
    _translation(
        "remediation", "{en: Mend, uk: Виправити}", "/controls/0/remediation/text"
    ),
    _translation("finding", "{en: Doubt, uk: Сумнів}", "/contradictions/1/finding"),
    _translation("factor", "{en: Reach, uk: Обсяг}", "/inherent/factors/1/title"),
    _translation("tier", "{en: Great, uk: Великий}", "/inherent/tiers/1/label"),
    _translation("rating", "{en: Fair, uk: Так собі}", "/ratings/1/label"),
    _translation("level", "{en: High, uk: Високий}", "/residual/levels/1/label"),
    Fault(
        "language_of_no_text",
        "language: en\n",
        "language: «ru\n",
        "translation-missing",
        "/language",
        "'language' is not among 'languages'",
    ),
)

FAULTS = (
    *APPLIES_TO,
    *IDS,
    *CONDITIONS,
    *HIDDEN,
    *SILENCE,
    *ASSURANCE,
    *VERDICTS,
    *TRANSLATIONS,
)
