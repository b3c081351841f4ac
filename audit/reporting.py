"""Draw reports: an assessment's or a comparison's view, and its unsigned PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import comparison_dossier, dossier
from audit.canonical import digest_bytes
from audit.report.record import Record
from audit.report.view import ReportView, build_view

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from audit.cases import Assessed
    from audit.comparing import Compared
    from audit.questionnaire.model import Language
    from audit.register.checkpoint import Checkpoint
    from audit.report.comparison.view import ComparisonView

#: What a result is in the PDF; everything else is a source of it.
_RESULTS = {"assessment.json", "comparison.json", "manifest.json"}


def record_of(assessed: Assessed) -> Record:
    """Return what a report of the assessed case is made from."""
    return Record(
        assessment=assessed.assessment,
        policy=assessed.plan.policy,
        questionnaire=assessed.plan.questionnaire,
        response=assessed.response,
        assessment_digest=digest_bytes(dossier.assessment_bytes(assessed)),
    )


def report_view(assessed: Assessed, language: Language) -> ReportView:
    """Return the report's texts in the language."""
    return build_view(record_of(assessed), language)


def report_pdf(
    assessed: Assessed, language: Language, head: Checkpoint | None = None
) -> bytes:
    """Return the unsigned PDF report with its dossier attached.

    ``head`` is that of the register, for the dossier.
    """
    from audit.report.formats.html import render_html, stylesheet

    html = render_html(report_view(assessed, language))
    files = dossier.build(assessed, language, head)
    return _drawn(html, stylesheet(), files, dossier.FILES, assessed.case.as_of)


def comparison_view(
    compared: Compared, language: Language, *, charts: bool = True
) -> ComparisonView:
    """Return the comparison's texts in the language, and its charts if they are wanted.

    A terminal has no use for charts, and the library that draws them is slow to load.
    """
    from audit.report.chart import draw
    from audit.report.comparison.view import build_comparison_view

    return build_comparison_view(compared.record, language, draw if charts else None)


def comparison_pdf(compared: Compared, language: Language) -> bytes:
    """Return the unsigned PDF of a comparison with its dossier attached."""
    from audit.report.comparison.formats.html import comparison_markup

    html, css = comparison_markup(comparison_view(compared, language))
    files = comparison_dossier.build(compared, language)
    said = {name: comparison_dossier.describe(name) for name in files}
    return _drawn(html, css, files, said, compared.wanted.as_of)


def _drawn(
    html: str,
    css: str,
    files: Mapping[str, bytes],
    descriptions: Mapping[str, str],
    as_of: date,
) -> bytes:
    from audit.report.formats.pdf import Attached
    from audit.report.sandbox import render_in_child

    attached = tuple(
        Attached(
            name, content, descriptions[name], "Data" if name in _RESULTS else "Source"
        )
        for name, content in files.items()
    )
    return render_in_child(html, css, attached, as_of)
