"""An assessment with what is needed beside it to reckon with closed gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.assessment.model import Assessment, ControlResult
    from audit.policy.compile import Plan
    from audit.response.model import Response

UNMET = frozenset({"fail", "unknown", "error"})


@dataclass(frozen=True, slots=True)
class Position:
    """An assessment, and how two stricter readings of the same case come out.

    ``unwaived`` is the case without its exceptions. In ``proven`` weak evidence gives
    nothing either, so the points of its controls are the verified ones.
    """

    plan: Plan
    response: Response
    found: Assessment
    unwaived: Assessment
    proven: Assessment

    @property
    def controls(
        self,
    ) -> tuple[tuple[ControlResult, ControlResult, ControlResult], ...]:
        """Return every control as found, without exceptions, and as proven."""
        sides = (self.found.controls, self.unwaived.controls, self.proven.controls)
        return tuple(zip(*sides, strict=True))

    @property
    def failed_critical(self) -> frozenset[str]:
        """Return the critical controls that are not met; an exception is no help."""
        return frozenset(
            result.id
            for result in self.unwaived.controls
            if result.severity == "critical" and result.status in UNMET
        )
