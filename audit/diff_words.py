"""The words of ``audit diff`` in three languages, beside those of the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "answers": "Changed answers", "lost": "Not comparable", "side": "Response",
        "before": "Before", "after": "After", "change": "Change", "added": "added",
        "removed": "removed", "changed": "changed",
        "carried": "taken over, unconfirmed",
        "row": "row", "fields": "What differs", "result": "Result", "difference": "±",
        "reads": "Changed answers read", "share": "only their share of the points",
        "out": "out of scope", "entered": "entered the scope", "left": "left the scope",
        "sum": "Sum", "none": "Nothing changed.", "old": "earlier", "new": "later",
        "retired": "no longer asked", "unknown": "no such question now",
        "ambiguous": "two answers for one question",
        "reanswer": "must be answered anew",
        "invalid": "no longer fits the question", "expired": "Expired evidence",
    },
    "uk": {
        "answers": "Змінені відповіді", "lost": "Не порівнюється", "side": "Відповідь",
        "before": "Було", "after": "Стало", "change": "Зміна", "added": "додано",
        "removed": "вилучено", "changed": "змінено",
        "carried": "перенесено, не підтверджено",
        "row": "рядок", "fields": "Що відрізняється", "result": "Підсумок",
        "difference": "±", "reads": "Змінені відповіді, які враховано",
        "share": "лише частка в балах", "out": "поза межами оцінювання",
        "entered": "тепер оцінюється", "left": "більше не оцінюється", "sum": "Разом",
        "none": "Нічого не змінилося.", "old": "попередня", "new": "нова",
        "retired": "більше не питаємо", "unknown": "такого запитання тепер немає",
        "ambiguous": "дві відповіді на одне запитання",
        "reanswer": "треба відповісти заново",
        "invalid": "більше не підходить до запитання",
        "expired": "Докази, строк дії яких минув",
    },
    "ru": {
        "answers": "Изменённые ответы", "lost": "Не сравнивается", "side": "Ответ",
        "before": "Было", "after": "Стало", "change": "Изменение", "added": "добавлено",
        "removed": "удалено", "changed": "изменено",
        "carried": "перенесено, не подтверждено",
        "row": "строка", "fields": "Что отличается", "result": "Итог",
        "difference": "±", "reads": "Учтённые изменённые ответы",
        "share": "только доля в баллах", "out": "вне области",
        "entered": "вошло в область", "left": "вышло из области", "sum": "Всего",
        "none": "Ничего не изменилось.", "old": "прежний", "new": "новый",
        "retired": "больше не спрашиваем", "unknown": "такого вопроса теперь нет",
        "ambiguous": "два ответа на один вопрос", "reanswer": "нужно ответить заново",
        "invalid": "больше не соответствует вопросу",
        "expired": "Просроченные доказательства",
    },
}  # fmt: skip


def escape(text: str) -> str:
    """Return a text that stays text in a Markdown table; lines become breaks."""
    lines = (re.sub(r"[^\S\u00a0]+", " ", line) for line in text.splitlines())
    marks = r"([\\`*_{}\[\]<>#!|~])"
    return "<br>".join(re.sub(marks, r"\\\1", line) for line in lines)
