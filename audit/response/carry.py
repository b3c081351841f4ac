"""Carry last time's answers over into a new response, each to be confirmed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.questionnaire.asked import compile_gates
from audit.response.answers import AnswerBook, read_answers
from audit.response.migrate import Note
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from audit.questionnaire.model import Questionnaire
    from audit.response.migrate import Migrated

_MAX_ID = 80
_BLANK = {"value": None, "state": "unanswered"}


@dataclass(frozen=True, slots=True)
class Carried:
    """The new response's data, what happened on the way, and what is still open.

    ``left`` are the questions without an answer that are asked once the carried answers
    are confirmed. ``earlier`` is the id of the response they came from; ``renamed``
    maps present question ids to those in it.
    """

    data: dict[str, Any]
    notes: tuple[Note, ...]
    left: tuple[str, ...]
    earlier: str
    renamed: Mapping[str, str]


def carry_over(
    migrated: Migrated,
    questionnaire: Questionnaire,
    amends: str,
    as_of: date,
    language: str,
) -> Carried:
    """Return a new response that begins with the answers of an earlier one.

    ``amends`` is the digest of the earlier response. Every carried answer counts as
    unanswered until the vendor removes its mark; the attestation is not carried.
    """
    old = migrated.data
    book = _as_if_confirmed(old, questionnaire, as_of)
    hidden = {name for name in old["answers"] if book.states[name] == "not_asked"}
    answers = {
        name: _marked(old["answers"].get(name), drop=name in hidden)
        for name in questionnaire.questions
    }
    sequence = old.get("sequence", 1) + 1
    people = {"respondents": old["respondents"]} if old.get("respondents") else {}
    data = {
        "$schema": "./response.schema.json",
        "response_id": _next_id(old["response_id"], sequence),
        "questionnaire": old["questionnaire"],
        "sequence": sequence,
        "vendor": old["vendor"],
        "authored": as_of.isoformat(),
        **people,
        "language": language,
        "answers": answers,
        "evidence": list(old.get("evidence", ())),
        "amends": amends,
    }
    notes = [n for n in migrated.notes if n.subject not in hidden]
    notes += [_hidden(name, old, migrated) for name in answers if name in hidden]
    notes += _expired(data, questionnaire, as_of)
    left = tuple(i for i in answers if book.states[i] == "unanswered")
    earlier = old["response_id"]
    return Carried(data, tuple(notes), left, earlier, migrated.renamed)


def _as_if_confirmed(
    data: Mapping[str, Any], questionnaire: Questionnaire, as_of: date
) -> AnswerBook:
    answers = {n: {**a, "carried": False} for n, a in data["answers"].items()}
    response = Response.model_validate({**data, "answers": answers})
    return read_answers(response, questionnaire, compile_gates(questionnaire), as_of)


def _marked(answer: Mapping[str, Any] | None, *, drop: bool) -> dict[str, Any]:
    if answer is None or drop:
        return dict(_BLANK)
    return {**answer, "carried": True}


def _next_id(earlier: str, sequence: int) -> str:
    """Return an id with the number of the sequence, never the earlier one."""
    suffix = f"-r{sequence}"
    stem = re.sub(r"-r[0-9]{1,4}$", "", earlier)[: _MAX_ID - len(suffix)]
    found = stem + suffix
    return found if found != earlier else f"{stem[: _MAX_ID - 12]}-next{suffix}"


def _hidden(name: str, old: Mapping[str, Any], migrated: Migrated) -> Note:
    was = migrated.renamed.get(name, name)
    return Note("hidden", name, was, old["answers"][name])


def _expired(
    data: Mapping[str, Any], questionnaire: Questionnaire, as_of: date
) -> list[Note]:
    """Return the items that have expired, and the answers that only they back."""
    response = Response.model_validate(data)
    ended = [i for i in response.evidence if i.expires and i.expires < as_of]
    gone = {item.id for item in ended}
    notes = [Note("expired", i.id, i.id, detail=str(i.expires)) for i in ended]
    for name, answer in response.answers.items():
        named = set(answer.evidence)
        if questionnaire.questions[name].type == "attachment" and answer.value:
            named |= set(answer.value)
        if named and named <= gone:
            notes.append(Note("unbacked", name, name))
    return notes
