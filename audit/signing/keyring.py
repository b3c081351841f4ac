"""``keys.json``: which key may sign in which role, for whom and how long.

The list is the payload of an envelope signed by the root key, which is pinned by its
public PEM and is in no list itself. Every change raises the version by one, so that an
older list cannot pass as the present one wherever a version is remembered.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StrictInt, ValidationError

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.errors import InputError, KeyProblem, Problem
from audit.signing.envelope import (
    KEYS,
    PublicKey,
    open_envelope,
    public_key_of,
    read_public_key,
    sign_envelope,
    verify_envelope,
)
from audit.signing.fields import (
    MAX_PAYLOAD_BYTES,
    KeyId,
    Moment,
    Name,
    Role,
    SignedRecord,
    read_moment,
    write_moment,
)
from audit.signing.handover import present_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.signing.envelope import Envelope
    from audit.signing.keys import Signer

#: ``superseded``: replaced in order, its earlier signatures stay good;
#: ``compromised``: somebody else may have it, who would date back.
RevokedAs = Literal["superseded", "compromised"]
#: How long a key may sign unless told otherwise.
DEFAULT_VALIDITY = timedelta(days=730)
MAX_HANDOVERS = 32
#: How far a signer's clock may be ahead of ours.
CLOCK_TOLERANCE = timedelta(minutes=5)


class KeyEntry(SignedRecord):
    """One key: whose it is, what it may sign, and from when to when.

    A revoked key whose entry does not say how it was revoked counts as compromised.
    """

    name: Name
    organisation: Name
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    scheme: str
    public: str
    not_before: Moment
    not_after: Moment
    revoked_at: Moment | None = None
    revoked_reason: Name | None = None
    revoked_as: RevokedAs | None = None

    @property
    def compromised(self) -> bool:
        """Tell whether nothing but a proved time can save what the key signed."""
        return self.revoked_at is not None and self.revoked_as != "superseded"

    def ended_by(self, moment: datetime) -> bool:
        """Tell whether the key was revoked, for whatever reason, by the moment."""
        return self.revoked_at is not None and read_moment(self.revoked_at) <= moment

    def valid_at(self, moment: datetime) -> bool:
        """Tell whether the moment lies between the first and the last one."""
        start, end = read_moment(self.not_before), read_moment(self.not_after)
        return start <= moment <= end


class KeyRing(SignedRecord):
    """The list of keys with its version."""

    format: Literal["audit-keys/1"] = "audit-keys/1"
    version: Annotated[StrictInt, Field(ge=1)]
    issued: Moment
    expires: Moment | None = None
    keys: dict[KeyId, KeyEntry]
    #: Envelopes in which a root names the next one (`handover`), the oldest first.
    handovers: Annotated[tuple[str, ...], Field(max_length=MAX_HANDOVERS)] = ()

    def expired(self, moment: datetime) -> bool:
        """Tell whether the list is past its last moment."""
        return self.expires is not None and moment > read_moment(self.expires)


def new_ring(at: datetime, expires: datetime | None = None) -> KeyRing:
    """Return the first version of a list, without keys."""
    last = write_moment(expires) if expires else None
    return KeyRing(version=1, issued=write_moment(at), expires=last, keys={})


def entry_of(
    public: PublicKey,
    name: str,
    organisation: str,
    roles: tuple[Role, ...],
    at: datetime,
    not_after: datetime | None = None,
) -> KeyEntry:
    """Return the entry of a key that may sign from now on."""
    last = not_after or at + DEFAULT_VALIDITY
    if last <= at:
        text = f"the key could never sign: {write_moment(last)} is past"
        raise KeyProblem.of(Problem("keys-validity", text))
    return fit_entry(
        name=name,
        organisation=organisation,
        roles=tuple(sorted(set(roles))),
        scheme=public.scheme,
        public=public.pem,
        not_before=write_moment(at),
        not_after=write_moment(last),
    )


def fit_entry(**values: Any) -> KeyEntry:
    """Return an entry from what an officer typed; KeyProblem names what is unfit."""
    try:
        return KeyEntry.model_validate(values)
    except ValidationError as error:
        unfit = ", ".join(str(fault["loc"][0]) for fault in error.errors())
        hint = "1 to 300 characters on one line, none of them hidden"
        text = f"this cannot stand in the list of keys: {unfit}"
        raise KeyProblem.of(Problem("keys-text", text, hint=hint)) from None


def with_key(ring: KeyRing, key_id: str, entry: KeyEntry, at: datetime) -> KeyRing:
    """Return the next version with one more key; KeyProblem if it is in the list."""
    if key_id in ring.keys:
        hint = "a key stands in the list once; make a new key"
        text = f"key {key_id[:16]}… is in the list already"
        raise KeyProblem.of(Problem("keys-twice", text, hint=hint))
    return next_version(ring, {**ring.keys, key_id: entry}, at)


def renewed(ring: KeyRing, expires: datetime | None, at: datetime) -> KeyRing:
    """Return the next version with another last moment."""
    last = write_moment(expires) if expires else None
    return next_version(ring.model_copy(update={"expires": last}), ring.keys, at)


def next_version(ring: KeyRing, keys: dict[str, KeyEntry], at: datetime) -> KeyRing:
    """Return the list with other keys and the next version."""
    return KeyRing(
        version=ring.version + 1,
        issued=write_moment(at),
        expires=ring.expires,
        keys=dict(sorted(keys.items())),
        handovers=ring.handovers,
    )


def write_ring(ring: KeyRing, root: Signer, at: datetime) -> bytes:
    """Return the list signed by the root, whose certificate must be valid now."""
    root.check_valid(at)
    public = public_key_of(root)
    own = public.key_id
    if present_root(public, ring.handovers, "keys.json").key_id != own:
        text = "this root has handed over and signs the list no more"
        hint = "give the root that it handed over to"
        raise KeyProblem.of(Problem("keys-handed-over", text, hint=hint))
    if own in ring.keys:
        text = "the root key signs the list and nothing else"
        raise KeyProblem.of(Problem("keys-root-role", text, hint="add another key"))
    return sign_envelope(canonical(ring.model_dump(mode="json")), KEYS, root)


def read_ring(raw: bytes, file: str, root: PublicKey) -> KeyRing:
    """Return a list that the root signed; InputError says why it cannot be used.

    ``root`` may be an older root that handed over to the one that signs now.
    """
    return read_ring_and_root(raw, file, root)[0]


def read_ring_and_root(
    raw: bytes, file: str, root: PublicKey
) -> tuple[KeyRing, PublicKey]:
    """Return the list and the root that signs it now."""
    envelope = open_envelope(raw, file, KEYS)
    ring = _ring_in(envelope)
    signing = present_root(root, ring.handovers, file)
    if envelope.key_id != signing.key_id:
        text = f"the list is signed by key {envelope.key_id[:16]}…, not by the root"
        hint = "ask for the keys.json that belongs to the root key given"
        raise InputError.of(Problem("keys-root", text, "/signatures/0", hint, file))
    verify_envelope(envelope, signing)
    return ring, signing


def unpack_ring(raw: bytes, file: str) -> KeyRing:
    """Return a list without asking who signed it: for one that was checked before."""
    return _ring_in(open_envelope(raw, file, KEYS))


def refuse_expired(ring: KeyRing, at: datetime, file: str) -> None:
    """Raise InputError when the list is past its last moment."""
    if ring.expired(at):
        text = f"the list of keys expired at {ring.expires}"
        hint = "ask its owner for the present one (audit keys renew)"
        raise InputError.of(Problem("keys-expired", text, "/expires", hint, file))


def _ring_in(envelope: Envelope) -> KeyRing:
    name = f"{envelope.file} (payload)"
    document = read_json(envelope.payload, name, max_bytes=MAX_PAYLOAD_BYTES)
    ring = validate(KeyRing, document)
    problems = [p for key, entry in ring.keys.items() for p in _faults(key, entry)]
    if problems:
        raise InputError.of(*map(document.at, problems))
    return ring


def _faults(key_id: str, entry: KeyEntry) -> Iterator[Problem]:
    """Yield where an entry's id, scheme and PEM do not belong together."""
    where = f"/keys/{key_id}"
    try:
        public = read_public_key(entry.public.encode())
    except KeyProblem as error:
        yield Problem("keys-public", error.message, f"{where}/public")
        return
    expected = (key_id, entry.scheme, entry.public)
    if expected != (public.key_id, public.scheme, public.pem):
        text = "id, scheme and public key do not belong together"
        yield Problem("keys-public", text, f"{where}/public")
    if (entry.revoked_at is None) != (entry.revoked_reason is None):
        text = "a revoked key has a time and a reason"
        yield Problem("keys-revoked", text, f"{where}/revoked_at")
    if entry.revoked_at is None and entry.revoked_as is not None:
        text = "a key that is not revoked has no way in which it was"
        yield Problem("keys-revoked", text, f"{where}/revoked_as")
