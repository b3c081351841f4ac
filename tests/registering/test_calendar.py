"""The calendar, read by a strict parser of RFC 5545 lines that knows no library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.report.register.calendar import REMIND, Source, register_calendar
from audit.vendor.dues import DUE_KINDS, Terms
from audit.vendor.facts import Answered, Asked, Lapsing, VendorFacts
from audit.vendor.model import VendorCard
from audit.vendor.standing import Standing, standing
from tests.registering.office import card_data

DAY = date(2026, 11, 24)
SOURCE = Source("audit-register/ab", 12, datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
_LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*)'
    r":(?P<value>.*)"
)


@dataclass
class Part:
    kind: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def one(self, name: str) -> str:
        (value,) = [value for found, _, value in self.lines if found == name]
        return value


def parsed(raw: bytes) -> Part:
    """Read a calendar; every line has to be folded, ended and escaped as told."""
    assert raw.endswith(b"\r\n")
    physical = raw[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert not any(set(line) & {*range(9), *range(10, 32), 127} for line in physical)
    text = raw[:-2].decode().replace("\r\n ", "").split("\r\n")
    root = Part("")
    open_parts = [root]
    for line in text:
        found = _LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            part = Part(value)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name == "END":
            assert open_parts.pop().kind == value
        else:
            open_parts[-1].lines.append((name, found["parameters"], value))
    assert open_parts == [root]
    (calendar,) = root.parts
    assert calendar.kind == "VCALENDAR"
    return calendar


def text_of(value: str) -> str:
    """Undo the escapes of a TEXT; a bare comma or semicolon has to be escaped."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value)
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def vendor(**known: Any) -> Standing:
    card = card_data(next_due="2026-12-01", name=known.pop("name", "Plain Vendor Ltd"))
    return standing(VendorFacts(VendorCard.model_validate(card), **known), DAY, Terms())


FULL: dict[str, Any] = {
    "response": Answered("r-1", "q@1.0.0", DAY, DAY, DAY, assessed=False),
    "open_requests": (Asked("req-1", DAY),),
    "evidence": (Lapsing("cert", "ISO 27001", date(2027, 1, 10)),),
    "exceptions": (
        Lapsing("IAM-01", "Old system", date(2027, 2, 1)),
        Lapsing("IAM-01", "Old system", date(2027, 5, 1)),
    ),
}


def events(
    found: Standing, source: Source = SOURCE, language: str = "en"
) -> list[Part]:
    return parsed(register_calendar([found], source, language)).parts


def test_the_calendar_says_whose_it_is() -> None:
    calendar = parsed(register_calendar([vendor()], SOURCE, "uk"))
    assert (calendar.one("VERSION"), calendar.one("METHOD")) == ("2.0", "PUBLISH")
    assert calendar.one("PRODID").startswith("-//vendor-audit//")
    assert calendar.one("X-WR-CALNAME") == "Строки щодо постачальників"


def test_every_kind_of_due_is_an_all_day_event_with_reminders() -> None:
    found = events(vendor(**FULL))
    assert len(found) == len(DUE_KINDS) + 1
    for event in found:
        start = datetime.strptime(event.one("DTSTART"), "%Y%m%d").date()  # noqa: DTZ007
        end = datetime.strptime(event.one("DTEND"), "%Y%m%d").date()  # noqa: DTZ007
        assert end - start == timedelta(1)
        assert all(
            parameters == ";VALUE=DATE"
            for name, parameters, _ in event.lines
            if name in {"DTSTART", "DTEND"}
        )
        assert event.one("DTSTAMP") == "20261124T100000Z"
        assert {part.kind for part in event.parts} == {"VALARM"}
        for alarm in event.parts:
            assert alarm.one("ACTION") == "DISPLAY"
            assert re.fullmatch(r"-P\d+D", alarm.one("TRIGGER"))
    assert sum(len(event.parts) for event in found) == sum(
        map(len, [*REMIND.values(), REMIND["exception"]])
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Plain Vendor Ltd: Re-assessment"),
        ("uk", "Plain Vendor Ltd: Повторне оцінювання"),
        ("ru", "Plain Vendor Ltd: Повторная оценка"),
    ],
)
def test_events_are_told_in_three_languages(language: str, said: str) -> None:
    (event,) = events(vendor(), language=language)
    assert text_of(event.one("SUMMARY")) == said


def test_an_event_keeps_its_id_while_its_day_moves() -> None:
    moved = FULL | {"evidence": (Lapsing("cert", "ISO", date(2028, 1, 10)),)}
    later = Source(SOURCE.origin, 20, SOURCE.at + timedelta(days=40))
    first, second = events(vendor(**FULL)), events(vendor(**moved), later, "uk")
    ids = [{event.one("UID") for event in side} for side in (first, second)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len(first)
    assert {event.one("SEQUENCE") for event in second} == {"20"}


def test_another_register_has_other_ids_bad() -> None:
    other = Source("audit-register/cd", 12, SOURCE.at)
    assert not {e.one("UID") for e in events(vendor(**FULL))} & {
        e.one("UID") for e in events(vendor(**FULL), other)
    }


HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60
)


@settings(max_examples=30, deadline=None)
@given(HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_its_line(title: str, name: str) -> None:
    evil = f"{title}\r\nEND:VEVENT\nBEGIN:VEVENT"
    found = vendor(
        name=f"{name},;\\:{name}", evidence=(Lapsing("c", evil, date(2027, 1, 1)),)
    )
    (assess, cert) = events(found)
    assert (assess.kind, cert.kind) == ("VEVENT", "VEVENT")
    clean = "".join(char if char.isprintable() else " " for char in evil)
    assert text_of(cert.one("DESCRIPTION")).split("\n")[0] == clean


def test_the_last_day_of_the_calendar_has_no_day_after() -> None:
    found = events(vendor(evidence=(Lapsing("c", "Endless", date.max),)))
    assert [name for name, _, _ in found[1].lines].count("DTEND") == 0
