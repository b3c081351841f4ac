"""What a changed field of a policy held, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.policy.lint.weights import shares
from audit.questionnaire.localisation import pick
from audit.report.findings import FRAMEWORKS
from audit.report.words import show_share, words
from audit.workbench.comparing_words import TEXTS
from audit.workbench.wording import percent, sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.workbench.comparing import Side

_CONDITIONS = frozenset({"rule", "applies_when", "when"})


@dataclass(frozen=True)
class Values:
    """Shows the values of one policy in one language."""

    side: Side
    language: str

    def show(self, name: str, value: Any, item: str = "") -> str:
        """Return a field's value; ``item`` is the id of what it belongs to."""
        if value is None or value is False or value in ({}, ()):
            return TEXTS[self.language]["always"] if name == "applies_when" else "—"
        if name in _CONDITIONS:
            return self.condition(value)
        if name in _SHOWN:
            return _SHOWN[name](self, value, item)
        return self.text(value) if isinstance(value, dict) else self.number(value)

    def number(self, value: Any) -> str:
        """Return an exact number with few decimals."""
        return show_share(value, self.language)

    def text(self, value: dict[str, str]) -> str:
        """Return a text in the language."""
        return pick(value, self.language)

    def condition(self, value: dict[str, Any]) -> str:
        """Return a condition as indented lines."""
        return "\n".join(sentences(value, self.side.questionnaire, self.language))

    def find(self, place: str, name: str) -> Any:
        """Return the policy's item of this id; None where there is none."""
        policy = self.side.policy
        inherent: Any = policy.inherent
        places: dict[str, Any] = {
            "factors": inherent.factors,
            "tiers": inherent.tiers,
            "levels": policy.residual.levels,
        }
        listed: Any = places.get(place) or getattr(policy, place, ())
        return next((item for item in listed if item.id == name), None)

    def named(self, place: str, name: str) -> str:
        """Return an item's title, label or finding; its id where it is not."""
        item = self.find(place, name)
        if item is None:
            return name
        keys = ("title", "label", "finding")
        return next(self.text(text) for k in keys if (text := getattr(item, k, None)))

    def essence(self, place: str, name: str) -> str:
        """Return what an item that came or went is about: its condition or value."""
        item = self.find(place, name)
        keys = ("rule", "when", "scores", "min_score", "min_points", "weight")
        for key in keys:
            if hasattr(item, key):
                return self.show(key, getattr(item, key), name)
        return self.named(place, name)

    def weight(self, value: Any, item: str) -> str:
        """Return a weight, and a control's points of 100 while all apply."""
        share = shares(self.side.policy).get(item)
        if share is None:
            return self.number(value)
        of_100 = TEXTS[self.language]["of_100"]
        return f"{self.number(value)} ({self.number(share * 100)} {of_100})"

    def severity(self, value: str, _: str) -> str:
        """Return a severity's word."""
        return words(self.language)[f"severity_{value}"]

    def evidence_floor(self, value: str, _: str) -> str:
        """Return the word of a level of assurance."""
        return words(self.language)[f"assurance_{value}"]

    def own_word(self, value: str, _: str) -> str:
        """Return the word of one of a few fixed values."""
        return TEXTS[self.language][value]

    def domain(self, value: str, _: str) -> str:
        """Return a domain's title."""
        return self.named("domains", value)

    def knock_out(self, value: Any, _: str) -> str:
        """Return the best rating that an unmet knock-out allows."""
        cap = value if isinstance(value, str) else self.side.policy.cap_of(value)
        own = TEXTS[self.language]["cap"]
        return own.format(rating=self.named("ratings", cap or ""))

    def partial(self, value: Any, _: str) -> str:
        """Return the share of the points and what earns it."""
        return f"{percent(value.credit, self.language)}:\n{self.condition(value.rule)}"

    def remediation(self, value: Any, _: str) -> str:
        """Return what closes the gap, by when and with which effort."""
        report = words(self.language)
        days = f"{report['due']}: {value.days} {report['days_from']}"
        effort = f"{report['effort']}: {self.number(value.effort)}"
        return f"{self.text(value.text)}\n{days}; {effort} {report['person_days']}"

    def references(self, value: dict[str, tuple[str, ...]], _: str) -> str:
        """Return framework ids in one line."""
        listed = (
            (FRAMEWORKS[key], ", ".join(ids)) for key, ids in value.items() if ids
        )
        return " · ".join(f"{name} {ids}" for name, ids in listed)

    def scores(self, value: Any, _: str) -> str:
        """Return the points of a factor, each with its condition."""
        points = TEXTS[self.language]["points_short"]
        return "\n".join(
            f"{score.points} {points}: {self.condition(score.when)}" for score in value
        )


_SHOWN: dict[str, Callable[[Values, Any, str], str]] = {
    "weight": Values.weight,
    "severity": Values.severity,
    "evidence_floor": Values.evidence_floor,
    "not_applicable": Values.own_word,
    "signature": Values.own_word,
    "domain": Values.domain,
    "knock_out": Values.knock_out,
    "partial": Values.partial,
    "remediation": Values.remediation,
    "references": Values.references,
    "scores": Values.scores,
}
