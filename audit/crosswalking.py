"""Pre-fill a response of ours from an imported one, by a crosswalk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from audit.cases import check_response, load_questionnaire
from audit.crosswalks.check import check
from audit.crosswalks.model import Crosswalk
from audit.crosswalks.walk import Walked, walk
from audit.documents import read_document, read_json, refuse, validate
from audit.errors import InputError, Problem, UnknownKind
from audit.response.model import Response

if TYPE_CHECKING:
    from datetime import date
    from importlib.resources.abc import Traversable

    from audit.loading import Loaded
    from audit.questionnaire.model import Questionnaire

_BETWEEN = "--"


@dataclass(frozen=True, slots=True)
class Crosswalked:
    """A draft response as plain data, and how each of its answers came about."""

    response: dict[str, Any]
    walked: Walked


def shipped() -> dict[str, Traversable]:
    """Return the crosswalks of the toolkit by their names (``from--to``)."""
    folder = files("audit.crosswalks")
    found = {
        PurePath(f.name).stem: f for f in folder.iterdir() if f.name.endswith(".yaml")
    }
    return dict(sorted(found.items()))


def load_crosswalk(source: str, target: str) -> tuple[Crosswalk, Loaded[Questionnaire]]:
    """Return a shipped crosswalk, or one by its path, with where it leads."""
    questionnaire = load_questionnaire(target)
    document = read_document(_find(source, questionnaire.record.id))
    crosswalk = validate(Crosswalk, document)
    refuse(check(crosswalk, questionnaire.record), document)
    return crosswalk, questionnaire


def crosswalk_file(
    path: Path, source: str | None, target: str, day: date
) -> Crosswalked:
    """Return drafts for a questionnaire of ours from an imported response.

    ``source`` names the foreign framework; by default the one that the response is of.
    """
    document = read_document(path)
    given = validate(Response, document)
    asked = given.questionnaire
    crosswalk, questionnaire = load_crosswalk(
        source or _named(asked.id, asked.version, target), target
    )
    if not crosswalk.from_.covers(asked.id, asked.version):
        wanted = f"{crosswalk.from_.id} {crosswalk.from_.version}"
        message = f"the response answers {asked.id} {asked.version}, not {wanted}"
        hint = "give the response.json that 'audit import' wrote"
        where = "/questionnaire"
        problem = Problem("crosswalk-from", message, where, hint, str(path))
        raise InputError.of(problem)
    walked = walk(crosswalk, given.answers, questionnaire.record, given.language)
    response = _response(given, questionnaire, walked, day)
    check_response(read_json(json.dumps(response).encode(), str(path)), questionnaire)
    return Crosswalked(response, walked)


def _response(
    given: Response, questionnaire: Loaded[Questionnaire], walked: Walked, day: date
) -> dict[str, Any]:
    record = questionnaire.record
    return {
        "response_id": f"{given.response_id[:60]}-draft",
        "questionnaire": {
            "id": record.id,
            "version": record.version,
            "digest": questionnaire.digest,
        },
        "vendor": given.vendor.model_dump(exclude_none=True),
        "authored": day.isoformat(),
        "language": given.language,
        "answers": walked.answers,
    }


def _named(questionnaire: str, version: str, target: str) -> str:
    """Return the shipped crosswalk whose release covers a response."""
    for name in shipped():
        framework, _, leads_to = name.partition(_BETWEEN)
        foreign, _, release = framework.rpartition("-")
        same = version == release or version.startswith(f"{release}.")
        if (foreign, leads_to) == (questionnaire, target) and same:
            return framework
    return f"{questionnaire}-{version}"


def _find(source: str, target: str) -> Path | Traversable:
    if source.endswith((".yaml", ".yml")):
        return Path(source)
    known = shipped()
    name = f"{source}{_BETWEEN}{target}"
    if name not in known:
        message = f"no crosswalk from '{source}' to '{target}'"
        hint = f"known: {', '.join(known)}; or give a file with --from"
        raise UnknownKind.of(Problem("crosswalk-unknown", message, "", hint))
    return known[name]
