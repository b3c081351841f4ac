"""A questionnaire of ours while a foreign one is read into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.documents import validate
from audit.errors import InputError, Problem
from audit.importers.names import Names, slug
from audit.importers.plain import has_markup, visible, without_markup
from audit.importers.written import as_document
from audit.questionnaire.check import check
from audit.questionnaire.localisation import LANGUAGES
from audit.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.importers.ledger import Ledger
    from audit.importers.model import Options

MAX_QUESTIONS = 5_000
#: Parts of all conditions together, those handed down from groups counted each time.
MAX_CONDITIONS = 20_000
_ROUNDS = 20
_VERSION = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){0,2}")
_CONDITION = re.compile(r"/sections/([0-9]+)/questions/([0-9]+)/enable_when")
#: Names of translated texts in sections, questions, options and columns.
_TEXTS = ("title", "intro", "text", "help", "rationale", "typical_evidence", "label")


@dataclass
class Draft:
    """Collects sections and questions; ``finish`` returns a checked questionnaire."""

    ledger: Ledger
    options: Options
    id: str
    title: dict[str, str]
    version: str = "1.0.0"
    publisher: str = ""
    date: str = ""
    sections: list[dict[str, Any]] = field(default_factory=list)
    #: Where the condition of each question stands in the source.
    conditions: dict[str, str] = field(default_factory=dict)
    _by_foreign: dict[str, dict[str, Any]] = field(default_factory=dict)
    _place: str = ""
    _by_link: dict[str, dict[str, Any]] = field(default_factory=dict)
    _left: int = MAX_CONDITIONS
    _links: Names = field(default_factory=lambda: Names("q"))
    _section_ids: Names = field(default_factory=lambda: Names("section"))

    def section(self, foreign: str, title: dict[str, str], intro: Any = None) -> None:
        """Begin a section, or go on with one that was begun before.

        One that gets no question is left out in the end.
        """
        self._place = foreign
        if foreign in self._by_foreign:
            return
        begun = {"id": self._section_ids.make(foreign), "title": title}
        if intro:
            begun["intro"] = intro
        self._by_foreign[foreign] = {**begun, "questions": []}
        self.sections.append(self._by_foreign[foreign])

    def ask(self, foreign: str, kind: str, text: dict[str, str], **rest: Any) -> str:
        """Add a question to the present section and return its link id."""
        link_id = self._links.make(foreign)
        question = {"link_id": link_id, "type": kind, "text": text}
        question |= {key: value for key, value in rest.items() if value is not None}
        self._by_link[link_id] = question
        if len(self._by_link) > MAX_QUESTIONS:
            message = f"the file asks more than {MAX_QUESTIONS:,} questions"
            raise InputError.of(Problem("import-questions", message))
        if not self.sections:
            self.section("questions", self.title)
        self._by_foreign[self._place]["questions"].append(question)
        return link_id

    def gate(
        self, link_id: str, conditions: Sequence[Mapping[str, Any]], where: str
    ) -> None:
        """Ask a question under conditions that must all hold.

        ``where`` is the place of the nearest one. A file whose groups hand too many
        conditions down keeps those that came first.
        """
        self._left -= sum(size_of(condition, self._left) for condition in conditions)
        if self._left < 0:
            why = f"the condition: a file has room for {MAX_CONDITIONS:,} parts of them"
            self.ledger.lose(where, link_id, why, "the question is always asked")
        elif condition := all_of(conditions):
            self._by_link[link_id]["enable_when"] = condition
            self.conditions[link_id] = where

    def text(self, value: str, where: str, *, html: bool = False) -> dict[str, str]:
        """Return a foreign text in the language of the import."""
        return {self.options.language: self.plain(value, where, html=html)}

    def plain(self, value: str, where: str, *, html: bool = False) -> str:
        """Return a text without what hides or disguises; the losses tell of it."""
        shown = visible(value.replace("\r\n", "\n").replace("\r", "\n"))
        if len(shown) < len(value.replace("\r", "").strip()):
            why = "control and direction characters can disguise a text"
            self.ledger.lose(where, value, why, "the text without them")
        if html and has_markup(shown):
            self.ledger.lose(where, value, "texts are plain", "the words and addresses")
            shown = without_markup(shown)
        return shown or "—"

    def finish(self) -> dict[str, Any]:
        """Return the questionnaire; conditions that cannot hold are lost, not kept."""
        data: dict[str, Any] = {
            "id": slug(self.id, "imported")[:80].strip("-"),
            "version": version(self.version),
            "title": self.title,
            "language": self.options.language,
            "publisher": self.publisher,
            "date": self.date or self.options.day.isoformat(),
            "sections": [s for s in self.sections if s["questions"]],
        }
        self._settle_languages(data)
        for patience in reversed(range(_ROUNDS)):
            unfit = self._unfit_conditions(data, patience)
            if not unfit:
                break
            for question, message in unfit:
                condition = question.pop("enable_when", None)
                where = self.conditions.get(question["link_id"], "")
                kept = "the question is always asked"
                self.ledger.lose(where, condition, f"the condition: {message}", kept)
        return data

    def _unfit_conditions(
        self, data: dict[str, Any], patience: int
    ) -> list[tuple[dict[str, Any], str]]:
        """Return what cannot hold; every condition when there is no patience left.

        A check names one circle of conditions at a time, and a hostile file has many.
        """
        found: dict[str, tuple[dict[str, Any], str]] = {}
        if not data["sections"]:
            return []
        record = validate(Questionnaire, as_document(data, "questionnaire.json"))
        for problem in check(record):
            if match := _CONDITION.match(problem.pointer):
                section, index = map(int, match.groups())
                question = data["sections"][section]["questions"][index]
                found.setdefault(question["link_id"], (question, problem.message))
        if not found or patience:
            return list(found.values())
        asked = [q for s in data["sections"] for q in s["questions"]]
        gated = [q for q in asked if "enable_when" in q]
        return [(q, "too many wait for each other") for q in gated]

    def _settle_languages(self, data: dict[str, Any]) -> None:
        """Declare the languages that every text has; other translations are lost."""
        texts = list(_texts(data))
        every = [tag for tag in LANGUAGES if all(tag in text for text in texts)]
        data["languages"] = every or [self.options.language]
        partial: dict[str, int] = {}
        for text in texts:
            for tag in [tag for tag in text if tag not in data["languages"]]:
                del text[tag]
                partial[tag] = partial.get(tag, 0) + 1
        for tag, count in partial.items():
            why = f"only {count} of {len(texts)} texts are translated into it"
            self.ledger.lose(f"language {tag}", tag, why)


def version(foreign: str) -> str:
    """Return the first number of a foreign version as a semantic version."""
    found = _VERSION.search(foreign)
    parts = found[0].split(".") if found else ["1"]
    return ".".join([*parts, "0", "0"][:3])


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in _TEXTS and isinstance(part, dict):
                yield part
            else:
                yield from _texts(part)


def all_of(conditions: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return one condition for several that must all hold; None for none."""
    parts: dict[str, Any] = {}
    for condition in conditions:
        for part in condition["all"] if set(condition) == {"all"} else [condition]:
            parts.setdefault(repr(part), part)
    if not parts:
        return None
    every = list(parts.values())
    return dict(every[0]) if len(every) == 1 else {"all": every}


def size_of(condition: Any, most: int) -> int:
    """Return the parts of a condition, counted until there are more than ``most``."""
    waiting, count = [condition], 0
    while waiting and count <= most:
        part = waiting.pop()
        inside = (
            [x for x in part.values() if isinstance(x, list)]
            if isinstance(part, dict)
            else []
        )
        waiting += [item for listed in inside for item in listed]
        count += 1
    return count
