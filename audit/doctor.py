"""What this machine has of what the toolkit needs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from audit import library
from audit.errors import AuditError

_PANGO = "Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_PACKAGES = (
    "weasyprint",
    "pyhanko",
    "cryptography",
    "pydantic",
    "jsonschema",
    "numpy",
    "scipy",
    "xlsxwriter",
    "vl-convert-python",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, whether it is there, and what to do when it is not."""

    part: str
    ok: bool
    found: str
    hint: str = ""


def examine() -> list[Finding]:
    """Return the findings: Python, packages, pango, packs."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [
        Finding("python", sys.version_info >= (3, 11), python),
        *map(_package, _PACKAGES),
        _pango(),
        _packs("questionnaires"),
        _packs("policies"),
    ]


def _package(name: str) -> Finding:
    try:
        return Finding(name, ok=True, found=version(name))
    except PackageNotFoundError:
        return Finding(name, ok=False, found="", hint="pip install vendor-audit")


def _pango() -> Finding:
    try:
        import weasyprint
    except OSError as error:
        return Finding("pango", ok=False, found=str(error)[:60], hint=_PANGO)
    return Finding("pango", ok=True, found=f"for WeasyPrint {weasyprint.__version__}")


def _packs(kind: library.Kind) -> Finding:
    try:
        return Finding(kind, ok=True, found=f"{len(library.packs(kind))} packs")
    except AuditError as error:
        return Finding(kind, ok=False, found="", hint=error.message)
