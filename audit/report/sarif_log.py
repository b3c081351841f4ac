"""The frame of a SARIF 2.1.0 log, for whatever has results in files."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(
    tool: str,
    version: str,
    rules: list[dict[str, Any]],
    results: list[dict[str, Any]],
    **more: Any,
) -> dict[str, Any]:
    """Return a log with one run of a tool; ``more`` are further keys of the run."""
    driver = {"name": tool, "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{**run, **more}]}


def location(file: str, pointer: str, line: int, column: int) -> dict[str, Any]:
    """Return a place in a file; a line of 0 is unknown."""
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if line:
        place["region"] = {"startLine": line, "startColumn": column}
    found: dict[str, Any] = {"physicalLocation": place}
    if pointer:
        found["logicalLocations"] = [{"fullyQualifiedName": pointer}]
    return found


def _uri(file: str) -> str:
    """Return a relative reference as it is, an absolute path as a file URI."""
    path = Path(normpath(file))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
