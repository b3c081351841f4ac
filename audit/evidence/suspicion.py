"""Why an assessor should think twice before opening an evidence file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from audit.evidence.media_types import BY_SUFFIX, agrees, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.evidence.look import Look

_ARCHIVES = frozenset(
    "application/zip application/x-7z-compressed application/vnd.rar application/gzip "
    "application/x-bzip2 application/x-xz application/zstd application/x-tar".split()
)
_PROGRAMS = frozenset(
    "application/x-msdownload application/x-executable application/x-mach-binary "
    "application/x-ms-shortcut application/wasm".split()
)
_PROGRAM_SUFFIXES = frozenset(
    ".exe .dll .scr .com .msi .msix .app .apk .deb .rpm .dmg .jar .lnk .iso "
    ".img".split()
)
_SCRIPT_SUFFIXES = frozenset(
    ".js .mjs .jse .vbs .vbe .wsf .hta .ps1 .bat .cmd .sh .bash .py .pl .rb .php .reg "
    ".url .scf .chm".split()
)
_MACRO_SUFFIXES = frozenset(
    ".docm .dotm .xlsm .xltm .xlam .xlsb .pptm .potm .ppsm".split()
)
_PDF_MARKS = ("/JavaScript", "/Launch", "/EmbeddedFile")


def suspicions(look: Look, name: str, claimed: str | None) -> tuple[str, ...]:
    """Return what is suspicious about a file; ``claimed`` is its stated media type."""
    sniffed = sniff(look)
    suffix = PurePosixPath(name).suffix.lower()
    return (*_dangers(look, sniffed, suffix), *_disguises(look, sniffed, name, claimed))


def _dangers(look: Look, sniffed: str, suffix: str) -> Iterator[str]:
    if sniffed in _ARCHIVES:
        yield "it is an archive; what is packed in it was not looked at"
    if sniffed in _PROGRAMS or suffix in _PROGRAM_SUFFIXES:
        yield "it is a program"
    if sniffed == "text/x-script" or suffix in _SCRIPT_SUFFIXES:
        yield "it is a script"
    if sniffed == "text/html" or (
        sniffed.endswith("xml") and "script tag" in look.marks
    ):
        yield "it is a page that can run scripts"
    if "macros" in look.marks or suffix in _MACRO_SUFFIXES:
        yield "it is an Office file with macros"
    marks = [mark for mark in _PDF_MARKS if mark in look.marks]
    if sniffed == "application/pdf" and marks:
        yield f"it is a PDF with active parts ({', '.join(marks)})"


def _disguises(
    look: Look, sniffed: str, name: str, claimed: str | None
) -> Iterator[str]:
    suffix = PurePosixPath(name).suffix.lower()
    expected = BY_SUFFIX.get(suffix)
    if expected and not any(agrees(one, sniffed) for one in expected):
        yield f"it is called {suffix}, but its bytes are {sniffed}"
    if claimed and not agrees(claimed, sniffed):
        yield f"it is listed as {claimed[:60]}, but its bytes are {sniffed}"
    zipped = look.head.startswith(b"PK") or sniffed in _ARCHIVES
    if "zip end" in look.marks and not zipped:
        yield "a zip archive is joined to it"
    if look.head[:1024].find(b"%PDF-") > 0:
        yield "a PDF begins inside it"
