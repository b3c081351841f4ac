"""One control of a policy in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.conditions.model import LEVELS, fields_read
from audit.conditions.parse import parse
from audit.errors import Problem, ReferenceProblem
from audit.policy.lint.weights import shares
from audit.questionnaire.localisation import pick
from audit.report.findings import show_references
from audit.report.layers import relaxed_rows
from audit.report.words import show_share, words
from audit.workbench.explain_words import TEXTS
from audit.workbench.wording import percent, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Control, Policy
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to know of a control: its key, label and lines (parts indented)."""

    key: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A control in one language."""

    id: str
    title: str
    parts: tuple[Part, ...]


def explain_control(name: str, control_id: str, language: str) -> Explanation:
    """Explain a control of a policy (id or file); an unknown id names the nearest."""
    questionnaire = load_questionnaire(questionnaire_of(name)).record
    loaded = load_policy(name, questionnaire)
    control = loaded.record.by_id.get(control_id)
    if control is None:
        raise ReferenceProblem.of(_unknown(control_id, loaded.record, name))
    view = _View(loaded.record, questionnaire, control, language)
    parts = tuple(part for part in view.parts() if part.lines)
    return Explanation(control.id, pick(control.title, language), parts)


def _unknown(control_id: str, policy: Policy, name: str) -> Problem:
    close = get_close_matches(control_id.upper(), policy.by_id, 3, 0.5)
    hint = f"did you mean {', '.join(close)}?" if close else f"see 'audit show {name}'"
    message = f"the policy '{policy.id}' has no control '{control_id}'"
    return Problem("policy-control", message, "/controls", hint, name)


@dataclass(frozen=True)
class _View:
    """What is told of one control in one language."""

    policy: Policy
    questionnaire: Questionnaire
    control: Control
    language: str

    def parts(self) -> Iterator[Part]:
        control, own = self.control, TEXTS[self.language]
        report = words(self.language)
        yield Part("domain", report["domain"], (self.domain(),))
        severity = report[f"severity_{control.severity}"]
        yield Part("severity", report["severity"], (severity,))
        yield Part("weight", own["weight"], (self.points(),))
        yield Part("why", report["why_it_matters"], self.text(control.rationale))
        yield Part("applies", own["applies"], self.applies())
        yield Part("rule", own["passes"], self.condition(control.rule))
        if control.partial:
            share = percent(control.partial.credit, self.language)
            label = own["partial"].format(share=share)
            yield Part("partial", label, self.condition(control.partial.rule))
        yield Part("evidence", own["evidence"], tuple(self.evidence()))
        yield Part("knock_out", own["knock_out"], self.knock_out())
        yield Part("remediation", report["remediation"], self.remediation())
        yield Part("clause", report["clause"], self.text(control.clause))
        listed = show_references(control)
        yield Part("references", report["references"], (listed,) if listed else ())
        yield Part("relaxed", report["relaxed"], tuple(self.relaxed()))

    def relaxed(self) -> Iterator[str]:
        until = words(self.language)["expires"].lower()
        for row in relaxed_rows(self.policy, self.language):
            if row.id == self.control.id:
                day = f"; {until}: {row.expires}" if row.expires else ""
                approved = f"{row.layer}, {row.approver}{day}"
                yield f"{row.what}: {row.reason} ({approved})"

    def text(self, text: dict[str, str] | None) -> tuple[str, ...]:
        return (pick(text, self.language),) if text else ()

    def condition(self, condition: dict[str, object]) -> tuple[str, ...]:
        return sentences(condition, self.questionnaire, self.language)

    def domain(self) -> str:
        titles = {domain.id: domain.title for domain in self.policy.domains}
        return pick(titles[self.control.domain], self.language)

    def points(self) -> str:
        share = shares(self.policy)[self.control.id] * 100
        points = show_share(share, self.language)
        return TEXTS[self.language]["points"].format(points=points)

    def applies(self) -> tuple[str, ...]:
        control, own = self.control, TEXTS[self.language]
        found: tuple[str, ...] = (own["always"],)
        if control.applies_when is not None:
            found = self.condition(control.applies_when)
        accepted = control.not_applicable == "accept"
        return (*found, own["na_accepted"]) if accepted else found

    def evidence(self) -> Iterator[str]:
        own, floor = TEXTS[self.language], self.control.evidence_floor
        yield own[f"floor_{floor}"]
        below = LEVELS[: LEVELS.index(floor)]
        if below:
            listed = "; ".join(self.worth(level) for level in below)
            yield own["worth"].format(shares=listed)
        for link_id in self.reads():
            typical = self.questionnaire.questions[link_id].typical_evidence
            yield from self.text(typical)

    def worth(self, level: str) -> str:
        share = percent(getattr(self.policy.assurance, level), self.language)
        return f"{words(self.language)[f'assurance_{level}']} – {share}"

    def reads(self) -> tuple[str, ...]:
        """Return the questions of the rule, then those of the partial rule alone."""
        partial = self.control.partial
        rules = [self.control.rule, *([partial.rule] if partial else [])]
        read = [link_id for rule in rules for link_id in fields_read(parse(rule))]
        return tuple(dict.fromkeys(read))

    def knock_out(self) -> tuple[str, ...]:
        cap = self.policy.cap_of(self.control.knock_out)
        if cap is None:
            return ()
        labels = {rating.id: rating.label for rating in self.policy.ratings}
        rating = pick(labels[cap], self.language)
        return (TEXTS[self.language]["caps"].format(rating=rating),)

    def remediation(self) -> tuple[str, ...]:
        found = self.control.remediation
        if found is None:
            return ()
        effort = show_share(found.effort, self.language)
        deadline = TEXTS[self.language]["deadline"]
        when = deadline.format(days=found.days, effort=effort)
        return (*self.text(found.text), when)
