"""In a worker: packed documents → checked inputs, by a policy compiled once."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.assessment.assess import Inputs
from audit.assessment.inputs import Exceptions, SignatureFact
from audit.cases import Case, check_response, load_exceptions, load_review
from audit.documents import read_json, refuse, validate
from audit.errors import InputError, Problem
from audit.evidence.model import Observation
from audit.loading import Loaded, check_policy, check_questionnaire
from audit.policy.compile import Plan, compile_policy
from audit.policy.provenance import expired

if TYPE_CHECKING:
    from datetime import date

    from audit.bulk.model import Brief, Item
    from audit.documents import Document
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Response

_UNSIGNED = SignatureFact(status="unsigned")


def pack(raw: bytes) -> bytes:
    """Return a document as it travels."""
    return zlib.compress(raw, 1)


@dataclass(frozen=True)
class Bench:
    """A policy that is ready to judge, with the documents behind it."""

    questionnaire: Loaded[Questionnaire]
    policy: Loaded[Policy]
    plan: Plan


@dataclass(frozen=True)
class Papers:
    """An item's documents, checked as far as no policy is needed."""

    response: Loaded[Response]
    observed: tuple[Observation, ...]
    review: Document | None
    exceptions: Document | None


@dataclass(frozen=True)
class Opened:
    """An item's checked documents."""

    case: Case
    response: Response
    inputs: Inputs


@lru_cache(maxsize=4)
def asked_in(packed: bytes) -> Loaded[Questionnaire]:
    """Return a packed questionnaire, checked."""
    return check_questionnaire(_read(packed, "questionnaire"))


@lru_cache(maxsize=4)
def bench_of(policy: bytes, questionnaire: bytes, as_of: date) -> Bench:
    """Return the compiled policy; InputError when it does not fit the questionnaire."""
    asked = asked_in(questionnaire)
    found = check_policy(_read(policy, "policy"), asked.record)
    refuse(expired(found.record.layers, as_of), found.document)
    plan = compile_policy(found.record, asked.record, found.digest, asked.digest)
    return Bench(asked, found, plan)


def open_papers(asked: Loaded[Questionnaire], item: Item) -> Papers:
    """Return an item's documents; InputError tells what is wrong with them."""
    response = check_response(_read(item.response, item.name), asked)
    granted = item.exceptions and _read(item.exceptions, f"{item.name}, exceptions")
    observed = _observed(item, response.record)
    return Papers(response, observed, _review(item, response), granted or None)


def open_item(bench: Bench, brief: Brief, item: Item) -> Opened:
    """Return what an item's assessment depends on; InputError tells what is wrong."""
    papers = open_papers(bench.questionnaire, item)
    granted = papers.exceptions and _known(papers.exceptions, bench.policy.record)
    case = Case(
        questionnaire=bench.questionnaire.document,
        policy=bench.policy.document,
        response=papers.response.document,
        as_of=brief.as_of,
        observed=papers.observed,
        review=papers.review,
        exceptions=granted,
        engine=brief.version,
        envelope=item.envelope,
        keys=item.keys,
        signature=item.signature or _UNSIGNED,
    )
    vendor = papers.response.record.vendor.name
    waived = load_exceptions(granted, bench.plan, vendor) if granted else None
    inputs = _inputs(papers, brief, waived, case.signature)
    return Opened(case, papers.response.record, inputs)


def open_unjudged(asked: Loaded[Questionnaire], brief: Brief, item: Item) -> Inputs:
    """Return the same for no policy in particular: every exception is kept."""
    papers = open_papers(asked, item)
    waived = papers.exceptions and validate(Exceptions, papers.exceptions)
    vendor = papers.response.record.vendor.name
    if waived and waived.vendor != vendor:
        message = f"granted to '{waived.vendor}', not to '{vendor}'"
        raise InputError.of(Problem("exception-vendor", message, "", "", item.name))
    return _inputs(papers, brief, waived or None, item.signature)


def _inputs(
    papers: Papers,
    brief: Brief,
    waived: Exceptions | None,
    signature: SignatureFact | None,
) -> Inputs:
    response, review = papers.response, papers.review
    return Inputs(
        response=response.record,
        response_digest=response.digest,
        as_of=brief.as_of,
        observed={seen.id: seen for seen in papers.observed},
        review=load_review(review, response) if review else None,
        exceptions=waived,
        engine=brief.version,
        signature=signature,
    )


def _read(packed: bytes, name: str) -> Document:
    return read_json(zlib.decompress(packed), name)


def _review(item: Item, response: Loaded[Response]) -> Document | None:
    """Return the newest review of this very response."""
    for packed in item.reviews:
        document = _read(packed, f"{item.name}, review")
        if document.data.get("response_digest") == response.digest:
            return document
    return None


def _known(document: Document, policy: Policy) -> Document:
    """Return the exceptions, without those of controls that this policy has not."""
    listed = document.data["exceptions"]
    kept = [waiver for waiver in listed if waiver["control"] in policy.by_id]
    return replace(document, data={**document.data, "exceptions": kept})


def _observed(item: Item, response: Response) -> tuple[Observation, ...]:
    if item.observed is not None:
        return item.observed
    return tuple(_seen(item, e.id, e.size, e.sha256) for e in response.evidence)


def _seen(item: Item, name: str, size: int, sha256: str) -> Observation:
    for held in item.held:
        if (held.id, held.size) != (name, size):
            continue
        if held.fault:
            raise InputError.of(Problem("bulk-evidence", held.fault, file=item.name))
        if held.sha256 == sha256:
            return Observation(id=name, sha256=sha256, size=size)
    vouched = (seen for seen in item.vouched if seen.id == name)
    return next(vouched, Observation(id=name))
