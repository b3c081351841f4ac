"""Strict JSON: what two readers could understand differently is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from audit.canonical import MAX_NUMBER, exactly_representable
from audit.documents.document import Document
from audit.documents.json_places import scan
from audit.documents.limits import DEPTH, JSON_BYTES
from audit.errors import Problem, SyntaxProblem


class _RefusedError(Exception):
    """A strictness rule was broken; the scan tells where."""


def read_json(raw: bytes, file: str, *, max_bytes: int = JSON_BYTES) -> Document:
    """Return the document; SyntaxProblem names every breach with its place."""
    if len(raw) > max_bytes:
        hint = f"at most {max_bytes // 1024} KiB are read"
        _refuse(file, "json-size", f"the file has {len(raw)} bytes", hint)
    text = _decode(raw, file)
    try:
        data = _parse(text)
        text.encode("utf-8")
    except (_RefusedError, ValueError, RecursionError):
        raise SyntaxProblem.of(*_breaches(text, file)) from None
    return Document(data, file, lambda: scan(text)[0])


def _decode(raw: bytes, file: str) -> str:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        hint = "save the file as UTF-8 without a byte order mark"
        _refuse(file, "json-bom", "the file begins with a byte order mark", hint)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        problem = Problem(
            "json-encoding",
            "this is not UTF-8",
            hint="save the file as UTF-8",
            file=file,
            line=line,
            column=column,
        )
        raise SyntaxProblem.of(problem) from None


def _refuse(file: str, code: str, message: str, hint: str) -> NoReturn:
    raise SyntaxProblem.of(Problem(code, message, "", hint, file, 1, 1))


def _parse(text: str) -> Any:
    data = json.loads(
        text,
        object_pairs_hook=_object,
        parse_constant=_constant,
        parse_int=_integer,
        parse_float=_decimal,
    )
    _check_tree(data, 0)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RefusedError
    return found


def _constant(_: str) -> NoReturn:
    raise _RefusedError


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_NUMBER:
        raise _RefusedError
    return int(text)


def _decimal(text: str) -> Decimal | int:
    number = Decimal(text) if len(text) <= 400 else Decimal(0)
    if len(text) > 400 or abs(number) > MAX_NUMBER or not exactly_representable(number):
        raise _RefusedError
    # 24.0 and 24 are one number, whatever wrote it down (RFC 8785).
    whole = number.to_integral_value()
    return int(whole) if whole == number else number


def _check_tree(data: Any, depth: int) -> None:
    if depth > DEPTH:
        raise _RefusedError
    if isinstance(data, dict):
        for key, value in data.items():
            key.encode("utf-8")
            _check_tree(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            _check_tree(value, depth + 1)
    elif isinstance(data, str):
        data.encode("utf-8")


def _breaches(text: str, file: str) -> tuple[Problem, ...]:
    problems = scan(text)[1]
    if not problems:
        problems = [Problem("json-syntax", "this is not strict JSON", line=1, column=1)]
    return tuple(
        Problem(p.code, p.message, p.pointer, p.hint, file, p.line, p.column)
        for p in problems
    )
