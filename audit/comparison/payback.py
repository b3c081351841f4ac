"""What the vendor's own terms pay back, in the comparison's currency."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.offer.cost import Cost
    from audit.offer.model import Offer

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Payback:
    """The most that is paid for damage in a year, and for one missed service level."""

    cap: Fraction = ZERO
    credit: Fraction = ZERO


def payback(offer: Offer | None, cost: Cost | None) -> Payback:
    """Return what an offer's terms come to; nothing without offer or terms.

    A month's fee is that of the base scenario.
    """
    if offer is None or cost is None:
        return Payback()
    month = cost.of("base").month
    credit = offer.terms.service_credit * month
    cap = offer.terms.liability_cap
    if cap is None:
        return Payback(credit=credit)
    if cap.amount is not None:
        return Payback(cap.amount * cost.exchange, credit)
    return Payback((cap.months_of_fees or ZERO) * month, credit)
