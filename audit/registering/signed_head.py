"""A register's head, signed by the officer who answers for it and kept elsewhere.

The envelope holds the checkpoint's text, the role of the signer and the time that the
signer claims. Whoever has only a print of the three lines can use these as well; where
the paper was kept then stands for the signature.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.errors import InputError, Problem
from audit.register.check import verify
from audit.register.checkpoint import (
    MAX_CHECKPOINT_BYTES,
    Checkpoint,
    read_checkpoint,
)
from audit.signing.envelope import (
    HEAD,
    PublicKey,
    open_envelope,
    sign_envelope,
    verify_envelope,
)
from audit.signing.fields import (
    MAX_PAYLOAD_BYTES,
    Moment,
    Role,
    SignedRecord,
    read_moment,
    write_moment,
)
from audit.signing.key_use import use_problems

if TYPE_CHECKING:
    from datetime import datetime

    from audit.register.store import Register
    from audit.signing.envelope import Envelope
    from audit.signing.keyring import KeyEntry, KeyRing
    from audit.signing.keys import Signer

#: Whose keys may sign heads.
ROLE: Role = "assessor"


class HeadStatement(SignedRecord):
    """What is signed."""

    format: Literal["audit-head/1"] = "audit-head/1"
    role: Role = ROLE
    checkpoint: str
    signed_at: Moment


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head from outside the register.

    Attributes:
        checkpoint: which register, how many records, the root over them.
        signed_at: the signer's word; empty for a plain text.
        signer: name and organisation by the list of keys; empty when not checked.
    """

    checkpoint: Checkpoint
    signed_at: str = ""
    signer: str = ""


def checkpoint_of(register: Register) -> Checkpoint:
    """Return the register's present head."""
    head = register.head()
    return Checkpoint(register.settings.origin, head.size, head.root)


def verified_checkpoint(register: Register) -> Checkpoint:
    """Return the head that the records give, their documents not read.

    Raises:
        InputError: the log does not verify; nobody should sign for it.
    """
    done = verify(register, contents=False)
    if not done.passed:
        text = f"the register does not verify, so its head is not signed: {done.first}"
        hint = "audit register verify tells what was altered"
        raise InputError.of(
            Problem("head-unverified", text, "", hint, register.place.name)
        )
    return Checkpoint(done.origin, done.size, bytes.fromhex(done.root))


def sign_head(checkpoint: Checkpoint, signer: Signer, at: datetime) -> bytes:
    """Return the envelope of a head; InputError when it is of an empty register."""
    signer.check_valid(at)
    if not checkpoint.size:
        text = "the register is empty: its head would prove nothing"
        raise InputError.of(Problem("head-empty", text, hint="accept something first"))
    said = HeadStatement(checkpoint=checkpoint.text, signed_at=write_moment(at))
    return sign_envelope(canonical(said.model_dump(mode="json")), HEAD, signer)


def read_signed_head(
    raw: bytes, file: str, ring: KeyRing, at: datetime | None
) -> KeptHead:
    """Return a signed head; InputError lists every reason not to rely on it.

    Args:
        raw: the envelope.
        file: its name for messages.
        ring: the list of keys, which the caller has checked.
        at: the present moment; None where the key was checked before.
    """
    envelope = open_envelope(raw, file, HEAD)
    entry = ring.keys.get(envelope.key_id)
    if entry is None:
        text = f"signed by key {envelope.key_id[:16]}…, which is not in the list"
        hint = "add the officer's key: audit keys add --role assessor"
        problem = Problem("signature-key-unknown", text, "/signatures/0", hint, file)
        raise InputError.of(problem)
    verify_envelope(envelope, PublicKey(envelope.key_id, entry.scheme, entry.public))
    said = _statement(envelope)
    _refuse_unfit(entry, said, at, file)
    signer = f"{entry.name}, {entry.organisation}"
    return KeptHead(_checkpoint(said, file), said.signed_at, signer)


def read_kept_head(raw: bytes, file: str) -> KeptHead:
    """Return a head without asking who signed it: an envelope, or the plain text."""
    if raw.lstrip().startswith(b"{"):
        said = _statement(open_envelope(raw, file, HEAD))
        return KeptHead(_checkpoint(said, file), said.signed_at)
    text = raw[: MAX_CHECKPOINT_BYTES + 1].decode("ascii", "replace")
    return KeptHead(read_checkpoint(text.replace("\r\n", "\n").strip() + "\n", file))


def _statement(envelope: Envelope) -> HeadStatement:
    name = f"{envelope.file} (payload)"
    document = read_json(envelope.payload, name, max_bytes=MAX_PAYLOAD_BYTES)
    return validate(HeadStatement, document)


def _checkpoint(said: HeadStatement, file: str) -> Checkpoint:
    found = read_checkpoint(said.checkpoint, file)
    if not found.size:
        text = "the head of an empty register proves nothing"
        raise InputError.of(Problem("head-empty", text, "/checkpoint", "", file))
    return found


def _refuse_unfit(
    entry: KeyEntry, said: HeadStatement, at: datetime | None, file: str
) -> None:
    signed_at = read_moment(said.signed_at)
    problems = list(use_problems(entry, ROLE, signed_at, at, "/signed_at"))
    if said.role != ROLE:
        text = f"the head is signed as {said.role}, not as {ROLE}"
        problems.append(Problem("head-role", text, "/role"))
    if problems:
        raise InputError.of(*(replace(problem, file=file) for problem in problems))
