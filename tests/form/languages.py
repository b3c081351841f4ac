"""Tell which shown words belong to no text of a language, and to no answer.

Every text on a page must be put together from texts that the questionnaire and the form
have in that language, from what was answered, and from signs and numbers.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.money import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.form.driver import Form

LANGUAGES = {"en", "uk", "ru"}
#: What is written alike in every language: ids, digests, names of files and formats.
TECHNICAL = re.compile(
    r"\b([0-9a-f]{64}|SHA-256|JSON|response\.json|zip|[\w-]+\.(txt|pdf|html))(?!\w)"
)
NEUTRAL = re.compile(r"[\W\d_]*")
#: All texts of the page in sight, also those that are only read out.
SHOWN = """() => {
  const texts = [document.title];
  const told = ['aria-label', 'title', 'placeholder', 'alt'];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  const apart = 'script, style, noscript, .broken, .mono, #language option';
  while (walk.nextNode()) {
    const node = walk.currentNode, element = node.parentElement;
    if (node.nodeType === Node.ELEMENT_NODE && node.checkVisibility())
      texts.push(...told.map((name) => node.getAttribute(name) ?? ''));
    if (node.nodeType !== Node.TEXT_NODE || element.closest(apart)) continue;
    if ((element.closest('select') ?? element).checkVisibility()) texts.push(node.data);
  }
  return [...new Set(texts)].filter((text) => text.trim());
}"""
NAMES = """([language, regions, currencies]) => {
  const name = (type) => new Intl.DisplayNames([language], { type });
  return [...regions.map((code) => name('region').of(code)),
    ...currencies.flatMap((code) => [code, name('currency').of(code)])];
}"""


def shown(form: Form) -> list[str]:
    texts: list[str] = form.page.evaluate(SHOWN)
    return texts


def names_of_places_and_money(form: Form, language: str) -> list[str]:
    given = [language, list(COUNTRIES), sorted(CURRENCIES)]
    names: list[str] = form.page.evaluate(NAMES, given)
    return names


def texts_in(node: Any, language: str) -> Iterator[str]:
    """Yield the texts of a questionnaire in a language."""
    if isinstance(node, dict) and node and set(node) <= LANGUAGES:
        yield node[language]
    else:
        parts = node.values() if isinstance(node, dict) else node
        for part in parts if isinstance(node, dict | list) else ():
            yield from texts_in(part, language)


def units_in(questionnaire: dict[str, Any]) -> Iterator[str]:
    """Yield the units of numbers, which a questionnaire has in no language."""
    for section in questionnaire["sections"]:
        for question in section["questions"]:
            for one in (question, *question.get("columns", ())):
                if one["type"] in {"integer", "decimal"}:
                    yield one.get("unit", "")


def words_in(language: str) -> Iterator[str]:
    """Yield the words of the form, without what is filled in."""
    path = files("audit.form").joinpath("locales", f"{language}.json")
    for words in json.loads(path.read_text("utf-8")).values():
        yield from re.split(r"\{\w+\}", words)


def answered(response: dict[str, Any]) -> Iterator[str]:
    """Yield what people wrote; codes of options are shown by their labels."""
    written = {"name", "role", "email", "phone", "title", "issuer", "scope", "city"}
    written |= {"comment", "justification", "statement", "registration_no", "provider"}

    def walk(node: Any, key: str = "") -> Iterator[str]:
        if isinstance(node, str):
            if key in written or " " in node:
                yield node
        elif isinstance(node, dict):
            for name, part in node.items():
                yield from walk(part, name)
        elif isinstance(node, list):
            for part in node:
                yield from walk(part, key)

    return walk(response)


class Vocabulary:
    """The texts that may be shown; the longest are recognised first."""

    def __init__(self, texts: list[str]) -> None:
        self.whole = {re.sub(r"^\W+|\W+$", "", text) for text in texts} - {""}
        parts = sorted(map(re.escape, self.whole), key=len, reverse=True)
        self.known = re.compile(rf"(?<!\w)({'|'.join(parts)})(?!\w)")

    def stray(self, text: str) -> str:
        """Return what is left of a text without all that is known."""
        if re.sub(r"^\W+|\W+$", "", text) in self.whole:
            return ""
        left = TECHNICAL.sub("", self.known.sub("", text))
        return "" if NEUTRAL.fullmatch(left) else left.strip()


def vocabulary(
    form: Form, questionnaire: Any, response: Any, language: str
) -> Vocabulary:
    """Return what the form of a questionnaire may show around a response."""
    texts = [*texts_in(questionnaire, language), *words_in(language)]
    texts += units_in(questionnaire)
    names = names_of_places_and_money(form, language)
    return Vocabulary([*texts, *names, *answered(response)])
