"""The text of a head: one spelling, and every other refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import InputError
from audit.register.checkpoint import Checkpoint, read_checkpoint

#: The example of the C2SP specification.
GOOD = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ORIGINS = st.from_regex(r"\A[!-*,-~]{1,200}\Z")


def test_the_specifications_example_is_read_good() -> None:
    found = read_checkpoint(GOOD, "head")
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert found.root.hex().startswith("0ac5186a91863e8e")
    assert found.text == GOOD


@given(ORIGINS, st.integers(0, 10**15 - 1), st.binary(min_size=32, max_size=32))
def test_every_head_is_read_as_it_was_written(
    origin: str, size: int, root: bytes
) -> None:
    head = Checkpoint(origin, size, root)
    assert read_checkpoint(head.text, "head") == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD[:-1],
        GOOD + "\n",
        GOOD + "extension\n",
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("20852163", "020852163"),
        GOOD.replace("20852163", "+20852163"),
        GOOD.replace("20852163", "-1"),
        GOOD.replace("20852163", "1e9"),
        GOOD.replace("20852163", "２"),
        GOOD.replace("20852163", "1" * 16),
        GOOD.replace("example.com", "example com"),
        GOOD.replace("example.com", "example+com"),
        GOOD.replace("example.com", "приклад"),
        GOOD.replace("example.com/behind-the-sofa", ""),
        GOOD.replace("q2I=", "q2J="),
        GOOD.replace("q2I=", "q2I"),
        GOOD.replace("Xajj7h2", "Xajj-h2"),
        GOOD.replace("CsUY", ""),
        " " + GOOD,
        "﻿" + GOOD,
    ],
)
def test_any_other_form_is_refused_bad(text: str) -> None:
    assert text != GOOD
    with pytest.raises(InputError, match="three lines") as caught:
        read_checkpoint(text, "head")
    assert [problem.code for problem in caught.value.problems] == ["checkpoint"]


@given(st.integers(0, len(GOOD) - 1), st.characters(codec="utf-8"))
def test_a_changed_letter_gives_another_head_or_none(place: int, letter: str) -> None:
    changed = GOOD[:place] + letter + GOOD[place + 1 :]
    try:
        found = read_checkpoint(changed, "head")
    except InputError:
        return
    assert found.text == changed
    assert (found == read_checkpoint(GOOD, "head")) == (changed == GOOD)
