"""Check a proof without the register: by the list of keys, the record, arithmetic."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from audit.canonical import canonical
from audit.errors import InputError
from audit.register.check_rows import is_canonical
from audit.register.faults import Fault, Faults, Step, numbered, step
from audit.register.merkle import leaf_hash
from audit.register.merkle_proofs import is_extension, is_included
from audit.register.model import Record
from audit.registering.proofs import RecordProof, read_proof
from audit.registering.signed_head import KeptHead, read_signed_head

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.registering.proofs import GrowthProof
    from audit.signing.keyring import KeyRing


def check_proof(
    raw: bytes, file: str, ring: KeyRing, at: datetime, document: bytes | None = None
) -> tuple[Step, ...]:
    """Return the numbered steps; InputError when this is no proof at all.

    Args:
        raw: the proof.
        file: its name for messages.
        ring: the list of keys, which the caller has checked.
        at: the present moment.
        document: what the record should be about, if it is at hand.
    """
    proof = read_proof(raw, file)
    if isinstance(proof, RecordProof):
        return numbered(_record_steps(proof, file, ring, at, document))
    return numbered(_growth_steps(proof, file, ring, at))


def _record_steps(
    proof: RecordProof, file: str, ring: KeyRing, at: datetime, document: bytes | None
) -> list[Step]:
    signed, head = _signed("signed head", proof.head, file, ring, at)
    body = proof.record.encode()
    record = _record(body)
    if record is None:
        faults = _one("record-body", "the text is no record in its canonical form")
        return [signed, step("record", faults, "")]
    shown = f"{record.kind} {record.subject} of {record.recorded_at}, by {record.by}"
    place = f"record {record.number}: {shown}"
    steps = [signed, step("record", Faults(), place)]
    if head is not None:
        steps.append(_inclusion(proof, record.number, body, head))
    steps.append(_document(record, bytes.fromhex(proof.salt), document))
    return steps


def _growth_steps(
    proof: GrowthProof, file: str, ring: KeyRing, at: datetime
) -> list[Step]:
    first, old = _signed("earlier head", proof.old, file, ring, at)
    second, new = _signed("later head", proof.new, file, ring, at)
    steps = [first, second]
    if old is None or new is None:
        return steps
    faults = Faults()
    then, now = old.checkpoint, new.checkpoint
    if then.origin != now.origin:
        faults.add(Fault("proof-origin", "the heads are of two registers"))
    heads = (then.size, then.root), (now.size, now.root)
    if not is_extension(*heads, _path(proof.path)):
        faults.add(Fault("proof-growth", "the path does not join the two heads"))
    good = f"the first {then.size} of {now.size} records are the same"
    return [*steps, step("growth", faults, good)]


def _signed(
    name: str, envelope: dict[str, Any], file: str, ring: KeyRing, at: datetime
) -> tuple[Step, KeptHead | None]:
    faults = Faults()
    try:
        head = read_signed_head(canonical(envelope), f"{file} ({name})", ring, at)
    except InputError as error:
        faults.add(*(Fault(p.code, p.message) for p in error.problems))
        return step(name, faults, ""), None
    found = head.checkpoint
    size = "1 record" if found.size == 1 else f"{found.size} records"
    good = f"{size} of {found.origin}, signed by {head.signer} at {head.signed_at}"
    return step(name, faults, good), head


def _inclusion(proof: RecordProof, number: int, body: bytes, head: KeptHead) -> Step:
    found = head.checkpoint
    leaf, path = leaf_hash(body), _path(proof.path)
    faults = Faults()
    if not is_included(leaf, number, found.size, found.root, path):
        text = "the path does not lead from the record to the head"
        faults.add(Fault("proof-inclusion", text))
    return step("inclusion", faults, "the path leads from the record to the head")


def _document(record: Record, salt: bytes, document: bytes | None) -> Step:
    if document is None:
        return Step(0, "document", "skipped", "none given to compare")
    same = hashlib.sha256(salt + document).hexdigest() == record.address
    if same and len(document) == record.size:
        return step("document", Faults(), "it is the one that the record is about")
    text = "it is not the one that the record is about"
    return step("document", _one("proof-document", text), "")


def _record(body: bytes) -> Record | None:
    try:
        record = Record.model_validate_json(body)
    except ValueError:
        return None
    return record if is_canonical(body, record) else None


def _path(path: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, path))


def _one(code: str, detail: str) -> Faults:
    faults = Faults()
    faults.add(Fault(code, detail))
    return faults
