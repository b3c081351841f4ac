"""What a verifier gives besides the file and the roots; each part is optional."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.signing.certificates import load_roots
from audit.signing.revocation import Revocations, read_revocations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography import x509

    from audit.signing.keyring import KeyRing


@dataclass(frozen=True, slots=True)
class Backing:
    """Everything else that a verification may rest on.

    Attributes:
        tsa_roots: roots of timestamp authorities; if there are none, the roots of
            signers count for timestamps too.
        revocations: lists and OCSP responses; if there is any, every certificate of
            the signer's chain needs one that speaks of it.
        ring: the list of keys; if there is one, the signer's key must be in it.
    """

    tsa_roots: tuple[x509.Certificate, ...] = ()
    revocations: Revocations = field(default_factory=Revocations)
    ring: KeyRing | None = None


NOTHING = Backing()


def read_backing(
    tsa_roots: Sequence[bytes],
    crls: Sequence[tuple[str, bytes]],
    ocsps: Sequence[tuple[str, bytes]],
    ring: tuple[str, bytes, bytes] | None,
    at: datetime,
) -> Backing:
    """Read what was given as files.

    Args:
        tsa_roots: PEM files.
        crls: revocation lists with their names for messages.
        ocsps: OCSP responses with their names.
        ring: name and content of the list of keys, and the root's public PEM.
        at: the present moment, at which the list must still hold.

    Raises:
        InputError: a list or response cannot be used.
        KeyProblem: a root cannot be read.
    """
    certificates = tuple(root for pem in tsa_roots for root in load_roots(pem))
    revocations = read_revocations(crls, ocsps)
    return Backing(certificates, revocations, _ring(*ring, at) if ring else None)


def _ring(name: str, raw: bytes, root: bytes, at: datetime) -> KeyRing:
    from audit.signing.envelope import read_public_key
    from audit.signing.keyring import read_ring, refuse_expired

    found = read_ring(raw, name, read_public_key(root))
    refuse_expired(found, at, name)
    return found
