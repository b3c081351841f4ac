"""Fold the register's records and documents into what is known of every vendor."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.assessment.inputs import Exceptions
from audit.documents import validate
from audit.registering.shelf import Shelf
from audit.requests import RequestRecord
from audit.response.model import Response
from audit.vendor.facts import Answered, Asked, Judged, Lapsing, VendorFacts
from audit.vendor.model import VendorCard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.register.model import Record
    from audit.register.store import Register

Kinds = dict[str, list["Record"]]


def all_facts(register: Register) -> tuple[VendorFacts, ...]:
    """Return what is known of every vendor, by id, in one pass over the log."""
    shelf, vendors = Shelf(register), _by_vendor(register)
    return tuple(_facts(shelf, vendors[vendor]) for vendor in sorted(vendors))


def facts_of(register: Register, vendor: str) -> VendorFacts:
    """Return what is known of one vendor; InputError lists the known ones."""
    shelf = Shelf(register)
    shelf.card(vendor)
    kinds: Kinds = defaultdict(list)
    for record in register.records(vendor=vendor):
        kinds[record.kind].append(record)
    return _facts(shelf, kinds)


def _by_vendor(register: Register) -> dict[str, Kinds]:
    found: dict[str, Kinds] = defaultdict(lambda: defaultdict(list))
    for record in register.records():
        if record.vendor is not None:
            found[record.vendor][record.kind].append(record)
    return found


def _facts(shelf: Shelf, kinds: Kinds) -> VendorFacts:
    card = validate(VendorCard, shelf.document(kinds["vendor"][-1]))
    judged = assessments_of(kinds["assessment"])
    answered, lapsing = _newest_response(shelf, kinds)
    return VendorFacts(
        card=card,
        response=answered,
        open_requests=tuple(_open_requests(shelf, kinds)),
        evidence=lapsing,
        exceptions=tuple(_exceptions(shelf, kinds)),
        assessments=judged,
        inherent=_inherent(shelf, judged),
    )


def assessments_of(records: list[Record]) -> tuple[Judged, ...]:
    """Return what assessments' records tell, by their day; later corrections last."""
    found = [
        Judged(
            number=record.number,
            as_of=date.fromisoformat(str(about["as_of"])),
            policy=str(about["policy"]),
            response=str(about["response"]),
            score=Decimal(str(about["score"])),
            verified=Decimal(str(about["verified"])),
            claimed=Decimal(str(about["claimed"])),
            rating=str(about["rating"]),
            residual=str(about["residual"]),
            decision=str(about["decision"]),
        )
        for record in records
        for about in [record.about]
    ]
    return tuple(sorted(found, key=lambda one: (one.as_of, one.number)))


def _newest_response(
    shelf: Shelf, kinds: Kinds
) -> tuple[Answered | None, tuple[Lapsing, ...]]:
    """Return the newest response, and of its evidence what has a last day."""
    if not kinds["response"]:
        return None, ()
    newest = kinds["response"][-1]
    response = validate(Response, shelf.document(newest))
    attested = response.attestation.date if response.attestation else None
    answered = Answered(
        id=response.response_id,
        questionnaire=str(newest.about.get("questionnaire")),
        recorded=date.fromisoformat(newest.recorded_at[:10]),
        authored=response.authored,
        attested=attested,
        assessed=any(
            judged.number > newest.number
            and judged.about.get("response") == response.response_id
            for judged in kinds["assessment"]
        ),
    )
    lapsing = tuple(
        Lapsing(item.id, item.title, item.expires)
        for item in response.evidence
        if item.expires is not None
    )
    return answered, lapsing


def _open_requests(shelf: Shelf, kinds: Kinds) -> Iterator[Asked]:
    """Yield the requests that no response names."""
    wanted = {
        record.subject: validate(RequestRecord, shelf.document(record))
        for record in kinds["request"]
    }
    for record in reversed(kinds["response"]):
        if not wanted:
            break
        request = shelf.document(record).data.get("request")
        wanted.pop((request or {}).get("id", ""), None)
    for request in wanted.values():
        yield Asked(request.id, date.fromisoformat(request.issued[:10]))


def _exceptions(shelf: Shelf, kinds: Kinds) -> Iterator[Lapsing]:
    for record in kinds["exceptions"][-1:]:
        granted = validate(Exceptions, shelf.document(record))
        for item in granted.exceptions:
            yield Lapsing(item.control, item.reason, item.expires)


def _inherent(shelf: Shelf, judged: tuple[Judged, ...]) -> str | None:
    """Return the tier of the newest assessment, which its record does not tell."""
    if not judged:
        return None
    register = shelf.register
    found = json.loads(register.read(register.record(judged[-1].number)))
    return str(found["inherent"]["tier"])
