"""Give a vendor's documents out again, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import InputError, Problem
from audit.file_access import creating
from audit.registering.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.register.model import Record
    from audit.register.store import Register

#: What is nobody's and comes along.
_SHARED = {"questionnaire", "policy"}
SUFFIXES = {
    "application/json": ".json",
    "application/yaml": ".yaml",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


def export_vendor(
    register: Register, vendor: str, folder: Path
) -> Iterator[tuple[Record, Path]]:
    """Write every document of a vendor into an empty folder; yield each as it is done.

    Beside a document lies its record, whose bytes are the leaf's entry.
    """
    Shelf(register).card(vendor)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        message = "the folder is not empty"
        hint = "give a new one; nothing is ever overwritten"
        raise InputError.of(Problem("export-folder", message, "", hint, str(folder)))
    for record in register.records():
        if record.vendor == vendor or record.kind in _SHARED:
            path = folder / name_of(record)
            with creating(path) as file:
                file.write(register.read(record))
            with creating(path.with_name(f"{path.stem}.record")) as file:
                file.write(record.body)
            yield record, path


def name_of(record: Record) -> str:
    """Return a file name that sorts by number and says the kind."""
    suffix = SUFFIXES.get(record.media_type, ".bin")
    return f"{record.number:06d}-{record.kind}{suffix}"
