"""Import bytes as the command does, and account for every part of a source."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from audit.documents import read_yaml
from audit.importers.ledger import children, escaped
from audit.importers.model import Options
from audit.importers.source import Source
from audit.importing import Import, import_source

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = dt.date(2026, 11, 24)


def imported(
    raw: bytes | str,
    name: str,
    *,
    as_: str | None = None,
    mapping: str | None = None,
    answers: tuple[tuple[str, bytes | str], ...] = (),
    **options: Any,
) -> Import:
    wanted = Options(
        day=DAY,
        mapping=read_yaml(mapping.encode(), "mapping.yaml") if mapping else None,
        answers=tuple(Source(n, encoded(r)) for n, r in answers),
        **options,
    )
    return import_source(Source(name, encoded(raw)), wanted, as_)


def encoded(raw: bytes | str) -> bytes:
    return raw if isinstance(raw, bytes) else raw.encode()


def questions(done: Import) -> dict[str, dict[str, Any]]:
    asked = done.imported.questionnaire
    assert asked is not None
    return {q["link_id"]: q for s in asked["sections"] for q in s["questions"]}


def answers_of(done: Import) -> dict[str, dict[str, Any]]:
    (response,) = done.imported.responses
    return response["answers"]


def whys(done: Import) -> dict[str, str]:
    return {loss.where: loss.why for loss in done.imported.losses}


def spoken_of(done: Import) -> set[str]:
    both = (*done.imported.carried, *done.imported.losses)
    return {item.where for item in both}


def leaves(data: Any, pointer: str = "") -> Iterator[str]:
    """Yield the pointer of every scalar and empty container."""
    inside = children(data)
    if not inside:
        yield pointer
    for key, child in inside:
        yield from leaves(child, f"{pointer}/{escaped(key)}")


def forgotten(data: Any, done: Import, file: str = "") -> list[str]:
    """Return the leaves of JSON data that stand under no carried or lost part."""
    spoken = spoken_of(done)
    before = f"{file}:" if file else ""
    return [
        leaf
        for leaf in leaves(data)
        if not any(before + up in spoken for up in prefixes(leaf))
    ]


def prefixes(pointer: str) -> list[str]:
    parts = pointer.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
