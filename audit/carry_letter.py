"""``changes.md``: what the vendor must confirm or answer anew, in its language."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import pick
from audit.report.words import show_date, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audit.questionnaire.model import Language, Questionnaire
    from audit.response.carry import Carried
    from audit.response.migrate import Note

_MAX_VALUE = 300
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "What changed since your last response",
        "intro": "The answers of your response `{earlier}` were taken over. An answer that was taken over counts as not given until you confirm it.",
        "to_do": "What to do",
        "step_confirm": 'Read every answer under “{confirm}”. If it is still true, confirm it: in the form with the button, in `response.json` by removing `"carried": true`. If not, change it and remove the mark as well.',
        "step_answer": "Answer the questions under “{anew}” and “{open}”.",
        "step_evidence": "Put the evidence files into `evidence/` again and replace the expired ones.",
        "step_sign": "Fill in `attestation` again: the earlier one is not taken over.",
        "anew": "To answer anew",
        "confirm": "To confirm",
        "open": "Without an answer so far",
        "gone": "Not taken over",
        "evidence": "Evidence",
        "why": "Why",
        "before": "Your earlier answer",
        "called": "earlier",
        "none": "Nothing.",
        "reanswer": "the question must be answered again",
        "invalid": "the earlier answer no longer fits the question",
        "ambiguous": "two earlier answers would belong here",
        "retired": "the question is no longer asked",
        "unknown": "there is no such question now",
        "hidden": "your other answers make the question unnecessary",
        "converted": "now written differently; check it with care",
        "unbacked": "all of its evidence has expired",
        "expired": "expired on {day}; replace it",
        "again": "put this file in again",
    },
    "uk": {
        "title": "Що змінилося після ваших попередніх відповідей",
        "intro": "Відповіді з вашого попереднього пакета `{earlier}` перенесено. Перенесена відповідь вважається ненаданою, доки ви її не підтвердите.",
        "to_do": "Що зробити",
        "step_confirm": 'Перечитайте кожну відповідь у розділі «{confirm}». Якщо вона й досі правильна, підтвердьте її: у формі – кнопкою, у `response.json` – вилучивши `"carried": true`. Якщо ні, виправте її та так само вилучіть позначку.',
        "step_answer": "Дайте відповіді на запитання з розділів «{anew}» і «{open}».",
        "step_evidence": "Знову покладіть файли доказів у теку `evidence/` і замініть ті, строк дії яких минув.",
        "step_sign": "Заповніть `attestation` ще раз: попереднє підтвердження не переноситься.",
        "anew": "Відповісти заново",
        "confirm": "Підтвердити",
        "open": "Ще без відповіді",
        "gone": "Не перенесено",
        "evidence": "Докази",
        "why": "Причина",
        "before": "Ваша попередня відповідь",
        "called": "раніше",
        "none": "Нічого.",
        "reanswer": "на це запитання треба відповісти заново",
        "invalid": "попередня відповідь більше не підходить до запитання",
        "ambiguous": "сюди потрапили б дві попередні відповіді",
        "retired": "цього запитання більше не ставимо",
        "unknown": "такого запитання тепер немає",
        "hidden": "з огляду на інші ваші відповіді це запитання зайве",
        "converted": "тепер записується інакше; перевірте уважно",
        "unbacked": "строк дії всіх доказів до цієї відповіді минув",
        "expired": "строк дії минув {day}; замініть",
        "again": "покладіть цей файл знову",
    },
    "ru": {
        "title": "Что изменилось со времени ваших предыдущих ответов",
        "intro": "Ответы из вашего предыдущего пакета `{earlier}` перенесены. Перенесённый ответ считается непредоставленным, пока вы его не подтвердите.",
        "to_do": "Что сделать",
        "step_confirm": 'Перечитайте каждый ответ в разделе «{confirm}». Если он по-прежнему верен, подтвердите его: в форме — кнопкой, в `response.json` — удалив `"carried": true`. Если нет, исправьте его и также удалите отметку.',
        "step_answer": "Ответьте на вопросы из разделов «{anew}» и «{open}».",
        "step_evidence": "Снова положите файлы доказательств в папку `evidence/` и замените просроченные.",
        "step_sign": "Заполните `attestation` ещё раз: прежнее заверение не переносится.",
        "anew": "Ответить заново",
        "confirm": "Подтвердить",
        "open": "Пока без ответа",
        "gone": "Не перенесено",
        "evidence": "Доказательства",
        "why": "Причина",
        "before": "Ваш прежний ответ",
        "called": "раньше",
        "none": "Ничего.",
        "reanswer": "на этот вопрос нужно ответить заново",
        "invalid": "прежний ответ больше не соответствует форме вопроса",
        "ambiguous": "сюда попали бы два прежних ответа",
        "retired": "этот вопрос больше не задаём",
        "unknown": "такого вопроса теперь нет",
        "hidden": "при ваших остальных ответах этот вопрос не нужен",
        "converted": "теперь записывается иначе; проверьте внимательно",
        "unbacked": "все доказательства к этому ответу просрочены",
        "expired": "срок действия истёк {day}; замените",
        "again": "положите этот файл снова",
    },
}  # fmt: skip
_ANEW = ("reanswer", "invalid", "ambiguous")
_GONE = ("retired", "unknown", "hidden")


def letter(carried: Carried, questionnaire: Questionnaire, language: Language) -> str:
    """Return the Markdown text; every text of the vendor is escaped."""
    return "\n".join(_Letter(carried, questionnaire, language).lines()) + "\n"


class _Letter:
    def __init__(
        self, carried: Carried, questionnaire: Questionnaire, language: Language
    ) -> None:
        self.carried = carried
        self.questions = questionnaire.questions
        self.title = pick(questionnaire.title, language)
        self.language = language
        self.w = _TEXTS[language]

    def lines(self) -> Iterator[str]:
        w = self.w
        yield f"# {_escape(self.title)}: {w['title'][0].lower()}{w['title'][1:]}"
        yield ""
        yield w["intro"].format(earlier=self.carried.earlier)
        yield from ("", f"## {w['to_do']}", "")
        for number, step in enumerate(("confirm", "answer", "evidence", "sign"), 1):
            yield f"{number}. {w[f'step_{step}'].format(**w)}"
        anew = self.notes(_ANEW)
        again = {note.subject for note in anew if note.subject in self.questions}
        yield from self.part("anew", map(self.noted, anew))
        yield from self.part("confirm", self.to_confirm())
        left = (name for name in self.carried.left if name not in again)
        yield from self.part("open", (self.name(name) for name in left))
        yield from self.part("gone", map(self.noted, self.notes(_GONE)))
        yield from self.part("evidence", self.evidence())

    def part(self, key: str, items: Iterable[str]) -> Iterator[str]:
        found = list(items)
        count = f" ({len(found)})" if found else ""
        yield from ("", f"## {self.w[key]}{count}", "")
        yield from (f"- {item}" for item in found) if found else (self.w["none"],)

    def notes(self, kinds: tuple[str, ...]) -> list[Note]:
        return [note for note in self.carried.notes if note.kind in kinds]

    def name(self, link_id: str, was: str | None = None) -> str:
        """Return the question's id and text."""
        question = self.questions.get(link_id)
        text = f" — {_escape(pick(question.text, self.language))}" if question else ""
        called = f" ({self.w['called']} `{was}`)" if was not in {None, link_id} else ""
        return f"`{link_id}`{called}{text}"

    def noted(self, note: Note) -> str:
        """Return a dropped answer, why it was dropped, and what it said."""
        why = self.w[note.kind]
        if note.reason is not None:
            why = _escape(pick(note.reason, self.language))
        text = f"{self.name(note.subject, note.was)}\n  - {self.w['why']}: {why}"
        if note.before is not None:
            text += f"\n  - {self.w['before']}: {self.raw(note.before)}"
        return text

    def to_confirm(self) -> Iterator[str]:
        told: dict[str, list[Note]] = {}
        for note in self.notes(("converted", "unbacked")):
            told.setdefault(note.subject, []).append(note)
        for name, answer in self.carried.data["answers"].items():
            if not answer.get("carried"):
                continue
            was = self.carried.renamed.get(name)
            text = f"{self.name(name, was)} → {self.shown(name, answer)}"
            for note in told.get(name, ()):
                text += f"\n  - {self.w[note.kind]}"
                if note.before is not None:
                    text += f" ({self.w['called']}: {self.raw(note.before)})"
            yield text

    def evidence(self) -> Iterator[str]:
        ended = {note.subject for note in self.notes(("expired",))}
        for item in self.carried.data["evidence"]:
            text = f"`{_code(item['file'])}` — {_escape(item['title'])}: "
            if item["id"] in ended:
                day = _show_day(item["expires"], self.language)
                yield text + self.w["expired"].format(day=day)
            else:
                yield text + self.w["again"]

    def shown(self, name: str, answer: Mapping[str, Any]) -> str:
        """Return a valid answer as people read it."""
        if answer["state"] != "answered":
            return self.state(answer)
        return _escape(self.questions[name].shown(answer["value"], self.language))

    def raw(self, answer: Mapping[str, Any]) -> str:
        """Return an answer to a question that is not known any more."""
        if answer["state"] != "answered":
            return self.state(answer)
        value = answer.get("value")
        if not isinstance(value, str):
            value = json.dumps(value, ensure_ascii=False, default=str)
        return _escape(value if len(value) <= _MAX_VALUE else value[:_MAX_VALUE] + "…")

    def state(self, answer: Mapping[str, Any]) -> str:
        text = words(self.language)[f"state_{answer['state']}"]
        reason = answer.get("justification")
        return f"{text} ({_escape(reason)})" if reason else text


def _show_day(day: str, language: str) -> str:
    """Return an ISO day as the language writes it."""
    return show_date(date.fromisoformat(day), language)


def _escape(text: str) -> str:
    plain = re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()
    return re.sub(r"([\\`*_{}\[\]<>#+!|~])", r"\\\1", plain)


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())
