"""Media types by magic bytes: what a file is, whatever it is called."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.evidence.look import Look

TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

#: Offset, bytes that stand there, and the type they mean; the first match counts.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"\0asm", "application/wasm"),
    (0, b"#!", "text/x-script"),
    (0, b"\xff\xfe", TEXT),
    (0, b"\xfe\xff", TEXT),
)
#: A mark of the zip's entry names and the Office type it means.
_OFFICE_MARKS = {
    "word": f"{_OFFICE}wordprocessingml.document",
    "sheet": f"{_OFFICE}spreadsheetml.sheet",
    "slides": f"{_OFFICE}presentationml.presentation",
}
_ODF_KINDS = ("text", "spreadsheet", "presentation", "graphics")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")
#: Suffix → the types a file of that name may have; a text type is refined to the first.
BY_SUFFIX: dict[str, tuple[str, ...]] = {
    ".pdf": ("application/pdf",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".gif": ("image/gif",),
    ".tif": ("image/tiff",),
    ".tiff": ("image/tiff",),
    ".webp": ("image/webp",),
    ".wav": ("audio/wav",),
    ".mp3": ("audio/mpeg",),
    ".ogg": ("audio/ogg",),
    ".mp4": ("video/mp4",),
    ".zip": ("application/zip",),
    ".7z": ("application/x-7z-compressed",),
    ".rar": ("application/vnd.rar",),
    ".gz": ("application/gzip",),
    ".tar": ("application/x-tar",),
    ".rtf": ("application/rtf",),
    ".docx": (_OFFICE_MARKS["word"],),
    ".xlsx": (_OFFICE_MARKS["sheet"],),
    ".pptx": (_OFFICE_MARKS["slides"],),
    ".odt": (f"{_ODF}text",),
    ".ods": (f"{_ODF}spreadsheet",),
    ".odp": (f"{_ODF}presentation",),
    ".doc": ("application/msword",),
    ".xls": ("application/vnd.ms-excel",),
    ".ppt": ("application/vnd.ms-powerpoint",),
    ".msg": ("application/vnd.ms-outlook",),
    ".html": ("text/html",),
    ".htm": ("text/html",),
    ".svg": ("image/svg+xml",),
    ".xml": ("application/xml",),
    ".txt": (TEXT,),
    ".log": (TEXT,),
    ".conf": (TEXT,),
    ".csv": ("text/csv",),
    ".md": ("text/markdown",),
    ".json": ("application/json",),
    ".yaml": ("application/yaml",),
    ".yml": ("application/yaml",),
    ".pem": ("application/x-pem-file",),
    ".eml": ("message/rfc822",),
}
#: Sniffed type → types that are special forms of it, so bytes cannot tell them apart.
_SPECIAL = {
    TEXT: (
        *("text/csv", "text/markdown", "application/json", "application/yaml"),
        *("application/x-pem-file", "message/rfc822", "application/xml"),
    ),
    "application/xml": ("image/svg+xml",),
    "application/x-ole-storage": (
        *("application/msword", "application/vnd.ms-excel"),
        *("application/vnd.ms-powerpoint", "application/vnd.ms-outlook"),
    ),
}


def sniff(look: Look) -> str:
    """Return the media type that the bytes show, ``UNKNOWN`` when they show none."""
    for offset, magic, media_type in _MAGIC:
        if look.head.startswith(magic, offset):
            return _zipped(look) if media_type == "application/zip" else media_type
    return _text_type(look.head)


def media_type_of(look: Look, name: str) -> str:
    """Return the sniffed type, refined by the suffix where the bytes allow it."""
    sniffed = sniff(look)
    (first, *_) = BY_SUFFIX.get(PurePosixPath(name).suffix.lower(), (sniffed,))
    return first if agrees(first, sniffed) else sniffed


def agrees(claimed: str, sniffed: str) -> bool:
    """Tell whether bytes of the sniffed type can be of the claimed one."""
    plain = claimed.partition(";")[0].strip().lower()
    return plain == sniffed or plain in _SPECIAL.get(sniffed, ())


def _zipped(look: Look) -> str:
    for kind in _ODF_KINDS:
        if f"mimetype{_ODF}{kind}".encode() in look.head[:200]:
            return f"{_ODF}{kind}"
    if "office" in look.marks:
        for mark, media_type in _OFFICE_MARKS.items():
            if mark in look.marks:
                return media_type
    return "application/zip"


def _text_type(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(_HTML):
        return "text/html"
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return UNKNOWN
    if b"<svg" in start:
        return "image/svg+xml"
    # Any encoding passes for text: old exports are often not UTF-8.
    return "application/xml" if start.startswith(b"<?xml") else TEXT
