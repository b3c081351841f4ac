"""The small vendor's exports, byte for byte, and the same again."""

from __future__ import annotations

import pytest

from audit.report.exports import EXPORTS
from tests.report.exports.golden import FOLDER, golden, path_of
from tests.report.exports.scene import FORMATS, assessed, small, written


def test_every_format_has_a_golden_file_and_no_file_is_left_over() -> None:
    assert set(FORMATS) == set(EXPORTS)
    assert set(FOLDER.iterdir()) == {path_of(name) for name in EXPORTS}


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_what_it_was(name: str) -> None:
    assert golden(name) == path_of(name).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_assessment_gives_the_same_bytes(name: str) -> None:
    again = assessed()
    assert again is not small()
    assert written(name, again) == written(name)


@pytest.mark.parametrize("name", FORMATS)
def test_another_assessment_gives_other_bytes_bad(name: str) -> None:
    assert written(name, assessed("Another vendor")) != written(name)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_texts_are_in_the_language_asked_for(name: str) -> None:
    for language, text in {"uk": "УКР Encrypt", "ru": "РУС Encrypt"}.items():
        assert text.encode() in written(name, language=language)
        assert text.encode() not in written(name)
