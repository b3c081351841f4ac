"""What the engine says of answers that stand in no test file yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.assessment.assess import assess
from audit.response.model import Response
from audit.workbench.testing.answering import observed, response_of
from audit.workbench.testing.loading import Ready
from audit.workbench.testing.model import Expected, TestCase
from audit.workbench.testing.running import inputs_of

if TYPE_CHECKING:
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.workbench.testing.model import Given


def engine(plan: Plan, given: Given, day: date) -> Assessment:
    """Return the assessment of what is given."""
    data = response_of(given, plan.questionnaire, day.isoformat())
    spec = TestCase(name="case", expect=Expected())
    response = Response.model_validate(data)
    ready = Ready(spec, "", 0, day, given, response, observed(given))
    return assess(plan, inputs_of(ready))
