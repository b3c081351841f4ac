"""A register of many vendors, and one of a single one with all that belongs to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from audit.canonical import canonical
from audit.documents import read_document
from audit.library import find
from audit.register.model import New
from audit.register.store import Register, create_register, open_register
from tests.saas_case import response_data

AS_OF = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
ASKED = "saas-vendor@1.0.0"
POLICY = "saas-baseline"


def answers(number: int) -> dict[str, Any]:
    """Every vendor answers a little differently, each number the same again."""
    own = response_data()["answers"]
    own["svc-record-count"]["value"] = 10 ** (number % 8)
    if number % 2:
        own["hosting-regions"] = {"state": "answered", "value": ["EE"]}
    if number % 3:
        own["svc-description"] = {"state": "unknown"}
    return own


def response(number: int, **changes: Any) -> bytes:
    name = f"r-{number:04}"
    data = response_data(response_id=name, answers=answers(number), **changes)
    return canonical(data)


def news(number: int, content: bytes | None = None, asked: str = ASKED) -> list[New]:
    vendor, by = f"vendor-{number:04}", "Olena Koval"
    card = {
        "format": "audit-vendor/1",
        "id": vendor,
        "name": "Plain Vendor Ltd",
        "country": "EE",
        "owner": by,
        "status": "approved",
        "reassess_every": "12 mo",
        "next_due": None,
    }
    about = {"questionnaire": asked, "sequence": 1, "authored": "2026-11-20"}
    return [
        _new("vendor", vendor, vendor, canonical(card)),
        _new(
            "response",
            vendor,
            f"r-{number:04}",
            response(number) if content is None else content,
            **about,
        ),
    ]


def _new(kind: Any, vendor: str, subject: str, content: bytes, **about: Any) -> New:
    return New(
        kind=kind,
        vendor=vendor,
        subject=subject,
        content=content,
        media_type="application/json",
        by="Olena Koval",
        about=about,
    )


def make_register(folder: Path, count: int, *more: New) -> Path:
    with create_register(folder) as register:
        fill(register, range(count), *more)
    return folder


def fill(register: Register, numbers: Iterable[int], *more: New) -> None:
    every = [new for number in numbers for new in news(number)]
    register.accept([*every, *more], AT)


def stricter(folder: Path, **changes: Any) -> Path:
    """The shipped policy under another version, and by changes of its ratings."""
    data = json.loads(canonical(read_document(find("policies", POLICY)).data))
    data |= {"version": "9.0.0", **changes}
    path = folder / "stricter.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def blob_of(folder: Path, vendor: str) -> Path:
    with open_register(folder) as register:
        (record,) = register.records("response", vendor)
        return folder / "blobs" / record.address[:2] / record.address
