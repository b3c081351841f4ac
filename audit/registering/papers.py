"""Take in what is one JSON or YAML document: checked, then put into the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.assessment.inputs import Exceptions, Review
from audit.documents import read_json, refuse, validate
from audit.errors import Problem
from audit.loading import (
    check_policy,
    check_questionnaire,
    is_layer,
    questionnaire_id_of,
    read_policy,
)
from audit.offer.check import check_offer
from audit.offer.model import Offer
from audit.requests import RequestRecord
from audit.signing.envelope import STATEMENT, open_envelope
from audit.signing.statement import read_statement

if TYPE_CHECKING:
    from audit.registering.batch import Batch
    from audit.registering.parcel import Parcel


def take_questionnaire(batch: Batch, parcel: Parcel) -> None:
    """Take a questionnaire, which responses of the batch may answer."""
    loaded = check_questionnaire(parcel.read)
    subject = f"{loaded.record.id}@{loaded.record.version}"
    batch.questionnaires.append(loaded)
    batch.add_shared(
        "questionnaire", subject, parcel.read, parcel.raw, parcel.media_type
    )


def take_policy(batch: Batch, parcel: Parcel) -> None:
    """Take a policy; of a layer, the policy that it makes is recorded."""
    asked = batch.questionnaire(questionnaire_id_of(parcel.path), None)
    layered = is_layer(parcel.read)
    document = read_policy(parcel.path, asked.record) if layered else parcel.read
    policy = check_policy(document, asked.record).record
    subject = f"{policy.id}@{policy.version}"
    if layered:
        batch.add_shared("policy", subject, document)
    else:
        batch.add_shared("policy", subject, document, parcel.raw, parcel.media_type)


def take_request(batch: Batch, parcel: Parcel) -> None:
    """Take the request that the vendor was sent."""
    request = validate(RequestRecord, parcel.read)
    batch.refuse_other(request.vendor, "/vendor", parcel.read)
    asked = request.questionnaire
    batch.add(
        "request",
        request.id,
        parcel.raw,
        {"questionnaire": f"{asked.id}@{asked.version}", "issued": request.issued},
        parcel.media_type,
        parcel.read,
    )


def take_offer(batch: Batch, parcel: Parcel) -> None:
    """Take the vendor's offer."""
    offer = validate(Offer, parcel.read)
    refuse(check_offer(offer), parcel.read)
    batch.refuse_other(offer.vendor, "/vendor", parcel.read)
    batch.add(
        "offer",
        f"{offer.id}@{offer.version}",
        parcel.raw,
        {"currency": offer.currency, "valid_until": offer.valid_until.isoformat()},
        parcel.media_type,
        parcel.read,
    )


def take_review(batch: Batch, parcel: Parcel) -> None:
    """Take the assessor's judgements on a response that is known."""
    review = validate(Review, parcel.read)
    hint = "add the response first, or review the one that is recorded"
    message = "this review judged a response that the register does not hold"
    problem = Problem("review-response", message, "/response_digest", hint)
    response = batch.answered(review.response_digest, problem, parcel.read)
    batch.add(
        "review",
        response.response_id,
        parcel.raw,
        {"judgements": len(review.judgements)},
        parcel.media_type,
        parcel.read,
    )


def take_exceptions(batch: Batch, parcel: Parcel) -> None:
    """Take the exceptions that the vendor was granted."""
    granted = validate(Exceptions, parcel.read)
    batch.refuse_other(granted.vendor, "/vendor", parcel.read)
    days = [item.expires for item in granted.exceptions]
    batch.add(
        "exceptions",
        batch.card.id,
        parcel.raw,
        {
            "exceptions": len(days),
            "expires": min(days).isoformat() if days else None,
        },
        parcel.media_type,
        parcel.read,
    )


def take_signature(batch: Batch, parcel: Parcel) -> None:
    """Take the vendor's signature of a response that is known.

    Who signed is found out when the response is assessed, by the list of keys then.
    """
    record_signature(batch, parcel.raw, parcel.name)


def record_signature(batch: Batch, raw: bytes, name: str) -> None:
    """Put an envelope into the batch whose statement is about a known response."""
    message = "this signs a response that the register does not hold"
    hint = "add the response with it; it may have been changed after it was signed"
    problem = Problem("signature-response", message, "", hint)
    signed = signed_digest(raw, name)
    response = batch.answered(signed, problem, read_json(raw, name))
    key = open_envelope(raw, name, STATEMENT).key_id
    batch.add("signature", response.response_id, raw, {"key_id": key})


def signed_digest(raw: bytes, name: str) -> str:
    """Return the digest of the response that an envelope's statement is about."""
    envelope = open_envelope(raw, name, STATEMENT)
    statement = read_statement(envelope.payload, name)
    return f"sha256:{statement.subject[0].digest.sha256}"
