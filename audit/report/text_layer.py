"""Does a PDF show the numbers that its assessment states (the only file with pypdf)."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.report.comparison.candidates import CandidateRow
    from audit.report.view import ReportView


def text_of_pages(pdf: bytes) -> list[str]:
    """Return each page's text without spaces and hyphens."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf), strict=True)
    return [_bare(page.extract_text()) for page in reader.pages]


def missing_texts(pdf: bytes, view: ReportView) -> list[str]:
    """Return what the pages should show and do not: cover numbers, ledger points."""
    pages = text_of_pages(pdf)
    cover, rest = pages[0] if pages else "", "".join(pages[1:])
    on_cover = [
        view.vendor,
        view.signature,
        view.decision_word,
        view.rating,
        view.score,
        view.verified,
        view.claimed,
        view.residual,
        *(row.title for row in view.knock_outs[:7]),
    ]
    missing = [text for text in on_cover if _bare(text) not in cover]
    for row in view.ledger:
        line = _bare(row.title + row.status_word)
        if line not in rest or _bare(row.points + row.possible) not in rest:
            missing.append(f"{row.id} {row.points}")
    return missing


def missing_comparison_texts(
    pdf: bytes, headline: str, rows: Iterable[CandidateRow]
) -> list[str]:
    """Return what the first page should show of the candidates and does not."""
    pages = text_of_pages(pdf)
    # With many candidates the table goes on behind the first page.
    shown = "".join(pages[:3])
    wanted = [headline]
    for row in rows:
        wanted += [row.vendor, row.decision_word, row.rating, row.residual]
        wanted += [f"{row.score}{row.verified} – {row.claimed}"]
        wanted += [row.month, row.contact, row.loss]
        wanted += [f"{row.total}{row.low} – {row.high}"] if row.total != "–" else []
    return [text for text in wanted if _bare(text) not in shown]


def _bare(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u2010\u2011\-]+", "", normal)
