"""What the libraries of CISO Assistant are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def framework_of(data: object) -> dict[str, Any] | None:
    """Return the framework of a library; None when it has none with nodes."""
    objects = data.get("objects") if isinstance(data, dict) else None
    found = objects.get("framework") if isinstance(objects, dict) else None
    if not isinstance(found, dict):
        return None
    return found if isinstance(found.get("requirement_nodes"), list) else None


def numbered(items: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the maps of a list with their indexes; what else is there gets lost."""
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def questions_of(node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the questions of a node by their ids, in its order."""
    found = node.get("questions")
    for urn, question in found.items() if isinstance(found, dict) else ():
        if isinstance(question, dict):
            yield urn, question


def pointer_of(index: int) -> str:
    """Return the JSON Pointer of a node."""
    return f"/objects/framework/requirement_nodes/{index}"


def tail(urn: str) -> str:
    """Return what a URN says after its kind and framework, which all of them share."""
    parts = urn.split(":")
    return " ".join(parts[5:] or parts[-1:])
