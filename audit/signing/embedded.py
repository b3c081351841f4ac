"""Files embedded in a PDF, read strictly: one name, one file, within limits.

A reader that is lenient where another is strict shows another file than the one that
was checked. So a file counts only if every way to name it and to find it agrees.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from audit.errors import AuditError, InputError, Problem
from audit.signing.pades import catalog

MAX_TOTAL_BYTES = 64 << 20
MAX_FILES = 1000
MAX_TREE_DEPTH = 16


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Read the embedded files of a PDF.

    Args:
        pdf: the file; its signature is not looked at.

    Returns:
        Content by file name, in the order of the PDF; empty if there is none.

    Raises:
        InputError: the PDF cannot be read, a name occurs twice or is contradictory, a
            digest or size is wrong, or all files together exceed 64 MiB.
    """
    try:
        return _read(catalog(pdf))
    except AuditError:
        raise
    except Exception as error:
        text = f"the embedded files cannot be read: {error}"
        raise _problem(code="attachment-unreadable", text=text[:200]) from error


def _read(root: Any) -> dict[str, bytes]:
    tree = _get(_get(root, "/Names") or {}, "/EmbeddedFiles")
    leaves = _leaves(tree, 0) if tree is not None else []
    _check_associated(root, [stream for _, stream in map(_resolve, leaves)])
    found: dict[str, bytes] = {}
    left = MAX_TOTAL_BYTES
    for name, stream in map(_resolve, leaves):
        if name in found:
            raise _problem(
                code="attachment-duplicate", text=f"{name!r} is embedded twice"
            )
        found[name] = _decoded(name, stream, left)
        left -= len(found[name])
    return found


def _problem(*, code: str, text: str) -> InputError:
    hint = "use the report as it was issued, not a copy saved by another program"
    return InputError.of(Problem(code, text, hint=hint))


def _get(mapping: Any, key: str) -> Any:
    """Value of a key with its reference followed; pyHanko's own `get` does not."""
    return mapping[key] if key in mapping else None  # noqa: SIM401


def _leaves(node: Any, depth: int) -> list[tuple[str, Any]]:
    """Key and file specification of every entry of the name tree."""
    if depth > MAX_TREE_DEPTH:
        raise _problem(
            code="attachment-tree", text="the list of embedded files is too deep"
        )
    pairs = _get(node, "/Names") or []
    found = [(str(pairs[i]), pairs[i + 1]) for i in range(0, len(pairs), 2)]
    kids = _get(node, "/Kids") or []
    for i in range(len(kids)):
        found += _leaves(kids[i], depth + 1)
        if len(found) > MAX_FILES:
            raise _problem(code="attachment-count", text=f"more than {MAX_FILES} files")
    return found


def _resolve(leaf: tuple[str, Any]) -> tuple[str, Any]:
    """The name and stream of a file; all ways to state them must agree."""
    key, spec = leaf
    name = str(spec["/UF"] if "/UF" in spec else spec["/F"])
    if "/F" in spec and str(spec["/F"]) != name and str(spec["/F"]).isascii():
        text = f"one embedded file has two names: {name!r} and {str(spec['/F'])!r}"
        raise _problem(code="attachment-name", text=text[:200])
    if not name or {"/", "\\", "\0"} & set(name) or name in {".", ".."}:
        raise _problem(
            code="attachment-name", text=f"{name!r} is not a plain file name"
        )
    streams = spec["/EF"]
    places = {_place(streams.raw_get(way)) for way in streams}
    if len(places) != 1 or "/F" not in streams:
        text = f"{name!r} ({key!r}) leads to more than one file"
        raise _problem(code="attachment-name", text=text[:200])
    return name, streams["/F"]


def _place(reference: Any) -> tuple[int, int]:
    return reference.idnum, reference.generation


def _check_associated(root: Any, streams: list[Any]) -> None:
    """Every associated file of the document must be in the name tree too."""
    known = {_place(stream.container_ref) for stream in streams}
    associated = _get(root, "/AF") or []
    for i in range(len(associated)):
        _, stream = _resolve(("/AF", associated[i]))
        if _place(stream.container_ref) not in known:
            text = "an associated file is missing in the list of embedded files"
            raise _problem(code="attachment-hidden", text=text)


def _decoded(name: str, stream: Any, limit: int) -> bytes:
    filters = _get(stream, "/Filter")
    if isinstance(filters, list):
        filters = filters[0] if len(filters) == 1 else "several" if filters else None
    if filters not in (None, "/FlateDecode") or "/DecodeParms" in stream:
        raise _problem(
            code="attachment-filter", text=f"{name!r} is packed in an unusual way"
        )
    encoded = bytes(stream.encoded_data)
    data = encoded if filters is None else _inflated(name, encoded, limit)
    if len(data) > limit:
        text = f"the embedded files exceed {MAX_TOTAL_BYTES >> 20} MiB at {name!r}"
        raise _problem(code="attachment-size", text=text)
    _check_params(name, data, _get(stream, "/Params") or {})
    return data


def _inflated(name: str, encoded: bytes, limit: int) -> bytes:
    """Unpack without ever holding much more than the limit (zip bombs)."""
    machine = zlib.decompressobj()
    data = machine.decompress(encoded, limit + 1)
    if len(data) <= limit and (not machine.eof or machine.unused_data.strip()):
        raise _problem(
            code="attachment-damaged", text=f"{name!r} is cut or has bytes behind it"
        )
    return data


def _check_params(name: str, data: bytes, params: Any) -> None:
    size, checksum = _get(params, "/Size"), _get(params, "/CheckSum")
    if size is not None and int(size) != len(data):
        raise _problem(
            code="attachment-damaged", text=f"{name!r} has another size than stated"
        )
    if checksum is None:
        return
    stated = getattr(checksum, "original_bytes", None)
    if stated != hashlib.md5(data, usedforsecurity=False).digest():
        raise _problem(
            code="attachment-damaged", text=f"{name!r} has another MD5 than stated"
        )
