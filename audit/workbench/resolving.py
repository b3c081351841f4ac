"""A resolved policy as YAML for people: one line a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.workbench.testing.writing import flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.documents import Document


def resolved_yaml(document: Document) -> str:
    """Return the document as YAML that reads back to the same digest."""
    return "\n".join([f"# {document.digest}", *_lines(document.data)]) + "\n"


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{key}:"
            for item in value:
                yield from _item(item)
        else:
            yield f"{key}: {flow(value)}"


def _item(item: dict[str, Any]) -> Iterator[str]:
    start = "  - "
    for key, value in item.items():
        yield f"{start}{key}: {flow(value)}"
        start = "    "
    if not item:
        yield "  - {}"
