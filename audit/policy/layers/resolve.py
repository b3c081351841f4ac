"""Lay a layer over a policy: plain data in, plain data out, every place known."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_IDENTITY = ("id", "version", "title", "publisher", "date")
_PARTS = (
    "responses",
    "assurance",
    "compensation",
    "knock_out",
    "inherent",
    "ratings",
    "residual",
    "decision",
    "lint_ignore",
)
#: Lists whose items have ids.
LISTS = ("domains", "controls", "contradictions")


@dataclass
class Resolved:
    """The data of a policy; ``own`` leads from its pointers to those of the layer.

    ``below`` does the same for items of lists that have moved. What neither names
    stands in the policy below, under the same pointer.
    """

    data: dict[str, Any]
    own: dict[str, str] = field(default_factory=dict)
    below: dict[str, str] = field(default_factory=dict)

    def origin(self, pointer: str) -> tuple[bool, str]:
        """Tell whether a pointer leads into the layer, and where to in its document."""
        head, rest = pointer, ""
        while head:
            for is_own, places in ((True, self.own), (False, self.below)):
                if head in places:
                    return is_own, places[head] + rest
            head, _, token = head.rpartition("/")
            rest = f"/{token}{rest}"
        return False, pointer


def resolve(base: Mapping[str, Any], layer: Mapping[str, Any]) -> Resolved:
    """Return the policy that a checked layer makes of the checked policy below."""
    rest = {k: v for k, v in base.items() if k not in {*_IDENTITY, "layers"}}
    found = Resolved({**{k: layer[k] for k in _IDENTITY if k in layer}, **rest})
    for name in (*_IDENTITY, *_PARTS):
        if layer.get(name) is not None:
            found.data[name] = layer[name]
            found.own[f"/{name}"] = f"/{name}"
    for name in LISTS:
        edits = layer.get(name) or {}
        items = [*_kept(found, name, base.get(name, ()), edits)]
        for index, item in enumerate(edits.get("add", ())):
            found.own[f"/{name}/{len(items)}"] = f"/{name}/add/{index}"
            items.append(item)
        if items or name in base:
            found.data[name] = items
    return found


def _kept(
    found: Resolved, name: str, items: Any, edits: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    gone = {removal["id"] for removal in edits.get("remove", ())}
    place = 0
    for index, item in enumerate(items):
        if item["id"] in gone:
            continue
        pointer = f"/{name}/{place}"
        found.below[pointer] = f"/{name}/{index}"
        change = edits.get("override", {}).get(item["id"], {})
        for key in change:
            found.own[f"{pointer}/{key}"] = f"/{name}/override/{item['id']}/{key}"
        cleared = {key for key, value in change.items() if value is None}
        merged = {**item, **change}
        yield {key: value for key, value in merged.items() if key not in cleared}
        place += 1


def misplaced(base: Mapping[str, Any], layer: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what a layer changes although it is not there, or adds although it is."""
    for name in LISTS:
        known = [item["id"] for item in base.get(name, ())]
        edits = layer.get(name) or {}
        removed = [removal["id"] for removal in edits.get("remove", ())]
        for index, item in enumerate(removed):
            yield from _known(item, known, f"/{name}/remove/{index}/id", name)
            if item in removed[:index]:
                message = f"'{item}' is removed twice"
                yield Problem("layer-twice", message, f"/{name}/remove/{index}/id")
        for item, change in edits.get("override", {}).items():
            pointer = f"/{name}/override/{item}"
            yield from _known(item, known, pointer, name)
            if item in removed:
                message = f"'{item}' is removed and overridden"
                hint = "keep one of the two"
                yield Problem("layer-twice", message, pointer, hint)
            if not change:
                hint = "name the fields that change, or leave it out"
                yield Problem(
                    "layer-empty", f"nothing of '{item}' changes", pointer, hint
                )
        for index, added in enumerate(edits.get("add", ())):
            if added["id"] in known:
                message = f"'{added['id']}' is in the policy below"
                hint = "change it under 'override'"
                yield Problem("layer-added", message, f"/{name}/add/{index}/id", hint)


def _known(item: str, known: list[str], pointer: str, name: str) -> Iterator[Problem]:
    if item not in known:
        close = get_close_matches(item, known, 1)
        hint = f"did you mean '{close[0]}'?" if close else "add it under 'add'"
        message = f"the policy below has no '{item}' among its {name}"
        yield Problem("layer-unknown", message, pointer, hint)
