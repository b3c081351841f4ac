"""One remark of the lint on a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audit.errors import Problem

if TYPE_CHECKING:
    from audit.policy.lint.codes import LintCode

Place = Literal["policy", "questionnaire"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is probably not meant, where it stands, and what to do about it.

    ``subject`` is the id that ``lint_ignore`` names, an option's ``question/option``;
    ``place`` tells which document ``pointer`` leads into.
    """

    code: LintCode
    subject: str
    message: str
    pointer: str
    hint: str
    place: Place = "policy"

    @property
    def problem(self) -> Problem:
        """Return the remark as a problem that a document can place."""
        return Problem(self.code, self.message, self.pointer, self.hint)
