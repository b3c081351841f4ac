"""An assessment for programs of others: one file a format, one line in the registry."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.report.export import Export

#: Format → what it is; its file has the same name and a function ``export``.
EXPORTS = {
    "oscal-ar": "OSCAL 1.1 assessment results (JSON)",
    "oscal-poam": "OSCAL 1.1 plan of action and milestones (JSON)",
    "cyclonedx": "CycloneDX 1.6 attestations (JSON)",
    "sarif": "SARIF 2.1.0, every gap where it stands in the response (JSON)",
    "junit": "JUnit, one test case a control (XML)",
    "csv": "the gaps as a table for programs",
    "xlsx": "the gaps as a workbook",
    "markdown": "verdict and gaps for a ticket",
}


def exporter_of(name: str) -> Callable[[Export], bytes]:
    """Return the writer of a format; UnknownKind lists the known ones."""
    if name not in EXPORTS:
        message = f"no export format {name!r}"
        hint = f"known: {', '.join(EXPORTS)}"
        raise UnknownKind.of(Problem("format", message, hint=hint))
    module = import_module(f"audit.report.exports.{name.replace('-', '_')}")
    export: Callable[[Export], bytes] = module.export
    return export
