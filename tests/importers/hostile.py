"""Workbooks made here, sound ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    '<!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<l>&x;</l>"
)


def workbook(
    rows: list[list[Any]], title: str = "Answers", **sheets: list[Any]
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, more in sheets.items():
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_entries(raw: bytes, **entries: bytes) -> bytes:
    """Return the archive with more or other entries; dots in names are ``__``."""
    return rebuilt(
        raw, lambda _: None, {k.replace("__", "."): v for k, v in entries.items()}
    )


def rebuilt(
    raw: bytes,
    change: Callable[[str], bytes | None],
    more: dict[str, bytes] | None = None,
) -> bytes:
    """Return the archive with the entries that ``change`` gives bytes for replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            instead = change(name)
            new.writestr(name, old.read(name) if instead is None else instead)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()
