"""What an offer costs for a demand: exact records, every line traced."""

from __future__ import annotations

from typing import Literal

from audit.offer.demand import ScenarioName
from audit.policy.exact import Exact
from audit.questionnaire.types.base import Model

#: What a line counts; a closed list, so that every report can name it.
Unit = Literal["minute", "hour", "result", "seat", "contact", "month", "service"]


class Line(Model):
    """One charge in an average month: quantity × rate, in the offer's currency.

    ``amount`` includes surcharges; ``surcharge`` is their part of it.
    """

    charge: str
    unit: Unit
    quantity: Exact
    rate: Exact
    surcharge: Exact
    amount: Exact


class ScenarioCost(Model):
    """An offer under one scenario; money per average month.

    Lines, discount, minimum and one-offs are in the offer's currency, ``month`` and
    ``contact`` in that of the demand: month = (Σ lines - discount + top-up to the
    minimum + one-offs spread over the term) × rate of exchange.
    """

    scenario: ScenarioName
    contacts: Exact
    seats: int
    lines: tuple[Line, ...]
    discount: Exact
    top_up: Exact
    one_off: Exact
    month: Exact
    contact: Exact


class Cost(Model):
    """An offer under every scenario.

    ``currency`` is the demand's, ``exchange`` what one unit of the offer's is worth
    in it.
    """

    currency: str
    exchange: Exact
    scenarios: tuple[ScenarioCost, ...]

    def of(self, scenario: ScenarioName) -> ScenarioCost:
        """Return the cost under one scenario."""
        return next(item for item in self.scenarios if item.scenario == scenario)
