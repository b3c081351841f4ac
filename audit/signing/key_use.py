"""Whether a key of the list may be relied on for what it signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import Problem
from audit.signing.keyring import CLOCK_TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from audit.signing.fields import Role
    from audit.signing.keyring import KeyEntry

_KEY = "/signatures/0/keyid"


def use_problems(
    entry: KeyEntry, role: Role, signed_at: datetime, at: datetime | None, where: str
) -> Iterator[Problem]:
    """Yield why a signature by the key does not count.

    Args:
        entry: the key.
        role: what it signed as.
        signed_at: when, by the signer's word.
        at: the present moment; None where the key was checked before.
        where: pointer to ``signed_at`` in what was signed.
    """
    if entry.compromised or entry.ended_by(signed_at):
        # The time of signing is the signer's word: a thief would date back. A key that
        # was superseded in order is in nobody else's hands.
        text = f"the key was revoked at {entry.revoked_at}: {entry.revoked_reason}"
        hint = "let it be signed again with a key in force"
        yield Problem("signature-key-revoked", text, _KEY, hint)
    if role not in entry.roles:
        text = f"the key of {entry.name} may sign as {', '.join(entry.roles)} only"
        yield Problem("signature-key-role", text, _KEY)
    if not entry.valid_at(signed_at):
        text = f"the key is valid from {entry.not_before} to {entry.not_after}"
        yield Problem("signature-validity", text, where)
    elif at is not None and not entry.valid_at(at):
        # As with a revoked key: whoever has an old one would date back.
        text = f"the key expired at {entry.not_after}"
        hint = "let it be signed again with a key in force"
        yield Problem("signature-key-expired", text, _KEY, hint)
    if at is not None and signed_at > at + CLOCK_TOLERANCE:
        text = "signed in the future"
        hint = "check the clocks of both machines"
        yield Problem("signature-future", text, where, hint)
