"""A file that was handed in, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audit.documents import read_json, read_yaml
from audit.errors import InputError, Problem
from audit.evidence_files import MAX_FILE_BYTES
from audit.file_access import open_regular

if TYPE_CHECKING:
    from audit.documents import Document

_READERS = {".json": read_json, ".yaml": read_yaml, ".yml": read_yaml}
_MEDIA = {".json": "application/json", ".yaml": "application/yaml"}
_MEDIA[".yml"] = _MEDIA[".yaml"]
#: Kind → keys that only its documents have together.
_MARKS: tuple[tuple[str, set[str]], ...] = (
    ("response", {"answers", "questionnaire"}),
    ("review", {"response_digest", "judgements"}),
    ("exceptions", {"vendor", "exceptions"}),
    ("policy", {"controls", "applies_to"}),
    ("policy", {"extends"}),
    ("questionnaire", {"sections", "title"}),
    ("offer", {"charges", "currency"}),
    ("signature", {"payload", "payloadType"}),
    ("request", {"nonce", "issued"}),
)
_KNOWN = (
    "a response (.json or packed .zip), a signature, a review, exceptions, an offer, a "
    "request, a questionnaire, a policy, a signed report (.pdf), or an evidence file "
    "that a response lists"
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One file: its bytes and, if it is JSON or YAML, its document."""

    path: Path
    raw: bytes
    document: Document | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.path)

    @property
    def media_type(self) -> str:
        """The media type of a document."""
        return _MEDIA[self.path.suffix.lower()]

    @property
    def read(self) -> Document:
        """The document; only for kinds that are one."""
        if self.document is None:
            raise AssertionError
        return self.document


def open_parcel(path: Path) -> Parcel:
    """Read a file once; what is done later is done with these bytes."""
    with open_regular(path, kind=InputError, follow=True) as file:
        raw = file.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        message = f"the file is larger than {MAX_FILE_BYTES:,} bytes"
        raise InputError.of(Problem("file-size", message, "", "", str(path)))
    return Parcel(path, raw)


def open_document(path: Path) -> Parcel:
    """Read a JSON or YAML file."""
    parcel = open_parcel(path)
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        message = f"cannot tell the format from the suffix '{suffix[:20]}'"
        hint = f"known: {', '.join(_READERS)}"
        raise InputError.of(Problem("file-suffix", message, "", hint, parcel.name))
    return Parcel(path, parcel.raw, _READERS[suffix](parcel.raw, parcel.name))


def kind_of(parcel: Parcel) -> tuple[str, Parcel]:
    """Return what a file is, and the file with its document; InputError if unknown."""
    suffix = parcel.path.suffix.lower()
    if suffix == ".pdf":
        return "report", parcel
    if suffix == ".zip":
        return "submission", parcel
    if suffix not in _READERS:
        raise unknown(parcel)
    document = _READERS[suffix](parcel.raw, parcel.name)
    parcel = Parcel(parcel.path, parcel.raw, document)
    keys = set(document.data) if isinstance(document.data, dict) else set()
    if "format" in keys and document.data["format"] == "audit-vendor/1":
        hint = "audit register vendor set takes it"
        problem = Problem("register-file", "this is a vendor card", "", hint)
        raise InputError.of(document.at(problem))
    for kind, marks in _MARKS:
        if marks <= keys:
            return kind, parcel
    raise unknown(parcel)


def unknown(parcel: Parcel) -> InputError:
    """Return the error about a file that is nothing the register takes."""
    message = "the register does not take this file"
    hint = f"it takes {_KNOWN}"
    return InputError.of(Problem("register-file", message, "", hint, parcel.name))
