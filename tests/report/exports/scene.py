"""One small vendor with every kind of outcome, and the ways to read its exports."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from audit.assessment.inputs import SignatureFact
from audit.canonical import digest
from audit.cases import Assessed, Case, assess_case
from audit.documents import read_json
from audit.exporting import exported
from tests import builders as b

FORMATS = "oscal-ar oscal-poam cyclonedx sarif junit csv xlsx markdown".split()
SUFFIXES = {"junit": "xml", "csv": "csv", "xlsx": "txt", "markdown": "md"}
Plain = dict[str, Any]


def many(english: str) -> dict[str, str]:
    return {"en": english, "uk": f"УКР {english}", "ru": f"РУС {english}"}


def fixed(text: str, days: int, effort: int) -> Plain:
    return {"text": many(text), "days": days, "effort": effort}


QUESTIONS = b.questionnaire(
    b.question("q-met"),
    b.question("q-partly", "integer", min=0, max=10),
    b.question("q-weak"),
    b.question("q-not-met"),
    b.question("q-silent"),
    b.question("q-na", allow_not_applicable=True),
    b.question("q-cards"),
    b.question("q-pan"),
    b.question("q-waived"),
    b.question("q-words", "text"),
    languages=["en"],
)


def control(name: str, rule: Plain, **over: Any) -> Plain:
    title = many(f"Requirement {name.lower()}")
    return b.control(name, rule, title=title, **over)


POLICY = b.policy(
    control("MET", b.yes("q-met"), severity="high", references={"iso27001": ["A.1"]}),
    control(
        "PARTLY",
        {"answer": "q-partly", "at_least": 9},
        partial={"credit": 0.5, "rule": {"answer": "q-partly", "at_least": 5}},
        remediation=fixed("Reach nine.", 90, 4),
    ),
    control(
        "WEAK",
        b.yes("q-weak"),
        evidence_floor="documented",
        severity="low",
        remediation=fixed("Show a document.", 60, 1),
    ),
    control(
        "NOT-MET",
        b.yes("q-not-met"),
        severity="critical",
        knock_out=True,
        rationale=many("Keys get lost."),
        remediation=fixed("Encrypt the disks.", 14, 3),
        clause=many("The Vendor encrypts the disks."),
    ),
    control("SILENT", b.yes("q-silent"), severity="high", domain="people"),
    control("NA", b.yes("q-na"), not_applicable="accept", domain="people"),
    control("CARDS", b.yes("q-pan"), applies_when=b.yes("q-cards")),
    control(
        "WAIVED", b.yes("q-waived"), remediation=fixed("Retire | <b>it</b>.", 30, 2)
    ),
    publisher="Example Bank",
    domains=[b.domain("security", 3), b.domain("people")],
    contradictions=[
        b.contradiction("CLASH", {"all": [b.yes("q-met"), b.no("q-not-met")]}),
        b.contradiction("HIDDEN", {"all": [b.yes("q-met"), b.yes("q-silent")]}),
    ],
    responses={"signature": "required"},
)


def answers(words: str = "We keep <b>keys</b> | safe") -> Plain:
    return {
        "q-met": b.given(True, "cert"),
        "q-partly": b.given(6, "cert"),
        "q-weak": b.given(True, "old"),
        "q-not-met": b.given(False, comment="Next year."),
        "q-na": b.na(),
        "q-cards": b.given(False),
        "q-waived": b.given(False),
        "q-words": b.given(words),
    }


def assessed(hostile: str = "", policy: Plain = POLICY, **over: Any) -> Assessed:
    """Assess the vendor; a hostile text stands wherever a vendor or approver writes."""
    vendor = hostile or "Northline Contact"
    items = [
        b.item("cert", "independent", title=hostile or "A certificate"),
        b.item("old", expires="2026-03-31", title="An old policy"),
    ]
    given = answers(hostile) if hostile else answers()
    response = b.response(
        over.pop("answers", given),
        *items,
        vendor={"name": vendor, "country": "UA", "registration_no": "4711"},
    )
    said = {"reason": hostile, "approver": hostile, "compensating_control": hostile}
    known = {control["id"] for control in policy["controls"]} & {"WAIVED"}
    waivers = [b.waiver(name, **(said if hostile else {})) for name in known]
    review = {
        "response_digest": digest(response),
        "judgements": [b.judgement("q-na")],
    }
    text = json.dumps(response, ensure_ascii=False, indent=1)
    return assess_case(
        Case(
            questionnaire=b.document(QUESTIONS),
            policy=b.document(policy),
            response=read_json(text.encode(), "acme/response.json"),
            as_of=b.DAY,
            observed=b.seen(*items),
            review=b.document(review),
            exceptions=b.document({"vendor": vendor, "exceptions": waivers}),
            engine="test",
            signature=SignatureFact(status="unsigned"),
        )
    )


@cache
def small() -> Assessed:
    return assessed()


def nothing_applies() -> Assessed:
    """Assess by a policy whose one control leaves the scope."""
    (only,) = [c for c in POLICY["controls"] if c["id"] == "CARDS"]
    domains = [b.domain("security")]
    policy = {**POLICY, "controls": [only], "domains": domains, "contradictions": []}
    return assessed(policy=policy)


def flawless() -> Assessed:
    """Assess a vendor by a policy of which nothing is open."""
    policy = {**POLICY, "controls": POLICY["controls"][:1], "contradictions": []}
    policy |= {"domains": [b.domain("security")], "responses": {}}
    return assessed(policy=policy)


def written(name: str, case: Assessed | None = None, language: Any = "en") -> bytes:
    return exported(case or small(), name, language)
