"""Strict DER: is this the one encoding of what it says?

An ASN.1 library reads more than DER allows and writes other optional parts than others
do, so "encode again and compare" refuses genuine certificates. This walks the bytes.
"""

from __future__ import annotations

from itertools import pairwise

BOOLEAN, INTEGER, BIT_STRING, NULL, OID, SET = 0x01, 0x02, 0x03, 0x05, 0x06, 0x31
CONSTRUCTED, LONG_FORM, HIGH_TAG = 0x20, 0x80, 0x1F
MAX_DEPTH, MAX_LENGTH_OCTETS, SIGN_BIT = 40, 4, 0x80
TRUTHS = (b"\x00", b"\xff")


def is_der(data: bytes) -> bool:
    """Whether the bytes are exactly one element in strict DER."""
    try:
        return len(_elements(data, 0)) == 1
    except (ValueError, IndexError):
        return False


def _elements(data: bytes, depth: int) -> list[bytes]:
    """Split into elements and check each; ValueError at the first that is not DER."""
    if depth > MAX_DEPTH:
        raise ValueError(depth)
    found, start = [], 0
    while start < len(data):
        body, end = _header(data, start)
        _check(data[start], data[body:end], depth)
        found.append(data[start:end])
        start = end
    return found


def _header(data: bytes, start: int) -> tuple[int, int]:
    """Where the content of the element begins and ends."""
    first, body = data[start + 1], start + 2
    if data[start] & HIGH_TAG == HIGH_TAG:
        raise ValueError(start)
    size = first
    if first >= LONG_FORM:
        octets = first & ~LONG_FORM
        size = int.from_bytes(data[body : body + octets], "big")
        minimal = size >= LONG_FORM and size.bit_length() > 8 * (octets - 1)
        if not 1 <= octets <= MAX_LENGTH_OCTETS or not minimal:
            raise ValueError(start)
        body += octets
    if body + size > len(data):
        raise ValueError(start)
    return body, body + size


def _check(tag: int, content: bytes, depth: int) -> None:
    if tag & CONSTRUCTED:
        parts = _elements(content, depth + 1)
        if tag == SET and any(a > b for a, b in pairwise(parts)):
            raise ValueError(tag)
    elif not _is_minimal(tag, content):
        raise ValueError(tag)


def _is_minimal(tag: int, content: bytes) -> bool:
    """Whether a primitive value is written in its one way."""
    if tag == BOOLEAN:
        return content in TRUTHS
    if tag == NULL:
        return not content
    if tag == INTEGER:
        return _is_minimal_integer(content)
    if tag == OID:
        return bool(content) and content[-1] < LONG_FORM and content[0] != LONG_FORM
    if tag == BIT_STRING:
        return _has_clear_rest(content)
    return True


def _is_minimal_integer(content: bytes) -> bool:
    if len(content) < 2:
        return len(content) == 1
    negative = content[1] & SIGN_BIT != 0
    return content[0] != (0xFF if negative else 0x00)


def _has_clear_rest(content: bytes) -> bool:
    """Whether the unused bits of a bit string are zero."""
    unused = content[0]
    if unused > 7 or (unused and len(content) < 2):
        return False
    return not content[-1] & ((1 << unused) - 1) if unused else True
