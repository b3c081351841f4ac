"""A root key hands over to the next one, so that a pinned root outlives its key.

The old root signs the public half of the new one. The list of keys carries these
handovers, and whoever pinned an old root follows them to the root that signs now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.errors import InputError, KeyProblem, Problem
from audit.signing.envelope import (
    HANDOVER,
    PublicKey,
    open_envelope,
    public_key_of,
    read_public_key,
    sign_envelope,
    verify_envelope,
)
from audit.signing.fields import KeyId, Moment, SignedRecord, write_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.signing.keys import Signer

MAX_BYTES = 1 << 16


class Handover(SignedRecord):
    """What the old root signs: which key is the root from now on."""

    format: Literal["audit-handover/1"] = "audit-handover/1"
    previous: KeyId
    next: KeyId
    public: str
    at: Moment


def write_handover(old: Signer, new: Signer, at: datetime) -> str:
    """Return the old root's word that the new one takes over.

    Raises:
        KeyProblem: a certificate is not valid now, or both are one key.
    """
    old.check_valid(at)
    new.check_valid(at)
    previous, following = public_key_of(old), public_key_of(new)
    if previous.key_id == following.key_id:
        text = "the new root is the old one"
        hint = "make a new key first: audit keys create"
        raise KeyProblem.of(Problem("handover-same", text, hint=hint))
    record = Handover(
        previous=previous.key_id,
        next=following.key_id,
        public=following.pem,
        at=write_moment(at),
    )
    return sign_envelope(canonical(record.model_dump()), HANDOVER, old).decode()


def present_root(pinned: PublicKey, handovers: Sequence[str], file: str) -> PublicKey:
    """Return the root that signs now, followed from the pinned one.

    Args:
        pinned: the root that the reader trusts.
        handovers: envelopes, the oldest first; those before ``pinned`` are passed over.
        file: what messages call the list that carries them.

    Raises:
        InputError: a handover by a root on the way is not genuine.
    """
    root = pinned
    for text in handovers:
        envelope = open_envelope(text.encode(), f"{file} (handover)", HANDOVER)
        if envelope.key_id != root.key_id:
            continue
        verify_envelope(envelope, root)
        root = _next_root(envelope.payload, envelope.file)
    return root


def _next_root(payload: bytes, file: str) -> PublicKey:
    document = read_json(payload, f"{file} (payload)", max_bytes=MAX_BYTES)
    record = validate(Handover, document)
    try:
        public = read_public_key(record.public.encode())
    except KeyProblem as error:
        problem = Problem("handover-public", error.message, "/public")
        raise InputError.of(document.at(problem)) from None
    if (public.key_id, public.pem) != (record.next, record.public):
        text = "id and public key do not belong together"
        raise InputError.of(document.at(Problem("handover-public", text, "/public")))
    return public
