"""Write what the small vendor's exports are: python -m tests.report.exports.golden."""

from __future__ import annotations

from pathlib import Path

from tests.report.exports.reading import sheets
from tests.report.exports.scene import FORMATS, SUFFIXES, written

FOLDER = Path(__file__).parent / "golden"


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.{SUFFIXES.get(name, 'json')}"


def golden(name: str) -> bytes:
    """Return the export; of a workbook its cells, for the archive's bytes are its own."""
    content = written(name)
    return sheets(content).encode() if name == "xlsx" else content


def main() -> None:
    for name in FORMATS:
        path_of(name).write_bytes(golden(name))


if __name__ == "__main__":
    main()
