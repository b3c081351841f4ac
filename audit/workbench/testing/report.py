"""One run of a policy's tests, with coverage and, where wanted, mutants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.errors import Problem, ReferenceProblem
from audit.workbench.testing.coverage import coverage
from audit.workbench.testing.loading import load_suite
from audit.workbench.testing.mutating import mutate
from audit.workbench.testing.running import plan_of, run_cases

if TYPE_CHECKING:
    from pathlib import Path

    from audit.workbench.testing.coverage import Covered
    from audit.workbench.testing.mutating import Mutated
    from audit.workbench.testing.running import Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """What came of the tests of one policy."""

    policy: str
    outcomes: tuple[Outcome, ...]
    coverage: tuple[Covered, ...]
    mutated: Mutated | None = None

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Return the cases that came out otherwise."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def sound(self) -> bool:
        """Tell whether every case passed and no mutant survived unexplained."""
        unexplained = self.mutated is not None and self.mutated.unexplained
        return not self.failed and not unexplained


def run_tests(
    policy: str, tests: Path | None = None, text: str = "", *, mutants: bool = False
) -> Report:
    """Run the cases whose names hold the text.

    Coverage and mutants speak of all cases, so a choice of cases has neither. Mutants
    wait until every case passes.
    """
    suite = load_suite(policy, tests)
    plan = plan_of(suite)
    wanted = text.casefold()
    cases = [case for case in suite.cases if wanted in case.spec.name.casefold()]
    if not cases:
        message = f"no case has {text!r} in its name"
        names = ", ".join(case.spec.name for case in suite.cases[:12])
        problem = Problem("test-choice", message, "", f"known: {names}", policy)
        raise ReferenceProblem.of(problem)
    outcomes = run_cases(plan, cases)
    name = suite.policy.document.file
    if text:
        return Report(name, outcomes, ())
    reached = coverage(plan, suite.cases)
    failed = any(not outcome.passed for outcome in outcomes)
    mutated = mutate(suite, suite.cases) if mutants and not failed else None
    return Report(name, outcomes, reached, mutated)
