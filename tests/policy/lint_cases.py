"""One policy that the lint has nothing to say of, and what it says after one change.

``«`` marks the place where the warning must point; it is never written.
"""

from __future__ import annotations

from typing import NamedTuple

ASKED = """\
id: small
version: 1.0.0
title: {en: Small}
date: "2026-01-01"
sections:
  - id: main
    title: {en: Main}
    questions:
      - {link_id: q-on, type: boolean, text: {en: On?}}
      - link_id: q-way
        type: choice
        text: {en: Way?}
        options:
          - {code: a, label: {en: A}}
          - {code: b, label: {en: B}}
          - {code: c, label: {en: C}}
      - link_id: q-many
        type: multi_choice
        text: {en: Many?}
        options:
          - {code: x, label: {en: X}}
          - {code: y, label: {en: Y}}
          - {code: nothing, label: {en: Nothing}, exclusive: true}
      - {link_id: q-days, type: duration, unit: d, min: "1 d", max: "90 d", text: {en: Days?}}
      - {link_id: q-count, type: integer, min: 0, max: 100, text: {en: Count?}}
      - {link_id: q-note, type: text, text: {en: Anything else?}}
      - {link_id: q-gate, type: boolean, text: {en: Gate?}}
      - {link_id: q-date, type: date, text: {en: Date?}, enable_when: {answer: q-gate, is: true}}
      - link_id: q-rows
        type: table
        text: {en: Rows?}
        columns:
          - {id: kind, type: choice, text: {en: Kind}, options: [{code: k, label: {en: K}}, {code: m, label: {en: M}}]}
          - {id: size, type: integer, min: 0, max: 9, text: {en: Size}}
"""

_REST = """    remediation: {text: {en: Mend it}, days: 30}
    clause: {en: Clause}
    references: {iso27001: [A.5.1]}
"""

GOOD = f"""\
id: small-policy
version: 1.0.0
title: {{en: Small policy}}
date: "2026-01-01"
applies_to: {{questionnaire: small}}
assurance: {{claimed: 0.6, documented: 0.85, independent: 1, verified: 1}}
knock_out: {{rating: poor}}
domains:
  - {{id: one, title: {{en: One}}, weight: 10}}
  - {{id: two, title: {{en: Two}}, weight: 10}}
controls:
  - id: ON
    title: {{en: It is on}}
    domain: one
    severity: critical
    weight: 1
    rule: {{answer: q-on, is: true}}
    knock_out: true
    evidence_floor: documented
{_REST}  - id: WAY
    title: {{en: A good way}}
    domain: one
    severity: high
    weight: 1
    rule: {{answer: q-way, is: a}}
    partial: {{credit: 0.5, rule: {{answer: q-way, in: [a, b]}}}}
{_REST}  - id: MANY
    title: {{en: All of many}}
    domain: one
    severity: high
    weight: 1
    rule: {{answer: q-many, includes_all: [x, y]}}
    partial: {{credit: 0.5, rule: {{answer: q-many, includes_any: [x, y]}}}}
{_REST}  - id: DAYS
    title: {{en: Soon}}
    domain: two
    severity: low
    weight: 1
    rule: {{all: [{{answer: q-days, at_most: 30 d}}, {{answer: q-on, answered: true}}]}}
    partial: {{credit: 0.5, rule: {{answer: q-days, at_most: 60 d}}}}
{_REST}  - id: DATE
    title: {{en: Fresh}}
    domain: two
    severity: low
    weight: 1
    applies_when: {{answer: q-gate, is: true}}
    rule: {{answer: q-date, within: 12 mo}}
    partial: {{credit: 0.5, rule: {{answer: q-date, within: 24 mo}}}}
{_REST}  - id: ROWS
    title: {{en: Rows}}
    domain: two
    severity: low
    weight: 1
    rule: {{all: [{{answer: q-rows, rows_at_least: 2}}, {{answer: q-rows, every_row: {{column: kind, is: k}}}}]}}
    partial: {{credit: 0.5, rule: {{answer: q-rows, any_row: {{column: kind, is: k}}}}}}
{_REST}  - id: COUNT
    title: {{en: Enough}}
    domain: two
    severity: low
    weight: 1
    rule: {{answer: q-count, at_least: 10}}
    partial: {{credit: 0.5, rule: {{all: [{{answer: q-count, at_least: 5}}, {{evidence: {{answer: q-count}}}}]}}}}
{_REST}inherent:
  factors: []
  tiers:
    - {{id: usual, label: {{en: Usual}}, min_points: 0}}
ratings:
  - {{id: good, label: {{en: Good}}, min_score: 80}}
  - {{id: fair, label: {{en: Fair}}, min_score: 50}}
  - {{id: poor, label: {{en: Poor}}, min_score: 0}}
residual:
  levels:
    - {{id: low, label: {{en: Low}}}}
    - {{id: high, label: {{en: High}}}}
  matrix:
    usual: {{good: low, fair: low, poor: high}}
decision:
  - {{decision: accept, when: {{knock_outs_at_most: 0, rating_at_least: good}}}}
  - {{decision: accept_with_conditions, when: {{rating_at_least: fair}}}}
"""


class Slip(NamedTuple):
    """A change of the good text and the one warning that follows."""

    code: str
    piece: str
    instead: str
    subject: str
    message: str


QUESTIONNAIRE_BAD = (
    Slip(
        "question-unused",
        "- {link_id: q-note, type: text",
        "- «{link_id: q-extra, type: boolean, text: {en: Extra?}}\n"
        "      - {link_id: q-note, type: text",
        "q-extra",
        "'q-extra' is asked, and the policy 'small-policy' never reads it",
    ),
    Slip(
        "option-uncovered",
        "- {code: nothing,",
        "- {code: «z, label: {en: Z}}\n          - {code: nothing,",
        "q-many/z",
        "no rule reads the option 'z' of 'q-many'",
    ),
)

_ON = "  - id: ON" + GOOD.partition("  - id: ON")[2].partition("  - id: WAY")[0]


def _without(part: str) -> Slip:
    lines = [line for line in _ON.splitlines() if not line.startswith(f"    {part}:")]
    instead = "\n".join(lines).replace("- id: ON", "- «id: ON") + "\n"
    return Slip(f"{part}-missing", _ON, instead, "ON", f"'ON' has no {part}")


POLICY_BAD = (
    *map(_without, ("remediation", "clause", "references")),
    Slip(
        "partial-unreachable",
        "rule: {answer: q-way, in: [a, b]}",
        "rule: «{answer: q-way, in: [a]}",
        "WAY",
        "the partial rule of 'WAY' is met only with the rule",
    ),
    Slip(
        "partial-unreachable",
        "rule: {answer: q-date, within: 24 mo}",
        "rule: «{answer: q-date, within: 6 mo}",
        "DATE",
        "met only with the rule",
    ),
    Slip(
        "partial-unreachable",
        "rule: {answer: q-many, includes_any: [x, y]}",
        "rule: «{all: [{answer: q-many, includes_any: [x]}, {answer: q-many, includes_any: [y]}]}",
        "MANY",
        "met only with the rule",
    ),
    Slip(
        "partial-unreachable",
        "rule: {answer: q-rows, any_row: {column: kind, is: k}}",
        "rule: «{all: [{answer: q-rows, rows_at_least: {count: 3, where: {column: kind, is: k}}}, "
        "{answer: q-rows, no_row: {column: kind, is: m}}]}",
        "ROWS",
        "met only with the rule",
    ),
    Slip(
        "partial-unreachable",
        "rule: {all: [{answer: q-count, at_least: 5}, {evidence: {answer: q-count}}]}",
        "rule: «{all: [{answer: q-count, above: 9}, {evidence: {answer: q-count}}]}",
        "COUNT",
        "met only with the rule",
    ),
    Slip(
        "rule-duplicate",
        "rule: {answer: q-count, at_least: 10}",
        "rule: «{all: [{answer: q-on, answered: true}, {answer: q-days, at_most: 30 d}]}",
        "COUNT",
        "'COUNT' tests what 'DAYS' tests",
    ),
    Slip(
        "threshold-always",
        "rule: {answer: q-days, at_most: 60 d}",
        "rule: {answer: q-days, at_most: «90 d}",
        "DAYS",
        "'at_most' on 'q-days' holds whatever is answered",
    ),
    Slip(
        "threshold-always",
        "{answer: q-rows, rows_at_least: 2}",
        "{answer: q-rows, every_row: {column: size, at_least: «0}}",
        "ROWS",
        "'at_least' on 'q-rows/size' holds whatever is answered",
    ),
    Slip(
        "threshold-never",
        "rule: {answer: q-count, at_least: 10}",
        "rule: {answer: q-count, above: «100}",
        "COUNT",
        "'above' on 'q-count' holds for no possible answer",
    ),
    Slip(
        "polarity-mixed",
        "{answer: q-rows, rows_at_least: 2}",
        "{answer: q-rows, rows_at_least: 2}, {answer: q-days, above: «5 d}",
        "ROWS",
        "'ROWS' prefers the answers to 'q-days' that 'DAYS' punishes",
    ),
    Slip(
        "control-dominant",
        "severity: critical\n    weight: 1\n",
        "severity: critical\n    weight: «3\n",
        "ON",
        "'ON' decides 30.00 % of the score",
    ),
    Slip(
        "knock-out-unproven",
        "knock_out: true\n    evidence_floor: documented",
        "knock_out: «true",
        "ON",
        "'ON' is a knock-out that needs no evidence",
    ),
    Slip(
        "framework-id",
        "[A.5.1]}\n  - id: WAY",
        "[A.5.1, «A.5.38]}\n  - id: WAY",
        "ON",
        "iso27001 has no requirement 'A.5.38'",
    ),
    Slip(
        "domain-irrelevant",
        "{id: one, title: {en: One}, weight: 10}",
        "{id: one, title: {en: One}, weight: 10}\n"
        "  - {id: none, title: {en: None}, weight: «10}",
        "none",
        "no control is in the domain 'none'",
    ),
    Slip(
        "domain-irrelevant",
        "{id: one, title: {en: One}, weight: 10}",
        "{id: one, title: {en: One}, weight: «0.04}",
        "one",
        "the domain 'one' weighs 0.40 % of the score",
    ),
    Slip(
        "decision-unreachable",
        "{decision: accept_with_conditions, when: {rating_at_least: fair}}",
        "{decision: accept_with_conditions, when: {rating_at_least: fair}}\n"
        "  - {decision: accept_with_conditions, when: «{score_at_least: 81, rating_at_least: fair}}",
        "3",
        "rule 3 (accept_with_conditions) can never decide: an earlier rule",
    ),
    Slip(
        "decision-unreachable",
        "{decision: accept_with_conditions, when: {rating_at_least: fair}}",
        "{decision: reject, when: «{rating_at_least: good, residual_at_most: low, score_at_least: 0, knock_outs_at_most: 0}}\n"
        "  - {decision: accept_with_conditions, when: {rating_at_least: fair}}",
        "2",
        "an earlier rule always holds first",
    ),
    Slip(
        "ignore-idle",
        "decision:\n",
        "lint_ignore:\n  - «{code: framework-id, reason: {en: Why}}\ndecision:\n",
        "framework-id",
        "'framework-id' is ignored here, and nothing is found of it",
    ),
)
