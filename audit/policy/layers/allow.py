"""Match what is milder with what a layer has leave to relax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from audit.errors import Problem
from audit.policy.layers.milder import Milder, Pair, milder_controls
from audit.policy.layers.milder_tables import milder_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.layers.model import Layer


class Granted(NamedTuple):
    """A relaxation as the resolved policy names it, and its place in the layer."""

    pointer: str
    data: dict[str, Any]


class Weighed(NamedTuple):
    """What a layer relaxes with leave; ``refused`` without; leave that nothing uses."""

    granted: tuple[Granted, ...]
    #: pointers lead into the resolved policy
    refused: tuple[Problem, ...]
    #: pointers lead into the layer
    unused: tuple[Problem, ...]


def weigh(pair: Pair, layer: Layer) -> Weighed:
    """Compare the resolved policy with the one below it."""
    milder = [*milder_controls(pair), *milder_tables(pair)]
    leave = [
        (index, place, subject)
        for index, allowed in enumerate(layer.allow_relax)
        for place, subject in enumerate(allowed.subjects)
    ]
    granted, refused, used = [*_removed(layer)], [], set()
    for item in milder:
        fits = [(i, n) for i, n, subject in leave if _covers(subject, item)]
        used.update(fits)
        if not fits:
            refused.append(_refusal(item))
            continue
        index = fits[0][0]
        allowed = layer.allow_relax[index]
        granted.append(_granted(f"/allow_relax/{index}", item, allowed))
    unused = [
        _unused(f"/allow_relax/{index}/subjects/{place}", subject, milder)
        for index, place, subject in leave
        if (index, place) not in used
    ]
    return Weighed(tuple(granted), tuple(refused), tuple(unused))


def _covers(subject: str, item: Milder) -> bool:
    return item.subject == subject or item.subject.startswith(f"{subject}.")


def _removed(layer: Layer) -> Iterator[Granted]:
    for name, edits in (
        ("controls", layer.controls),
        ("contradictions", layer.contradictions),
    ):
        for index, gone in enumerate(edits.remove):
            item = Milder(gone.id, "removed", "", "")
            yield _granted(f"/{name}/remove/{index}", item, gone)


def _granted(pointer: str, item: Milder, leave: Any) -> Granted:
    data = leave.model_dump(mode="json", include={"reason", "approver", "expires"})
    known = {key: value for key, value in data.items() if value is not None}
    return Granted(pointer, {"subject": item.subject, "respect": item.respect, **known})


def _refusal(item: Milder) -> Problem:
    hint = (
        "make it at least as strict, or name it under allow_relax: "
        f"{{subjects: [{item.subject}], reason: {{en: …}}, approver: …}}"
    )
    message = f"milder than the policy below ({item.subject}): {item.message}"
    return Problem("layer-milder", message, item.pointer, hint)


def _unused(pointer: str, subject: str, milder: list[Milder]) -> Problem:
    names = ", ".join(item.subject for item in milder[:12])
    hint = f"milder is: {names}" if names else "take it out: nothing is milder"
    message = f"nothing that '{subject}' names is milder than below"
    return Problem("layer-leave-unused", message, pointer, hint)
