"""Frameworks with questions from libraries of CISO Assistant (YAML).

Scores, results and groups that answers lead to are a policy's matter with us: they are
listed among the losses. A requirement without a question is judged by people there, so
there is nothing to ask.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audit.documents import read_yaml
from audit.importers.ciso_parts import (
    framework_of,
    numbered,
    pointer_of,
    questions_of,
    tail,
)
from audit.importers.ciso_shapes import Asked, gate, shape
from audit.importers.ciso_texts import Texts, joined
from audit.importers.draft import Draft
from audit.importers.ledger import Ledger, escaped
from audit.importers.model import Format, Guess, Imported, Options
from audit.importers.source import MAX_BYTES
from audit.questionnaire.localisation import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.importers.source import Source

_SOUNDS = re.compile(r"^\s+requirement_nodes:\s*$", re.MULTILINE)
_MOST = 10_000
_ASKED = "the question is always asked"
_POLICY = "what an answer is worth belongs to a policy"
_REASONS = {
    "add_score": _POLICY,
    "compute_result": _POLICY,
    "weight": _POLICY,
    "min_score": _POLICY,
    "max_score": _POLICY,
    "scores_definition": _POLICY,
    "color": "reports have their own colours",
    "implementation_groups": "questionnaires have no groups of depth",
    "implementation_groups_definition": "questionnaires have no groups of depth",
    "select_implementation_groups": "an answer does not choose groups of questions",
    "reference_controls": "controls belong to policies",
    "threats": "threats have no place in questionnaires",
    "requirement_nodes": "nothing is asked there",
    "urn": "ids are made from it, or nothing is asked there",
    "depth": "sections have one level",
}


def detect(source: Source) -> Guess | None:
    """Recognise YAML that has requirement nodes."""
    if source.is_zip or not _SOUNDS.search(_opening(source)):
        return None
    return Guess(80, "it has 'requirement_nodes' as libraries of CISO Assistant do")


def read(source: Source, options: Options) -> Imported:
    """Read the questions of a library's framework."""
    document = read_yaml(source.text.encode(), source.name, max_bytes=MAX_BYTES)
    data = document.data
    framework = framework_of(data)
    if framework is None:
        hint = "give a library with a framework; other libraries hold no questions"
        message = "there is no 'objects/framework/requirement_nodes' in it"
        raise source.fault("import-ciso", message, hint)
    reading = _Reading(data, framework, options)
    questionnaire = reading.questionnaire()
    reading.ledger.settle_json(data, _REASONS)
    kept, losses = tuple(reading.ledger.carried), tuple(reading.ledger.losses)
    release = str(data.get("version", ""))
    return Imported("ciso-assistant", release, questionnaire, (), kept, losses)


class _Reading:
    def __init__(
        self, data: dict[str, Any], framework: dict[str, Any], options: Options
    ) -> None:
        self.ledger = Ledger()
        self._data = data
        self._nodes = framework["requirement_nodes"]
        self._by_urn = {
            node["urn"]: index
            for index, node in numbered(self._nodes)
            if isinstance(node.get("urn"), str)
        }
        known = self._language(options)
        name = str(framework.get("ref_id") or framework.get("urn") or "framework")
        title = str(framework.get("name") or name)
        self._draft = Draft(
            self.ledger,
            known,
            name,
            {known.language: title},
            str(data.get("version") or "1"),
            str(data.get("provider") or ""),
            _day(data.get("publication_date")),
        )
        self._texts = Texts(self._draft, self.ledger)
        self._asked: dict[str, Asked] = {}
        self._headed: set[str] = set()
        for key in ("ref_id", "name"):
            if key in framework:
                self.ledger.carry(f"/objects/framework/{key}", key)
        for key in ("version", "provider", "publication_date"):
            if key in data:
                self.ledger.carry(f"/{key}", key)

    def questionnaire(self) -> dict[str, Any]:
        """Return every question; conditions come last, for what they name."""
        for pointer, node in self._with_pointers():
            for urn, question in questions_of(node):
                self._section_of(node)
                self._ask(node, pointer, urn, question)
        for pointer, node in self._with_pointers():
            for urn, question in questions_of(node):
                where = f"{pointer}/questions/{escaped(urn)}"
                self._condition(urn, question, where)
        return self._draft.finish()

    def _with_pointers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for index, node in numbered(self._nodes):
            yield pointer_of(index), node

    def _section_of(self, node: dict[str, Any]) -> None:
        """Begin or go on with the section of the nearest heading above."""
        seen: set[str] = set()
        parent = node.get("parent_urn")
        while isinstance(parent, str) and parent in self._by_urn and parent not in seen:
            seen.add(parent)
            index = self._by_urn[parent]
            above = self._nodes[index]
            if above.get("assessable") is not True:
                self._heading(parent, above, pointer_of(index))
                return
            parent = above.get("parent_urn")
        self._draft.section("questions", self._draft.title)

    def _heading(self, urn: str, node: dict[str, Any], pointer: str) -> None:
        if urn in self._headed:
            self._draft.section(urn, {})
            return
        self._headed.add(urn)
        title = self._texts.take(node, "name", pointer)
        title = title or self._texts.take(node, "ref_id", pointer)
        intro = self._texts.take(node, "description", pointer)
        self._texts.lose_languages(node, pointer)
        named = title or self._draft.text(tail(urn), pointer)
        self._draft.section(urn, named, intro or None)
        self.ledger.carry(f"{pointer}/urn", "section")

    def _ask(
        self, node: dict[str, Any], pointer: str, urn: str, question: dict[str, Any]
    ) -> None:
        where = f"{pointer}/questions/{escaped(urn)}"
        kind, options, codes = shape(question, where, self._texts, self.ledger)
        text = self._texts.take(question, "text", where)
        self._texts.lose_languages(question, where)
        self._texts.lose_languages(node, pointer)
        keys = ("ref_id", "name", "description", "annotation")
        lines = [self._texts.take(node, key, pointer) for key in keys]
        evidence = self._texts.take(node, "typical_evidence", pointer)
        fallback = next((line for line in lines[1:] if line), None)
        link_id = self._draft.ask(
            tail(urn),
            kind,
            text or fallback or self._draft.text(tail(urn), where),
            help=_alike(joined(lines), text),
            typical_evidence=evidence or None,
            options=options,
            max_length=_MOST if kind == "text" else None,
        )
        for part in ("parent_urn", "assessable", "urn"):
            if part in node:
                self.ledger.carry(f"{pointer}/{part}", link_id)
        self._asked[urn] = (link_id, kind, codes)

    def _condition(self, urn: str, question: dict[str, Any], where: str) -> None:
        depends = question.get("depends_on")
        if not depends:
            return
        place = f"{where}/depends_on"
        condition = gate(depends, self._asked) if isinstance(depends, dict) else None
        if condition is None:
            why = "the condition names no answer that can be chosen"
            self.ledger.lose(place, depends, why, _ASKED)
            return
        self.ledger.carry(place, "enable_when")
        self._draft.gate(self._asked[urn][0], [condition], place)

    def _language(self, options: Options) -> Options:
        """Return the options with the library's language, if it is one of ours."""
        locale = self._data.get("locale")
        if locale in LANGUAGES:
            self.ledger.carry("/locale", "language")
            return replace(options, language=locale)
        if locale is not None:
            why = f"texts are in {', '.join(LANGUAGES)}"
            kept = f"the texts as they are, marked as {options.language}"
            self.ledger.lose("/locale", locale, why, kept)
        return options


def _opening(source: Source) -> str:
    head = source.raw[:4]
    return "" if head[:1] in {b"{", b"["} else source.raw.decode("utf-8", "replace")


def _alike(
    text: dict[str, str] | None, question: dict[str, str]
) -> dict[str, str] | None:
    """Return a help text, or None where it only repeats the question."""
    return None if not text or text == question else text


def _day(value: object) -> str:
    return (
        value
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        else ""
    )


FORMAT = Format("ciso-assistant", "a library of CISO Assistant (YAML)", detect, read)
