"""Assess what the register holds of a vendor, and record what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.assessment.inputs import SignatureFact
from audit.cases import Case, assess_case, engine_version
from audit.documents import validate
from audit.errors import InputError, Problem
from audit.loading import read_policy
from audit.registering.batch import Batch
from audit.registering.papers import signed_digest
from audit.registering.reports import record_assessment
from audit.registering.shelf import Shelf
from audit.registering.vouched import Vouched
from audit.response.model import Response
from audit.signed_responses import check_signature

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from audit.cases import Assessed
    from audit.documents import Document
    from audit.loading import Loaded
    from audit.questionnaire.model import Questionnaire
    from audit.register.model import Record
    from audit.register.store import Register


@dataclass(frozen=True, slots=True)
class Order:
    """Who assesses whom by which policy (id, file, or id@version of the register).

    ``keys`` are the list of keys and the public PEM of its signer.
    """

    vendor: str
    policy: str
    as_of: date
    by: str
    at: datetime
    keys: tuple[Path, Path] | None = None


def open_registered(register: Register, vendor: str, policy: str, as_of: date) -> Case:
    """Return the case of a vendor's newest response with all that belongs to it.

    That is the newest review of this very response, the newest exceptions, the evidence
    that is recorded, and the signature, which is not checked here.
    """
    shelf = Shelf(register)
    shelf.card(vendor)
    return case_of(shelf, vendor, policy_of(shelf, policy), as_of, shelf.questionnaire)


def case_of(
    shelf: Shelf,
    vendor: str,
    policy: Document,
    as_of: date,
    asked: Callable[[str, str | None], Loaded[Questionnaire]],
) -> Case:
    """Return the case by a policy that was read; ``asked`` finds questionnaires."""
    response = newest_response(shelf, vendor)
    record = validate(Response, response)
    answered = record.questionnaire
    vouched = Vouched(shelf.register, vendor, response.digest)
    return Case(
        questionnaire=asked(answered.id, answered.version).document,
        policy=policy,
        response=response,
        as_of=as_of,
        observed=vouched.complete(shelf.seen(record.evidence, vendor)),
        review=_review(shelf, vendor, response.digest),
        exceptions=next(
            (found.document for found in shelf.newest("exceptions", vendor)), None
        ),
        engine=engine_version(),
        envelope=_envelope(shelf, vendor, response.digest),
        signature=SignatureFact(status="unsigned"),
    )


def assess_registered(register: Register, order: Order) -> tuple[Assessed, Record]:
    """Assess a vendor's newest response and record the assessment."""
    case = open_registered(register, order.vendor, order.policy, order.as_of)
    if order.keys is not None:
        case = check_signature(case, *order.keys, order.at)
    assessed = assess_case(case)
    shelf = Shelf(register)
    batch = Batch(shelf, shelf.card(order.vendor), order.by)
    questionnaire = assessed.plan.questionnaire
    subject = f"{questionnaire.id}@{questionnaire.version}"
    batch.add_shared("questionnaire", subject, case.questionnaire)
    record_assessment(batch, assessed)
    return assessed, register.accept(batch.news, order.at)[-1]


def policy_of(shelf: Shelf, name: str) -> Document:
    """Return a policy by id or path, or as ``id@version`` from the register."""
    if "@" not in name:
        return read_policy(name)
    for found in shelf.newest("policy", subject=name):
        return found.document
    known = sorted({record.subject for record in shelf.register.records("policy")})
    message = f"no policy '{name}' in the register"
    hint = f"recorded: {', '.join(known)}" if known else ""
    raise InputError.of(Problem("register-policy", message, hint=hint))


def newest_response(shelf: Shelf, vendor: str) -> Document:
    """Return a vendor's newest response; InputError when there is none."""
    for found in shelf.newest("response", vendor):
        return found.document
    message = f"the register holds no response of '{vendor}'"
    hint = f"add one: audit register add {vendor} response.json"
    raise InputError.of(Problem("register-response", message, hint=hint))


def _review(shelf: Shelf, vendor: str, digest: str) -> Document | None:
    for found in shelf.newest("review", vendor):
        if found.document.data.get("response_digest") == digest:
            return found.document
    return None


def _envelope(shelf: Shelf, vendor: str, digest: str) -> bytes | None:
    """Return the newest signature of this very response."""
    for record in reversed(list(shelf.register.records("signature", vendor))):
        raw = shelf.register.read(record)
        if signed_digest(raw, f"record {record.number}") == digest:
            return raw
    return None
