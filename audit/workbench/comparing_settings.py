"""The single values of a policy, from evidence to decision, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.policy.verdicts import DecisionTest
from audit.report.words import words
from audit.workbench.comparing_words import TEXTS
from audit.workbench.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.verdicts import DecisionRule
    from audit.workbench.comparing_values import Values

_TESTS = {
    "knock_outs_at_most": "knock_outs",
    "contradictions_at_most": "contradictions",
    "residual_at_most": "residual_risk",
    "rating_at_least": "rating",
    "score_at_least": "score",
    "verified_score_at_least": "verified_score",
    "coverage_at_least": "coverage",
}


@dataclass(frozen=True)
class Settings:
    """Names and shows the settings of one policy, by the names of ``policy.diff``."""

    values: Values

    def label(self, name: str) -> str:
        """Return what a setting is called."""
        own, report = (t(self.values.language) for t in (TEXTS.__getitem__, words))
        kind, _, rest = name.partition(".")
        if kind == "residual":
            tier, _, rating = rest.partition(".")
            pair = (
                self.values.named("tiers", tier),
                self.values.named("ratings", rating),
            )
            return f"{report['residual_risk']}: {' × '.join(pair)}"
        if kind == "decision":
            return f"{own['rule_of']} {rest}"
        if kind == "assurance":
            return f"{own['assurance']}: {report[f'assurance_{rest}']}"
        return own["cap_default" if kind == "knock_out" else kind]

    def show(self, name: str, value: Any) -> str:
        """Return a setting's value."""
        kind = name.partition(".")[0]
        if value is None:
            return "—"
        if kind == "residual":
            return self.values.named("levels", value)
        if kind == "decision":
            return self.decision(value)
        if kind in {"assurance", "compensation"}:
            return percent(value, self.values.language)
        return self.values.show(kind, value)

    def decision(self, rule: DecisionRule) -> str:
        """Return a decision with what it asks for."""
        report = words(self.values.language)
        tests = "; ".join(self._tests(rule.when))
        decided = report[f"decision_{rule.decision}"]
        return f"{decided}: {tests}" if tests else decided

    def _tests(self, test: DecisionTest) -> Iterator[str]:
        report = words(self.values.language)
        for name in DecisionTest.model_fields:
            limit = getattr(test, name)
            if limit is None:
                continue
            own = TEXTS[self.values.language]["failed_critical"]
            label = report[_TESTS[name]] if name in _TESTS else own
            sign = "≤" if name.endswith("_at_most") else "≥"
            yield f"{label} {sign} {self._limit(name, limit)}"

    def _limit(self, name: str, limit: Any) -> str:
        if name == "rating_at_least":
            return self.values.named("ratings", limit)
        if name == "residual_at_most":
            return self.values.named("levels", limit)
        return self.values.number(limit)
