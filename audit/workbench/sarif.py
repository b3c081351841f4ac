"""Checks of policies as SARIF 2.1.0, which code hosts and editors show in place."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cases import engine_version
from audit.policy.lint.codes import CODES
from audit.questionnaire.localisation import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.errors import Problem
    from audit.workbench.checking import PolicyCheck

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(checks: Iterable[PolicyCheck]) -> dict[str, Any]:
    """Return one run with a result for every error and warning."""
    results = [result for check in checks for result in _results(check)]
    other = {result["ruleId"] for result in results} - CODES.keys()
    rules: list[dict[str, Any]] = [
        {"id": code, "shortDescription": {"text": text}} for code, text in CODES.items()
    ]
    rules += [{"id": code} for code in sorted(other)]
    driver = {"name": "audit policy check", "version": engine_version(), "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(check: PolicyCheck) -> Iterator[dict[str, Any]]:
    for problem in check.errors:
        yield _result(problem, "error")
    for problem in check.warnings:
        yield _result(problem, "warning")
    for ignored in check.ignored:
        reason = pick(ignored.reason, "en")
        suppression = {"kind": "inSource", "justification": reason}
        yield {**_result(ignored.warning, "warning"), "suppressions": [suppression]}


def _result(problem: Problem, level: str) -> dict[str, Any]:
    text = problem.message + (f" ({problem.hint})" if problem.hint else "")
    found: dict[str, Any] = {
        "ruleId": problem.code,
        "level": level,
        "message": {"text": text},
    }
    if problem.file:
        found["locations"] = [_location(problem)]
    return found


def _location(problem: Problem) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.file)}}
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": problem.column}
    location: dict[str, Any] = {"physicalLocation": place}
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.pointer}]
    return location


def _uri(file: str) -> str:
    """Return a relative reference as it is, an absolute path as a file URI."""
    from urllib.parse import quote

    path = Path(normpath(file))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
