"""Every code that the lint can give, with what it says in one sentence."""

from __future__ import annotations

from typing import Literal

LintCode = Literal[
    "question-unused",
    "option-uncovered",
    "partial-unreachable",
    "rule-duplicate",
    "threshold-always",
    "threshold-never",
    "polarity-mixed",
    "knock-out-unproven",
    "remediation-missing",
    "clause-missing",
    "references-missing",
    "framework-id",
    "domain-irrelevant",
    "control-dominant",
    "decision-unreachable",
    "ignore-idle",
]

CODES: dict[LintCode, str] = {
    "question-unused": "A question is asked and nothing in the policy reads it.",
    "option-uncovered": "No rule tells this option from having answered nothing.",
    "partial-unreachable": "Whoever meets the partial rule meets the rule too.",
    "rule-duplicate": "Two controls test the same, so one answer counts twice.",
    "threshold-always": "Every possible answer meets this condition.",
    "threshold-never": "No possible answer meets this condition.",
    "polarity-mixed": "One control prefers the answer that another one punishes.",
    "knock-out-unproven": "A knock-out is met by the vendor's word alone.",
    "remediation-missing": "A control does not say what closes the gap.",
    "clause-missing": "A control has no clause for the contract.",
    "references-missing": "A control names no framework requirement.",
    "framework-id": "The framework has no requirement of this id.",
    "domain-irrelevant": "A domain weighs less than 1/200 or has no control.",
    "control-dominant": "One control decides more than 1/4 of the score.",
    "decision-unreachable": "No assessment can reach this decision rule.",
    "ignore-idle": "An entry of lint_ignore has nothing left to ignore.",
}
