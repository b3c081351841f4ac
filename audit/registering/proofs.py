"""Proofs that leave the register: of one record under a signed head, or of its growth.

They are checked with the list of keys alone, on a machine that never saw the register.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.errors import InputError, Problem
from audit.register.merkle import Frontier
from audit.register.merkle_proofs import consistency_path, inclusion_path
from audit.registering.signed_head import read_kept_head
from audit.signing.fields import Sha256, SignedRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.documents import Document
    from audit.register.checkpoint import Checkpoint
    from audit.register.store import Register

MAX_PROOF_BYTES = 1 << 20
RECORD = "audit-record-proof/1"
GROWTH = "audit-growth-proof/1"
_Path = Annotated[tuple[Sha256, ...], Field(max_length=100)]
_Envelope = dict[str, Any]
Salt = Annotated[str, Field(pattern="^([0-9a-f]{32})?$")]


class RecordProof(SignedRecord):
    """That a record is in the register which a head was signed over.

    ``record`` is the text whose bytes were hashed, ``salt`` what stands before the
    document in the hash that is the record's address: nothing in a plain register.
    """

    format: Literal["audit-record-proof/1"] = "audit-record-proof/1"
    record: Annotated[str, Field(max_length=100_000)]
    salt: Salt = ""
    path: _Path
    head: _Envelope


class GrowthProof(SignedRecord):
    """That the register under a later head begins with all of an earlier one."""

    format: Literal["audit-growth-proof/1"] = "audit-growth-proof/1"
    path: _Path
    old: _Envelope
    new: _Envelope


def prove_record(register: Register, number: int, head: bytes, file: str) -> bytes:
    """Return the proof of a record under a signed head.

    Raises:
        InputError: the head is not one of this register, or older than the record.
    """
    kept = read_kept_head(head, file).checkpoint
    if not 0 <= number < kept.size:
        register.record(number)
        text = f"the head is over {kept.size} records; record {number} came later"
        hint = "sign a new head: audit register head"
        raise InputError.of(Problem("proof-later", text, "", hint, file))
    leaves = _leaves_under(register, kept, file)
    record = register.record(number)
    stored = register.stored(record.address)
    proof = RecordProof(
        record=record.body.decode(),
        salt=register.sealer.salt(stored).hex() if stored is not None else "",
        path=_hex(inclusion_path(leaves, number)),
        head=_envelope(head, file),
    )
    return canonical(proof.model_dump())


def prove_growth(
    register: Register, old: tuple[bytes, str], new: tuple[bytes, str]
) -> bytes:
    """Return the proof that the register under ``new`` begins with that under ``old``.

    Args:
        register: what both heads were signed over.
        old: an envelope with the name of its file.
        new: the later one.
    """
    before, after = (read_kept_head(*head).checkpoint for head in (old, new))
    if before.size > after.size:
        text = "the later head is over fewer records than the earlier one"
        problem = Problem("proof-order", text, "", "give them the other way", new[1])
        raise InputError.of(problem)
    _leaves_under(register, before, old[1])
    leaves = _leaves_under(register, after, new[1])
    path = _hex(consistency_path(leaves, before.size))
    proof = GrowthProof(path=path, old=_envelope(*old), new=_envelope(*new))
    return canonical(proof.model_dump())


def read_proof(raw: bytes, file: str) -> RecordProof | GrowthProof:
    """Return a proof that has the right form; nothing is checked yet."""
    document = read_json(raw, file, max_bytes=MAX_PROOF_BYTES)
    found = _format(document)
    if found == RECORD:
        return validate(RecordProof, document)
    if found == GROWTH:
        return validate(GrowthProof, document)
    text = "this is no proof of a register"
    hint = f"known formats: {RECORD}, {GROWTH}"
    raise InputError.of(document.at(Problem("proof-format", text, "/format", hint)))


def _format(document: Document) -> str:
    data = document.data
    return str(data.get("format")) if isinstance(data, dict) else ""


def _leaves_under(register: Register, head: Checkpoint, file: str) -> list[bytes]:
    """Return the leaves that the head is over; InputError when it is of others."""
    leaves = list(islice(register.leaf_hashes(), head.size))
    same = head.origin == register.settings.origin
    if not same or Frontier.of(leaves).root != head.root or len(leaves) != head.size:
        text = "the head is not one of this register as it is now"
        hint = "audit register verify --head tells what differs"
        raise InputError.of(Problem("proof-head", text, "", hint, file))
    return leaves


def _hex(path: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(node.hex() for node in path)


def _envelope(raw: bytes, file: str) -> _Envelope:
    if not raw.lstrip().startswith(b"{"):
        text = "a proof needs a signed head, not its text alone"
        hint = "give the file that audit register head wrote"
        raise InputError.of(Problem("proof-unsigned", text, "", hint, file))
    envelope: _Envelope = json.loads(raw)
    return envelope
