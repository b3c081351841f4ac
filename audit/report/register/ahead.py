"""What lies ahead of vendors: days, what becomes of the verdict, and the causes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.assessment.model import Points
from audit.questionnaire.localisation import pick
from audit.report.comparison.blocks import Cell, Grid, Paragraph, Section, text
from audit.report.register.labels import Labels
from audit.report.register.view import RegisterView
from audit.report.words import register_words, show_date, show_number, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from audit.assessment.forecast import Forecast, Outlook, Step
    from audit.assessment.turning import Turn
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire
    from audit.response.evidence_item import EvidenceItem
    from audit.vendor.model import VendorCard


@dataclass(frozen=True, slots=True)
class Ahead:
    """One vendor's forecast with what names its parts; or why there is none."""

    card: VendorCard
    forecast: Forecast | None = None
    policy: Policy | None = None
    questionnaire: Questionnaire | None = None
    evidence: tuple[EvidenceItem, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The forecasts of vendors from a day until another."""

    as_of: date
    until: date
    vendors: tuple[Ahead, ...]


def ahead_view(found: Outlooks, language: str) -> RegisterView:
    """Return all changes of all vendors, in order of their days."""
    word = register_words(language)
    until = show_date(found.until, language)
    tellers = [_Teller(one, language) for one in found.vendors]
    rows = sorted(
        (row for teller in tellers for row in teller.rows()), key=lambda row: row[0]
    )
    header = (word["day"], words(language)["vendor"], word["becomes"], word["cause"])
    grid = Grid(
        "ahead",
        word["forecast_title"],
        header,
        tuple(row for _, row in rows),
        ("11%", "18%", "34%"),
        lead="" if rows else word["forecast_none"].format(until=until),
    )
    refused = tuple(
        Paragraph(f"{one.card.name}: {word['not_forecast']} ({one.refused})")
        for one in found.vendors
        if one.refused
    )
    named = [one.card.name for one in found.vendors]
    return RegisterView(
        language=language,
        title=word["forecast_title"],
        subject=named[0] if len(named) == 1 else "",
        as_of=show_date(found.as_of, language),
        headline=word["forecast_lead"].format(until=until),
        overview=grid,
        sentences=tuple(said for teller in tellers for said in teller.first_fall()),
        sections=(Section("refused", word["not_forecast"], "", refused),)
        if refused
        else (),
    )


def ahead_plain(found: Outlooks) -> dict[str, Any]:
    """Return the forecasts in codes, the scores exact."""
    return {
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "vendors": [_plain(one) for one in found.vendors],
    }


def ahead_rows(found: Outlooks) -> Iterator[tuple[Any, ...]]:
    """Yield one row a change under ``HEADER``."""
    for one in found.vendors:
        for step in one.forecast.steps if one.forecast else ():
            causes = "; ".join(f"{t.kind} {t.subject}" for t in step.causes)
            sides = [
                (_shown(side), side.rating, side.residual, side.decision)
                for side in (step.before, step.after)
            ]
            yield (one.card.id, step.day, *sides[0], *sides[1], causes)


HEADER = (
    "vendor", "day", "score_before", "rating_before", "residual_before",
    "decision_before", "score", "rating", "residual", "decision", "causes",
)  # fmt: skip


class _Teller:
    """Tells one vendor's forecast in words."""

    def __init__(self, found: Ahead, language: str) -> None:
        self.found = found
        self.language = language
        self.word = register_words(language)
        policies = {"": found.policy} if found.policy else {}
        self.labels = Labels(policies, language)

    def rows(self) -> Iterator[tuple[date, tuple[Cell, ...]]]:
        """Yield the days with their rows."""
        forecast = self.found.forecast
        if forecast is None:
            return
        for step in forecast.steps:
            yield step.day, self.row(step)
        if forecast.ends is not None:
            day = text(show_date(forecast.ends, self.language))
            said = text(self.word["policy_ends"], "late")
            yield forecast.ends, (day, text(self.found.card.name), said, text("–"))

    def first_fall(self) -> Iterator[str]:
        """Yield a sentence on the first other decision or rating, if there is one."""
        for step in self.found.forecast.steps if self.found.forecast else ():
            if _grave(step):
                day = show_date(step.day, self.language)
                changes = "; ".join(self.changes(step.before, step.after))
                yield f"{self.found.card.name}, {day}: {changes}."
                return

    def row(self, step: Step) -> tuple[Cell, ...]:
        grave = _grave(step)
        changes = "\n".join(map(_begun, self.changes(step.before, step.after)))
        return (
            text(show_date(step.day, self.language), "late" if grave else ""),
            text(self.found.card.name),
            text(changes, "strong lines" if grave else "lines"),
            text("\n".join(map(self.cause, step.causes)), "lines"),
        )

    def changes(self, before: Outlook, after: Outlook) -> Iterator[str]:
        """Yield what is different, the gravest first."""
        for name, label in (
            ("decision", self.labels.decision),
            ("rating", lambda code: self.labels.rating("", code)),
            ("residual", lambda code: self.labels.residual("", code)),
        ):
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield self.said(f"change_{name}", label(old), label(new))
        if before.score != after.score:
            sides = (show_number(_shown(s), self.language) for s in (before, after))
            yield self.said("change_score", *sides)

    def said(self, key: str, before: str, after: str) -> str:
        """Return a change in words."""
        return self.word[key].format(before=before, after=after)

    def cause(self, turn: Turn) -> str:
        """Return what happens, in words."""
        name = turn.subject
        if turn.kind.startswith("evidence"):
            titles = {item.id: item.title for item in self.found.evidence}
            name = titles.get(turn.subject, turn.subject)
        elif turn.kind.startswith("exception"):
            name = self.labels.control("", turn.subject)
        elif self.found.questionnaire is not None:
            question = self.found.questionnaire.questions[turn.subject]
            name = f"{turn.subject}, {pick(question.text, self.language)}"
        return _begun(self.word[f"turn_{turn.kind}"].format(name=name))


def _begun(text: str) -> str:
    """Return a text as the beginning of a line."""
    return text[:1].upper() + text[1:]


def _grave(step: Step) -> bool:
    """Tell whether the decision or the rating is another."""
    before, after = step.before, step.after
    return (before.decision, before.rating) != (after.decision, after.rating)


def _shown(side: Outlook) -> str:
    return Points(exact=side.score).shown


def _plain(one: Ahead) -> dict[str, Any]:
    found = one.forecast
    if found is None:
        return {"vendor": one.card.id, "refused": one.refused}
    return {
        "vendor": one.card.id,
        "policy": f"{one.policy.id}@{one.policy.version}" if one.policy else None,
        "start": _side(found.start),
        "steps": [
            {
                "day": step.day.isoformat(),
                "before": _side(step.before),
                "after": _side(step.after),
                "causes": [turn._asdict() for turn in step.causes],
            }
            for step in found.steps
        ],
        "policy_ends": found.ends.isoformat() if found.ends else None,
    }


def _side(side: Outlook) -> dict[str, Any]:
    score = {"exact": str(side.score), "shown": _shown(side)}
    rest = {"rating": side.rating, "residual": side.residual}
    return {"score": score, **rest, "decision": side.decision}
