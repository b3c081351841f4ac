"""Open a signer's key, or make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.api.given import Content, bytes_of, moment_of
from audit.signing import keys

if TYPE_CHECKING:
    from datetime import datetime

    from audit.signing.certificates import KeyKind
    from audit.signing.keys import NewKey, Signer

_TOKEN = "pkcs11:"  # noqa: S105 - the scheme of an address


def load_signer(key: Content, passphrase: str | bytes) -> Signer:
    """Open a key to sign with.

    Args:
        key: a PKCS#12 file or its content, or the address of a token (``pkcs11:…``).
        passphrase: that of the file, or the token's PIN.

    Raises:
        KeyProblem: it does not open, or is a kind of key that is not accepted.
    """
    secret = passphrase.encode() if isinstance(passphrase, str) else passphrase
    if isinstance(key, str) and key.startswith(_TOKEN):
        from audit.signing.token import open_token
        from audit.signing.token_uri import read_uri

        return open_token(read_uri(key), secret)
    return keys.load_signer(bytes_of(key), secret)


def create_key(
    name: str,
    passphrase: str | bytes,
    *,
    organisation: str | None = None,
    kind: KeyKind = "p256",
    days: int = 730,
    at: datetime | None = None,
) -> NewKey:
    """Make a key with a root of its own; nothing is written.

    ``p12`` is the key's file, ``roots`` is for those who verify.

    Args:
        name: who signs, up to 64 bytes.
        passphrase: protects the key's file.
        organisation: the signer's.
        kind: ``p256``, ``rsa3072`` or ``ed25519`` (for responses).
        days: how long it is valid.
        at: when that begins, now if it is not given.

    Raises:
        KeyProblem: an argument cannot be used.
    """
    secret = passphrase.encode() if isinstance(passphrase, str) else passphrase
    begins = moment_of(at)
    return keys.create_key(
        kind, name, organisation, days=days, not_before=begins, passphrase=secret
    )
