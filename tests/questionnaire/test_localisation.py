"""Texts in three languages: which one is chosen, and how values are written."""

from __future__ import annotations

from typing import Any

import pytest

from audit.questionnaire.localisation import LANGUAGES, missing_translations, pick
from audit.questionnaire.types import KINDS
from tests.builders import option, question, record, text
from tests.questionnaire.kinds import ASKED, as_read, money, person, time

THREE = {"en": "Yes", "uk": "Так", "ru": "Да"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_given_in_the_language_asked_for(language: str) -> None:
    assert pick(THREE, language) == THREE[language]


@pytest.mark.parametrize(
    ("given", "language", "expected"),
    [
        ({"en": "Yes", "ru": "Да"}, "uk", "Yes"),
        ({"ru": "Да", "en": "Yes"}, "uk", "Yes"),
        ({"uk": "Так"}, "en", "Так"),
        ({"ru": "Да", "uk": "Так"}, "en", "Да"),
        ({"uk": "Так", "ru": "Да"}, "en", "Так"),
        (THREE, "de", "Yes"),
    ],
    ids=["english", "english_last", "only", "first", "first_of_two", "foreign"],
)
def test_an_absent_language_falls_back_to_english_then_to_any(
    given: dict[str, str], language: str, expected: str
) -> None:
    assert pick(given, language) == expected


def test_each_missing_translation_is_a_problem_of_its_own() -> None:
    found = list(missing_translations({"uk": "Так"}, LANGUAGES, "/title"))
    assert [(p.code, p.message, p.pointer) for p in found] == [
        ("translation-missing", "no translation into 'en'", "/title"),
        ("translation-missing", "no translation into 'ru'", "/title"),
    ]


def test_a_complete_or_absent_text_misses_nothing() -> None:
    assert list(missing_translations(THREE, LANGUAGES, "/title")) == []
    assert list(missing_translations(None, LANGUAGES, "/intro")) == []


def test_languages_are_kept_in_one_order_whatever_the_author_wrote() -> None:
    assert record(languages=["ru", "en", "uk"]).languages == LANGUAGES


_LABEL = {"en": "Voice", "uk": "Голос", "ru": "Голос (ru)"}
_OPTIONS = [option("voice", label=_LABEL), option("chat", label={"uk": "Чат"})]
_COLUMNS = [
    {"id": "site", "type": "text", "text": {"en": "Site", "uk": "Майданчик"}},
    {"id": "own", "type": "boolean", "text": {"en": "Own", "uk": "Свій"}},
    {"id": "rate", "type": "decimal", "text": text("Rate"), "required": False},
]
SPOKEN = {
    **ASKED,
    **record(
        question("one", "choice", options=_OPTIONS),
        question("many", "multi_choice", options=_OPTIONS),
        question("rate", "decimal", unit="%"),
        question("rows", "table", columns=_COLUMNS),
    ).questions,
}
NB = "\u00a0"  # between a number and its unit
THIN = "\u202f"  # between thousands

#: Question, value, and its text in English, Ukrainian and Russian.
SHOWN: dict[str, tuple[str, Any, tuple[str, str, str]]] = {
    "yes": ("yes-no", True, ("Yes", "Так", "Да")),
    "no": ("yes-no", False, ("No", "Ні", "Нет")),
    "choice": ("one", "voice", ("Voice", "Голос", "Голос (ru)")),
    "choice_one_label": ("one", "chat", ("Чат", "Чат", "Чат")),
    "choice_gone": ("one", "fax", ("fax", "fax", "fax")),
    "multi_choice": (
        "many",
        ["chat", "voice"],
        ("Чат; Voice", "Чат; Голос", "Чат; Голос (ru)"),
    ),
    "integer": ("whole", 1234567, (f"1{THIN}234{THIN}567",) * 3),
    "negative": ("whole", -1234, (f"-1{THIN}234",) * 3),
    "decimal": ("number", 1234.5, (f"1{THIN}234.5", *(f"1{THIN}234,5",) * 2)),
    "unit": ("rate", 99.9, (f"99.9{NB}%", *(f"99,9{NB}%",) * 2)),
    "minutes": ("time", time(5, "min"), (f"5{NB}min", f"5{NB}хв", f"5{NB}мин")),
    "hours": ("time", time(24), (f"24{NB}h", f"24{NB}год", f"24{NB}ч")),
    "days": ("time", time(3, "d"), (f"3{NB}d", f"3{NB}дн.", f"3{NB}дн.")),
    "weeks": ("time", time(2, "wk"), (f"2{NB}wk", f"2{NB}тиж.", f"2{NB}нед.")),
    "months": ("time", time(6, "mo"), (f"6{NB}mo", f"6{NB}міс.", f"6{NB}мес.")),
    "years": ("time", time(1, "a"), (f"1{NB}yr", f"1{NB}р.", f"1{NB}г.")),
    "half": ("time", time(1.5), (f"1.5{NB}h", f"1,5{NB}год", f"1,5{NB}ч")),
    "date": ("day", "2026-05-31", ("2026-05-31", "31.05.2026", "31.05.2026")),
    "text": ("words", "Слово", ("Слово",) * 3),
    "contact": (
        "person",
        {"email": "o@example.ua", "role": "CISO", "name": "Olena"},
        ("Olena, CISO, o@example.ua",) * 3,
    ),
    "contact_full": (
        "person",
        person(phone="+380 44"),
        ("Olena, o@example.ua, +380 44",) * 3,
    ),
    "country": ("land", "UA", ("UA",) * 3),
    "countries": ("lands", ["UA", "PL"], ("UA, PL",) * 3),
    "money": ("price", money("1000000"), (f"1{THIN}000{THIN}000{NB}EUR",) * 3),
    "cents": (
        "price",
        money("01234.50", "UAH"),
        (f"1{THIN}234.50{NB}UAH", *(f"1{THIN}234,50{NB}UAH",) * 2),
    ),
    "no_rows": ("rows", [], ("—",) * 3),
    "rows": (
        "rows",
        [{"own": True, "site": "Lviv"}, {"site": "Kyiv", "own": False, "rate": 1.5}],
        (
            "Site: Lviv; Own: Yes\nSite: Kyiv; Own: No; Rate: 1.5",
            "Майданчик: Lviv; Свій: Так\nМайданчик: Kyiv; Свій: Ні; Rate: 1,5",
            "Site: Lviv; Own: Да\nSite: Kyiv; Own: Нет; Rate: 1,5",
        ),
    ),
    "attachment": ("files", ["iso", "soc"], ("iso, soc",) * 3),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_value_is_written_as_the_language_writes_it(name: str) -> None:
    link_id, value, expected = SHOWN[name]
    asked = SPOKEN[link_id]
    assert (
        tuple(asked.shown(as_read(value), language) for language in LANGUAGES)
        == expected
    )


def test_every_question_type_is_shown_here() -> None:
    shown = {SPOKEN[link_id].type for link_id, _, _ in SHOWN.values()}
    kinds = {kind.model_fields["type"].annotation.__args__[0] for kind in KINDS}
    assert shown == kinds


def test_words_of_the_toolkit_fall_back_to_english() -> None:
    assert ASKED["yes-no"].shown(True, "de") == "Yes"
    assert ASKED["time"].shown(time(1, "a"), "de").endswith(f"{NB}yr")
