"""Checks of policies as SARIF 2.1.0, which code hosts and editors show in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.cases import engine_version
from audit.policy.lint.codes import CODES
from audit.questionnaire.localisation import pick
from audit.report.sarif_log import location, sarif_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.errors import Problem
    from audit.workbench.checking import PolicyCheck


def sarif(checks: Iterable[PolicyCheck]) -> dict[str, Any]:
    """Return one run with a result for every error and warning."""
    results = [result for check in checks for result in _results(check)]
    other = {result["ruleId"] for result in results} - CODES.keys()
    rules: list[dict[str, Any]] = [
        {"id": code, "shortDescription": {"text": text}} for code, text in CODES.items()
    ]
    rules += [{"id": code} for code in sorted(other)]
    return sarif_log("audit policy check", engine_version(), rules, results)


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
        place = problem.file, problem.pointer, problem.line, problem.column
        found["locations"] = [location(*place)]
    return found
