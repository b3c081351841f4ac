"""Do the migrations of a questionnaire lead to what it asks now."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from audit.errors import Problem
from audit.questionnaire.localisation import missing_translations
from audit.questionnaire.names import version_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.questionnaire.migrations import Place, StepCommon
    from audit.questionnaire.model import Questionnaire

#: A step with its pointer and the index of its migration.
_Located = tuple[str, int, "StepCommon"]


def check_migrations(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield every problem of the chain of versions and of the steps."""
    yield from _check_chain(questionnaire)
    steps = [
        (f"/migrations/{number}/steps/{index}", number, step)
        for number, migration in enumerate(questionnaire.migrations)
        for index, step in enumerate(migration.steps)
    ]
    walk = _Walk()
    for index, (pointer, number, step) in enumerate(steps):
        yield from walk.problems(pointer, number, step)
        later = [found for _, _, found in steps[index + 1 :]]
        yield from _check_end(pointer, step, later, questionnaire.questions)
        reason = step.asks_anew
        where = f"{pointer}/reason"
        yield from missing_translations(reason, tuple(questionnaire.languages), where)
        walk.pass_by(pointer, number, step)


def _check_chain(questionnaire: Questionnaire) -> Iterator[Problem]:
    code = "migration-chain"
    passed: list[str] = []
    for number, migration in enumerate(questionnaire.migrations):
        start, end = migration.from_, migration.to
        pointer = f"/migrations/{number}"
        if version_key(start) >= version_key(end):
            message = f"{end} is not later than {start}"
            yield Problem("migration-order", message, f"{pointer}/to")
        if start in passed[:-1]:
            message = f"two migrations lead from version {start}"
            hint = "keep one chain of versions without forks"
            yield Problem(code, message, f"{pointer}/from", hint)
        elif passed and start != passed[-1]:
            message = f"the migration before leads to {passed[-1]}, not to {start}"
            hint = "list the migrations from old to new, without gaps"
            yield Problem(code, message, f"{pointer}/from", hint)
        passed += [start, end] if not passed else [end]
    if passed and passed[-1] != questionnaire.version:
        message = f"the last one leads to {passed[-1]}, not to {questionnaire.version}"
        last = len(questionnaire.migrations) - 1
        hint = "add a migration to the present version; it may have no steps"
        yield Problem(code, message, f"/migrations/{last}/to", hint)


@dataclass
class _Walk:
    """What the steps so far took away and which names they used, as called now."""

    gone: dict[Place, str] = field(default_factory=dict)
    used: set[Place] = field(default_factory=set)
    renamed: set[tuple[int, Place]] = field(default_factory=set)

    def problems(
        self, pointer: str, number: int, step: StepCommon
    ) -> Iterator[Problem]:
        """Yield how a step contradicts the ones before it."""
        named = step.gone or step.made or ()
        for end in range(1, len(named) + 1):
            if taker := self.gone.get(named[:end]):
                message = f"{_shown(named[:end])} is gone: {taker} took it away"
                where = f"{pointer}/{step.gone_keys[end - 1]}"
                hint = "a step uses the names that the steps before it left"
                yield Problem("migration-gone", message, where, hint)
                break
        if step.made is None and (number, named) in self.renamed:
            message = f"{_shown(named)} is both renamed and retired"
            hint = "retire it under its old id, and remove the renaming"
            yield Problem("migration-both", message, f"{pointer}/question", hint)
        if step.new_name and step.made in self.used:
            message = f"{_shown(step.made)} is taken: two would share the name"
            hint = "merging is not supported; retire one of them"
            yield Problem("migration-taken", message, f"{pointer}/to", hint)

    def pass_by(self, pointer: str, number: int, step: StepCommon) -> None:
        """Note what a step took away and left."""
        past = ((_past(step, place), taker) for place, taker in self.gone.items())
        self.gone = {place: taker for place, taker in past if place is not None}
        moved = {step.follow(place) for place in self.used}
        self.used = {place for place in moved if place is not None}
        if step.gone is not None:
            self.gone.setdefault(step.gone, pointer)
        if step.made is not None:
            self.used |= {step.made[:end] for end in range(1, len(step.made) + 1)}
            if step.new_name:
                self.renamed.add((number, step.made))


def _check_end(
    pointer: str,
    step: StepCommon,
    later: Sequence[StepCommon],
    questions: Mapping[str, Any],
) -> Iterator[Problem]:
    """Yield where the place that a step leaves, or took away, ends in the present."""
    end = _traced(step.made, later)
    if end is not None:
        missing = _missing(end, questions)
        if missing is not None:
            depth, message, hint = missing
            where = f"{pointer}/{step.made_keys[depth]}"
            yield Problem("migration-unknown", message, where, hint)
        elif step.type_made and step.made and len(end) == len(step.made):
            yield from _check_type(pointer, step, end, questions)
    old = step.gone
    for one in later:
        old = old and _past(one, old)
    if step.gone and old and _missing(old, questions) is None:
        message = f"{_shown(step.gone)} is still asked or offered"
        hint = "a name that was given up is never used again"
        where = f"{pointer}/{step.gone_keys[len(step.gone) - 1]}"
        yield Problem("migration-reused", message, where, hint)


def _check_type(
    pointer: str, step: StepCommon, end: Place, questions: Mapping[str, Any]
) -> Iterator[Problem]:
    found = _field(end, questions)
    if found.type != step.type_made:
        message = f"{_shown(end)} is of type {found.type}, not {step.type_made}"
        where = f"{pointer}/{step.made_keys[len(end) - 1]}"
        yield Problem("migration-type", message, where)


def _traced(place: Place | None, later: Iterable[StepCommon]) -> Place | None:
    for step in later:
        if place is None:
            break
        place = step.follow(place)
    return place


def _past(step: StepCommon, gone: Place) -> Place | None:
    """Return how a place that is gone would be called after one more step.

    It moves with its question or column; nothing moves the name itself. None when it
    does not matter any more, since the question is asked anew or was retired.
    """
    if step.gone == gone:
        return gone
    moved = step.follow(gone)
    return moved if moved is not None and len(moved) == len(gone) else None


def _field(place: Place, questions: Mapping[str, Any]) -> Any:
    question = questions.get(str(place[0]))
    column = place[1] if len(place) > 1 else None
    return question if column is None or not question else question.fields.get(column)


def _missing(place: Place, questions: Mapping[str, Any]) -> tuple[int, str, str] | None:
    """Return the depth of the part that does not exist, a message and a hint."""
    if place[0] not in questions:
        message = f"no question '{place[0]}' in this version"
        return 0, message, _near(place[0], questions)
    found = _field(place, questions)
    if found is None:
        columns = questions[str(place[0])].fields
        return 1, f"'{place[0]}' has no column '{place[1]}'", _near(place[1], columns)
    if len(place) == 3 and place[2] not in found.codes:
        name = _shown(place[:2] if place[1] else place[:1])
        return 2, f"{name} has no option '{place[2]}'", _near(place[2], found.codes)
    return None


def _near(name: str | None, known: Iterable[str]) -> str:
    close = get_close_matches(name or "", list(known), 1)
    return f"did you mean '{close[0]}'?" if close else ""


def _shown(place: Place) -> str:
    return "'" + "/".join(part for part in place if part) + "'"
