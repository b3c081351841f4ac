"""Vendor cards: set one, which replaces the card before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.documents import validate
from audit.errors import InputError, Problem
from audit.register.model import New
from audit.registering.parcel import open_document
from audit.vendor.model import VendorCard

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from audit.register.model import Record
    from audit.register.store import Register


def set_card(register: Register, path: Path, by: str, at: datetime) -> Record:
    """Record a vendor's card; InputError lists what is wrong with it."""
    parcel = open_document(path)
    card = validate(VendorCard, parcel.read)
    _refuse_twin(register, card, parcel.name)
    new = New(
        kind="vendor",
        vendor=card.id,
        subject=card.id,
        content=parcel.raw,
        media_type=parcel.media_type,
        by=by,
        about={
            "name": card.name,
            "status": card.status,
            "owner": card.owner,
            "next_due": card.next_due.isoformat() if card.next_due else None,
        },
    )
    (record,) = register.accept([new], at)
    return record


def _refuse_twin(register: Register, card: VendorCard, file: str) -> None:
    """Refuse one company under two ids: its documents would go to either."""
    present = {r.vendor: r.about.get("name") for r in register.records("vendor")}
    for vendor, name in present.items():
        if name == card.name and vendor != card.id:
            message = f"'{card.name}' has a card already, as '{vendor}'"
            hint = "use that id"
            raise InputError.of(
                Problem("register-vendor-twice", message, "/name", hint, file)
            )
