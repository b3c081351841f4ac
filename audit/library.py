"""Find the questionnaires and policies that ship with the toolkit.

An installed wheel carries them in ``audit/_data``, a checkout beside ``audit``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from audit.errors import EnvironmentProblem, Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

Kind = Literal["questionnaires", "policies"]

_SUFFIXES = (".yaml", ".yml", ".json")
_ID = re.compile(r"[a-z0-9-]{1,80}")
#: Beside the policies lie their tests, which are no policies.
_TESTS = "tests"
_SINGULAR = {"questionnaires": "questionnaire", "policies": "policy"}


def pack_root(kind: Kind) -> Traversable:
    """Return the folder of shipped packs; EnvironmentProblem when it is gone."""
    package = files("audit")
    for folder in (
        package.joinpath("_data", kind),
        package.joinpath("..", kind),
    ):
        if folder.is_dir():
            return folder
    message = f"the shipped {kind} are missing"
    hint = "install the package again"
    raise EnvironmentProblem.of(Problem("packs-missing", message, "", hint))


def packs(kind: Kind) -> dict[str, Traversable]:
    """Return every shipped pack by its id (the file name without suffix), sorted."""
    found: dict[str, Traversable] = {}
    for entry in _documents(pack_root(kind)):
        name = PurePath(entry.name).stem
        if name in found:
            message = f"two shipped {kind} are named '{name}'"
            raise EnvironmentProblem.of(Problem("packs-ambiguous", message))
        found[name] = entry
    return dict(sorted(found.items()))


def find(kind: Kind, name_or_path: str | Path) -> Path | Traversable:
    """Return the document that a pack id or a path names.

    What has a known suffix or a folder in it is a path, everything else an id: the
    meaning of an id never depends on the files of the current folder.
    """
    name = str(name_or_path)
    path = Path(name_or_path)
    if path.suffix.lower() in _SUFFIXES or len(path.parts) > 1 or path.is_absolute():
        return path
    known = packs(kind)
    if name in known:
        return known[name]
    raise UnknownKind.of(_unknown(kind, name, list(known)))


def beside(kind: Kind, name: str, file: str) -> Path | None:
    """Return a document beside a file that is named by its id; a pack comes first."""
    if name in packs(kind) or not _ID.fullmatch(name):
        return None
    choices = (Path(file).with_name(f"{name}{suffix}") for suffix in _SUFFIXES)
    return next((path for path in choices if path.is_file()), None)


def tests_of(policy: str | Path) -> Traversable | Path | None:
    """Return the folder with the tests of a policy (id or path), if there is one."""
    found = find("policies", policy)
    stem = PurePath(found.name).stem
    if isinstance(policy, str) and policy == stem:
        folder: Traversable = pack_root("policies").joinpath(_TESTS, stem)
        return folder if folder.is_dir() else None
    beside = Path(policy).parent
    choices = (beside / f"{stem}.{_TESTS}", beside / _TESTS / stem)
    return next((folder for folder in choices if folder.is_dir()), None)


def _documents(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.name.startswith((".", "_")) or entry.name == _TESTS:
            continue
        if entry.is_dir():
            yield from _documents(entry)
        elif PurePath(entry.name).suffix.lower() in _SUFFIXES:
            yield entry


def _unknown(kind: Kind, name: str, known: list[str]) -> Problem:
    singular = _SINGULAR[kind]
    listed = ", ".join(known) or "none"
    message = f"no {singular} is named {name[:80]!r}; known: {listed}"
    close = get_close_matches(name[:80], known, 1)
    hint = f"did you mean '{close[0]}'?" if close else "a path ends in .yaml or .json"
    return Problem(f"unknown-{singular}", message, "", hint)
