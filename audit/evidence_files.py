"""Look at evidence files: digest and size, without following links or opening pipes."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from audit.evidence.model import Observation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.response.evidence_item import EvidenceItem

#: Bytes that one evidence file may have.
MAX_FILE_BYTES = 100 * 1024 * 1024
_CHUNK = 1024 * 1024


def observe(items: Iterable[EvidenceItem], folder: Path) -> tuple[Observation, ...]:
    """Return what lies in the folder for each item; what is not there has no digest."""
    return tuple(_observe_one(item, folder) for item in items)


def _observe_one(item: EvidenceItem, folder: Path) -> Observation:
    path = safe_path(folder, item.file)
    found = digest_of(path) if path else None
    if found is None:
        return Observation(id=item.id)
    return Observation(id=item.id, sha256=found[0], size=found[1])


def safe_path(folder: Path, name: str) -> Path | None:
    """Return the path of a relative name inside the folder, else None.

    Absolute names, drive letters, ``..`` and symlinked folders lead nowhere.
    """
    pure = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "\0" in name
    if odd or pure.is_absolute() or ".." in pure.parts or not pure.parts:
        return None
    path = folder
    try:
        for part in pure.parts:
            path /= part
            if path.is_symlink():
                return None
    except OSError:  # a name that no file can have
        return None
    return path


def digest_of(path: Path) -> tuple[str, int] | None:
    """Return SHA-256 (hex) and size of a regular file; None for anything else."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError):
        return None
    # Looked at before it becomes a file object, which a folder cannot be.
    info = os.fstat(descriptor)
    if not stat.S_ISREG(info.st_mode) or info.st_size > MAX_FILE_BYTES:
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        sha, size = hashlib.sha256(), 0
        while chunk := file.read(_CHUNK):
            sha.update(chunk)
            size += len(chunk)
            if size > MAX_FILE_BYTES:  # it grew while it was read
                return None
    return sha.hexdigest(), size
