"""CAIQ workbooks of our own wording, built as the real ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from tests.importers.hostile import saved

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUR = (
    "Question ID",
    "Question",
    "CSP CAIQ Answer",
    "SSRM Control Ownership",
    "CSP Implementation Description (Optional/Recommended)",
    "CSC Responsibilities (Optional/Recommended)",
    "CCM Control ID",
    "CCM Control Specification",
    "CCM Control Title",
    "CCM Domain Title",
)
A_AND_A = ("A&A-01", "Audits follow rules.", "Rules of audits", "Audit & Assurance")
#: Id, question, answer, ownership, description, responsibilities, control's four cells.
ROWS: tuple[tuple[Any, ...], ...] = (
    ("A&A-01.1", "Are there rules?", "Yes", "CSP-owned", "Rules 7", None, *A_AND_A),
    ("A&A-01.2", "Are they read?", "No", "CSP-owned", None, None, *[None] * 4),
    ("AIS-02.1", "Is code read?", "NA", "CSC-owned", "We sell no code", "Read yours",
     "AIS-02", "Code is read.", "Reading", "Application"),
    ("AIS-02.2", "Is it read twice?", "NA", None, None, None, *[None] * 4),
    ("AIS-03.1", "Is it kept?", None, None, None, None,
     "AIS-03", "Code is kept.", "Keeping", "Application"),
)  # fmt: skip


def caiq_4(
    rows: Sequence[Sequence[Any]] = ROWS,
    version: str = "4.0.3",
    headers: Sequence[str] = FOUR,
) -> bytes:
    """Return a CAIQ 4 with its cells of controls and domains merged."""
    book = Workbook()
    about, sheet = book.active, book.create_sheet(f"CAIQv{version}")
    assert about is not None
    about.title = "Introduction"
    about["A1"] = "How to fill this in"
    name = f"CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE v{version}"
    sheet.append([f"v{version}", name])
    sheet.append(list(headers))
    for row in rows:
        sheet.append(list(row))
    for column in "GHI":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("J3:J4")
    sheet.append(["End of Standard"])
    return saved(book)


def caiq_3(*marks: tuple[str | None, str | None, str | None, str | None]) -> bytes:
    """Return a CAIQ 3.0.1: a row of marks in three columns, and the note beside it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "CSA CAIQ v3.0.1"
    sheet["C1"] = "CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE v3.0.1"
    heads = {
        "A2": "Control Domain",
        "B2": "Control ID",
        "C2": "Question ID",
        "D2": "Control Specification",
        "E2": "Consensus Assessment\r\nQuestions",
        "F2": "Consensus Assessment Answers",
        "I2": "Notes",
        "J2": "CCM v3.0.1 Compliance Mapping",
        "J3": "Some other standard",
        "F4": "Yes",
        "G4": "No",
        "H4": "Not Applicable",
    }
    for place, text in heads.items():
        sheet[place] = text
    sheet.merge_cells("F2:H3")
    for column in "ABCDEI":
        sheet.merge_cells(f"{column}2:{column}4")
    for number, (yes, no, na, note) in enumerate(marks, 1):
        row = [f"IAM-01.{number}", "Names are kept.", f"Are names kept, {number}?"]
        domain = "Identity\nUser names" if number == 1 else None
        control = "IAM-01" if number == 1 else None
        sheet.append([domain, control, *row, yes, no, na, note, "9.1"])
    for column in "AB":
        sheet.merge_cells(f"{column}5:{column}{4 + len(marks)}")
    return saved(book)
