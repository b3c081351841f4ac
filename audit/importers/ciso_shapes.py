"""Types, choices and conditions of CISO Assistant in the words of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.importers.ciso_parts import numbered
from audit.importers.names import option_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.importers.ciso_texts import Texts
    from audit.importers.ledger import Ledger

#: A question's link id, its type, and the codes of its choices by their ids.
Asked = tuple[str, str, dict[str, str]]

_KINDS = {
    "unique_choice": "choice",
    "multiple_choice": "multi_choice",
    "text": "text",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
}


def shape(
    question: dict[str, Any], where: str, texts: Texts, ledger: Ledger
) -> tuple[str, list[dict[str, Any]] | None, dict[str, str]]:
    """Return our type, its options, and their codes by the ids of choices."""
    foreign = question.get("type")
    kind = _KINDS.get(foreign) if isinstance(foreign, str) else None
    if kind is None:
        ledger.lose(f"{where}/type", foreign, "no such type", "a text")
        return "text", None, {}
    ledger.carry(f"{where}/type", kind)
    if kind not in {"choice", "multi_choice"}:
        return kind, None, {}
    choices = question.get("choices")
    options, codes = _options(choices, where, texts, ledger)
    if len(options) < 2:
        why = "a choice needs at least two options"
        ledger.lose(f"{where}/choices", choices, why, "a question for text")
        return "text", None, {}
    return kind, options, codes


def _options(
    choices: object, where: str, texts: Texts, ledger: Ledger
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    names, options, codes = option_names(), [], {}
    for index, choice in numbered(choices):
        at = f"{where}/choices/{index}"
        label = texts.take(choice, "value", at)
        if not label:
            continue
        texts.lose_languages(choice, at)
        code = names.make(next(iter(label.values())))
        options.append({"code": code, "label": label})
        if isinstance(choice.get("urn"), str):
            codes[choice["urn"]] = code
            ledger.carry(f"{at}/urn", code)
    return options, codes


def gate(depends: dict[str, Any], known: Mapping[str, Asked]) -> dict[str, Any] | None:
    """Return the condition in our language; None for one that cannot hold."""
    asked = known.get(str(depends.get("question")))
    answers = depends.get("answers")
    every = depends.get("condition", "any") == "all"
    if asked is None or not isinstance(answers, list) or not answers:
        return None
    link_id, kind, codes = asked
    if kind == "boolean":
        said = {str(answer).casefold() for answer in answers}
        return {"answer": link_id, "is": said == {"true"}} if len(said) == 1 else None
    wanted = [codes[str(answer)] for answer in answers if str(answer) in codes]
    if len(wanted) < len(answers):
        return None
    if kind == "multi_choice":
        return {
            "answer": link_id,
            "includes_all" if every else "includes_any": wanted,
        }
    if kind == "choice" and not (every and len(wanted) > 1):
        return {"answer": link_id, "in": wanted}
    return None
