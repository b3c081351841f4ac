"""Open and write files so that no link, pipe or crash does harm."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from audit.errors import AuditError, EvidenceError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LINK = "this is a link, not a file"


@contextmanager
def open_regular(
    path: Path, *, kind: type[AuditError] = EvidenceError, follow: bool = False
) -> Iterator[BinaryIO]:
    """Yield a regular file for reading; an error of the kind says why it is none.

    Links are refused unless ``follow``; folders, pipes, devices and sockets always.
    What is opened is what is looked at, so nothing can be swapped in between.
    """
    try:
        descriptor = os.open(path, _READ | (0 if follow else os.O_NOFOLLOW))
    except (OSError, ValueError) as error:
        raise kind.of(_unopened(path, error)) from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise kind.of(_special(path, mode))
    with os.fdopen(descriptor, "rb") as file:
        yield file


def size_of(file: BinaryIO) -> int:
    """Return the bytes that an open file has now."""
    return os.fstat(file.fileno()).st_size


def _unopened(path: Path, error: OSError | ValueError) -> Problem:
    number = getattr(error, "errno", None)
    if number == errno.ELOOP:
        hint = "give the file itself"
        return Problem("file-kind", _LINK, "", hint, str(path))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem("file-missing", "there is no such file", "", "", str(path))
    if number == errno.ENXIO:
        return _special(path, stat.S_IFSOCK)
    reason = getattr(error, "strerror", None) or str(error)
    return Problem("file-unreadable", f"cannot be read: {reason}", "", "", str(path))


def _special(path: Path, mode: int) -> Problem:
    what = "a folder" if stat.S_ISDIR(mode) else "a pipe, socket or device"
    hint = "give the path of a file"
    return Problem("file-kind", f"this is {what}, not a file", "", hint, str(path))


@contextmanager
def replacing(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Yield a new file that takes the path's place when the block ends well.

    Until then it lies beside the path under a name of its own; an error removes it and
    leaves the old file whole. The content is on the disk when the block is left. The
    umask narrows the mode.
    """
    half = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with os.fdopen(os.open(half, _CREATE, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        _sync_folder(path.parent)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def creating(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that is new at the path; FileExistsError when the name is taken."""
    os.close(os.open(path, _CREATE, 0o600))
    try:
        with replacing(path) as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
