"""A HECVAT workbook of our own wording, with the sheets and formulas of a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from tests.importers.hostile import saved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

CRITICAL, STANDARD, MINOR = (
    f"{w} Importance" for w in ("Critical", "Standard", "Minor")
)
NOT_SCORED = "Not scored"
HEADERS = (
    "New ID", "Question", "Score Mapping", "Score Location", "If/then",
    "Standard Guidance", "No Guidance", "Reason for Question",
    "Compliant Response", "Default Importance",
)  # fmt: skip
#: Id, mapping, location, gate, compliant answer, importance.
QUESTIONS: tuple[tuple[str | None, ...], ...] = (
    ("GNRL-01", "NA", NOT_SCORED, None, NOT_SCORED, None),
    ("REQU-01", "NA", NOT_SCORED, None, NOT_SCORED, None),
    ("REQU-08", "NA", NOT_SCORED, None, NOT_SCORED, None),
    ("DOCU-01", None, "Organization", None, "Yes", CRITICAL),
    ("DOCU-02", None, "Organization", None, "Yes", STANDARD),
    ("DOCU-03", None, "Organization", None, "No", MINOR),
    ("DATA-01", None, "Product", "If REQU-01 is no, hide it", "Yes", CRITICAL),
    ("DATA-02", None, "Product", "If REQU-01 is no, hide it", "No", STANDARD),
    ("DCTR-01", "Neutral until evaluated", "Product", "If Self-managed, hide", "Yes",
     STANDARD),
    ("AIPL-01", None, "AI", None, "Yes", STANDARD),
    ("PRGN-01", None, "Privacy", None, "Yes", STANDARD),
    ("AILM-07", None, "AI", None, "Yes", STANDARD),
)  # fmt: skip
ORGANISATION = ("DOCU-01", "DOCU-02", "DOCU-03")
PRODUCT = ("DATA-01", "DATA-02", "DCTR-01", "AIPL-01", "PRGN-01", "AILM-07")
#: Rows of the scoring sheet reach so far, as in a real workbook that misses the last.
SCORED = len(QUESTIONS) - 1
Answer = tuple[Any, Any]


def hecvat(
    answers: Mapping[str, Answer],
    *,
    overrides: Mapping[str, tuple[Any, Any]] | None = None,
    left_out: tuple[str, ...] = (),
    version: str = "4.1.4",
    scoring: bool = True,
    ticked: Any = True,
) -> bytes:
    """Return a workbook with answers: the answer and additional information by id."""
    book = Workbook()
    start = book.active
    assert start is not None
    start.title = "START HERE"
    start.append(["Say who you are"])
    start.append(["Date Completed", None, None])
    _answer_sheet(start, ("GNRL-01", "REQU-01", "REQU-08"), answers)
    _answer_sheet(book.create_sheet("Organization"), ORGANISATION, answers)
    product = book.create_sheet("Product")
    product["A20"], product["C20"] = "GNRL-01", "='START HERE'!C4"
    product["A2"], product["C2"] = "Date Completed", "='START HERE'!C2"
    _answer_sheet(product, PRODUCT, answers)
    evaluation = book.create_sheet("Institution Evaluation")
    _evaluation(evaluation, overrides or {}, left_out, ticked)
    _high_risk(book.create_sheet("High-Risk Evaluation"))
    _privacy(book.create_sheet("Privacy Analyst Evaluation"), left_out)
    _questions(book.create_sheet("Questions"))
    _lists(book.create_sheet("Auto Responses"), version)
    if scoring:
        _scoring(book.create_sheet("(backend scoring)"))
    return saved(book)


def _answer_sheet(
    sheet: Worksheet, ids: tuple[str, ...], answers: Mapping[str, Answer]
) -> None:
    sheet["C3"], sheet["D3"] = "Answer", "Additional Information"
    sheet["E3"] = "Guidance"
    for row, question in enumerate(ids, 4):
        answer, more = answers.get(question, (None, None))
        sheet.cell(row, 1, question)
        sheet.cell(row, 2, f"=VLOOKUP($A{row},Questions!$A$2:$J$14,2,0)")
        sheet.cell(row, 3, answer)
        sheet.cell(row, 4, more)


def _evaluation(
    sheet: Worksheet,
    overrides: Mapping[str, tuple[Any, Any]],
    left_out: tuple[str, ...],
    ticked: Any,
) -> None:
    sheet["B1"], sheet["C1"] = "Report Sections", "Include in Score?"
    for row, code in enumerate(("DOCU", "DATA", "DCTR"), 2):
        sheet.cell(row, 3, ticked if code not in left_out else False)
        sheet.cell(row, 11, code)
    sheet["B5"], sheet["C5"] = "AI (aggregated)", "AI" not in left_out
    sheet["B6"], sheet["C6"] = "Privacy (aggregated)", "Privacy" not in left_out
    sheet["B7"] = "Overall Score"
    heads = {"A10": "ID", "H10": "Compliant Override", "J10": "Importance Override"}
    for place, text in heads.items():
        sheet[place] = text
    places = [("Organization", i, n) for n, i in enumerate(ORGANISATION, 4)]
    places += [("Product", i, n) for n, i in enumerate(PRODUCT, 4)]
    for row, (name, question, at) in enumerate(places, 11):
        compliance, importance = overrides.get(question, (None, None))
        sheet.cell(row, 1, f"={name}!$A${at}")
        sheet.cell(row, 8, compliance)
        sheet.cell(row, 10, importance)


def _high_risk(sheet: Worksheet) -> None:
    """Repeat the overrides by formulas, as the real sheet does."""
    sheet.append(["ID", "Compliant Override", "Importance Override"])
    for question in ORGANISATION:
        sheet.append([question, "='Institution Evaluation'!$H11", "=1"])


def _privacy(sheet: Worksheet, left_out: tuple[str, ...]) -> None:
    sheet["B1"], sheet["C1"] = "Report Sections", "Include in Score?"
    sheet["C2"], sheet["K2"] = "PRGN" not in left_out, "PRGN"
    sheet["B3"] = "Privacy Score"


def _questions(sheet: Worksheet) -> None:
    sheet.append(["Some words above"])
    sheet.append(list(HEADERS))
    for question, mapping, location, gate, compliant, importance in QUESTIONS:
        texts = (f"Question {question}?", mapping, location, gate)
        more = (f"How to answer {question}", "Say why", f"Why {question}")
        sheet.append([question, *texts, *more, compliant, importance])
    sheet.sheet_state = "hidden"


def _lists(sheet: Worksheet, version: str) -> None:
    sheet["J2"], sheet["N2"], sheet["O2"] = "DROPDOWN OPTIONS", "Code", "Full Name"
    for row, word in enumerate(("Yes", "No", "N/A"), 3):
        sheet.cell(row, 10, word)
    sheet["N3"], sheet["O3"] = "DOCU", "Papers"
    sheet["A9"] = f"Version {version}"


def _scoring(sheet: Worksheet) -> None:
    sheet.append(["Filled by formulas"])
    sheet.append(["New ID", "Vendor Response", "Potential Score"])
    gates = {"DATA": 4, "PRGN": 5}
    for row, question in enumerate(QUESTIONS[:SCORED], 3):
        code = str(question[0])[:4]
        parts = [f"$B{row}='Auto Responses'!$J$5"]
        if code in gates:
            parts.insert(0, f"$B${gates[code]}='Auto Responses'!$J$4")
        if code == "DCTR":
            parts.append(f'$B{row}=""')
        formula = f"=IF(OR({','.join(parts)}),'Auto Responses'!$J$5,20)"
        sheet.append([f"=Questions!$A{row}", "=1", formula])
