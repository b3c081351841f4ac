"""Texts, countries and attachments: every bad value has a good twin."""

from __future__ import annotations

import pytest

from tests.questionnaire.kinds import Twin, assert_twin, problems

_TEXT_MARKS = "remove control characters and text direction marks"
_IDS_HINT = 'write a list, for example ["data-flow-diagram"]'
TEXTS = (
    Twin("text_number", "words", "7", 7, "expected text (got 7)"),
    Twin("text_empty", "words", ".", "", "expected text (got '')"),
    Twin("text_blank", "words", " . ", " \n\t\u00a0", "expected text"),
    Twin("text_list", "words", "a", ["a"], "expected text (got ['a'])"),
    Twin(
        "text_long",
        "words",
        "ї" * 2000,
        "ї" * 2001,
        "2001 characters, at most 2000 fit",
        "attach it as evidence",
    ),
    Twin(
        "text_short_limit",
        "short-words",
        "їжак😀",
        "їжаки😀",
        "6 characters, at most 5 fit",
        "shorten it",
    ),
    Twin(
        "text_nul",
        "words",
        "a\tb\r\nc",
        "a\u0000b",
        "hidden characters: U+0000",
        _TEXT_MARKS,
    ),
    Twin(
        "text_direction",
        "words",
        "паспорт",
        "a\u202eb\u202eb",
        "hidden characters: U+202E",
        _TEXT_MARKS,
    ),
    Twin("text_zero_width", "words", "a b", "a\u200bb", "U+200B", _TEXT_MARKS),
    Twin("text_private", "words", "a", "a\ue000", "U+E000", _TEXT_MARKS),
)
COUNTRIES = (
    Twin("country_case", "land", "UA", "ua", "unknown country 'ua'", "write 'UA'"),
    Twin(
        "country_uk",
        "land",
        "GB",
        "UK",
        "unknown country 'UK'",
        "the United Kingdom is 'GB'",
    ),
    Twin(
        "country_alpha_3",
        "land",
        "PL",
        "POL",
        "expected an ISO 3166-1 alpha-2 code (got 'POL')",
        "PL",
    ),
    Twin(
        "country_name",
        "land",
        "UA",
        "Україна",
        "expected an ISO 3166-1 alpha-2 code",
        "copy one",
    ),
    Twin(
        "country_reserved",
        "land",
        "DE",
        "EU",
        "expected an ISO 3166-1 alpha-2 code",
        "copy one",
    ),
    Twin(
        "country_list",
        "land",
        "UA",
        ["UA"],
        "expected an ISO 3166-1 alpha-2 code",
        "copy one",
    ),
    Twin("country_null", "land", "UA", None, "(got None)", "copy one"),
    Twin(
        "countries_bare",
        "lands",
        ["UA"],
        "UA",
        "expected a list (got 'UA')",
        '["UA", "PL"]',
    ),
    Twin(
        "countries_none",
        "lands",
        ["UA"],
        [],
        "expected a list (got [])",
        '["UA", "PL"]',
    ),
    Twin(
        "countries_case",
        "lands",
        ["UA", "PL"],
        ["UA", "pl"],
        "unknown country 'pl'",
        "write 'PL'",
        "/1",
    ),
    Twin("countries_number", "lands", ["UA"], [804], "(got 804)", "copy one", "/0"),
    Twin(
        "countries_twice",
        "lands",
        ["UA", "PL"],
        ["UA", "PL", "UA"],
        "'UA' stands twice",
        "remove one",
        "/2",
    ),
)
ATTACHMENTS = (
    Twin(
        "bare_id",
        "files",
        ["iso"],
        "iso",
        "expected distinct evidence ids (got 'iso')",
        _IDS_HINT,
    ),
    Twin(
        "no_ids",
        "files",
        ["iso"],
        [],
        "expected distinct evidence ids (got [])",
        _IDS_HINT,
    ),
    Twin(
        "empty_id",
        "files",
        ["iso", "soc"],
        ["iso", ""],
        "expected distinct evidence ids",
        _IDS_HINT,
    ),
    Twin(
        "number_id",
        "files",
        ["1"],
        [1],
        "expected distinct evidence ids (got [1])",
        _IDS_HINT,
    ),
    Twin(
        "id_twice",
        "files",
        ["iso", "soc"],
        ["iso", "iso"],
        "expected distinct evidence ids",
        _IDS_HINT,
    ),
    Twin(
        "id_map",
        "files",
        ["iso"],
        [{"id": "iso"}],
        "expected distinct evidence ids",
        _IDS_HINT,
    ),
)
TWINS = (*TEXTS, *COUNTRIES, *ATTACHMENTS)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_text_or_code_is_refused_for_one_reason_and_its_twin_is_not(
    twin: Twin,
) -> None:
    assert_twin(twin)


def test_at_most_five_hidden_characters_are_named_in_order() -> None:
    (found,) = problems("words", "".join(map(chr, (8, 7, 6, 5, 4, 3, 8))))
    assert found.message.endswith("U+0003, U+0004, U+0005, U+0006, U+0007")
