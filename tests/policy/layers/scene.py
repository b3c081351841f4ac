"""A tiny policy and layers over it, written to files as an officer would."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from audit.errors import InputError, Problem
from audit.loading import read_policy
from tests.policy.faults import ASKED, GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from audit.documents import Document

HEAD = """\
id: tiny-layer
version: 2.0.0
title: {en: Layer, uk: Шар}
publisher: Example Bank
date: "2026-02-01"
extends: {policy: rules.yaml, version: ">=1.0,<2"}
"""
LEAVE = "reason: {en: Why, uk: Чому}, approver: CISO"


class Case(NamedTuple):
    """A layer that is taken, and one thing more for which it is refused.

    ``«`` in ``bad`` marks the place where the one problem must be shown.
    """

    name: str
    good: str
    bad: str
    code: str
    message: str


def write(folder: Path, text: str, name: str = "layer.yaml") -> Path:
    (folder / "rules.yaml").write_text(GOOD, "utf-8")
    path = folder / name
    path.write_text(text.replace("«", ""), "utf-8")
    return path


def resolved(folder: Path, text: str) -> Document:
    return read_policy(write(folder, HEAD + text), ASKED)


def refused(folder: Path, text: str, head: str = HEAD) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_policy(write(folder, head + text), ASKED)
    return caught.value.problems


def place_of_mark(text: str) -> tuple[int, int]:
    before, _, _ = text.partition("«")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
