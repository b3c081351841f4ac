"""Names of evidence files: which are safe to use, and a safe one for any file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath

#: Characters of a whole name, as in the response's ``file``.
MAX_NAME = 300
#: Bytes of one part of a name that every common file system keeps.
MAX_PART_BYTES = 255
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_UNFIT = re.compile(r'[\s<>:"/\\|?*]+')
_WINDOWS_REFUSES = re.compile(r'[<>:"\\|?*]')
#: Devices of Windows, whatever suffix follows.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³]) *(\.|$)")
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+")


def name_fault(name: str) -> str:
    """Return why a relative file name is not safe; empty when it is.

    A safe name has one spelling, stays in its folder on every system and shows what it
    is: forward slashes only, no ``.``, ``..`` or empty part, no drive, nothing hidden,
    nothing that Windows drops or takes for a device.
    """
    parts = name.split("/")
    return next((told for bad, told in _FAULTS if bad(name, parts)), "")


_FAULTS: tuple[tuple[Callable[[str, list[str]], object], str], ...] = (
    (
        lambda name, _: not name or len(name) > MAX_NAME,
        f"names have 1 to {MAX_NAME} characters",
    ),
    (
        lambda name, _: {unicodedata.category(char) for char in name} & _HIDDEN,
        "the name has hidden or control characters",
    ),
    (
        lambda name, _: _WINDOWS_REFUSES.search(name),
        'the name has a character that Windows refuses: < > : " \\ | ? *',
    ),
    (
        lambda _, parts: {"", ".", ".."} & set(parts),
        "the name is not a plain path inside the folder",
    ),
    (
        lambda _, parts: any(part.endswith((".", " ")) for part in parts),
        "a part of the name ends in a dot or space, which Windows drops",
    ),
    (
        lambda _, parts: any(_RESERVED.match(part) for part in parts),
        "a part of the name means a device on Windows",
    ),
    (
        lambda _, parts: any(len(part.encode()) > MAX_PART_BYTES for part in parts),
        f"a part of the name has more than {MAX_PART_BYTES} bytes",
    ),
)


def twin_key(name: str) -> str:
    """Return what two names share that one file system may take for the same."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return unicodedata.normalize("NFC", folded)


def safe_name(original: str) -> str:
    """Return a file name like the original without anything hidden or special.

    Letters of every script stay. At most 200 bytes; the suffix is kept.
    """
    text = unicodedata.normalize("NFC", original)
    text = _UNFIT.sub("-", text)
    text = "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)
    path = PurePosixPath(text.strip(" .-") or "evidence")
    suffix = path.suffix if len(path.suffix.encode()) <= 20 else ""
    stem = path.name.removesuffix(suffix)
    while len((stem + suffix).encode()) > 200:
        stem = stem[:-1]
    stem = stem if suffix else stem.rstrip(" .-")  # the cut may have bared one
    return f"file-{stem}{suffix}" if _RESERVED.match(stem) else stem + suffix


def numbered(name: str, number: int) -> str:
    """Return the name for the n-th try: ``a.pdf``, ``a-2.pdf``, ``a-3.pdf``."""
    path = PurePosixPath(name)
    return name if number == 1 else f"{path.stem}-{number}{path.suffix}"


def id_for(name: str, taken: set[str]) -> str:
    """Return a free evidence id made from a file name."""
    plain = unicodedata.normalize("NFKD", PurePosixPath(name).stem)
    stem = _NO_ID.sub("-", plain.encode("ascii", "ignore").decode()).strip("._-")[:60]
    stem = stem.lower() or "evidence"
    number = 1
    while (found := f"{stem}-{number}" if number > 1 else stem) in taken:
        number += 1
    return found
