"""Conditions of VSAQ (``a && !(b || c)``) → conditions of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(r'\s*(&&|\|\||[()!,]|"(?:[^"\\]|\\.)*"|[^\s()!&|,"]+)')
_MAX_DEPTH = 12


class Untranslatable(ValueError):
    """A condition that ours cannot say, and why."""


def translate(expression: str, refer: Callable[[str], Any]) -> dict[str, Any]:
    """Return the condition; ``refer`` gives that of one name in it."""
    reader = _Reader(_tokens(expression), refer)
    condition = reader.either(0)
    if reader.rest:
        raise Untranslatable(f"it cannot be read at '{reader.rest[0]}'")
    return condition


def _tokens(expression: str) -> list[str]:
    found, position = [], 0
    text = expression.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Untranslatable(
                f"it cannot be read at '{text[position:].strip()[:20]}'"
            )
        found.append(match[1])
        position = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[str], refer: Callable[[str], Any]) -> None:
        self.rest = tokens
        self._refer = refer

    def either(self, depth: int) -> dict[str, Any]:
        return self._joined("||", "any", lambda: self.both(depth))

    def both(self, depth: int) -> dict[str, Any]:
        return self._joined("&&", "all", lambda: self.one(depth))

    def one(self, depth: int) -> dict[str, Any]:
        if depth > _MAX_DEPTH:
            raise Untranslatable("it nests too deep")
        word = self._next()
        if word == "!":
            return {"none": [self.one(depth + 1)]}
        if word == "(":
            inside = self.either(depth + 1)
            if self._next() != ")":
                raise Untranslatable("a bracket is not closed")
            return inside
        if word in {"&&", "||", ")", ","}:
            raise Untranslatable(f"it cannot be read at '{word}'")
        if self.rest and self.rest[0] == "(":
            raise Untranslatable(f"it calls the function '{word}'")
        condition: dict[str, Any] = self._refer(word)
        return condition

    def _joined(
        self, sign: str, op: str, part: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        parts = [part()]
        while self.rest and self.rest[0] == sign:
            self.rest.pop(0)
            parts.append(part())
        return parts[0] if len(parts) == 1 else {op: parts}

    def _next(self) -> str:
        if not self.rest:
            raise Untranslatable("it ends too early")
        return self.rest.pop(0)
