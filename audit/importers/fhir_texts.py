"""Texts of FHIR with their translations, and the options of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.importers.names import option_names
from audit.questionnaire.localisation import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.importers.draft import Draft

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
MAX_OPTIONS = 300


def text_of(
    draft: Draft, holder: dict[str, Any], key: str, where: str, instead: str
) -> dict[str, str]:
    """Return a text and its translations; ``instead`` stands in for none."""
    value = holder.get(key)
    place = f"{where}/{key}"
    if not isinstance(value, str) or not value.strip():
        return draft.text(instead, place)
    found = draft.text(value, place)
    draft.ledger.carry(place, "text")
    beside = holder.get(f"_{key}")
    for pointer, language, content in _translations(beside, f"{where}/_{key}"):
        tag = language.split("-")[0]
        if tag in LANGUAGES and tag not in found:
            found[tag] = draft.plain(content, pointer)
            draft.ledger.carry(pointer, f"text in {tag}")
        else:
            draft.ledger.lose(pointer, content, f"texts are not kept in '{language}'")
    return found


def _translations(beside: Any, where: str) -> Iterator[tuple[str, str, str]]:
    for index, extension in enumerate(listed(beside, "extension")):
        if not isinstance(extension, dict) or extension.get("url") != TRANSLATION:
            continue
        parts = {
            part["url"]: part.get(
                "valueCode", part.get("valueString", part.get("valueMarkdown"))
            )
            for part in listed(extension, "extension")
            if isinstance(part, dict) and isinstance(part.get("url"), str)
        }
        language, content = parts.get("lang"), parts.get("content")
        if isinstance(language, str) and isinstance(content, str) and content.strip():
            yield f"{where}/extension/{index}", language, content


def options_of(
    draft: Draft, item: dict[str, Any], where: str, contained: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the options and their codes by the names that answers use."""
    names = option_names()
    options: list[dict[str, Any]] = []
    codes: dict[str, str] = {}
    for holder, key, place in choices(item, where, contained):
        value = holder[key]
        coding = value if isinstance(value, dict) else {}
        code, display = coding.get("code"), coding.get("display")
        shown = str(display or code or coding.get("reference") or value)
        ours = names.make(str(code or shown))
        label = draft.text(shown, place)
        if display:
            label = text_of(draft, coding, "display", place, shown)
        draft.ledger.carry(place, f"option {ours}")
        options.append({"code": ours, "label": label})
        for name in (f"{coding.get('system')}|{code}", code, shown):
            codes.setdefault(str(name), ours)
    return options, codes


def choices(
    item: dict[str, Any], where: str, contained: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield what holds each option, its key there, and its place."""
    for index, option in enumerate(listed(item, "answerOption")):
        if isinstance(option, dict):
            for key in option:
                if key.startswith("value"):
                    yield option, key, f"{where}/answerOption/{index}/{key}"
    reference = item.get("answerValueSet")
    if isinstance(reference, str) and reference in contained:
        for coding, place in contained[reference]:
            yield {"valueCoding": coding}, "valueCoding", place


def contained_sets(data: dict[str, Any]) -> dict[str, list[tuple[dict[str, Any], str]]]:
    """Return the codes of each value set inside the file by its ``#id``."""
    found: dict[str, list[tuple[dict[str, Any], str]]] = {}
    for number, resource in enumerate(listed(data, "contained")):
        if not isinstance(resource, dict) or resource.get("resourceType") != "ValueSet":
            continue
        where = f"/contained/{number}"
        codes = list(_codes(resource, where))
        found[f"#{resource.get('id')}"] = codes
        if isinstance(resource.get("url"), str):
            found.setdefault(resource["url"], codes)
    return found


def _codes(
    resource: dict[str, Any], where: str
) -> Iterator[tuple[dict[str, Any], str]]:
    expansion = resource.get("expansion")
    listed_codes = listed(expansion, "contains")
    for index, coding in enumerate(listed_codes):
        if isinstance(coding, dict) and coding.get("code"):
            yield coding, f"{where}/expansion/contains/{index}"
    if listed_codes:
        return
    for number, include in enumerate(listed(resource.get("compose"), "include")):
        for index, concept in enumerate(listed(include, "concept")):
            if isinstance(concept, dict) and concept.get("code"):
                place = f"{where}/compose/include/{number}/concept/{index}"
                yield {"system": include.get("system"), **concept}, place


def word(holder: Any, key: str) -> str:
    """Return the text under a key; empty when there is none."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def listed(holder: Any, key: str) -> list[Any]:
    """Return the list under a key; empty when there is none."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []
