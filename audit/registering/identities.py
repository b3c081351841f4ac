"""Identity files: the form of ``age-keygen``, plain or protected by a passphrase."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from audit.errors import KeyProblem, Problem
from audit.file_access import open_regular
from audit.register.sealing import Identity, protect, unprotect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

_MAX_BYTES = 64 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PROTECTED = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


def read_identities(path: Path, ask: Callable[[], bytes]) -> tuple[Identity, ...]:
    """Return the identities in a file.

    Args:
        path: file that its owner alone may read.
        ask: gives the passphrase; called for a protected file only.

    Raises:
        KeyProblem: others may read the file, or it is no identity file.
    """
    with open_regular(path, kind=KeyProblem, follow=True) as file:
        _check_mode(file, path)
        raw = file.read(_MAX_BYTES + 1)
    if raw.startswith(_PROTECTED):
        raw = unprotect(raw, ask())
    found = tuple(_identities(raw, path))
    if not found or len(raw) > _MAX_BYTES:
        hint = "make one: audit register identity new"
        raise _refused(path, "there is no age identity in this file", hint)
    return found


def write_identity(identity: Identity, at: datetime, passphrase: bytes | None) -> bytes:
    """Return the content of an identity file, protected if a passphrase is given."""
    lines = (
        f"# created: {at.isoformat(timespec='seconds')}",
        f"# public key: {identity.recipient}",
        identity.secret,
        "",
    )
    text = "\n".join(lines).encode()
    return text if passphrase is None else protect(text, passphrase)


def _check_mode(file: BinaryIO, path: Path) -> None:
    mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    if mode & _OTHERS:
        message = f"others may read this identity (mode {mode:04o})"
        raise _refused(path, message, f"chmod 600 {path}")


def _identities(raw: bytes, path: Path) -> Iterator[Identity]:
    for number, line in enumerate(raw.decode(errors="replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        identity = Identity(line.strip())
        try:
            _ = identity.recipient
        except KeyProblem:
            message = "this line is no age identity (AGE-SECRET-KEY-1…)"
            problem = Problem("identity-format", message, "", "", str(path), number, 1)
            raise KeyProblem.of(problem) from None
        yield identity


def _refused(path: Path, message: str, hint: str) -> KeyProblem:
    return KeyProblem.of(Problem("identity-file", message, "", hint, str(path)))
