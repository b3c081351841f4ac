"""What every reader refuses alike: size, count, encoding, nesting, inexact numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from audit.canonical import MAX_NUMBER
from audit.documents.positions import Lines
from audit.errors import Problem, SyntaxProblem

MAX_JSON_BYTES = 8 * 1024 * 1024
MAX_YAML_BYTES = 4 * 1024 * 1024
#: Containers within containers.
MAX_DEPTH = 64
#: Scalars and containers in one document; each takes many times its bytes in memory.
MAX_VALUES = 200_000
LARGE_HINT = "attach large material as evidence instead"
#: Problems listed at once; more would hide the first.
MAX_PROBLEMS = 100
# The longest plain numeral of a double is 5e-324 with all its zeros.
_MAX_NUMERAL = 400


class NumberFault(ValueError):
    """A number that another reader would understand differently."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def whole_number(text: str, base: int = 10) -> int:
    """Return the integer; NumberFault beyond 2^53."""
    if len(text) > _MAX_NUMERAL:
        raise NumberFault("number-range", "the number is beyond 2^53")
    number = int(text, base)
    if not -MAX_NUMBER <= number <= MAX_NUMBER:
        raise NumberFault("number-range", "the number is beyond 2^53")
    return number


def real_number(text: str) -> int | Decimal:
    """Return the number in the form its canonical text reads back as.

    ``1.50`` gives 1.5 and ``2.0`` gives the integer 2, because a replay reads the
    canonical form and must see the very same values.
    """
    if len(text) > _MAX_NUMERAL:
        raise NumberFault("number-precision", "the number has too many digits")
    double = float(text)
    if not -MAX_NUMBER <= double <= MAX_NUMBER:
        raise NumberFault("number-range", "the number is beyond 2^53")
    shortest = Decimal(repr(double))
    if not _is_written_as(text, shortest):
        raise NumberFault("number-precision", "the number has too many digits")
    return int(double) if double.is_integer() else shortest


def _is_written_as(text: str, number: Decimal) -> bool:
    try:
        return Decimal(text) == number
    except InvalidOperation:  # an exponent that even Decimal cannot hold
        return False


#: First bytes that many files other than documents have, and what those are.
_OTHER_FILES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a packed file",
}
_UTF_8 = "save the file as UTF-8 (in an editor: Save with Encoding, UTF-8)"


def decode(raw: bytes, file: str, kind: str, max_bytes: int) -> str:
    """Return the text of UTF-8 bytes within the limit; SyntaxProblem otherwise."""
    if len(raw) > max_bytes:
        raise SyntaxProblem.of(too_big(file, kind, max_bytes))
    for start, what in _OTHER_FILES.items():
        if raw.startswith(start):
            message = f"this is {what}, not {kind.upper()}"
            hint = "give the document itself; a changed suffix changes no file"
            problem = Problem(f"{kind}-other-file", message, "", hint, file, 1, 1)
            raise SyntaxProblem.of(problem)
    if raw.startswith(b"\xef\xbb\xbf"):
        hint = "save the file as UTF-8 without BOM"
        message = "the file starts with a byte order mark"
        raise SyntaxProblem.of(Problem(f"{kind}-bom", message, "", hint, file, 1, 1))
    # Neither mark nor NUL stands in a text of ours; both do in most of UTF-16.
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        message = "the file is UTF-16 or no text at all"
        problem = Problem(f"{kind}-encoding", message, "", _UTF_8, file, 1, 1)
        raise SyntaxProblem.of(problem)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place_of_byte(raw, error.start)
        message = f"byte {raw[error.start]:#04x} is not UTF-8"
        problem = Problem(f"{kind}-encoding", message, "", _UTF_8, file, line, column)
        raise SyntaxProblem.of(problem) from None


def too_many(most: int) -> str:
    """Return the message about more values than a document may hold."""
    return f"the document holds more than {most:,} values"


def too_big(file: str, kind: str, max_bytes: int) -> Problem:
    """Build the problem of a file beyond its limit."""
    message = f"the file is larger than {max_bytes:,} bytes"
    return Problem(f"{kind}-size", message, "", LARGE_HINT, file)


def _place_of_byte(raw: bytes, start: int) -> tuple[int, int]:
    before = raw[:start].decode("utf-8")
    return Lines(before).at(len(before))
