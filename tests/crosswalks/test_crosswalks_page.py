"""The page about imports tells of crosswalks: its example fits, its counts are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.cases import load_questionnaire
from audit.crosswalking import load_crosswalk, shipped
from audit.crosswalks.check import check
from audit.crosswalks.model import Crosswalk
from audit.documents import read_yaml, validate

PAGE = (Path(__file__).parents[2] / "docs/imports.md").read_text("utf-8")


def test_the_example_is_a_crosswalk() -> None:
    (body,) = re.findall(
        r"^```yaml crosswalk\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    found = validate(Crosswalk, read_yaml(body.encode(), "example.yaml"))
    assert check(found, load_questionnaire(found.to.id).record) == ()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_crosswalk_is_counted(name: str) -> None:
    pairs = load_crosswalk(*name.split("--"))[0].pairs
    certain = sum(pair.when is not None for pair in pairs)
    assert f"| `{name}` | {len(pairs)} | {certain} |" in PAGE
