"""Does every control say what a reader of the report needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.policy.frameworks import is_known, near
from audit.policy.lint.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.codes import LintCode
    from audit.policy.lint.reading import Reading
    from audit.policy.model import Control

#: What a control may leave out, its code and what that costs.
_PARTS: tuple[tuple[str, LintCode, str], ...] = (
    ("remediation", "remediation-missing", "say what closes the gap, in which time"),
    ("clause", "clause-missing", "without it no condition of acceptance can be drawn"),
    ("references", "references-missing", "name the requirements that ask for it"),
)


def missing_parts(reading: Reading) -> Iterator[Remark]:
    """Yield the remediations, clauses and references that are not there."""
    for index, control in enumerate(reading.policy.controls):
        for name, code, hint in _PARTS:
            if not getattr(control, name):
                message = f"'{control.id}' has no {name}"
                pointer = f"/controls/{index}/{name}"
                yield Remark(code, control.id, message, pointer, hint)


def unknown_requirements(reading: Reading) -> Iterator[Remark]:
    """Yield ids that their framework does not have."""
    for index, control in enumerate(reading.policy.controls):
        for framework, listed in control.references.items():
            for number, requirement in enumerate(listed):
                if not is_known(framework, requirement):
                    message = f"{framework} has no requirement '{requirement}'"
                    pointer = f"/controls/{index}/references/{framework}/{number}"
                    hint = near(framework, requirement)
                    yield Remark("framework-id", control.id, message, pointer, hint)


def unproven_knock_outs(reading: Reading) -> Iterator[Remark]:
    """Yield knock-outs that the vendor's word alone can meet."""
    for index, control in enumerate(reading.policy.controls):
        if control.knock_out and control.evidence_floor == "claimed":
            yield _unproven(control, f"/controls/{index}/knock_out")


def _unproven(control: Control, pointer: str) -> Remark:
    message = f"'{control.id}' is a knock-out that needs no evidence"
    hint = "set evidence_floor to documented, independent or verified"
    return Remark("knock-out-unproven", control.id, message, pointer, hint)
