"""Read a document from disk by its suffix, never more than its limit."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, cast

from audit.documents.json_reader import read_json
from audit.documents.limits import MAX_JSON_BYTES, MAX_YAML_BYTES
from audit.documents.yaml_reader import read_yaml
from audit.errors import EnvironmentProblem, InputError, Problem

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from audit.documents.document import Document

#: Suffix -> reader and the bytes it takes.
_READERS = {
    ".json": (read_json, MAX_JSON_BYTES),
    ".yaml": (read_yaml, MAX_YAML_BYTES),
    ".yml": (read_yaml, MAX_YAML_BYTES),
}
# Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def read_document(path: Path | str | Traversable) -> Document:
    """Return the document in a .json, .yaml or .yml file or shipped resource.

    A lone ``-`` is JSON on the standard input.
    """
    name = str(path)
    if name == "-":
        return read_json(sys.stdin.buffer.read(MAX_JSON_BYTES + 1), "<stdin>")
    suffix = PurePath(name).suffix.lower()
    if suffix not in _READERS:
        hint = f"known: {', '.join(_READERS)}"
        message = f"cannot tell the format from the suffix '{suffix[:20]}'"
        raise InputError.of(Problem("file-suffix", message, "", hint, name))
    read, limit = _READERS[suffix]
    return read(_read_bytes(path, name, limit + 1), name)


def _read_bytes(path: Path | str | Traversable, name: str, count: int) -> bytes:
    try:
        if not isinstance(path, Path | str):  # a resource inside a zipped wheel
            with path.open("rb") as packed:
                return cast("BinaryIO", packed).read(count)
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            _refuse_special(os.fstat(file.fileno()).st_mode, name)
            return file.read(count)
    except (FileNotFoundError, NotADirectoryError):
        hint = "check the name and the folder"
        problem = Problem("file-missing", "there is no such file", "", hint, name)
        raise InputError.of(problem) from None
    except IsADirectoryError:
        raise InputError.of(_not_a_file("a folder", name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem("file-unreadable", f"cannot be read: {reason}", file=name)
        raise EnvironmentProblem.of(problem) from None


def _refuse_special(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise InputError.of(_not_a_file("a folder", name))
    if not stat.S_ISREG(mode):
        raise InputError.of(_not_a_file("a pipe or device", name))


def _not_a_file(what: str, name: str) -> Problem:
    message = f"this is {what}, not a file"
    return Problem("file-kind", message, "", "give the path of a file", name)
