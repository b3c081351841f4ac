"""Find everything that is wrong with a JSON text; runs only after it was refused.

The scanner goes on after a fault that leaves the structure clear (a duplicate key, a
number, a lone surrogate, a stray comma) and stops at one that does not.
"""

from __future__ import annotations

import re
from contextlib import suppress
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import NoReturn

from audit.documents.limits import (
    LARGE_HINT,
    MAX_DEPTH,
    MAX_PROBLEMS,
    MAX_VALUES,
    NumberFault,
    real_number,
    too_many,
    whole_number,
)
from audit.documents.positions import Lines, pointer_of, short_pointer, shown
from audit.errors import Problem

_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r'[^ \t\n\r,:\[\]{}"]+')
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_REAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_NUMBERS = {"NaN", "Infinity", "-Infinity"}
_QUOTES = "texts and keys stand in straight double quotes"
_OTHER_QUOTES = "'`“”„‘’«»"


class _Stop(Exception):
    """The structure is lost or enough was found."""


def scan(text: str, file: str, max_values: int = MAX_VALUES) -> tuple[Problem, ...]:
    """Return the problems of a JSON text in the order they stand in it."""
    scanner = _Scanner(text, file, max_values)
    with suppress(_Stop):
        scanner.document()
    return tuple(scanner.problems)


class _Scanner:
    def __init__(self, text: str, file: str, max_values: int) -> None:
        self.text = text
        self.file = file
        self.max_values = max_values
        self.offset = 0
        self.values = 0
        self.path: list[str | int] = []
        self.lines = Lines(text)
        self.problems: list[Problem] = []

    def document(self) -> None:
        self.value()
        if self.peek():
            hint = "a document is one value; remove what follows it"
            self.stop("trailing", "something follows the end of the document", hint)

    def report(self, code: str, message: str, hint: str = "", at: int = -1) -> None:
        line, column = self.lines.at(self.offset if at < 0 else at)
        where = short_pointer(pointer_of(self.path))
        self.problems.append(
            Problem(f"json-{code}", message, where, hint, self.file, line, column)
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def stop(self, code: str, message: str, hint: str = "") -> NoReturn:
        self.report(code, message, hint)
        raise _Stop

    def peek(self) -> str:
        """Skip white space and return the next character, empty at the end."""
        space = _SPACE.match(self.text, self.offset)
        self.offset = space.end() if space else self.offset
        return self.text[self.offset : self.offset + 1]

    def value(self, depth: int = 1) -> None:
        char = self.peek()
        self.values += 1
        if self.values > self.max_values:
            self.stop("values", too_many(self.max_values), LARGE_HINT)
        if char and char in "{[":
            if depth > MAX_DEPTH:
                self.stop("depth", f"nested deeper than {MAX_DEPTH} levels")
            self.offset += 1
            if char == "{":
                self.members(depth)
            else:
                self.items(depth)
        elif char == '"':
            self.string()
        else:
            self.word()

    def members(self, depth: int) -> None:
        seen: dict[str, int] = {}
        if self.peek() == "}":
            self.offset += 1
            return
        while True:
            self.member(seen, depth)
            if not self.more("}"):
                return

    def member(self, seen: dict[str, int], depth: int) -> None:
        if self.peek() != '"':
            self.stop(*self.unexpected("a key"))
        start = self.offset
        key = self.string()
        self.path.append(key)
        if key in seen:
            first = self.lines.at(seen[key])[0]
            message = f"key {shown(key)} stands twice, first on line {first}"
            self.report("duplicate-key", message, "keep one of them", start)
        seen[key] = start
        if self.peek() != ":":
            self.stop(*self.unexpected("':'"))
        self.offset += 1
        self.value(depth + 1)
        self.path.pop()

    def items(self, depth: int) -> None:
        index = 0
        if self.peek() == "]":
            self.offset += 1
            return
        while True:
            self.path.append(index)
            self.value(depth + 1)
            self.path.pop()
            index += 1
            if not self.more("]"):
                return

    def more(self, close: str) -> bool:
        """Step over a comma or the closing bracket; tell whether a part follows."""
        char = self.peek()
        if char not in {",", close}:
            self.stop(*self.unexpected(f"',' or '{close}'"))
        comma = self.offset
        self.offset += 1
        if char == close:
            return False
        if self.peek() != close:
            return True
        message = f"a comma stands before '{close}'"
        self.report("trailing-comma", message, "remove the comma", comma)
        self.offset += 1
        return False

    def string(self) -> str:
        text: str
        start = self.offset
        try:
            text, self.offset = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            self.offset = min(error.pos, len(self.text))
            self.stop("string", *_string_fault(error.msg))
        if _SURROGATE.search(text):
            message = "the text holds half of a surrogate pair"
            hint = "write the character itself, or both \\u escapes"
            self.report("surrogate", message, hint, start)
        return text

    def word(self) -> None:
        found = _WORD.match(self.text, self.offset)
        if not found or found[0][0] in "/#":
            self.stop(*self.unexpected("a value"))
        word = found[0]
        if word in _NOT_NUMBERS:
            hint = "write null, or a text"
            self.report("not-a-number", f"{word} is not a JSON number", hint)
        elif _REAL.fullmatch(word):
            self.number(word)
        elif word not in {"true", "false", "null"}:
            self.report("value", f"{shown(word)} is not a JSON value", _word_hint(word))
        self.offset = found.end()

    def number(self, word: str) -> None:
        try:
            (whole_number if _WHOLE.fullmatch(word) else real_number)(word)
        except NumberFault as fault:
            self.report(fault.code, fault.message, "write it as a text, in quotes")

    def unexpected(self, wanted: str) -> tuple[str, str, str]:
        char = self.peek()
        if not self.text.strip():
            return "end", "the file is empty", "take an earlier copy of it"
        if not char:
            hint = "the file may have been cut off"
            return "end", f"the document ends where {wanted} should stand", hint
        hint = _QUOTES if char.isalpha() or char in _OTHER_QUOTES else ""
        if char in "/#":
            hint = "JSON has no comments"
        return "syntax", f"expected {wanted}, found {shown(char)}", hint


def _string_fault(reason: str) -> tuple[str, str]:
    if reason.startswith("Unterminated"):
        return "the text has no closing quote", "end it with a double quote"
    if reason.startswith("Invalid control"):
        return "a line break or control character in a text", "write \\n or \\t instead"
    return "an escape that JSON does not have", "write \\\\ for a backslash"


def _word_hint(word: str) -> str:
    if word.lower() in {"true", "false", "null"}:
        return f"write {word.lower()}"
    if word == "None":
        return "write null"
    if word[0] in "-+.0123456789":
        return "no leading zeros or plus, digits on both sides of the point"
    return _QUOTES
