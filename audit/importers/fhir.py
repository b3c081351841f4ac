"""Questionnaire and QuestionnaireResponse of HL7 FHIR (R4 and R5, JSON)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audit.conditions.quantities import parse_date
from audit.errors import InputError
from audit.importers.answering import Answers
from audit.importers.draft import Draft
from audit.importers.fhir_answers import Giving
from audit.importers.fhir_items import Reading
from audit.importers.fhir_texts import contained_sets, text_of, word
from audit.importers.ledger import Ledger
from audit.importers.model import Format, Guess, Imported, Options
from audit.questionnaire.localisation import LANGUAGES

if TYPE_CHECKING:
    from audit.importers.source import Source

_ABOUT = "it is about the resource, not about what is asked"
_OLDER = "a key of STU3; R4 and R5 are read"
_REASONS = {
    "extension": "this extension has no counterpart",
    "modifierExtension": "this extension has no counterpart",
    "meta": _ABOUT,
    "text": "the narrative repeats what is asked",
    "definition": "questions are not tied to data elements",
    "code": "questions are not tied to code systems",
    "initial": "no answer is suggested",
    "initialSelected": "no answer is suggested",
    "readOnly": "every question can be answered",
    "contained": "only value sets that questions use are read",
    "required": "a section is not required, its questions are",
    "maxLength": "only texts up to 10,000 characters have a greatest length",
    "_text": "this extension has no counterpart",
    "_title": "this extension has no counterpart",
    "enableBehavior": "the conditions that it joins are lost",
    "answerOption": "a choice has 2 to 300 options",
    "url": "questionnaires are named by id and version",
    "status": _ABOUT,
    "experimental": _ABOUT,
    "subjectType": _ABOUT,
    "effectivePeriod": _ABOUT,
    "contact": _ABOUT,
    "name": _ABOUT,
    "identifier": _ABOUT,
    "useContext": _ABOUT,
    "jurisdiction": _ABOUT,
    "description": _ABOUT,
    "copyright": _ABOUT,
    "option": _OLDER,
    "options": _OLDER,
    "id": _ABOUT,
    "subject": "a response is about the vendor",
    "author": "the vendor says anew who answers",
    "source": "the vendor says anew who answers",
    "disabledDisplay": "a question that is not asked is not shown",
    "answerConstraint": "a choice takes its options only",
}


def detect(source: Source) -> Guess | None:
    """Recognise the resource by its name."""
    if source.is_zip:
        return None
    try:
        if '"resourceType"' not in source.text:
            return None
        data = source.json.data
    except InputError:
        return None
    kind = data.get("resourceType") if isinstance(data, dict) else None
    if kind not in {"Questionnaire", "QuestionnaireResponse"}:
        return None
    return Guess(100, f"its resourceType is {kind}")


def read(source: Source, options: Options) -> Imported:
    """Read a questionnaire and the responses that are given with it."""
    data = _resource(source, "Questionnaire")
    ledger = Ledger()
    spoken = str(data.get("language", options.language)).split("-")[0]
    if spoken in LANGUAGES:
        options = replace(options, language=spoken)
    draft = Draft(ledger, options, _id(data, source), {options.language: source.stem})
    draft.title = _title(draft, data, source)
    _about(draft, data)
    if "language" in data:
        if spoken in LANGUAGES:
            ledger.carry("/language", f"language {spoken}")
        else:
            why, kept = (
                "texts are kept in en, uk and ru",
                f"texts in {options.language}",
            )
            ledger.lose("/language", data["language"], why, kept)
    reading = Reading(draft, ledger, contained_sets(data))
    reading.items(data, "")
    reading.link_conditions()
    questionnaire = draft.finish()
    accounts, responses = [ledger], []
    for file in options.answers if questionnaire["sections"] else ():
        accounts.append(Ledger(file.name))
        given = Answers(questionnaire, options, accounts[-1])
        responses.append(_response(file, data, reading, given))
    ledger.settle_json(data, _REASONS)
    return Imported(
        "fhir",
        "R5" if _is_r5(data) else "R4",
        questionnaire,
        tuple(responses),
        tuple(item for account in accounts for item in account.carried),
        tuple(item for account in accounts for item in account.losses),
    )


def _about(draft: Draft, data: dict[str, Any]) -> None:
    for key in ("version", "publisher"):
        if isinstance(data.get(key), str) and data[key].strip():
            setattr(draft, key, draft.plain(data[key], f"/{key}"))
            draft.ledger.carry(f"/{key}", key)
    day = day_of(data, "date")
    if day:
        draft.date = day
        draft.ledger.carry("/date", "date")
    draft.ledger.carry("/resourceType", "the format")
    if isinstance(data.get("id"), str):
        draft.ledger.carry("/id", "id")


def _title(draft: Draft, data: dict[str, Any], source: Source) -> dict[str, str]:
    if not data.get("title") and isinstance(data.get("name"), str):
        draft.ledger.carry("/name", "title")
        return draft.text(data["name"], "/name")
    return text_of(draft, data, "title", "", source.stem)


def _id(data: dict[str, Any], source: Source) -> str:
    for key in ("id", "name"):
        if isinstance(data.get(key), str):
            return str(data[key])
    return source.stem


def _response(
    file: Source, questionnaire: dict[str, Any], reading: Reading, answers: Answers
) -> dict[str, Any]:
    data = _resource(file, "QuestionnaireResponse")
    ledger = answers.ledger
    ledger.carry("/resourceType", "the format")
    asked = str(data.get("questionnaire", ""))
    known = {str(questionnaire.get("url")), f"Questionnaire/{questionnaire.get('id')}"}
    if "questionnaire" in data:
        if asked.partition("|")[0] in known:
            ledger.carry("/questionnaire", "questionnaire")
        else:
            why = f"it names another questionnaire than {' or '.join(sorted(known))}"
            ledger.lose("/questionnaire", asked, why, "read as answers to this one")
    Giving(reading.fields, answers).response(data)
    day = day_of(data, "authored")
    if day:
        ledger.carry("/authored", "authored")
    ledger.settle_json(data, _REASONS)
    return answers.response(file.stem, day)


def day_of(data: dict[str, Any], key: str) -> str:
    """Return the day of a date or moment; empty when there is none."""
    day = word(data, key)[:10]
    return day if parse_date(day) else ""


def _resource(source: Source, wanted: str) -> dict[str, Any]:
    data = source.json.data
    kind = data.get("resourceType") if isinstance(data, dict) else None
    if kind != wanted:
        hint = "give the Questionnaire, and responses to it with --answers"
        message = f"this is no {wanted} but {kind or 'something else'}"
        raise source.fault("import-fhir", message, hint, pointer="/resourceType")
    found: dict[str, Any] = data
    return found


def _is_r5(data: Any) -> bool:
    """Tell by the type that R5 renamed and the keys that it added."""
    if isinstance(data, dict):
        new = {"answerConstraint", "disabledDisplay", "copyrightLabel"} & set(data)
        coding = "linkId" in data and data.get("type") == "coding"
        return bool(new) or coding or any(_is_r5(part) for part in data.values())
    return isinstance(data, list) and any(_is_r5(part) for part in data)


FORMAT = Format(
    "fhir", "an HL7 FHIR Questionnaire (R4, R5), responses with --answers", detect, read
)
