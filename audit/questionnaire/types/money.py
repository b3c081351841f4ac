"""An amount of money."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from audit.conditions.quantities import Money
from audit.questionnaire.types.base import Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem

#: ISO 4217 codes of currencies in use.
CURRENCIES: frozenset[str] = frozenset(
    (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD "
        "BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE "
        "CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF "
        "GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
        "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
        "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
        "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
        "SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
        "TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW "
    ).split()
)
_AMOUNT = r"^[0-9]{1,15}(\.[0-9]{1,4})?$"


class MoneyKind(Kind):
    """``{"amount": "1000000.00", "currency": "EUR"}``; the amount is exact text."""

    type: Literal["money"]

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a decimal string and an ISO 4217 code."""
        if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
            hint = 'write {"amount": "1000000", "currency": "EUR"}'
            yield wrong(pointer, f"expected money (got {brief(value)})", hint)
            return
        amount, currency = value["amount"], value["currency"]
        if not isinstance(amount, str) or not re.fullmatch(_AMOUNT, amount):
            hint = 'write digits in quotes, for example "250000.50"'
            message = f"expected an amount as text (got {brief(amount)})"
            yield wrong(f"{pointer}/amount", message, hint)
        if not isinstance(currency, str) or currency not in CURRENCIES:
            message = f"expected an ISO 4217 currency (got {brief(currency)})"
            yield wrong(f"{pointer}/currency", message, "for example EUR, UAH, USD")

    def schema_of_value(self) -> dict[str, Any]:
        """Return the object schema."""
        return {
            "type": "object",
            "properties": {
                "amount": {"type": "string", "pattern": _AMOUNT},
                "currency": {"$ref": "#/$defs/currency"},
            },
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }

    def comparable(self, value: Any) -> Money:
        """Return the exact amount with its currency."""
        return Money(Fraction(value["amount"]), value["currency"])

    def shown(self, value: Any, language: str) -> str:
        """Return for example ``1 000 000 EUR``."""
        whole, _, part = value["amount"].partition(".")
        text = f"{int(whole):,}".replace(",", "\u202f")
        if part:
            text += ("." if language == "en" else ",") + part
        return f"{text}\u00a0{value['currency']}"
