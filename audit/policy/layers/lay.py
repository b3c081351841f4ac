"""Make a policy of a layer and of the policy below it, or tell why not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audit.canonical import digest
from audit.documents import Document, refuse, validate
from audit.errors import InputError, Problem
from audit.policy.check import check
from audit.policy.layers.allow import weigh
from audit.policy.layers.milder import Pair
from audit.policy.layers.model import Layer
from audit.policy.layers.resolve import misplaced, resolve
from audit.policy.model import Policy
from audit.questionnaire.localisation import missing_translations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.layers.allow import Granted
    from audit.policy.layers.model import AllowRelax, Removal
    from audit.policy.layers.resolve import Resolved
    from audit.questionnaire.model import Questionnaire

_EXACT = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


def lay(below: Document, above: Document, asked: Questionnaire) -> Document:
    """Return the resolved policy; InputError with every problem where it was written.

    ``below`` is a checked policy, resolved if it has layers itself. The result is no
    milder than ``below`` but for what the layer has leave to relax.
    """
    layer, old = validate(Layer, above), validate(Policy, below)
    misplaced_too = misplaced(below.data, above.data)
    refuse((*_check(layer, below, old), *misplaced_too), above)
    resolved = resolve(below.data, above.data)
    document = _document(resolved, below, above)
    new = validate(Policy, document)
    refuse(check(new, asked), document)
    weighed = weigh(Pair(old, new, asked), layer)
    problems = [document.at(problem) for problem in weighed.refused]
    problems += [above.at(problem) for problem in weighed.unused]
    if problems:
        raise InputError.of(*sorted(problems, key=lambda p: (p.file, p.line, p.column)))
    _tell_origin(resolved, below, above, weighed.granted)
    return replace(document, digest=digest(resolved.data))


def _check(layer: Layer, below: Document, old: Policy) -> Iterator[Problem]:
    yield from _check_below(layer, below, old)
    languages = tuple(old.languages)
    places: tuple[tuple[str, tuple[AllowRelax | Removal, ...]], ...] = (
        ("allow_relax", layer.allow_relax),
        ("controls/remove", layer.controls.remove),
        ("contradictions/remove", layer.contradictions.remove),
    )
    for place, items in places:
        for index, item in enumerate(items):
            pointer = f"/{place}/{index}/reason"
            yield from missing_translations(item.reason, languages, pointer)


def _check_below(layer: Layer, below: Document, old: Policy) -> Iterator[Problem]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    wanted, pinned = layer.extends.version, layer.extends.digest
    exact = _EXACT.fullmatch(wanted)
    pointer = "/extends/version"
    try:
        fits = old.version in SpecifierSet(f"=={wanted}" if exact else wanted)
    except InvalidSpecifier:
        hint = 'write "1.0.0" or for example ">=1.0,<2"'
        yield Problem("layer-version", "this is no version range", pointer, hint)
        return
    if not fits:
        message = f"'{wanted}' leaves out version {old.version} of '{old.id}'"
        hint = "look at what changed there (audit policy diff) before you follow it"
        yield Problem("layer-version", message, pointer, hint)
    if pinned is not None and pinned != below.digest:
        message = f"'{old.id}' {old.version} is not the document that was pinned"
        hint = f"it is {below.digest}; look at what changed before you pin it"
        yield Problem("layer-digest", message, "/extends/digest", hint)


def _document(resolved: Resolved, below: Document, above: Document) -> Document:
    def origin(pointer: str, /) -> tuple[Document, str]:
        is_own, place = resolved.origin(pointer)
        return (above if is_own else below), place

    def locate(pointer: str, /, *, key: bool = False) -> tuple[int, int]:
        document, place = origin(pointer)
        return document.locate(place, key=key)

    return Document(resolved.data, above.file, "", locate, origin)


def _tell_origin(
    resolved: Resolved, below: Document, above: Document, granted: tuple[Granted, ...]
) -> None:
    """Write into the policy what it was made of; reports and replays need no more."""
    known: list[Any] = below.data.get("layers") or [_named(below)]
    place = f"/layers/{len(known)}"
    relaxed = []
    for index, item in enumerate(granted):
        resolved.own[f"{place}/relaxed/{index}"] = item.pointer
        relaxed.append(item.data)
    own = _named(above)
    resolved.own[place] = ""
    resolved.data["layers"] = [*known, {**own, "relaxed": relaxed} if relaxed else own]


def _named(document: Document) -> dict[str, Any]:
    data = document.data
    return {"id": data["id"], "version": data["version"], "digest": document.digest}
