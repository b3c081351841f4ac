"""A foreign file: its bytes and name, and readers that refuse what is hostile."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from audit.documents import Document, read_json
from audit.errors import InputError, Problem
from audit.importers.tables import Table, csv_table

#: Bytes of one file; real questionnaires have a tenth of it.
MAX_BYTES = 16 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OTHER = {
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls) or an encrypted one",
    b"\x1f\x8b": "a packed file",
    b"\x89PNG": "a picture",
}


@dataclass(frozen=True)
class Source:
    """One file; its readers give the same result however often they are called."""

    name: str
    raw: bytes

    @property
    def stem(self) -> str:
        """Return the file's name without folder and suffix."""
        return PurePath(self.name.replace("\\", "/")).stem or "imported"

    @property
    def is_zip(self) -> bool:
        """Tell by the first bytes, never by the name, whether it may be a workbook."""
        return self.raw.startswith(_ZIP)

    @cached_property
    def text(self) -> str:
        """Return the text in UTF-8, or in UTF-16 with its mark; InputError otherwise.

        A byte order mark is dropped.
        """
        for start, what in _OTHER.items():
            if self.raw.startswith(start):
                hint = "save it as .xlsx, CSV or JSON, whichever it came from"
                raise self.fault("import-other-file", f"this is {what}", hint)
        if self.is_zip:
            hint = "a workbook is read as such; check the format that was chosen"
            raise self.fault(
                "import-other-file", "this is a zip archive, no text", hint
            )
        codec = next((c for m, c in _MARKS.items() if self.raw.startswith(m)), "utf-8")
        try:
            text = self.raw.decode(codec)
        except UnicodeDecodeError as error:
            message = f"byte {error.start} is not {codec.upper()}"
            hint = "save the file as UTF-8"
            raise self.fault("import-encoding", message, hint) from None
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            hint = "export the file again"
            raise self.fault("import-nul", "a NUL character stands here", hint, line)
        return text

    @cached_property
    def json(self) -> Document:
        """Return strict JSON; a byte order mark before it is forgiven."""
        return read_json(self.text.encode(), self.name, max_bytes=MAX_BYTES)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Return the sheets of a workbook, or the one table of a CSV file."""
        if self.is_zip:
            from audit.importers.workbook import read_workbook

            return read_workbook(self.raw, self.name)
        return (csv_table(self.text, self.name),)

    def fault(
        self, code: str, message: str, hint: str = "", line: int = 0, pointer: str = ""
    ) -> InputError:
        """Return the error to raise about this file."""
        column = 1 if line else 0
        problem = Problem(code, message, pointer, hint, self.name, line, column)
        return InputError.of(problem)


def readable(source: Source) -> None:
    """Refuse a file beyond the limit or without content."""
    if len(source.raw) > MAX_BYTES:
        hint = "import only the sheet or part that holds the questionnaire"
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        raise source.fault("import-size", message, hint)
    if not source.raw.strip():
        raise source.fault("import-empty", "the file is empty")
