"""Change the keys in a list: revoke one, let another take over, hand over the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import KeyProblem, Problem
from audit.signing.fields import write_moment
from audit.signing.handover import write_handover
from audit.signing.keyring import (
    KeyRing,
    RevokedAs,
    entry_of,
    fit_entry,
    next_version,
    with_key,
    write_ring,
)

if TYPE_CHECKING:
    from datetime import datetime

    from audit.signing.envelope import PublicKey
    from audit.signing.keys import Signer


def without_key(
    ring: KeyRing,
    key: str,
    reason: str,
    at: datetime,
    how: RevokedAs = "compromised",
    since: datetime | None = None,
) -> KeyRing:
    """Return the next version with a key revoked; it stays in the list.

    Args:
        ring: the list.
        key: its id, or at least eight characters from its beginning.
        reason: why, for people.
        at: the present moment.
        how: whether it was replaced in order or somebody else may have it. What was
            superseded may turn out compromised later, never the other way round.
        since: from when it counts as revoked, now if None.

    Raises:
        KeyProblem: no or several keys begin so, or it is revoked already.
    """
    key_id = found_key(ring, key)
    entry, begin = ring.keys[key_id], since or at
    if entry.compromised or (entry.revoked_at and how == "superseded"):
        text = f"the key was revoked at {entry.revoked_at}"
        raise KeyProblem.of(Problem("keys-revoked", text))
    if begin > at:
        text = "a key is revoked from now or from earlier on, never ahead"
        raise KeyProblem.of(Problem("keys-since", text))
    marks = {
        "revoked_at": write_moment(begin),
        "revoked_reason": reason,
        "revoked_as": how,
    }
    revoked = fit_entry(**{**entry.model_dump(), **marks})
    return next_version(ring, {**ring.keys, key_id: revoked}, at)


def with_successor(
    ring: KeyRing,
    key: str,
    public: PublicKey,
    at: datetime,
    not_after: datetime | None = None,
) -> KeyRing:
    """Return the next version in which a new key takes over from an old one.

    The new one has the old one's name, organisation and roles; the old one is
    superseded, so what it signed until now stays good.
    """
    key_id = found_key(ring, key)
    old = ring.keys[key_id]
    entry = entry_of(public, old.name, old.organisation, old.roles, at, not_after)
    reason = f"superseded by {public.key_id[:16]}…"
    both = with_key(
        without_key(ring, key_id, reason, at, "superseded"), public.key_id, entry, at
    )
    return both.model_copy(update={"version": ring.version + 1})


def found_key(ring: KeyRing, key: str) -> str:
    """Return the one id that is or begins with ``key``; KeyProblem if there is none."""
    found = [i for i in ring.keys if i == key or (len(key) >= 8 and i.startswith(key))]
    if len(found) != 1:
        hint = "audit keys list shows the ids"
        text = f"{len(found)} keys begin with '{key[:64]}'"
        raise KeyProblem.of(Problem("keys-unknown", text, hint=hint))
    return found[0]


def hand_over(ring: KeyRing, old: Signer, new: Signer, at: datetime) -> bytes:
    """Return the next version of the list, signed by a new root.

    It carries the old root's word for the new one, so that whoever pinned the old one
    can still read it.
    """
    handovers = (*ring.handovers, write_handover(old, new, at))
    following = next_version(ring, ring.keys, at)
    return write_ring(following.model_copy(update={"handovers": handovers}), new, at)
