"""Questionnaires and answers of VSAQ (github.com/google/vsaq).

Blocks become sections, groups of choices become questions. Tips are findings: when an
answer is bad is said by policies here, so each is listed among the losses with its
severity and condition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.documents import read_json
from audit.errors import InputError
from audit.importers.answering import Answers
from audit.importers.draft import Draft
from audit.importers.ledger import Ledger
from audit.importers.model import Format, Guess, Imported, Options
from audit.importers.source import MAX_BYTES
from audit.importers.vsaq_answers import give_answers
from audit.importers.vsaq_items import Reading
from audit.importers.vsaq_text import as_json

if TYPE_CHECKING:
    from audit.documents import Document
    from audit.importers.source import Source

_ROOTS = ("questionnaire", "extensions")
_SOUNDS = re.compile(r'"(?:questionnaire|extensions)"\s*:\s*\[')
_REASONS = {
    "version": "the version of the format, not of the questionnaire",
    "namespace": "sections have no name spaces",
    "insertAfter": "an extension is imported as a questionnaire of its own",
    "className": "the form has its own looks",
    "auth": "every answer can be given and read",
    "placeholder": "the form shows its own examples",
    "customTitle": "the form shows the question alone",
    "inputPattern": "a text is not held against a pattern",
    "inputTitle": "a text is not held against a pattern",
    "choicesConds": "every option is always offered",
    "defaultChoice": "a group begins without a choice",
}


def detect(source: Source) -> Guess | None:
    """Recognise a list of typed items under one of the two roots."""
    if source.is_zip:
        return None
    try:
        if not _SOUNDS.search(source.text):
            return None
        data = _document(source, Ledger()).data
    except InputError:
        return None
    root = _root(data)
    if root is None or not all(isinstance(i, dict) and "type" in i for i in data[root]):
        return None
    return Guess(90, f"'{root}' is a list of items with types")


def read(source: Source, options: Options) -> Imported:
    """Read a questionnaire or an extension, and answers to it."""
    ledger = Ledger()
    data = _document(source, ledger).data
    root = _root(data)
    if root is None:
        hint = "give the questionnaire, and filled files with --answers"
        message = "there is neither 'questionnaire' nor 'extensions' in it"
        raise source.fault("import-vsaq", message, hint)
    title = _title(data[root], source.stem)
    draft = Draft(ledger, options, source.stem, {options.language: title})
    reading = Reading(draft, ledger)
    reading.block(data[root], f"/{root}")
    reading.link_conditions()
    questionnaire = draft.finish()
    responses: list[dict[str, Any]] = []
    given: list[Ledger] = []
    for file in options.answers if questionnaire["sections"] else ():
        account = Ledger(file.name)
        responses.append(_response(file, questionnaire, reading, options, account))
        given.append(account)
    ledger.settle_json(data, _REASONS)
    carried = [item for account in (ledger, *given) for item in account.carried]
    losses = [item for account in (ledger, *given) for item in account.losses]
    return Imported(
        "vsaq",
        str(data.get("version", "")),
        questionnaire,
        tuple(responses),
        tuple(carried),
        tuple(losses),
    )


def _document(source: Source, ledger: Ledger) -> Document:
    raw = as_json(source.text, ledger).encode()
    return read_json(raw, source.name, max_bytes=MAX_BYTES)


def _root(data: Any) -> str | None:
    if not isinstance(data, dict):
        return None
    return next((name for name in _ROOTS if isinstance(data.get(name), list)), None)


def _title(items: list[Any], stem: str) -> str:
    """Return the text of the only block at the top, else the file's name."""
    if len(items) == 1 and isinstance(items[0], dict):
        text = items[0].get("text")
        if isinstance(text, str) and text.strip():
            return text
    return stem.replace("_", " ")


def _response(
    file: Source,
    questionnaire: dict[str, Any],
    reading: Reading,
    options: Options,
    account: Ledger,
) -> dict[str, Any]:
    data = file.json.data
    if not isinstance(data, dict):
        raise file.fault("import-vsaq", "answers are one map of ids to texts")
    answers = Answers(questionnaire, options, account)
    give_answers(data, reading.targets, answers)
    account.settle_json(data, {})
    return answers.response(file.stem)


FORMAT = Format(
    "vsaq", "a VSAQ questionnaire, its answers with --answers", detect, read
)
