"""Canonical JSON (RFC 8785) and SHA-256 digests: the one way to name a document."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from audit.errors import InputError

#: Greatest number that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3).
MAX_NUMBER = 2**53


def canonical(data: Any) -> bytes:
    """Return the RFC 8785 bytes of plain data; InputError for what JSON cannot say."""
    import rfc8785

    try:
        written: bytes = rfc8785.dumps(_json_form(data))
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        reason = str(error)[:120]
        raise InputError(
            f"this cannot be written as canonical JSON: {reason}"
        ) from None
    return written


def digest(data: Any) -> str:
    """Return ``sha256:<hex>`` of the canonical bytes."""
    return digest_bytes(canonical(data))


def digest_bytes(raw: bytes) -> str:
    """Return ``sha256:<hex>`` of the bytes as they are."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def exactly_representable(number: Decimal) -> bool:
    """Tell whether the shortest float that reads back is this very number."""
    # copy_abs and not abs(): abs rounds to the digits of the thread's decimal context.
    if not number.is_finite() or number.copy_abs() > MAX_NUMBER:
        return False
    return Decimal(repr(float(number))) == number


def _json_form(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _json_form(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_json_form(item) for item in data]
    if isinstance(data, int | float | Decimal) and not isinstance(data, bool):
        return _json_number(data)
    return data


def _json_number(number: float | Decimal) -> float:
    # Negated, so that NaN, which compares false with everything, is refused too.
    if isinstance(number, Decimal) and number.is_nan():
        raise InputError("NaN is not a number JSON can write")
    if not -MAX_NUMBER <= number <= MAX_NUMBER:
        raise InputError(f"{_brief(number)} is beyond 2^53; write it as text")
    if isinstance(number, Decimal):
        if not exactly_representable(number):
            raise InputError(f"{_brief(number)} has too many digits; write it as text")
        return float(number)
    # rfc8785 refuses the whole number 2^53 itself, yet writes the same float.
    return float(number) if abs(number) == MAX_NUMBER else number


def _brief(number: float | Decimal) -> str:
    # str() of an integer with more than 4300 digits is an error of its own.
    if isinstance(number, int) and number.bit_length() > 200:
        return "a number"
    text = str(number)
    return text if len(text) <= 40 else f"{text[:39]}…"
