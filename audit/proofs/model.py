"""What was found out about a policy: each property with its verdict and its proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.assessment.model import Assessment
    from audit.evidence.model import Observation

Verdict = Literal["proved", "refuted", "unknown"]

OUT_OF_TIME = "the time for one question ran out"
CUT_SHORT = "table abstraction: only so many rows are looked at"
NOT_BORNE_OUT = "the engine does not bear the example out"


@dataclass(frozen=True, slots=True)
class Written:
    """A response as plain data, and what would be seen of its evidence files."""

    response: dict[str, Any]
    observed: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One statement of a property and what became of it.

    ``examples`` are the counterexample (two responses where a change is meant);
    ``shows`` tells whether their assessments bear it out.
    """

    subject: str
    verdict: Verdict
    note: str = ""
    examples: tuple[Written, ...] = ()
    shows: Callable[..., bool] = field(default=lambda *_: True, repr=False)

    def borne_out(self, assessments: tuple[Assessment, ...]) -> bool:
        """Tell whether the engine's own assessments show what is claimed."""
        return self.shows(*assessments)


@dataclass(frozen=True, slots=True)
class Result:
    """A property of the policy: what it says, how it came out, every finding."""

    name: str
    claim: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Return refuted if anything is, else unknown if anything is, else proved."""
        found = {finding.verdict for finding in self.findings}
        if "refuted" in found:
            return "refuted"
        return "unknown" if "unknown" in found else "proved"

    def count(self, verdict: Verdict) -> int:
        """Return how many statements came out so."""
        return sum(finding.verdict == verdict for finding in self.findings)
