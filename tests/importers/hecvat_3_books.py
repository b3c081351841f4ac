"""A HECVAT of series 3 in our own wording, with the sheets of a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from tests.importers.hostile import saved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

HEADERS = (
    "Order", "ID", "Question", "Additional Info", "Standard Guidance", "No Guidance",
    "Yes Guidance", "Reason For Question", "Follow-up Inquiries", "High Risk",
    "Category", "C_Answer", "Default Weight",
)  # fmt: skip
#: Id, section and compliant answer; what COMP-01 is asked takes a text all the same.
QUESTIONS = (
    ("GNRL-01", "General", None),
    ("COMP-01", "Company", "Yes"),
    ("COMP-02", "Company", "No"),
    ("DOCU-01", "Papers", "Yes"),
    ("DOCU-02", "Papers", "Yes"),
)
#: Questions whose answer reaches over the column of remarks.
WIDE = ("COMP-01",)
Answer = tuple[Any, Any]


def hecvat_3(
    answers: Mapping[str, Answer], *, day: Any = None, edition: str = "Lite"
) -> bytes:
    """Return a workbook with answers: the answer and additional information by id."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"HECVAT - {edition} | Vendor Response"
    sheet["A1"], sheet["E1"] = "Our own toolkit", "Version 3.04"
    sheet.append(["DATE-01", "Date", day])
    _answers(sheet, answers)
    book.create_sheet("Instructions")["A1"] = "Answer every question."
    _questions(book.create_sheet("Questions"))
    return saved(book)


def _answers(sheet: Worksheet, answers: Mapping[str, Answer]) -> None:
    sheet.append(["Company", None, "Vendor Answers", "Additional Information"])
    for row, (question, *_) in enumerate(QUESTIONS, 4):
        looked_up = f"=VLOOKUP(A{row},Questions!B$3:C$7,2,FALSE)"
        sheet.append([question, looked_up, *answers.get(question, (None, None))])
        if question in WIDE:
            sheet.merge_cells(f"C{row}:D{row}")


def _questions(sheet: Worksheet) -> None:
    sheet.append([None, "Sets of questions"])
    sheet.append(list(HEADERS))
    for order, (question, section, compliant) in enumerate(QUESTIONS, 1):
        texts = (f"Question {question}?", None, "How to answer", "Say why", None)
        judged = (f"Why {question}", None, "TRUE", section, compliant, 20)
        sheet.append([order, question, *texts, *judged])
    sheet.sheet_state = "hidden"
