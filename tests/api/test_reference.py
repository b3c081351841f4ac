"""docs/api.md is what the source says, and the source says enough."""

from __future__ import annotations

import runpy
from pathlib import Path

import griffe
import pytest

ROOT = Path(__file__).parents[2]
BUILDER = runpy.run_path(str(ROOT / "docs/reference.py"))


def test_the_committed_page_is_what_make_docs_writes() -> None:
    committed = (ROOT / "docs/api.md").read_text("utf-8")
    assert committed == BUILDER["page"](), "run make docs"


def test_every_public_name_has_a_docstring_and_types() -> None:
    assert list(BUILDER["faults"]()) == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("def f(a: int) -> None: ...", "f has no docstring"),
        ("def f(a) -> None:\n    'Do.'", "f has no type of a"),
        ("def f(a: int):\n    'Do.'", "f has no type of what it returns"),
        ("class f:\n    pass", "f has no docstring"),
    ],
)
def test_what_is_missing_is_told_bad(code: str, fault: str) -> None:
    found = griffe.visit("m", Path("m.py"), code)["f"]
    assert list(BUILDER["_faults"]("f", found)) == [fault]


def test_members_of_a_class_are_looked_at_too_bad() -> None:
    code = "class f:\n    'A.'\n    @property\n    def p(self):\n        'Q.'"
    members = dict(BUILDER["_members"](griffe.visit("m", Path("m.py"), code)["f"], "f"))
    faults = [x for path, one in members.items() for x in BUILDER["_faults"](path, one)]
    assert faults == ["f.p has no type"]
