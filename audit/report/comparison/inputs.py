"""What the comparison was made from, by digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.comparison.blocks import Grid, Paragraph, Section, text
from audit.report.words import comparison_words, words

if TYPE_CHECKING:
    from audit.assessment.model import Subject
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord


def inputs_section(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Section:
    """Return the documents with their digests and how to check this report."""
    w, word = words(language), comparison_words(language)
    found = record.comparison
    pairs: list[tuple[str, Subject | None]] = [
        (w["questionnaire"], found.questionnaire),
        (w["policy"], found.policy),
        (word["demand"], found.demand),
        (word["criteria"], found.criteria),
        (word["exposure"], found.exposure),
    ]
    for row, c in zip(rows, found.candidates, strict=True):
        pairs.append((f"{row.mark}  {w['response']}", c.response))
        pairs.append((f"{row.mark}  {word['offer']}", c.offer))
    body = [
        (text(name), text(f"{s.id} {s.version}"), text(s.digest, "mono"))
        for name, s in pairs
        if s is not None
    ]
    digest = record.comparison_digest
    body.append((text(word["comparison"]), text(""), text(digest, "mono")))
    engine = f"vendor-audit {found.engine}"
    body.append((text(w["engine"]), text(engine), text("")))
    grid = Grid(
        "inputs",
        w["digests"],
        (w["item"], word["document"], "SHA-256"),
        tuple(body),
        ("50mm", "64mm"),
        dense=True,
    )
    command = Paragraph("audit verify comparison.pdf --trust roots.pem", strong=True)
    blocks = (Paragraph(word["verify_1"]), command, Paragraph(word["verify_2"]), grid)
    return Section("inputs", w["how_to_verify"], "", blocks)
