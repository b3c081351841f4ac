"""The statement a vendor signs: an in-toto Statement about one response.

The subject is ``response.json`` with the SHA-256 of its canonical form; the predicate
repeats what the response says of itself, so that each part can be compared.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictInt

from audit.canonical import canonical
from audit.documents import Document, read_json, validate
from audit.errors import InputError, Problem
from audit.signing.fields import (
    MAX_PAYLOAD_BYTES,
    Moment,
    Role,
    Sha256,
    SignedRecord,
)

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
RESPONSE_SIGNATURE = "urn:audit:response-signature:1"
#: Every predicate type that we read.
PREDICATE_TYPES = (RESPONSE_SIGNATURE,)
SUBJECT = "response.json"


class SubjectDigest(SignedRecord):
    """SHA-256 in hex of the response's canonical JSON."""

    sha256: Sha256


class Subject(SignedRecord):
    """What was signed."""

    name: Literal["response.json"] = "response.json"
    digest: SubjectDigest


class RequestRef(SignedRecord):
    """The request that the response answers."""

    id: str
    nonce: str


class QuestionnaireDigest(SignedRecord):
    """The questionnaire that was answered, by its exact content."""

    id: str
    version: str
    digest: str


class EvidenceDigest(SignedRecord):
    """One evidence file as the vendor listed it."""

    id: str
    sha256: Sha256


class ResponseSignature(SignedRecord):
    """The predicate: who signs, and the response in its main points."""

    role: Role = "vendor"
    vendor: str
    response_id: str
    sequence: StrictInt
    request: RequestRef | None
    questionnaire: QuestionnaireDigest
    signed_at: Moment
    evidence: tuple[EvidenceDigest, ...]


class Statement(SignedRecord):
    """An in-toto Statement v1 with our predicate."""

    model_config = ConfigDict(populate_by_name=True)

    type_: Annotated[str, Field(alias="_type")] = STATEMENT_TYPE
    subject: Annotated[tuple[Subject, ...], Field(min_length=1, max_length=1)]
    predicateType: str = RESPONSE_SIGNATURE  # noqa: N815 - the standard's name
    predicate: ResponseSignature


def write_statement(sha256: str, predicate: ResponseSignature) -> bytes:
    """Return the bytes to sign, in canonical JSON."""
    subject = Subject(digest=SubjectDigest(sha256=sha256))
    statement = Statement(subject=(subject,), predicate=predicate)
    return canonical(statement.model_dump(mode="json", by_alias=True))


def read_statement(payload: bytes, file: str) -> Statement:
    """Return the statement in a payload; InputError lists what is wrong with it."""
    document = read_json(payload, f"{file} (payload)", max_bytes=MAX_PAYLOAD_BYTES)
    problems = [
        *_kind_problems(document, "_type", (STATEMENT_TYPE,), "statement-type"),
        *_kind_problems(
            document, "predicateType", PREDICATE_TYPES, "statement-predicate"
        ),
    ]
    if problems:
        raise InputError.of(*map(document.at, problems))
    return validate(Statement, document)


def _kind_problems(
    document: Document, key: str, known: tuple[str, ...], code: str
) -> list[Problem]:
    data: Any = document.data
    found = data.get(key) if isinstance(data, dict) else None
    if found in known:
        return []
    text = f"{key} is of no kind that is read here"
    return [Problem(code, text, f"/{key}", f"known: {', '.join(known)}")]
