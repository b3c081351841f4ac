"""Canonical JSON (RFC 8785) and SHA-256 digests: the one way to name a document."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from audit.errors import InputError

#: Greatest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3).
MAX_NUMBER = 2**53


def canonical(data: Any) -> bytes:
    """Return the RFC 8785 bytes of plain data; InputError for what JSON cannot say."""
    import rfc8785

    try:
        return rfc8785.dumps(_json_numbers(data))
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise InputError(f"this cannot be written as canonical JSON: {error}") from None


def digest(data: Any) -> str:
    """Return ``sha256:<hex>`` of the canonical bytes."""
    return digest_bytes(canonical(data))


def digest_bytes(raw: bytes) -> str:
    """Return ``sha256:<hex>`` of the bytes as they are."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def exactly_representable(number: Decimal) -> bool:
    """Tell whether the shortest float that reads back is this very number."""
    as_float = float(number)
    return abs(number) <= MAX_NUMBER and Decimal(repr(as_float)) == number


def _json_numbers(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _json_numbers(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_json_numbers(item) for item in data]
    if isinstance(data, Decimal):
        if not data.is_finite() or not exactly_representable(data):
            raise InputError(f"{data} has too many digits; write it as text")
        whole = data.to_integral_value()
        return int(whole) if whole == data else float(data)
    if isinstance(data, int) and not isinstance(data, bool) and abs(data) > MAX_NUMBER:
        raise InputError(f"{data} is beyond 2^53; write it as text")
    return data
