"""Both forms of a font hold the same glyphs, so a page looks as its PDF does."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont

FOLDER = files("audit.report").joinpath("fonts")
NAMES = sorted(
    entry.name.removesuffix(".ttf")
    for entry in FOLDER.iterdir()
    if entry.name.endswith(".ttf")
)
LETTERS = "Aa09 ґҐєЄіІїЇёЁыЫъЪэЭ’«»–—→×\u202f"


@cache
def opened(name: str) -> TTFont:
    return TTFont(io.BytesIO(FOLDER.joinpath(name).read_bytes()))


def test_every_font_comes_in_both_forms() -> None:
    packed = {e.name for e in FOLDER.iterdir() if e.name.endswith(".woff2")}
    assert packed == {f"{name}.woff2" for name in NAMES}
    assert len(NAMES) == 4


@pytest.mark.parametrize("name", NAMES)
def test_both_forms_hold_the_same_glyphs(name: str) -> None:
    plain, packed = opened(f"{name}.ttf"), opened(f"{name}.woff2")
    assert plain.getGlyphOrder() == packed.getGlyphOrder()
    assert plain.getBestCmap() == packed.getBestCmap()
    assert plain["hmtx"].metrics == packed["hmtx"].metrics
    for glyph in plain.getGlyphOrder()[:200]:
        assert plain["glyf"][glyph] == packed["glyf"][glyph]


@pytest.mark.parametrize("name", [n for n in NAMES if "Sans" in n])
def test_the_letters_of_all_three_languages_are_there(name: str) -> None:
    known = opened(f"{name}.ttf").getBestCmap()
    assert [letter for letter in LETTERS if ord(letter) not in known] == []
