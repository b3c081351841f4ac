"""What falls due as a calendar, RFC 5545 (the only file that imports icalendar)."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from audit.report.words import register_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.vendor.dues import Due, DueKind
    from audit.vendor.standing import Standing

PRODUCT = "-//vendor-audit//register//EN"
#: Days before the day on which calendars remind of it.
REMIND: dict[DueKind, tuple[int, ...]] = {
    "reassessment": (30, 7),
    "assessment": (3,),
    "response": (7, 1),
    "attestation": (30,),
    "evidence": (30, 7),
    "exception": (30, 7),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Which register the days come from, in which state, and when they were read.

    ``size`` only grows, so what is imported later counts as the newer version.
    """

    origin: str
    size: int
    at: datetime


def register_calendar(
    standings: Sequence[Standing], source: Source, language: str
) -> bytes:
    """Return an all-day event for everything that falls due.

    An event keeps its UID while its day moves, so that importing the file again
    changes the event instead of adding a second one.
    """
    from icalendar import Calendar

    word = register_words(language)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", word["calendar_name"])
    for one in standings:
        count: Counter[tuple[str, str]] = Counter()
        for due in one.dues:
            count[due.kind, due.subject] += 1
            event = _Event(one, due, count[due.kind, due.subject], source, language)
            calendar.add_component(event.component())
    return bytes(calendar.to_ical())


@dataclass(frozen=True, slots=True)
class _Event:
    """One event; ``nth`` tells apart two exceptions of one control."""

    standing: Standing
    due: Due
    nth: int
    source: Source
    language: str

    def component(self) -> Any:
        """Return the event with its reminders."""
        from icalendar import Event

        word, due = register_words(self.language), self.due
        event = Event()
        event.add("uid", self.uid())
        event.add("dtstamp", self.source.at.replace(microsecond=0))
        event.add("sequence", self.source.size)
        event.add("dtstart", due.day)
        if due.day < due.day.max:
            event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", self.summary(), parameters={"language": self.language})
        event.add("description", self.description())
        event.add("categories", [word[f"due_{due.kind}"]])
        event.add("transp", "TRANSPARENT")
        for days in REMIND[due.kind]:
            event.add_component(self.alarm(days))
        return event

    def uid(self) -> str:
        """Return the same id for the same matter of the same register, always."""
        vendor = self.standing.facts.card.id
        told = (self.source.origin, vendor, self.due.kind, self.due.subject, self.nth)
        text = "\n".join(map(str, told))
        return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@vendor-audit"

    def summary(self) -> str:
        """Return what is due and whose it is."""
        word, due = register_words(self.language), self.due
        name = self.standing.facts.card.name
        subject = f" ({due.subject})" if due.subject else ""
        return _clean(f"{name}: {word[f'due_{due.kind}']}{subject}")

    def description(self) -> str:
        """Return who is responsible, and the title of what is due."""
        word = register_words(self.language)
        owner = f"{word['owner']}: {self.standing.facts.card.owner}"
        titles = [self.due.title] if self.due.title else []
        return "\n".join(map(_clean, [*titles, owner]))

    def alarm(self, days: int) -> Any:
        """Return a reminder so many days before."""
        from icalendar import Alarm

        word = register_words(self.language)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", word["remind"].format(days=days, what=self.summary()))
        alarm.add("trigger", -timedelta(days=days))
        return alarm


def _clean(text: str) -> str:
    """Return a text on one line, without the characters that RFC 5545 forbids."""
    return "".join(char if char.isprintable() else " " for char in text)
