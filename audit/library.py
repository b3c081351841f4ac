"""Finds the packs in questionnaires/ and policies/ (installed wheel or checkout)."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from audit.errors import EnvironmentProblem, Problem, UnknownKind

Kind = Literal["questionnaires", "policies"]
_SUFFIXES = (".yaml", ".yml", ".json")


def pack_root(kind: Kind) -> Traversable:
    """Return the folder of the packs; EnvironmentProblem when it is not there."""
    package = files("audit")
    installed = package.joinpath("_data", kind)
    if installed.is_dir():
        return installed
    # An editable install or a plain checkout has the folders beside the package.
    checkout = Path(str(package)).parent / kind
    if checkout.is_dir():
        return checkout
    raise EnvironmentProblem(f"the shipped folder '{kind}' is missing; install again")


def packs(kind: Kind) -> dict[str, Traversable]:
    """Return the shipped packs by id (the file's stem), sorted."""
    found = {
        item.name.rpartition(".")[0]: item
        for item in pack_root(kind).iterdir()
        if item.name.endswith(_SUFFIXES)
    }
    return dict(sorted(found.items()))


def find(kind: Kind, name: str | Path) -> Traversable | Path:
    """Return a pack by id, or the file when the name is a path."""
    text = str(name)
    if text.endswith(_SUFFIXES) or "/" in text or "\\" in text:
        return Path(text)
    known = packs(kind)
    if text in known:
        return known[text]
    close = get_close_matches(text, known, 1)
    hint = f"did you mean '{close[0]}'?" if close else f"known: {', '.join(known)}"
    message = f"no pack '{text}' in {kind}"
    raise UnknownKind.of(Problem("pack", message, hint=hint))
