"""One byte changed anywhere: it is reported, or nothing that is stored has changed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from audit.errors import AuditError
from audit.register.checkpoint import Checkpoint
from tests.register.attacks import CONTENTS, filled, rows_of, verified
from tests.register.backends import InFolder

#: Bytes tried in the database, beside a fifth of that among its zeros.
SAMPLE = 60


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    return InFolder(tmp_path / "register")


def dump(file: Path) -> list[str]:
    """All that the database holds, in SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def reported(backend: InFolder, *kept: Checkpoint) -> bool:
    """Whether a verification fails, or refuses to open what it finds."""
    try:
        return not verified(backend, *kept).passed
    except AuditError:
        return True


def flip(file: Path, place: int, mask: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[place] ^= mask
    file.write_bytes(raw)


def sampled(raw: bytes) -> list[tuple[int, int]]:
    """Places with masks, the most of them where something is written."""
    draw = random.Random(6962)
    written = [place for place, byte in enumerate(raw) if byte]
    empty = [place for place, byte in enumerate(raw) if not byte]
    places = draw.sample(written, SAMPLE) + draw.sample(empty, SAMPLE // 5)
    return [(place, draw.randrange(1, 256)) for place in places]


def test_a_changed_byte_of_the_database_is_reported_or_changes_nothing(
    folder: InFolder,
) -> None:
    filled(folder)
    file = folder.folder / "register.sqlite3"
    whole, held = file.read_bytes(), dump(file)
    found = 0
    for place, mask in sampled(whole):
        flip(file, place, mask)
        if reported(folder):
            found += 1
        else:
            assert dump(file) == held, f"byte {place} ^ {mask}"
        file.write_bytes(whole)
    assert found > SAMPLE // 2
    assert not reported(folder)


def test_a_changed_byte_of_any_row_is_reported(folder: InFolder) -> None:
    filled(folder)
    file = folder.folder / "register.sqlite3"
    whole = file.read_bytes()
    for row in rows_of(folder):
        for value in (row.body, row.root):
            flip(file, whole.index(value) + row.number, 1)
            assert reported(folder)
            file.write_bytes(whole)
    assert not reported(folder)


def test_a_changed_byte_of_any_content_is_reported(folder: InFolder) -> None:
    filled(folder)
    for row, content in zip(rows_of(folder), CONTENTS, strict=True):
        file = folder.blob(row.address)
        for place in range(len(content)):
            flip(file, place, 1 << place)
            assert reported(folder)
            file.write_bytes(content)
    assert not reported(folder)


def test_a_changed_byte_of_the_settings_is_reported_with_a_kept_head(
    folder: InFolder,
) -> None:
    kept = filled(folder)
    file = folder.folder / "register.json"
    whole = file.read_bytes()
    for place in range(0, len(whole), 3):
        flip(file, place, 1)
        assert reported(folder, kept)
        file.write_bytes(whole)
    assert not reported(folder, kept)
