"""Contents sealed with age: a few may open them, and their address tells nothing.

What is stored is age(salt ‖ content), the address is SHA-256(salt ‖ content). Without
the salt nobody finds a short content by trying; and since anyone can seal to a public
key, it is the address that tells whether this is the content that was accepted.
Any age program opens what is stored: the content begins after ``SALT_BYTES``.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from audit.errors import InputError, KeyProblem, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyrage.x25519 import Recipient

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Identity:
    """The secret half of an age key (X25519)."""

    secret: str = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Return a fresh identity."""
        from pyrage import x25519

        return cls(str(x25519.Identity.generate()))

    @property
    def recipient(self) -> str:
        """The public half, ``age1…``; KeyProblem when the secret is none."""
        from pyrage import IdentityError, x25519

        try:
            return str(x25519.Identity.from_str(self.secret).to_public())
        except IdentityError:
            message = "this is no age identity (AGE-SECRET-KEY-1…)"
            raise KeyProblem.of(Problem("identity-format", message)) from None


def parse_recipient(text: str) -> str:
    """Return a public age key in its one spelling; InputError for anything else."""
    try:
        return str(_recipient(text))
    except ValueError:
        message = f"{text[:80]!r} is no public age key (X25519)"
        hint = "it begins with age1; audit register identity new makes one"
        raise InputError.of(Problem("register-recipient", message, hint=hint)) from None


class Age:
    """Seals to all recipients, and unseals with any one identity.

    Args:
        recipients: public age keys, already parsed.
        identities: secrets of one or more of them; without any it can only seal.
    """

    def __init__(
        self, recipients: Sequence[str], identities: Sequence[Identity] = ()
    ) -> None:
        self.recipients = tuple(recipients)
        self.identities = tuple(identities)

    @property
    def opens(self) -> bool:
        """Whether it can unseal."""
        return bool(self.identities)

    def check_opens(self) -> None:
        """Raise KeyProblem when there is no identity to unseal with."""
        if not self.identities:
            message = "this register is sealed, and no identity was given to open it"
            hint = "give the file of your age identity with --identity"
            raise KeyProblem.of(Problem("identity-missing", message, hint=hint))

    def seal(self, content: bytes) -> tuple[bytes, str]:
        """Return the bytes to store and the address that commits to the content."""
        salted = os.urandom(SALT_BYTES) + content
        return self._encrypted(salted), hashlib.sha256(salted).hexdigest()

    def unseal(self, stored: bytes) -> tuple[bytes, str]:
        """Return the content and the address that it really has.

        Raises:
            KeyProblem: there is no identity to open it with.
            InputError: it is damaged, or sealed to others.
        """
        salted = self._decrypted(stored)
        return salted[SALT_BYTES:], hashlib.sha256(salted).hexdigest()

    def salt(self, stored: bytes) -> bytes:
        """Return what is hashed before the content; errors as in ``unseal``."""
        return self._decrypted(stored)[:SALT_BYTES]

    def reseal(self, stored: bytes) -> tuple[bytes, str]:
        """Return the same content and salt sealed anew, and the address, unchanged."""
        salted = self._decrypted(stored)
        return self._encrypted(salted), hashlib.sha256(salted).hexdigest()

    def _encrypted(self, salted: bytes) -> bytes:
        import pyrage

        sealed: bytes = pyrage.encrypt(salted, self._keys)
        return sealed

    def _decrypted(self, stored: bytes) -> bytes:
        import pyrage

        self.check_opens()
        secrets = [pyrage.x25519.Identity.from_str(i.secret) for i in self.identities]
        try:
            salted: bytes = pyrage.decrypt(stored, secrets)
        except pyrage.DecryptError as error:
            raise _unopened(str(error)) from None
        if len(salted) < SALT_BYTES:
            raise _unopened("too short")
        return salted

    @cached_property
    def _keys(self) -> list[Recipient]:
        return [_recipient(text) for text in self.recipients]


def protect(content: bytes, passphrase: bytes) -> bytes:
    """Return the content as an age file that a passphrase opens."""
    from pyrage import passphrase as scrypt

    sealed: bytes = scrypt.encrypt(content, _text(passphrase))
    return sealed


def unprotect(stored: bytes, passphrase: bytes) -> bytes:
    """Return the content of an age file that a passphrase opens, else KeyProblem."""
    from pyrage import DecryptError
    from pyrage import passphrase as scrypt

    try:
        content: bytes = scrypt.decrypt(stored, _text(passphrase))
    except DecryptError:
        message = "wrong passphrase or damaged identity file"
        hint = "check keyboard layout, and a trailing newline in a passphrase file"
        raise KeyProblem.of(
            Problem("identity-passphrase", message, hint=hint)
        ) from None
    return content


def _recipient(text: str) -> Recipient:
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise ValueError(str(error)) from None


def _text(passphrase: bytes) -> str:
    try:
        return passphrase.decode()
    except UnicodeDecodeError:
        message = "the passphrase is no UTF-8 text"
        raise KeyProblem.of(Problem("identity-passphrase", message)) from None


def _unopened(reason: str) -> InputError:
    message = f"a sealed content does not open ({reason})"
    hint = "it was altered, or is not sealed to your identity (yet)"
    return InputError.of(Problem("sealed-content", message, hint=hint))
