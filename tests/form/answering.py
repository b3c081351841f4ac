"""Fill in ``every_type.json`` through the page, and what must come out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.form.driver import Form

EXPECTED: dict[str, Any] = {
    "encrypted": True,
    "algorithm": "AES-256 <b>&amp; «лапки»</b>",
    "key-age": {"value": 1.5, "unit": "mo"},
    "channel": "chat",
    "channels": ["voice", "chat"],
    "seats": 38000,
    "attrition": 21.5,
    "tested": "2026-02-28",
    "officer": {"name": "Olena Koval", "email": "o@acme.example"},
    "home": "UA",
    "places": ["UA", "PL"],
    "cover": {"amount": "1000000.50", "currency": "EUR"},
    "stores": [
        {
            "name": "Archive",
            "own": False,
            "kinds": ["chat"],
            "host": "voice",
            "size": 7,
            "share": 0.25,
            "keep": {"value": 90, "unit": "d"},
            "since": "2025-12-31",
            "owner": {"name": "A", "phone": "+380"},
            "where": "EE",
            "fee": {"amount": "5", "currency": "UAH"},
        }
    ],
    "diagram": ["flow-scheme"],
    "remarks": "–",
}


FLOW = b"%PDF-1.4 flow"


def everything(questionnaire: dict[str, Any]) -> dict[str, Any]:
    """Return the response with every answer, a comment, a person and a document."""
    answers: dict[str, Any] = {
        link_id: {"state": "answered", "value": value, "respondent": "olena"}
        for link_id, value in EXPECTED.items()
    }
    answers["seats"]["comment"] = "Seit Mai."
    return {
        "response_id": "acme-1",
        "questionnaire": {key: questionnaire[key] for key in ("id", "version")},
        "vendor": {"name": "Acme Calls", "country": "UA"},
        "authored": "2026-11-01",
        "respondents": [{"id": "olena", "name": "Olena Koval"}],
        "answers": answers,
        "evidence": [
            {
                "id": "flow-scheme",
                "title": "Flow scheme",
                "kind": "diagram",
                "issued": "2026-01-02",
                "file": "evidence/Flow-scheme.pdf",
                "size": len(FLOW),
                "sha256": hashlib.sha256(FLOW).hexdigest(),
            }
        ],
        "attestation": {
            "name": "Olena Koval",
            "role": "CEO",
            "date": "2026-11-01",
            "statement": "Vrai et complet.",
        },
    }


def fill_basics(form: Form) -> None:
    form.go("s-basics")
    form.choose("encrypted", "Yes")
    form.type_in("algorithm", EXPECTED["algorithm"])
    form.page.fill("#q-key-age_input-value", "1.5")
    form.page.select_option("#q-key-age_input-unit", "mo")
    form.choose("channel", "Chat")
    form.choose("channels", "Chat", "Voice")
    form.type_in("seats", "38 000")
    form.type_in("attrition", "21.5")


def fill_more(form: Form, diagram: Path) -> None:
    page = form.page
    form.go("s-more")
    form.type_in("tested", "2026-02-28")
    page.fill("#q-officer_input-name", "Olena Koval")
    page.fill("#q-officer_input-email", "o@acme.example")
    page.select_option("#q-home_input", "UA")
    for code in ("UA", "PL"):
        page.select_option("#q-places_input-add", code)
        page.click("#q-places_input-put")
    page.fill("#q-cover_input-amount", "1 000 000,50")
    page.select_option("#q-cover_input-currency", "EUR")
    fill_row(form)
    form.put_files("#q-diagram_input", [diagram])
    page.locator("#q-diagram input[type=checkbox]:checked").first.wait_for()
    form.type_in("remarks", "–")


def fill_row(form: Form) -> None:
    page, row = form.page, "#q-stores_input-0"
    page.click("#q-stores_input")
    page.fill(f"{row}-name", "Archive")
    cell = page.locator("#q-stores .row").first
    cell.locator("[data-column=own] label", has_text="No").click()
    cell.locator("[data-column=kinds] label", has_text="Chat").click()
    page.select_option(f"{row}-host", "voice")
    page.fill(f"{row}-size", "7")
    page.fill(f"{row}-share", "0.25")
    page.fill(f"{row}-keep-value", "90")
    page.select_option(f"{row}-keep-unit", "d")
    page.fill(f"{row}-since", "2025-12-31")
    page.fill(f"{row}-owner-name", "A")
    page.fill(f"{row}-owner-phone", "+380")
    page.select_option(f"{row}-where", "EE")
    page.fill(f"{row}-fee-amount", "5")
    page.select_option(f"{row}-fee-currency", "UAH")


def take_over(form: Form, complete: Path, folder: Path) -> Path:
    """Open the complete response and choose its document; returns that file."""
    diagram = folder / "Flow scheme.pdf"
    diagram.write_bytes(FLOW)
    form.bring_in(complete)
    form.go("finish")
    form.put_files("#choose-again", [diagram])
    form.page.locator("#choose-again").wait_for(state="detached")
    return diagram


def describe_evidence(form: Form, kind: str = "diagram") -> None:
    """Choose the kind of every document."""
    form.go("evidence")
    selects = form.page.locator("[id^=evidence_kind-]")
    for index in range(selects.count()):
        selects.nth(index).select_option(kind)


def fill_all(form: Form, folder: Path) -> Path:
    """Fill in everything; returns the evidence file that was chosen."""
    diagram = folder / "Flow scheme.pdf"
    diagram.write_bytes(FLOW)
    form.company()
    fill_basics(form)
    fill_more(form, diagram)
    describe_evidence(form)
    return diagram
