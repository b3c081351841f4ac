"""Files → documents: the reader is chosen by the suffix, limits come first."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from audit.documents.document import Document
from audit.documents.json_reader import read_json
from audit.documents.limits import JSON_BYTES, YAML_BYTES
from audit.documents.yaml_reader import read_yaml
from audit.errors import InputError, Problem, UnknownKind

_READERS = {
    ".json": (read_json, JSON_BYTES),
    ".yaml": (read_yaml, YAML_BYTES),
    ".yml": (read_yaml, YAML_BYTES),
}


def read_document(path: Any) -> Document:
    """Read a JSON or YAML file (a path, or a packaged resource)."""
    name = str(path)
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - resources have no path
    if suffix not in _READERS:
        known = ", ".join(_READERS)
        message = f"unknown file type {suffix or 'without a suffix'!r}"
        raise UnknownKind.of(
            Problem("file-type", message, hint=f"known: {known}", file=name)
        )
    reader, limit = _READERS[suffix]
    return reader(read_limited(path, limit), name)


def read_limited(path: Any, limit: int) -> bytes:
    """Return at most ``limit + 1`` bytes of a regular file."""
    if not isinstance(path, str | Path):
        content: bytes = path.read_bytes()
        return content
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputError.of(_unreadable(path, "this is not a regular file"))
            return file.read(limit + 1)
    except OSError as error:
        raise InputError.of(_unreadable(path, error.strerror or "unreadable")) from None


def _unreadable(path: str | Path, reason: str) -> Problem:
    return Problem("file", reason, hint="check the path", file=str(path))
