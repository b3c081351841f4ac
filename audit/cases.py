"""Load and check the documents of one case, and assess it.

A case is everything an assessment depends on; assessing it reads nothing else, so the
same case gives the same bytes anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from audit import library
from audit.assessment.assess import Inputs, assess
from audit.assessment.inputs import Exceptions, Review, SignatureFact
from audit.documents import Document, read_document, refuse, validate
from audit.errors import InputError, Problem
from audit.evidence.model import Observation
from audit.evidence_files import observe
from audit.file_access import open_regular
from audit.loading import (
    Loaded,
    check_policy,
    check_questionnaire,
    is_policy,
    load_policy,
    load_questionnaire,
    questionnaire_of,
    read_layers,
    read_policy,
)
from audit.policy.compile import Plan, compile_policy
from audit.policy.provenance import expired
from audit.questionnaire.asked import compile_gates
from audit.response import check as response_check
from audit.response.answers import SectionProgress, progress, read_answers
from audit.response.model import Response
from audit.signing.fields import MAX_ENVELOPE_BYTES
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.questionnaire.model import Questionnaire

__all__ = [
    "Assessed",
    "Case",
    "Loaded",
    "assess_case",
    "check_policy",
    "check_questionnaire",
    "check_response",
    "engine_version",
    "inputs_of",
    "is_policy",
    "left_to_answer",
    "load_policy",
    "load_questionnaire",
    "load_response",
    "open_case",
    "questionnaire_of",
    "read_layers",
    "read_policy",
]


def engine_version() -> str:
    """Return the toolkit's version, which every assessment names."""
    try:
        return version("vendor-audit")
    except PackageNotFoundError:
        return "0+checkout"


def load_response(
    path: str | Path, questionnaire: Loaded[Questionnaire]
) -> Loaded[Response]:
    """Load a vendor's response; InputError lists every problem with its place.

    The response may be a packed submission (.zip).
    """
    with opened(path) as submission:
        document = read_response(submission)
    return check_response(document, questionnaire)


def check_response(
    document: Document, questionnaire: Loaded[Questionnaire]
) -> Loaded[Response]:
    """Validate and check a response document against its questionnaire."""
    record = validate(Response, document)
    found = response_check.check(record, questionnaire.record, questionnaire.digest)
    refuse(found, document)
    return Loaded(record, document)


def load_review(document: Document, response: Loaded[Response]) -> Review:
    """Return a review; one that judged another response is refused."""
    review = validate(Review, document)
    if review.response_digest != response.digest:
        message = "this review judged another response, or an older one"
        hint = f"the response is {response.digest}; review it again"
        problem = Problem("review-response", message, "/response_digest", hint)
        raise InputError.of(document.at(problem))
    return review


def load_exceptions(document: Document, plan: Plan, vendor: str) -> Exceptions:
    """Return the exceptions; unknown controls or another vendor are refused."""
    exceptions = validate(Exceptions, document)
    problems = []
    if exceptions.vendor != vendor:
        message = f"granted to '{exceptions.vendor}', not to '{vendor}'"
        problems.append(Problem("exception-vendor", message, "/vendor"))
    for index, item in enumerate(exceptions.exceptions):
        if item.control not in plan.policy.by_id:
            message = f"no control '{item.control}' in the policy"
            pointer = f"/exceptions/{index}/control"
            problems.append(Problem("exception-control", message, pointer))
    refuse(problems, document)
    return exceptions


def left_to_answer(
    response: Response, questionnaire: Questionnaire, as_of: date
) -> list[SectionProgress]:
    """Return per section what a response still leaves open."""
    gates = compile_gates(questionnaire)
    book = read_answers(response, questionnaire, gates, as_of)
    return progress(book, questionnaire)


@dataclass(frozen=True)
class Case:
    """One vendor's documents together with the day they are judged on.

    ``envelope`` is the vendor's signature as it was found, ``keys`` the list it was
    checked by; only ``signature``, what that came to, enters the assessment.
    """

    questionnaire: Document
    policy: Document
    response: Document
    as_of: date
    observed: tuple[Observation, ...]
    review: Document | None = None
    exceptions: Document | None = None
    engine: str = ""
    envelope: bytes | None = None
    keys: bytes | None = None
    signature: SignatureFact | None = None


@dataclass(frozen=True)
class Assessed:
    """A case with its assessment and the checked records behind it."""

    case: Case
    plan: Plan
    response: Response
    assessment: Assessment


def open_case(
    policy: str | Path,
    response: str | Path,
    as_of: date,
    evidence: Path | None = None,
    review: str | Path | None = None,
    exceptions: str | Path | None = None,
    *,
    signature: Path | None = None,
) -> Case:
    """Read a case from disk; evidence and signature lie beside the response.

    The response may be a packed submission (.zip). Its signature is not checked here
    and so counts as none.
    """
    with opened(response) as submission:
        answers = read_response(submission)
        listed = validate(Response, answers).evidence
        observed = observe(listed, evidence or submission.evidence)
        envelope = signature or submission.envelope
        signed = read_small(envelope) if envelope else None
    return Case(
        questionnaire=read_document(
            library.find("questionnaires", questionnaire_of(policy))
        ),
        policy=read_policy(policy),
        response=answers,
        as_of=as_of,
        observed=observed,
        review=read_document(review) if review else None,
        exceptions=read_document(exceptions) if exceptions else None,
        engine=engine_version(),
        envelope=signed,
        signature=SignatureFact(status="unsigned"),
    )


def read_small(path: Path) -> bytes:
    """Return an envelope's bytes; a file beyond its limit is cut and then refused."""
    with open_regular(path, kind=InputError, follow=True) as file:
        return file.read(MAX_ENVELOPE_BYTES + 1)


def assess_case(case: Case) -> Assessed:
    """Check every document of a case and assess it; pure, so it can be replayed."""
    questionnaire = check_questionnaire(case.questionnaire)
    policy = check_policy(case.policy, questionnaire.record)
    refuse(expired(policy.record.layers, case.as_of), case.policy)
    response = check_response(case.response, questionnaire)
    plan = compile_policy(
        policy.record, questionnaire.record, policy.digest, questionnaire.digest
    )
    inputs = inputs_of(case, plan, response)
    return Assessed(case, plan, response.record, assess(plan, inputs))


def inputs_of(case: Case, plan: Plan, response: Loaded[Response]) -> Inputs:
    """Check what belongs to a checked response, and return all that is assessed."""
    vendor = response.record.vendor.name
    return Inputs(
        response=response.record,
        response_digest=response.digest,
        as_of=case.as_of,
        observed={item.id: item for item in case.observed},
        review=load_review(case.review, response) if case.review else None,
        exceptions=(
            load_exceptions(case.exceptions, plan, vendor) if case.exceptions else None
        ),
        engine=case.engine,
        signature=case.signature,
    )
