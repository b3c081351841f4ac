"""Every error the toolkit raises on purpose, in one tree.

AuditError
├── InputError            a document from outside cannot be used (exit code 3)
│   ├── SyntaxProblem     the bytes are not strict JSON / YAML
│   ├── SchemaProblem     the shape is wrong: unknown key, missing key, wrong type
│   ├── ReferenceProblem  an id points to nothing
│   └── UnknownKind       an operator, type or format that does not exist
├── EvidenceError         an evidence file cannot be read safely (exit code 3)
├── SigningError          a signature cannot be made (exit code 4)
│   └── KeyProblem        a key or passphrase does not open
├── RenderError           a report could not be drawn (exit code 4)
└── EnvironmentProblem    something the machine lacks (exit code 4)

A failed assessment and an invalid signature are results, never errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    ``pointer`` is a JSON Pointer (RFC 6901); ``line`` and ``column`` count from 1
    and are 0 while unknown.
    """

    code: str
    message: str
    pointer: str = ""
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = self.file or "<input>"
        if self.line:
            place += f":{self.line}:{self.column}"
        where = f" {self.pointer}" if self.pointer else ""
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{place}:{where} {self.message} [{self.code}]{hint}"

    def as_dict(self) -> dict[str, Any]:
        """Return the plain form that ``--format json`` prints."""
        return {
            "code": self.code,
            "message": self.message,
            "pointer": self.pointer,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
            "column": self.column,
        }


class AuditError(Exception):
    """Root of the tree: a message and every problem found, not only the first."""

    code = "audit-error"

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems

    @classmethod
    def of(cls, *problems: Problem) -> Self:
        """Build the error from its problems; the first one gives the message."""
        return cls(problems[0].message, problems)

    def __str__(self) -> str:
        if not self.problems:
            return self.message
        return "\n".join(str(problem) for problem in self.problems)


class InputError(AuditError):
    """A document from outside cannot be used."""

    code = "input"


class SyntaxProblem(InputError):
    """The bytes are not strict JSON or YAML."""

    code = "syntax"


class SchemaProblem(InputError):
    """The shape of a document is wrong."""

    code = "schema"


class ReferenceProblem(InputError):
    """An id points to nothing."""

    code = "reference"


class UnknownKind(InputError):
    """An operator, type or format that does not exist; the message lists the known."""

    code = "unknown-kind"


class EvidenceError(AuditError):
    """An evidence file cannot be read safely."""

    code = "evidence"


class SigningError(AuditError):
    """A signature cannot be made."""

    code = "signing"


class KeyProblem(SigningError):
    """A key or passphrase does not open."""

    code = "key"


class RenderError(AuditError):
    """A report could not be drawn."""

    code = "render"


class EnvironmentProblem(AuditError):
    """Something the machine lacks."""

    code = "environment"
