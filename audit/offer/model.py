"""A vendor's offer as a frozen record (YAML): what is charged, and on which terms."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from audit.policy.exact import Exact
from audit.questionnaire.localisation import Text
from audit.questionnaire.model import Slug, Version
from audit.questionnaire.types.base import Day, Model
from audit.questionnaire.types.money import CURRENCIES
from audit.response.model import Line


def _known_currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("write an ISO 4217 code in use, for example EUR, UAH or USD")
    return code


Currency = Annotated[str, AfterValidator(_known_currency)]
Amount = Annotated[Exact, Field(ge=0, le=10**12)]
Share = Annotated[Exact, Field(ge=0, le=1)]
#: A share added to a price: 0.25 makes an hour a quarter dearer.
Surcharge = Annotated[Exact, Field(ge=0, le=10)]
#: A result that can be paid for; demand says how many contacts end in one.
Result = Literal["sale", "lead", "resolved_contact"]


class Charge(Model):
    """One thing that is charged every month."""

    id: Slug
    title: Text


class PerMinute(Charge):
    """A price for each minute of talk."""

    kind: Literal["per_minute"]
    rate: Amount


class PerResult(Charge):
    """A price for each contact that ends in the result."""

    kind: Literal["per_result"]
    result: Result
    rate: Amount


class PerHour(Charge):
    """A price for each hour that operators are logged in."""

    kind: Literal["per_hour"]
    rate: Amount


class FixedMonth(Charge):
    """A price for a month, up to a number of contacts; each further one costs more.

    Without ``contacts`` the month's price holds for any number.
    """

    kind: Literal["fixed_month"]
    amount: Amount
    contacts: Annotated[int, Field(ge=1)] | None = None
    excess_rate: Amount | None = None


class PerSeatMonth(Charge):
    """A price for an outstaffed seat for a month.

    Seats follow each month's need, but never fall below ``least_seats``; with
    ``all_year`` those of the busiest month are paid in every month.
    """

    kind: Literal["per_seat_month"]
    rate: Amount
    least_seats: Annotated[int, Field(ge=0)] = 0
    all_year: StrictBool = False


AnyCharge = Annotated[
    PerMinute | PerResult | PerHour | FixedMonth | PerSeatMonth,
    Field(discriminator="kind"),
]


class OneOff(Model):
    """What is paid once: for the whole service or for each seat."""

    id: Slug
    title: Text
    amount: Amount
    per: Literal["service", "seat"] = "service"


class Surcharges(Model):
    """What work at night and at the weekend costs more; not on results or months."""

    night: Surcharge = Fraction(0)
    weekend: Surcharge = Fraction(0)


class Discount(Model):
    """A share taken off the monthly charges in a month with so many contacts."""

    from_contacts: Annotated[int, Field(ge=1)]
    share: Share


class LiabilityCap(Model):
    """The most that the vendor pays for damage in a year: money or months of fees."""

    amount: Amount | None = None
    months_of_fees: Annotated[Exact, Field(ge=0, le=120)] | None = None


class Terms(Model):
    """What the vendor pays back: none unless it is offered in writing.

    ``service_credit`` is the share of a month's fee paid for a missed service level.
    """

    liability_cap: LiabilityCap | None = None
    service_credit: Share = Fraction(0)


class Offer(Model):
    """One vendor's offer; hybrids are several charges with a monthly minimum."""

    id: Slug
    version: Version
    vendor: Line
    date: Day
    valid_until: Day
    currency: Currency
    charges: Annotated[tuple[AnyCharge, ...], Field(min_length=1)]
    minimum_month: Amount = Fraction(0)
    one_off: tuple[OneOff, ...] = ()
    surcharges: Surcharges = Surcharges()
    discounts: tuple[Discount, ...] = ()
    terms: Terms = Terms()
    note: Annotated[str, Field(max_length=2000)] | None = None
