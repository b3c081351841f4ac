"""Read a response to an earlier version of a questionnaire as one to the present.

The migrations of the questionnaire are run over the answers; what the present version
has no place for is dropped and noted, so that the result always passes the check.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from audit.documents.positions import path_of
from audit.errors import Problem
from audit.questionnaire.migrations import chain_from
from audit.questionnaire.names import version_key
from audit.response.check import check
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.questionnaire.migrations import Migration, StepCommon
    from audit.questionnaire.model import Questionnaire

#: Why an answer was not taken over as it was, or what an evidence item lacks now.
Kind = Literal[
    "retired",  # the question is not asked any more
    "unknown",  # there is no such question, and no migration tells of it
    "ambiguous",  # another answer has the name that this one should get
    "reanswer",  # the question means something else now
    "invalid",  # the answer does not fit the question any more
    "hidden",  # the other answers hide the question
    "converted",  # taken over, but an option or a unit is written differently now
    "expired",  # an evidence item whose validity has ended
    "unbacked",  # an answer whose evidence has all expired
]


@dataclass(frozen=True, slots=True)
class Note:
    """What happened to one answer or evidence item.

    ``subject`` is its present id, or the old one where there is none; ``was`` the id in
    the earlier response; ``before`` the earlier answer.
    """

    kind: Kind
    subject: str
    was: str
    before: Mapping[str, Any] | None = None
    reason: Mapping[str, str] | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Migrated:
    """A response's data as the present version reads it.

    With ``problems`` there is no such reading and the rest means nothing. ``renamed``
    maps present ids to those in the earlier response.
    """

    data: Mapping[str, Any]
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


def migrate(
    data: Mapping[str, Any], questionnaire: Questionnaire, digest: str
) -> Migrated:
    """Return the data of a valid response as one to this version."""
    chain, problem = _path(data["questionnaire"], questionnaire, digest)
    if problem:
        return Migrated({}, problems=(problem,))
    # A blank answer is the same as none, and nobody's loss.
    given = (n for n in data["answers"].items() if n[1]["state"] != "unanswered")
    moved = _Moved(dict(given))
    for migration in chain:
        for step in migration.steps:
            moved.take(step)
    moved.settle(questionnaire)
    asked = {"id": questionnaire.id, "version": questionnaire.version, "digest": digest}
    reading = {**data, "questionnaire": asked, "answers": moved.answers}
    problems = moved.drop_invalid(reading, questionnaire, digest)
    return Migrated(reading, tuple(moved.notes), problems, moved.was)


def _path(
    asked: Mapping[str, Any], questionnaire: Questionnaire, digest: str
) -> tuple[Sequence[Migration], Problem | None]:
    """Return the migrations to run, or why there is no way to this version."""
    version, present = asked["version"], questionnaire.version
    where = "/questionnaire/version"
    if asked["id"] != questionnaire.id:
        message = f"answers '{asked['id']}', not '{questionnaire.id}'"
        hint = "choose the questionnaire that the response was made for"
        problem = Problem(
            "response-questionnaire", message, where.replace("version", "id"), hint
        )
        return (), problem
    chain = chain_from(questionnaire.migrations, version, present)
    if chain is None:
        return (), _no_path(version, questionnaire, where)
    if not chain and asked.get("digest") not in {None, digest}:
        message = f"version {version} was changed after it was issued"
        hint = "give the changed questionnaire a new version and a migration to it"
        return (), Problem("response-digest", message, "/questionnaire/digest", hint)
    return chain, None


def _no_path(version: str, questionnaire: Questionnaire, where: str) -> Problem:
    present = questionnaire.version
    if version_key(version) > version_key(present):
        message = f"answers version {version}, which is newer than {present}"
        hint = f"use version {version} of the questionnaire, or a later one"
        return Problem("response-version", message, where, hint)
    known = [migration.from_ for migration in questionnaire.migrations]
    message = f"no migration leads from version {version} to {present}"
    hint = f"add one to the questionnaire; there are some from: {', '.join(known)}"
    if not known:
        hint = "add 'migrations' to the questionnaire"
    return Problem("response-version", message, where, hint)


@dataclass
class _Moved:
    """The answers on their way through the steps."""

    answers: dict[str, Any]
    notes: list[Note] = field(default_factory=list)
    was: dict[str, str] = field(default_factory=dict)
    converted: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    anew: dict[str, Mapping[str, str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def note(self, kind: Kind, name: str, answer: Any, **more: Any) -> None:
        """Write down what happened to an answer."""
        was = self.was.get(name, name)
        self.notes.append(Note(kind, name, was, answer, **more))

    def take(self, step: StepCommon) -> None:
        """Run one step over the answer that it names."""
        name = step.question
        if name not in self.answers:
            return
        answer = self.answers.pop(name)
        place = step.follow((name,))
        if place is None:
            self.note("retired", name, answer)
            return
        value = answer.get("value")
        changed = step.convert(value)
        if changed != value:
            if not step.new_name:
                self.converted.setdefault(name, answer)
            answer = {**answer, "value": changed}
        if step.asks_anew is not None:
            self.anew[name] = step.asks_anew
        self._put(str(place[0]), name, answer)

    def _put(self, name: str, old: str, answer: Any) -> None:
        if name == old:
            self.answers[name] = answer
            return
        for kept in (self.converted, self.anew, self.was):
            if old in kept:
                kept[name] = kept.pop(old)  # type: ignore[assignment]
        self.was.setdefault(name, old)
        if name in self.answers or name in self.taken:
            # Two answers for one question: neither is more true than the other.
            other = self.answers.pop(name, None)
            self.taken.add(name)
            self.note("ambiguous", name, answer)
            if other is not None:
                self.notes.append(Note("ambiguous", name, name, other))
            return
        self.answers[name] = answer

    def settle(self, questionnaire: Questionnaire) -> None:
        """Drop what the present version does not ask, or asks anew."""
        for name in list(self.answers):
            if name not in questionnaire.questions:
                self.note("unknown", name, self.answers.pop(name))
            elif name in self.anew:
                reason = self.anew[name]
                self.note("reanswer", name, self.answers.pop(name), reason=reason)
            elif name in self.converted:
                self.note("converted", name, self.converted[name])
        order = [name for name in questionnaire.questions if name in self.answers]
        ordered = {name: self.answers[name] for name in order}
        self.answers.clear()
        self.answers.update(ordered)

    def drop_invalid(
        self, reading: Mapping[str, Any], questionnaire: Questionnaire, digest: str
    ) -> tuple[Problem, ...]:
        """Drop the answers that the check refuses; return its other problems."""
        while True:
            response = Response.model_validate(reading)
            problems = check(response, questionnaire, digest)
            faults: dict[str, str] = {}
            for problem in problems:
                top, *rest = path_of(problem.pointer)
                if top == "answers":
                    faults.setdefault(rest[0], problem.message)
            if not faults:
                return problems
            for name, message in faults.items():
                self.note("invalid", name, self.answers.pop(name), detail=message)
            lost = set(faults)
            self.notes = [
                n for n in self.notes if n.kind != "converted" or n.subject not in lost
            ]
