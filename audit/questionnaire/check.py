"""What a JSON Schema cannot say of a questionnaire: ids, cycles, translations."""

from __future__ import annotations

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from audit.conditions.check import check as check_condition
from audit.conditions.model import fields_read
from audit.conditions.parse import parse
from audit.conditions.quantities import parse_duration
from audit.errors import InputError, Problem
from audit.questionnaire.check_migrations import check_migrations
from audit.questionnaire.localisation import missing_translations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.questionnaire.model import Questionnaire, Section

_TEXTS = ("text", "help", "rationale", "typical_evidence")


def check(questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Return every semantic problem of a questionnaire, with JSON Pointers."""
    return (
        *_check_ids(questionnaire),
        *_check_conditions(questionnaire),
        *_check_bounds(questionnaire),
        *_check_translations(questionnaire),
        *check_migrations(questionnaire),
    )


def _check_ids(questionnaire: Questionnaire) -> Iterator[Problem]:
    sections = Counter(section.id for section in questionnaire.sections)
    seen: Counter[str] = Counter()
    for number, section in enumerate(questionnaire.sections):
        if sections[section.id] > 1:
            message = f"section id '{section.id}' stands twice"
            yield Problem("id-duplicate", message, f"/sections/{number}/id")
        for index, question in enumerate(section.questions):
            seen[question.link_id] += 1
            if seen[question.link_id] == 2:
                pointer = f"/sections/{number}/questions/{index}/link_id"
                message = f"link_id '{question.link_id}' stands twice"
                yield Problem("id-duplicate", message, pointer, "link ids are unique")


def _pointers(questionnaire: Questionnaire) -> dict[str, str]:
    return {
        question.link_id: f"/sections/{number}/questions/{index}"
        for number, section in enumerate(questionnaire.sections)
        for index, question in enumerate(section.questions)
    }


def _check_conditions(questionnaire: Questionnaire) -> Iterator[Problem]:
    pointers = _pointers(questionnaire)
    reads: dict[str, tuple[str, ...]] = {}
    for link_id, question in questionnaire.questions.items():
        if question.enable_when is None:
            continue
        pointer = f"{pointers[link_id]}/enable_when"
        try:
            node = parse(question.enable_when, pointer)
        except InputError as error:
            yield from error.problems
            continue
        yield from check_condition(node, questionnaire.questions)
        reads[link_id] = fields_read(node)
    yield from _check_cycles(reads, pointers)


def _check_cycles(
    reads: dict[str, tuple[str, ...]], pointers: dict[str, str]
) -> Iterator[Problem]:
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        cycle: list[Any] = error.args[1]
        message = f"these questions wait for each other: {' → '.join(cycle)}"
        pointer = f"{pointers.get(cycle[0], '')}/enable_when"
        yield Problem("condition-cycle", message, pointer, "remove one enable_when")


def _check_bounds(questionnaire: Questionnaire) -> Iterator[Problem]:
    pointers = _pointers(questionnaire)
    for link_id, question in questionnaire.questions.items():
        pointer = pointers[link_id]
        yield from _check_order(question, pointer)
        for index, column in enumerate(getattr(question, "columns", ())):
            yield from _check_order(column, f"{pointer}/columns/{index}")


def _check_order(field: Any, pointer: str) -> Iterator[Problem]:
    """Yield a problem when no value can lie between the bounds."""
    for low, high in (("min", "max"), ("min_rows", "max_rows")):
        least, most = getattr(field, low, None), getattr(field, high, None)
        if least is None or most is None:
            continue
        if _exact(least) > _exact(most):
            message = f"'{low}' {least} is above '{high}' {most}: nothing fits between"
            yield Problem("bounds-order", message, f"{pointer}/{high}")


def _exact(bound: Any) -> Any:
    """Return a bound as it compares; a duration's is text and becomes hours."""
    return parse_duration(bound) if isinstance(bound, str) else bound


def _check_translations(questionnaire: Questionnaire) -> Iterator[Problem]:
    languages = tuple(questionnaire.languages)
    if questionnaire.language not in languages:
        message = "'language' is not among 'languages'"
        yield Problem("translation-missing", message, "/language")
    yield from missing_translations(questionnaire.title, languages, "/title")
    for number, section in enumerate(questionnaire.sections):
        yield from _check_section(section, languages, f"/sections/{number}")


def _check_section(
    section: Section, languages: tuple[str, ...], pointer: str
) -> Iterator[Problem]:
    yield from missing_translations(section.title, languages, f"{pointer}/title")
    yield from missing_translations(section.intro, languages, f"{pointer}/intro")
    for index, question in enumerate(section.questions):
        where = f"{pointer}/questions/{index}"
        for name in _TEXTS:
            text = getattr(question, name)
            yield from missing_translations(text, languages, f"{where}/{name}")
        yield from _check_labels(question, languages, where)


def _check_labels(
    question: Any, languages: tuple[str, ...], pointer: str
) -> Iterator[Problem]:
    for index, option in enumerate(getattr(question, "options", ())):
        where = f"{pointer}/options/{index}/label"
        yield from missing_translations(option.label, languages, where)
    for index, column in enumerate(getattr(question, "columns", ())):
        where = f"{pointer}/columns/{index}"
        yield from missing_translations(column.text, languages, f"{where}/text")
        yield from _check_labels(column, languages, where)
