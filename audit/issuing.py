"""The folder a vendor is given: questions, a blank response, its schema, a README."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from audit.canonical import canonical
from audit.questionnaire.localisation import pick
from audit.questionnaire.schema import response_schema

if TYPE_CHECKING:
    from audit.questionnaire.model import Language, Questionnaire
    from audit.response.model import Request

#: Stands where the vendor has yet to write something.
PLACEHOLDER = "?"
_LABELS = {
    "en": ("Expected evidence", "Why we ask", "Optional", "may be not applicable"),
    "uk": (
        "Очікуваний доказ",
        "Чому питаємо",
        "Необов’язково",
        "може не стосуватися вас",
    ),
    "ru": (
        "Ожидаемое доказательство",
        "Почему спрашиваем",
        "Необязательно",
        "может быть неприменим",
    ),
}


def build(
    questionnaire: Questionnaire,
    data: Any,
    digest: str,
    language: Language,
    request: Request | None = None,
    vendor: str = PLACEHOLDER,
    carried: dict[str, Any] | None = None,
) -> dict[str, bytes]:
    """Return the files of the folder by name; ``data`` is what was digested.

    ``carried`` is a response to begin with in place of the blank one.
    """
    blank = _blank(questionnaire, digest, language, request, vendor)
    schema = response_schema(questionnaire, envelope_schema(language), language)
    readme = _readme(questionnaire, language, vendor, carried=carried is not None)
    return {
        "README.md": readme.encode(),
        "questions.md": _questions(questionnaire, language).encode(),
        "questionnaire.json": canonical(data),
        "response.schema.json": _json(schema),
        "response.json": _json(_begun(carried, request, vendor) if carried else blank),
        "evidence/.keep": b"",
    }


def _readme(
    questionnaire: Questionnaire, language: Language, vendor: str, *, carried: bool
) -> str:
    """Return what to do with the folder; buttons are called as in the form.

    A line that begins with ``[vendor]`` or ``[carried]`` stands only where there is one.
    """
    form = files("audit.form")
    text = form.joinpath("readme", f"{language}.md").read_text("utf-8")
    words = json.loads(form.joinpath("locales", f"{language}.json").read_text("utf-8"))
    for mark, stands in (("vendor", vendor != PLACEHOLDER), ("carried", carried)):
        line = r"\1" if stands else ""
        text = re.sub(rf"^\[{mark}\] (.*\n)", line, text, flags=re.MULTILINE)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return Template(text).substitute(
        words,
        TITLE=pick(questionnaire.title, language),
        VENDOR=vendor,
        QUESTIONS=len(questionnaire.questions),
        SECTIONS=len(questionnaire.sections),
    )


def envelope_schema(language: Language = "en") -> dict[str, Any]:
    """Return the committed schema of any response, with words for those who fill it."""
    schema: dict[str, Any] = _packaged("response.schema.json")
    words: dict[str, Any] = _packaged("response.words.json")
    said = {place: pick(texts, language) for place, texts in words.items()}
    for name, record in [("", schema), *schema["$defs"].items()]:
        record.pop("title", None)
        record.pop("description", None)
        for key, part in record["properties"].items():
            _describe(part, f"{name}.{key}".lstrip("."), said)
    return schema


def _describe(part: dict[str, Any], place: str, said: dict[str, str]) -> None:
    """Replace the names that programs have for a key by what people read."""
    part.pop("title", None)
    if place in said:
        part["description"] = said[place]
    told = [said[w] for c in part.get("enum", ()) if (w := f"{place}={c}") in said]
    if told:
        part["enumDescriptions"] = told


def _packaged(name: str) -> Any:
    return json.loads(files("audit").joinpath("schemas", name).read_text("utf-8"))


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _blank(
    questionnaire: Questionnaire,
    digest: str,
    language: Language,
    request: Request | None,
    vendor: str,
) -> dict[str, Any]:
    return {
        "$schema": "./response.schema.json",
        "response_id": f"{questionnaire.id}-response-1",
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "digest": digest,
        },
        **({"request": request.model_dump()} if request else {}),
        "sequence": 1,
        "vendor": {"name": vendor, "registration_no": PLACEHOLDER, "country": "UA"},
        "authored": questionnaire.date.isoformat(),
        "language": language,
        "answers": {
            link_id: {"value": None, "state": "unanswered"}
            for link_id in questionnaire.questions
        },
        "evidence": [],
    }


def _begun(
    carried: dict[str, Any], request: Request | None, vendor: str
) -> dict[str, Any]:
    """Return a carried-over response, under the request if there is one."""
    if request is None:
        return carried
    named = {**carried["vendor"], "name": vendor}
    return {**carried, "request": request.model_dump(), "vendor": named}


def _questions(questionnaire: Questionnaire, language: Language) -> str:
    lines = [f"# {pick(questionnaire.title, language)}", ""]
    for section in questionnaire.sections:
        lines += [f"## {pick(section.title, language)}", ""]
        if section.intro:
            lines += [pick(section.intro, language), ""]
        for question in section.questions:
            lines += [*_question(question, language), ""]
    return "\n".join(lines)


def _question(question: Any, language: Language) -> list[str]:
    evidence, why, optional, waivable = _LABELS[language]
    notes = [] if question.required else [optional]
    notes += [waivable] if question.allow_not_applicable else []
    suffix = f" ({'; '.join(notes)})" if notes else ""
    lines = [f"### `{question.link_id}`{suffix}", "", pick(question.text, language)]
    if question.help:
        lines += ["", pick(question.help, language)]
    lines += ["", *_choices(question, language)] if question.type != "country" else []
    if question.rationale:
        lines += [f"*{why}:* {pick(question.rationale, language)}"]
    if question.typical_evidence:
        lines += ["", f"*{evidence}:* {pick(question.typical_evidence, language)}"]
    return lines


def _choices(question: Any, language: Language) -> list[str]:
    lines = [
        f"- `{option.code}` – {pick(option.label, language)}"
        for option in getattr(question, "options", ())
    ]
    for column in getattr(question, "columns", ()):
        lines.append(f"- `{column.id}` ({column.type}) – {pick(column.text, language)}")
        lines += [f"  {line}" for line in _choices(column, language)]
    return [*lines, ""] if lines else []
