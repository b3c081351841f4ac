"""What ``audit policy check`` prints: rows for people, plain data for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from audit.diff_words import escape
from audit.questionnaire.localisation import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.errors import Problem
    from audit.workbench.checking import Ignored, PolicyCheck

HEADER = ("place", "level", "code", "message", "hint")


def rows(checks: Iterable[PolicyCheck]) -> Iterator[tuple[str, ...]]:
    """Yield a row for every error, warning and justified exception to the lint."""
    for check in checks:
        for problem in check.errors:
            yield _row(problem, "error", problem.hint)
        for problem in check.warnings:
            yield _row(problem, "warning", problem.hint)
        for ignored in check.ignored:
            yield _row(ignored.warning, "ignored", pick(ignored.reason, "en"))


def markdown_rows(checks: Iterable[PolicyCheck]) -> Iterator[tuple[str, ...]]:
    """Yield the rows with every text escaped."""
    for row in rows(checks):
        yield tuple(map(escape, row))


def ignored_lines(check: PolicyCheck) -> Iterator[str]:
    """Yield one line for each reason that the policy gives, with what it answers."""
    counted = Counter((i.warning.code, pick(i.reason, "en")) for i in check.ignored)
    for (code, reason), count in counted.items():
        yield f"  ignored: {code} ({count}): {reason}"


def plain(checks: Iterable[PolicyCheck]) -> dict[str, Any]:
    """Return the checks as plain JSON."""
    return {
        "format": "audit-policy-check/1",
        "policies": [
            {
                "policy": check.name,
                "controls": check.controls,
                "questions": check.questions,
                "errors": [problem.as_dict() for problem in check.errors],
                "warnings": [problem.as_dict() for problem in check.warnings],
                "ignored": [_ignored(ignored) for ignored in check.ignored],
            }
            for check in checks
        ],
    }


def _ignored(ignored: Ignored) -> dict[str, Any]:
    return {**ignored.warning.as_dict(), "reason": ignored.reason}


def _row(problem: Problem, level: str, hint: str) -> tuple[str, ...]:
    place = f"{problem.file}:{problem.line}:{problem.column} {problem.pointer}"
    return place.strip(), level, problem.code, problem.message, hint
