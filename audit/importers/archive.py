"""What an .xlsx archive may be: few entries, plain names, no bombs, no macros.

Every XML part is read once by a parser that refuses DTDs; on the way the cells and
merged ranges are counted, because openpyxl makes an object of each.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from audit.errors import InputError, Problem
from audit.importers.tables import MAX_CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES = 2_000
MAX_UNPACKED = 64 * 1024 * 1024
#: XML packs well; beyond this it is made to unpack into something else.
MAX_RATIO = 200
_SMALL = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9 _\[\]().@~+-]+(?:/[A-Za-z0-9 _\[\]().@~+-]+)*/?")
_FORBIDDEN = {
    "vbaproject": ("import-macros", "the workbook has macros"),
    "externallinks/": ("import-links", "the workbook is linked to other files"),
    "embeddings/": ("import-embedded", "the workbook has files embedded in it"),
    "connections.xml": ("import-links", "the workbook draws data from elsewhere"),
}
_WITHOUT = "save a copy as plain .xlsx, without macros, links and embedded files"
_RANGE = re.compile(
    r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)


def check_archive(raw: bytes, name: str) -> None:
    """Refuse a workbook that is hostile or no workbook; all faults of it at once."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _refuse(_entry_problems(archive.infolist()), name)
            _refuse(_xml_problems(archive), name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        message = f"the archive is broken: {str(error)[:120]}"
        problem = Problem("import-zip", message, "", "export it again", name)
        raise InputError.of(problem) from None


def _refuse(problems: Iterator[tuple[str, str, str]], name: str) -> None:
    found = [Problem(code, text, "", hint, name) for code, text, hint in problems]
    if found:
        raise InputError.of(*found[:20])


def _entry_problems(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, str, str]]:
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names:
        hint = "give the .xlsx file itself"
        yield "import-zip", "this zip archive is no workbook", hint
    if len(entries) > MAX_ENTRIES:
        yield "import-bomb", f"more than {MAX_ENTRIES:,} files inside", _WITHOUT
    if len({n.lower() for n in names}) < len(names):
        yield "import-zip", "two files inside have one name", _WITHOUT
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        yield "import-bomb", f"it unpacks to more than {MAX_UNPACKED:,} bytes", _WITHOUT
    for entry in entries[:MAX_ENTRIES]:
        yield from _one_entry(entry)


def _one_entry(entry: zipfile.ZipInfo) -> Iterator[tuple[str, str, str]]:
    shown = ascii(entry.filename[:60])
    if not _NAME.fullmatch(entry.filename) or ".." in entry.filename.split("/"):
        yield "import-name", f"a file inside is called {shown}", _WITHOUT
    if entry.flag_bits & 1:
        yield "import-encrypted", f"{shown} is encrypted", "remove the password"
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _SMALL and ratio > MAX_RATIO:
        yield "import-bomb", f"{shown} unpacks to {ratio:.0f} times its size", _WITHOUT
    for part, (code, message) in _FORBIDDEN.items():
        if part in entry.filename.lower():
            yield code, f"{message} ({shown})", _WITHOUT


def _xml_problems(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, str]]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException

    cells = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        shown = ascii(entry.filename[:60])
        try:
            with archive.open(entry) as part:
                cells += _cells_of(part)
        except DefusedXmlException:
            message = f"{shown} declares entities or a document type"
            yield "import-entities", message, "no spreadsheet program writes these"
        except (ParseError, ValueError, LookupError) as error:
            yield "import-xml", f"{shown} is no XML: {str(error)[:100]}", _WITHOUT
        if cells > MAX_CELLS:
            hint = "remove merged ranges and formats of empty cells"
            yield (
                "import-cells",
                f"the workbook has more than {MAX_CELLS:,} cells",
                hint,
            )
            return


def _cells_of(part: Any) -> int:
    """Return how many cells a part has, those of merged ranges included."""
    from defusedxml.ElementTree import iterparse

    count = 0
    for _, element in iterparse(part, events=("end",), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if tag == "c":
            count += 1
        elif tag == "mergeCell":
            count += _area(element.get("ref", ""))
        if tag not in {"v", "f", "t", "is"}:
            element.clear()
    return count


def _area(reference: str) -> int:
    found = _RANGE.fullmatch(reference)
    if not found:
        raise ValueError(f"merged range {reference[:20]!r}")
    left, top, right, bottom = found.groups()
    columns = _column(right or left) - _column(left) + 1
    return max(columns, 1) * max(int(bottom or top) - int(top) + 1, 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
