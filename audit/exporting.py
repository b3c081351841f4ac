"""Hand an assessment to programs of others, in one of their formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.export import Export
from audit.report.exports import exporter_of
from audit.reporting import record_of

if TYPE_CHECKING:
    from audit.cases import Assessed
    from audit.questionnaire.model import Language


def exported(assessed: Assessed, name: str, language: Language) -> bytes:
    """Return the assessment in the format; UnknownKind lists the known ones.

    The same assessment gives the same bytes.
    """
    write = exporter_of(name)
    return write(Export(record_of(assessed), assessed.case.response, language))
