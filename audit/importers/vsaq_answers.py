"""Answers of VSAQ: one map of ids to texts, an id for every option."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from audit.importers.ledger import escaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.importers.answering import Answers
    from audit.importers.vsaq_items import Target

_WORDS = {"checked": True, "yes": True, "no": False}


def give_answers(
    data: Mapping[str, Any], targets: Mapping[str, Target], answers: Answers
) -> None:
    """Give the answers of a map; what stands under no known id is lost."""
    chosen: dict[str, list[tuple[str, str]]] = {}
    for key, value in data.items():
        where, target = f"/{escaped(key)}", targets.get(key)
        if value == "":
            answers.ledger.lose(where, value, "it was left empty")
        elif target is None:
            answers.ledger.lose(where, value, "no question has this id")
        elif target.code:
            chosen.setdefault(target.link_id, []).append((target.code, where))
        else:
            answers.give(target.link_id, _typed(target.kind, value), where)
    for link_id, options in chosen.items():
        _choose(link_id, options, targets, answers)


def _choose(
    link_id: str,
    options: list[tuple[str, str]],
    targets: Mapping[str, Target],
    answers: Answers,
) -> None:
    codes = [code for code, _ in options]
    kind = next(t.kind for t in targets.values() if t.link_id == link_id)
    if kind == "choice" and len(codes) > 1:
        why = "several options of one are chosen"
        answers.refuse(link_id, ", ".join(codes), options[0][1], why)
    else:
        value = codes if kind == "multi_choice" else codes[0]
        answers.give(link_id, value, options[0][1])
    for _, where in options[1:]:
        answers.ledger.carry(where, f"answers/{link_id}")


def _typed(kind: str, value: Any) -> Any:
    """Return a text as a value of the type; as it is when it is none."""
    if kind == "boolean":
        return _WORDS.get(value, value) if isinstance(value, str) else value
    if kind == "decimal" and isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value
