"""One good exposure, and what is wrong with it after one change.

``«`` marks the place where the problem must be reported; it is never written.
"""

from __future__ import annotations

from typing import NamedTuple

from audit.policy.model import Policy
from tests import builders as b

#: What the exposure below is written for.
POLICY = Policy.model_validate(
    b.policy(
        b.control("CA-1", domain="access"),
        b.control("CA-2", domain="access"),
        b.control("CP-1", domain="people"),
        domains=[b.domain("access"), b.domain("people")],
        languages=["en", "uk"],
    )
)

GOOD = """\
id: tiny-exposure
version: 1.0.0
title: {en: Tiny, uk: Малий}
date: 2026-01-01
currency: EUR
trials: 100000
seed: 1
sources:
  - {id: report, kind: statistic, title: {en: Report, uk: Звіт}, note: {en: Note, uk: Примітка}}
  - {id: guess, kind: judgement, title: {en: Guess, uk: Оцінка}, note: {en: Why, uk: Чому}}
losses:
  - id: theft
    title: {en: Theft, uk: Крадіжка}
    frequency: {low: 0.1, likely: 0.2, high: 0.5, source: report}
    fixed: {low: 5000, likely: 6000, high: 7000, source: guess}
    share: {low: 0.1, likely: 0.3, high: 1, source: guess}
    per_record: {low: 1, likely: 2, high: 3, source: guess}
    drivers:
      - raises: frequency
        domains: [access, people]
        controls: [CP-1]
        up_to: 4
        source: guess
      - raises: magnitude
        controls: [CA-1, CA-2]
        up_to: 2
        source: guess
    paid_by: liability
  - id: outage
    title: {en: Outage, uk: Збій}
    frequency: {low: 2, likely: 2, high: 2, source: guess}
    fixed: {low: 80, likely: 90, high: 91, source: guess}
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
    return Fault(
        f"no translation of {name}",
        piece,
        f"«{english}}}",
        "translation-missing",
        pointer,
        "no translation into 'uk'",
        "every text needs all languages",
    )


MORE = "kind: law, title: {en: Law, uk: Право}, note: {en: Text, uk: Текст}}"
FIRST = "/losses/0/drivers/0"

FAULTS = (
    Fault("another currency", "currency: EUR", "currency: «USD",
          "exposure-currency", "/currency", "in USD, the demand in EUR", "amount in EUR"),
    Fault("a source twice", "losses:\n", f"  - {{id: «guess, {MORE}\nlosses:\n",
          "id-duplicate", "/sources/2/id", "'guess' stands twice"),
    Fault("a loss twice", "id: outage", "id: «theft",
          "id-duplicate", "/losses/1/id", "'theft' stands twice"),
    Fault("an unknown source", "high: 91, source: guess", "high: 91, source: «guest",
          "exposure-source", "/losses/1/fixed/source", "no source 'guest'",
          "did you mean 'guess'?"),
    Fault("an unknown source like none", "up_to: 2\n        source: guess",
          "up_to: 2\n        source: «hearsay",
          "exposure-source", "/losses/0/drivers/1/source", "no source 'hearsay'",
          "known: guess, report"),
    Fault("an unused source", "losses:\n", f"  - {{id: «spare, {MORE}\nlosses:\n",
          "exposure-source-unused", "/sources/2/id", "names the source 'spare'",
          "leave it out"),
    Fault("low above likely", "{low: 5000,", "{low: «6001,",
          "exposure-range", "/losses/0/fixed/low", "'low' of 'fixed' is above 'likely'",
          "low ≤ likely ≤ high"),
    Fault("likely above high", "likely: 90,", "likely: «91.01,",
          "exposure-range", "/losses/1/fixed/likely",
          "'likely' of 'fixed' is above 'high'", "low ≤ likely ≤ high"),
    Fault("a range of the frequency", "{low: 0.1, likely: 0.2,", "{low: «0.25, likely: 0.2,",
          "exposure-range", "/losses/0/frequency/low", "'low' of 'frequency'", "low ≤"),
    Fault("a share above 1", "high: 1,", "high: «1.5,",
          "exposure-share", "/losses/0/share/high", "more records than there are",
          "between 0 and 1"),
    Fault("share without per_record",
          "    share: {low: 0.1, likely: 0.3, high: 1, source: guess}\n"
          "    per_record: {low: 1, likely: 2, high: 3, source: guess}\n",
          "    share: «{low: 0.1, likely: 0.3, high: 1, source: guess}\n",
          "exposure-records", "/losses/0/share", "'share' says nothing without 'per_record'",
          "records × share × per_record"),
    Fault("per_record without share",
          "    share: {low: 0.1, likely: 0.3, high: 1, source: guess}\n"
          "    per_record: {low: 1,",
          "    per_record: «{low: 1,",
          "exposure-records", "/losses/0/per_record",
          "'per_record' says nothing without 'share'", "records × share × per_record"),
    Fault("a driver of nothing", "- raises: magnitude\n        controls: [CA-1, CA-2]\n",
          "- «raises: magnitude\n",
          "exposure-driver", "/losses/0/drivers/1", "no domain and no control",
          "domains: access, people"),
    Fault("an unknown domain", "[access, people]", "[access, «peoples]",
          "exposure-domain", f"{FIRST}/domains/1", "no domain 'peoples'",
          "did you mean 'people'?"),
    Fault("an unknown domain like none", "[access, people]", "[«zoo, people]",
          "exposure-domain", f"{FIRST}/domains/0", "no domain 'zoo'",
          "known: access, people"),
    Fault("an unknown control", "controls: [CP-1]", "controls: [«CP-9]",
          "exposure-control", f"{FIRST}/controls/0", "no control 'CP-9'",
          "did you mean 'CP-1'?"),
    Fault("an unknown control like none", "controls: [CP-1]", "controls: [«ZZZZ]",
          "exposure-control", f"{FIRST}/controls/0", "no control 'ZZZZ'",
          "see 'audit show'"),
    Fault("a domain twice", "[access, people]", "[access, «access]",
          "id-duplicate", f"{FIRST}/domains/1", "'access' stands twice"),
    Fault("a control twice", "[CA-1, CA-2]", "[CA-1, «CA-1]",
          "id-duplicate", "/losses/0/drivers/1/controls/1", "'CA-1' stands twice"),
    _translation("the title", "{en: Tiny, uk: Малий}", "/title"),
    _translation("a loss", "{en: Outage, uk: Збій}", "/losses/1/title"),
    _translation("a source", "{en: Report, uk: Звіт}", "/sources/0/title"),
    _translation("a note", "{en: Why, uk: Чому}", "/sources/1/note"),
)  # fmt: skip
