"""Canonical JSON (RFC 8785) and SHA-256 digests: the one way to name a document."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from audit.errors import InputError

#: Greatest number that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3).
MAX_NUMBER = 2**53
_WORDS = {None: "null", True: "true", False: "false"}


def canonical(data: Any) -> bytes:
    """Return the RFC 8785 bytes of plain data; InputError for what JSON cannot say."""
    try:
        return _written(data).encode()
    except (TypeError, UnicodeError, RecursionError) as error:
        reason = str(error)[:120]
        raise InputError(
            f"this cannot be written as canonical JSON: {reason}"
        ) from None


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


def _written(data: Any) -> str:
    if isinstance(data, str):
        return encode_basestring(data)
    if isinstance(data, dict):
        members = [
            f"{encode_basestring(key)}:{_written(value)}"
            for key, value in _in_order(data)
        ]
        return f"{{{','.join(members)}}}"
    if isinstance(data, list | tuple):
        return f"[{','.join([_written(item) for item in data])}]"
    if isinstance(data, bool) or data is None:
        return _WORDS[data]
    if isinstance(data, int | float | Decimal):
        return _number(data)
    raise TypeError(f"unsupported type {type(data).__name__}")


def _in_order(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the members by the UTF-16 code units of their keys.

    Only beyond the BMP is that another order than Python's own.
    """
    if "".join(data).isascii():
        return sorted(data.items())
    return sorted(data.items(), key=lambda member: member[0].encode("utf-16-be"))


def _number(number: float | Decimal) -> str:
    # Negated, so that NaN, which compares false with everything, is refused too.
    if isinstance(number, Decimal) and number.is_nan():
        raise InputError("NaN is not a number JSON can write")
    if not -MAX_NUMBER <= number <= MAX_NUMBER:
        raise InputError(f"{_brief(number)} is beyond 2^53; write it as text")
    if isinstance(number, Decimal) and not exactly_representable(number):
        raise InputError(f"{_brief(number)} has too many digits; write it as text")
    return str(int(number)) if number == int(number) else _fraction(float(number))


def _fraction(number: float) -> str:
    """Write it as ECMAScript does, which is where writers of JSON differ."""
    import rfc8785

    written: bytes = rfc8785.dumps(number)
    return written.decode()


def _brief(number: float | Decimal) -> str:
    # str() of an integer with more than 4300 digits is an error of its own.
    if isinstance(number, int) and number.bit_length() > 200:
        return "a number"
    text = str(number)
    return text if len(text) <= 40 else f"{text[:39]}…"
