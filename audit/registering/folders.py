"""A folder that stands for the files in it, as vendors send it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: What is taken beside the response, which brings its evidence and signature itself.
BESIDE = ("review.json", "exceptions.json")


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files, in place of a folder those that it stands for.

    InputError lists the folders in which no response, or more than one, was found.
    """
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        responses = [*path.glob("response.json"), *sorted(path.glob("*.zip"))]
        if len(responses) == 1:
            beside = (path / name for name in BESIDE)
            found += [*responses, *(file for file in beside if file.is_file())]
        else:
            problems.append(_unclear(path, responses))
    if problems:
        raise InputError.of(*problems)
    return found


def _unclear(folder: Path, responses: list[Path]) -> Problem:
    names = ", ".join(path.name for path in responses)
    if names:
        message = f"several responses lie in the folder: {names}"
        hint = "name the one that counts, and what belongs to it"
    else:
        message = "no response lies in the folder"
        hint = "wanted: response.json or a packed .zip; or name the files"
    return Problem("register-folder", message, "", hint, str(folder))
