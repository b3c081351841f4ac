"""What a packed submission holds, and the limits of one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from audit.documents.limits import MAX_JSON_BYTES
from audit.evidence_files import MAX_FILE_BYTES
from audit.questionnaire.types.base import Model

MANIFEST = "manifest.json"
RESPONSE = "response.json"
ENVELOPE = "response.dsse.json"

#: Entries of the zip file, the manifest included.
MAX_ENTRIES = 500
#: Bytes of all entries together when unpacked.
MAX_TOTAL_BYTES = 1024**3
MAX_MANIFEST_BYTES = 1024**2
#: Bytes of the zip's directory at its end.
MAX_DIRECTORY_BYTES = 1024**2
#: An entry above so many bytes ...
RATIO_FROM_BYTES = 1024**2
#: ... unpacks to at most so many times its packed size.
MAX_RATIO = 100

_LIMITS = {
    MANIFEST: MAX_MANIFEST_BYTES,
    RESPONSE: MAX_JSON_BYTES,
    ENVELOPE: MAX_JSON_BYTES,
}


def limit_of(name: str) -> int:
    """Return the bytes that an entry of this name may have."""
    return _LIMITS.get(name, MAX_FILE_BYTES)


class ListedFile(Model):
    """One file of the submission: its size in bytes and SHA-256 in hex."""

    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SubmissionManifest(Model):
    """``manifest.json``: every other file of the submission."""

    format: Literal["audit-submission/1"] = "audit-submission/1"
    files: dict[str, ListedFile]
