"""Exact numbers in documents: read from decimals, kept as fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from audit.conditions.quantities import parse_number


def _read(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    number = parse_number(value)
    if number is None:
        raise ValueError("write a decimal number")
    return number


#: A number that is never rounded; written as an integer or ``p/q``.
Exact = Annotated[
    Fraction,
    PlainValidator(_read),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["number", "string"]}),
]
