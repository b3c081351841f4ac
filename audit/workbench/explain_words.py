"""The words of ``audit policy explain`` in three languages, beside the report's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "applies": "When it applies",
        "always": "always",
        "na_accepted": "“Not applicable” is accepted once the assessor confirms it.",
        "passes": "Met when",
        "partial": "Partly met, for {share} of the points, when",
        "evidence": "Evidence wanted",
        "floor_claimed": "The vendor's word earns the full points.",
        "floor_documented": "Full points need documents.",
        "floor_independent": "Full points need an independent confirmation.",
        "floor_verified": "Full points need the assessor's own verification.",
        "worth": "Weaker evidence earns less: {shares}.",
        "knock_out": "Knock-out",
        "caps": "While it is not met, the rating is “{rating}” at best, whatever the "
        "score.",
        "weight": "Weight",
        "points": "{points} of 100 points if every control applies",
        "deadline": "Within {days} days; effort in person-days: {effort}.",
    },
    "uk": {
        "applies": "Коли застосовується",
        "always": "завжди",
        "na_accepted": "Відповідь «не застосовується» приймаємо, щойно її підтвердить "
        "оцінювач.",
        "passes": "Виконано, якщо",
        "partial": "Виконано частково ({share} балів), якщо",
        "evidence": "Які докази потрібні",
        "floor_claimed": "Повні бали дає вже слово постачальника.",
        "floor_documented": "Для повних балів потрібні документи.",
        "floor_independent": "Для повних балів потрібне незалежне підтвердження.",
        "floor_verified": "Для повних балів потрібна перевірка самим оцінювачем.",
        "worth": "Слабші докази дають менше: {shares}.",
        "knock_out": "Порогова вимога",
        "caps": "Доки її не виконано, оцінка — щонайбільше «{rating}», хоч би якою "
        "була кількість балів.",
        "weight": "Вага",
        "points": "{points} зі 100 балів, якщо застосовуються всі вимоги",
        "deadline": "Строк у днях: {days}; трудовитрати в людино-днях: {effort}.",
    },
    "ru": {
        "applies": "Когда применяется",
        "always": "всегда",
        "na_accepted": "Ответ «неприменимо» принимается, как только его подтвердит "
        "оценщик.",
        "passes": "Выполнено, если",
        "partial": "Выполнено частично ({share} баллов), если",
        "evidence": "Какие доказательства нужны",
        "floor_claimed": "Полные баллы даёт уже слово поставщика.",
        "floor_documented": "Для полных баллов нужны документы.",
        "floor_independent": "Для полных баллов нужно независимое подтверждение.",
        "floor_verified": "Для полных баллов нужна проверка самим оценщиком.",
        "worth": "Более слабые доказательства дают меньше: {shares}.",
        "knock_out": "Критическое требование",
        "caps": "Пока оно не выполнено, рейтинг — не выше «{rating}», сколько бы "
        "баллов ни было.",
        "weight": "Вес",
        "points": "{points} из 100 баллов, если применимы все требования",
        "deadline": "Срок в днях: {days}; трудозатраты в человеко-днях: {effort}.",
    },
}
