"""What a schema cannot say of an offer or a demand: ids, order, sums, translations."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.errors import Problem
from audit.offer.model import FixedMonth
from audit.questionnaire.localisation import LANGUAGES, missing_translations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.offer.demand import Demand
    from audit.offer.model import Offer


def check_offer(offer: Offer) -> Iterator[Problem]:
    """Yield every reason why an offer means nothing clear, whatever the demand."""
    yield from _check_days(offer)
    yield from _check_items(offer)
    yield from _check_excess(offer)
    yield from _check_discounts(offer)
    yield from _check_cap(offer)


def check_demand(demand: Demand) -> Iterator[Problem]:
    """Yield every reason why nothing can be priced for a demand."""
    yield from _check_text(demand.title, "/title")
    if demand.exchange:
        yield from _check_text(demand.exchange.source, "/exchange/source")
    if demand.exchange and demand.currency in demand.exchange.rates:
        message = f"'{demand.currency}' is the currency of the comparison itself"
        pointer = f"/exchange/rates/{demand.currency}"
        yield Problem("demand-currency", message, pointer, "leave this rate out")
    if demand.night_share + demand.weekend_share > 1:
        message = "night and weekend are more than all of the work together"
        hint = "count weekend nights only once"
        yield Problem("demand-shares", message, "/weekend_share", hint)
    volume = demand.scenarios
    if not volume.low <= volume.base <= volume.peak:
        message = "the scenarios do not rise from 'low' to 'base' to 'peak'"
        yield Problem("demand-scenarios", message, "/scenarios")


def _check_days(offer: Offer) -> Iterator[Problem]:
    if offer.valid_until < offer.date:
        message = f"valid until {offer.valid_until}, before the offer was made"
        hint = f"'date' is {offer.date}"
        yield Problem("offer-days", message, "/valid_until", hint)


def _check_items(offer: Offer) -> Iterator[Problem]:
    for place, items in (("/charges", offer.charges), ("/one_off", offer.one_off)):
        names = [item.id for item in items]
        for index, item in enumerate(items):
            if item.id in names[:index]:
                message = f"'{item.id}' stands twice"
                yield Problem("id-duplicate", message, f"{place}/{index}/id")
            yield from _check_text(item.title, f"{place}/{index}/title")


def _check_excess(offer: Offer) -> Iterator[Problem]:
    for index, charge in enumerate(offer.charges):
        if not isinstance(charge, FixedMonth) or charge.excess_rate is None:
            continue
        if charge.contacts is None:
            message = "an excess rate, but no number of contacts to exceed"
            pointer = f"/charges/{index}/excess_rate"
            yield Problem("offer-excess", message, pointer, "add 'contacts'")


def _check_discounts(offer: Offer) -> Iterator[Problem]:
    for number, (before, after) in enumerate(pairwise(offer.discounts), 1):
        for name in ("from_contacts", "share"):
            if getattr(after, name) <= getattr(before, name):
                message = f"'{name}' does not rise from one discount to the next"
                pointer = f"/discounts/{number}/{name}"
                yield Problem("offer-discounts", message, pointer)


def _check_cap(offer: Offer) -> Iterator[Problem]:
    cap = offer.terms.liability_cap
    if cap and (cap.amount is None) is (cap.months_of_fees is None):
        message = "a cap is either an amount or a number of months of fees"
        hint = "write one of 'amount' and 'months_of_fees'; none pays nothing back"
        yield Problem("offer-liability-cap", message, "/terms/liability_cap", hint)


def _check_text(text: Mapping[str, str], pointer: str) -> Iterator[Problem]:
    # These documents declare no languages: a report comes in any of them.
    hint = f"every text needs {', '.join(LANGUAGES)}"
    for problem in missing_translations(text, LANGUAGES, pointer):
        yield replace(problem, hint=hint)
