"""Sign a response as its vendor, and find out who signed one.

A statement repeats what the response says of itself; checking makes the statement that
this response would give and compares part by part. Who signed comes from the list of
keys alone, and a key counts only in its role and for its organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.assessment.inputs import SignatureFact
from audit.canonical import digest_bytes
from audit.cases import (
    Case,
    check_response,
    load_questionnaire,
    read_small,
)
from audit.checking import named_questionnaire, schema_problems
from audit.documents import read_document, read_json, validate
from audit.errors import InputError, Problem
from audit.response.model import Response
from audit.signing import keyring
from audit.signing.envelope import (
    STATEMENT,
    PublicKey,
    open_envelope,
    read_public_key,
    sign_envelope,
    verify_envelope,
)
from audit.signing.fields import read_moment, write_moment
from audit.signing.key_use import use_problems
from audit.signing.statement import (
    EvidenceDigest,
    QuestionnaireDigest,
    RequestRef,
    Statement,
    read_statement,
    write_statement,
)
from audit.signing.statement import ResponseSignature as Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from audit.documents import Document
    from audit.dossier import Facts
    from audit.signing.keyring import KeyEntry, KeyRing
    from audit.signing.keys import Signer

ENVELOPE = "response.dsse.json"
KEYS = "keys.json"
_QUESTIONNAIRE = "questionnaire.json"
#: Part of the statement → what is wrong when it is not the response's.
_PARTS = {
    "role": "the statement is not signed as vendor",
    "vendor": "the signature is for another vendor",
    "response_id": "the signature is for another response",
    "sequence": "the signature is for another sequence number of the response",
    "request": "the signature answers another request",
    "questionnaire": "the signature is for another questionnaire",
    "evidence": "the signature is for another list of evidence",
}


def sign_response(
    path: Path, questionnaire: str | None, signer: Signer, at: datetime
) -> bytes:
    """Return the envelope of a response file, after the checks of ``audit check``."""
    signer.check_valid(at)
    document = read_document(path)
    loaded = load_questionnaire(questionnaire or named_questionnaire(document))
    response = check_response(document, loaded)
    problems = [document.at(p) for p in schema_problems(document.data, loaded)]
    if problems:
        raise InputError.of(*problems)
    said = _said_by(response.record, loaded.digest, write_moment(at))
    return sign_envelope(
        write_statement(_bare(response.digest), said), STATEMENT, signer
    )


def _said_by(response: Response, questionnaire: str, signed_at: str) -> Predicate:
    """Return what a response says of itself, as its vendor's statement repeats it."""
    asked, request = response.questionnaire, response.request
    return Predicate(
        role="vendor",
        vendor=response.vendor.name,
        response_id=response.response_id,
        sequence=response.sequence,
        request=RequestRef(id=request.id, nonce=request.nonce) if request else None,
        questionnaire=QuestionnaireDigest(
            id=asked.id, version=asked.version, digest=questionnaire
        ),
        signed_at=signed_at,
        evidence=tuple(
            EvidenceDigest(id=item.id, sha256=item.sha256) for item in response.evidence
        ),
    )


def _bare(digest: str) -> str:
    return digest.removeprefix("sha256:")


def check_signature(
    case: Case, keys: Path, root: Path, at: datetime, *, signed: str = ENVELOPE
) -> Case:
    """Return the case with what its vendor's signature comes to.

    Args:
        case: an opened case; without an envelope it stays unsigned.
        keys: the list of keys.
        root: public PEM of the root key that must have signed the list.
        at: the present moment.
        signed: what messages call the envelope.

    Raises:
        InputError: the list or the signature cannot be relied on.
        KeyProblem: the root's public key cannot be read.
    """
    raw = read_small(keys)
    ring = keyring.read_ring(raw, str(keys), read_public_key(read_small(root)))
    keyring.refuse_expired(ring, at, str(keys))
    case = replace(case, keys=raw)
    if case.envelope is None:
        return case
    subject = _Subject(case.response, case.questionnaire.digest)
    return replace(case, signature=_fact(case.envelope, signed, ring, subject, at))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a signature must be about."""

    response: Document
    questionnaire: str


def _fact(
    raw: bytes, file: str, ring: KeyRing, subject: _Subject, at: datetime | None
) -> SignatureFact:
    """Return who signed; InputError lists every reason not to rely on it.

    Key and time of signing are compared with ``at`` only when it is given.
    """
    envelope = open_envelope(raw, file, STATEMENT)
    entry = ring.keys.get(envelope.key_id)
    if entry is None:
        text = (
            f"signed by key {envelope.key_id[:16]}…, which is not in the list of keys"
        )
        hint = "add the vendor's key (audit keys add), or ask for the present list"
        problem = Problem("signature-key-unknown", text, "/signatures/0", hint, file)
        raise InputError.of(problem)
    verify_envelope(envelope, PublicKey(envelope.key_id, entry.scheme, entry.public))
    statement = read_statement(envelope.payload, file)
    response = validate(Response, subject.response)
    signed_at = read_moment(statement.predicate.signed_at)
    problems = (
        *_key_problems(entry, response.vendor.name, signed_at, at),
        *_part_problems(statement, response, subject),
    )
    if problems:
        raise InputError.of(*(replace(problem, file=file) for problem in problems))
    return SignatureFact(
        status="signed",
        key_id=envelope.key_id,
        name=entry.name,
        organisation=entry.organisation,
        role=statement.predicate.role,
        signed_at=signed_at,
        statement_digest=digest_bytes(envelope.payload),
    )


def _key_problems(
    entry: KeyEntry, vendor: str, signed_at: datetime, at: datetime | None
) -> Iterator[Problem]:
    where = "/predicate/signed_at"
    yield from use_problems(entry, "vendor", signed_at, at, where)
    if entry.organisation != vendor:
        text = f"the key belongs to '{entry.organisation}', not to '{vendor}'"
        yield Problem("signature-organisation", text, "/signatures/0/keyid")


def _part_problems(
    statement: Statement, response: Response, subject: _Subject
) -> Iterator[Problem]:
    said = statement.predicate
    if statement.subject[0].digest.sha256 != _bare(subject.response.digest):
        text = "the response was changed after it was signed, or another one was signed"
        hint = "let the vendor sign the response as it is"
        yield Problem("signature-response", text, "/subject/0/digest/sha256", hint)
    expected = _said_by(response, subject.questionnaire, said.signed_at)
    for part, text in _PARTS.items():
        if getattr(said, part) != getattr(expected, part):
            code = f"signature-{part.replace('_', '-')}"
            yield Problem(code, text, f"/predicate/{part}")


def claims_signature(files: Mapping[str, bytes], manifest: Facts) -> bool:
    """Tell whether a dossier says anything about a signature that was checked."""
    signed = manifest.signature is not None and manifest.signature.status == "signed"
    return signed or ENVELOPE in files or KEYS in files


def embedded_fault(files: Mapping[str, bytes], manifest: Facts) -> str:
    """Return why a dossier's signature is not the one its manifest names.

    That the embedded list of keys is genuine cannot be seen here: whoever signed the
    report stands for it.
    """
    for name in (ENVELOPE, KEYS):
        if name not in files:
            return f"{name} is missing"
    documents = {n: read_json(files[n], n) for n in ("response.json", _QUESTIONNAIRE)}
    subject = _Subject(documents["response.json"], documents[_QUESTIONNAIRE].digest)
    ring = keyring.unpack_ring(files[KEYS], KEYS)
    fact = _fact(files[ENVELOPE], ENVELOPE, ring, subject, None)
    return "" if fact == manifest.signature else "the manifest names another signer"
