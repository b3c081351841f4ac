"""Where everything stands in a JSON text; run only when a place must be told."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]

from audit.canonical import MAX_NUMBER, exactly_representable
from audit.documents.document import escape
from audit.documents.limits import DEPTH
from audit.errors import Problem

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORD = re.compile(r"true|false|null")
_CONSTANT = re.compile(r"-?(?:NaN|Infinity)")


class _StopError(Exception):
    """The text cannot be followed further."""


def scan(text: str) -> tuple[dict[str, tuple[int, int]], list[Problem]]:
    """Return the place of every value and every breach of strict JSON."""
    scanner = _Scanner(text)
    try:
        end = scanner.space(scanner.value(scanner.space(0), "", 0))
        if end < len(text):
            scanner.breach(end, "json-trailing", "text after the end", "", "remove it")
    except _StopError:
        pass
    except RecursionError:
        scanner.breach(0, "json-depth", f"deeper than {DEPTH} levels", "")
    return scanner.places, scanner.problems


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[str, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]

    def at(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def breach(
        self, index: int, code: str, message: str, pointer: str, hint: str = ""
    ) -> None:
        line, column = self.at(index)
        self.problems.append(
            Problem(code, message, pointer, hint, line=line, column=column)
        )

    def stop(self, index: int, message: str, pointer: str, hint: str = "") -> None:
        self.breach(index, "json-syntax", message, pointer, hint)
        raise _StopError

    def space(self, index: int) -> int:
        match = _SPACE.match(self.text, index)
        return match.end() if match else index

    def value(self, index: int, pointer: str, depth: int) -> int:
        if depth > DEPTH:
            self.breach(index, "json-depth", f"deeper than {DEPTH} levels", pointer)
            raise _StopError
        self.places[pointer] = self.at(index)
        char = self.text[index : index + 1]
        if char == "{":
            return self._object(index, pointer, depth)
        if char == "[":
            return self._array(index, pointer, depth)
        if char == '"':
            return self._string(index, pointer)[1]
        return self._scalar(index, pointer)

    def _object(self, index: int, pointer: str, depth: int) -> int:
        seen: set[str] = set()
        index = self.space(index + 1)
        if self.text[index : index + 1] == "}":
            return index + 1
        while True:
            if self.text[index : index + 1] != '"':
                hint = "keys stand in double quotes; no comma before }"
                self.stop(index, "a key is expected here", pointer, hint)
            key, end = self._string(index, pointer)
            where = f"{pointer}/{escape(key)}"
            self.places[f"{where}#"] = self.at(index)
            if key in seen:
                message = f"the key {key[:60]!r} stands twice"
                self.breach(index, "json-duplicate-key", message, where, "keep one")
            seen.add(key)
            index = self._expect(self.space(end), ":", pointer)
            index = self.space(self.value(self.space(index), where, depth + 1))
            if self.text[index : index + 1] == "}":
                return index + 1
            index = self.space(self._expect(index, ",", pointer))

    def _array(self, index: int, pointer: str, depth: int) -> int:
        index, count = self.space(index + 1), 0
        if self.text[index : index + 1] == "]":
            return index + 1
        while True:
            index = self.value(index, f"{pointer}/{count}", depth + 1)
            index, count = self.space(index), count + 1
            if self.text[index : index + 1] == "]":
                return index + 1
            index = self.space(self._expect(index, ",", pointer))

    def _expect(self, index: int, char: str, pointer: str) -> int:
        if self.text[index : index + 1] != char:
            found = self.text[index : index + 1] or "the end"
            hint = "a comma or quote may be missing on the line before"
            self.stop(index, f"expected {char!r}, found {found!r}", pointer, hint)
        return index + 1

    def _string(self, index: int, pointer: str) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, index + 1, True)  # noqa: FBT003
        except ValueError:
            self.stop(index, "this string is not closed or badly escaped", pointer)
            raise
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            message = "half of a surrogate pair stands alone"
            self.breach(index, "json-surrogate", message, pointer)
            text = text.encode("utf-8", "replace").decode("utf-8")
        return text, end

    def _scalar(self, index: int, pointer: str) -> int:
        if match := _WORD.match(self.text, index):
            return match.end()
        if match := _CONSTANT.match(self.text, index):
            message = f"{match[0]} is not a JSON number"
            self.breach(index, "json-number", message, pointer, "write null or leave out")
            return match.end()
        match = _NUMBER.match(self.text, index)
        if not match:
            self.stop(index, "a value is expected here", pointer)
            return index
        self._number(match[0], index, pointer)
        return match.end()

    def _number(self, text: str, index: int, pointer: str) -> None:
        hint = "write it as text in quotes"
        if len(text) > 400 or abs(Decimal(text)) > MAX_NUMBER:
            self.breach(index, "json-number", "the number is beyond 2^53", pointer, hint)
        elif not exactly_representable(Decimal(text)):
            message = "the number has too many digits to be kept exactly"
            self.breach(index, "json-number", message, pointer, hint)
