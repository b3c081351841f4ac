"""Damaged submissions: refused as bad input, or the same files come out."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import InputError
from audit.submission import open_submission
from tests.submission.zips import DEFLATED, build, changed, contents, good_entries

STORED_ZIP = build(good_entries())
DEFLATED_ZIP = build(changed(good_entries(), "response.json", method=DEFLATED))


def opens_soundly(raw: bytes, folder: Path) -> bool:
    """Tell whether it opens; then all files are those of the good twin."""
    path = folder / "s.zip"
    path.write_bytes(raw)
    try:
        with open_submission(path) as found:
            for name, content in contents().items():
                assert (found.evidence / name).read_bytes() == content
    except InputError:
        return False
    return True


@pytest.mark.parametrize(
    "whole", [STORED_ZIP, DEFLATED_ZIP], ids=["stored", "deflated"]
)
def test_no_flipped_bit_changes_a_file_unnoticed(whole: bytes, tmp_path: Path) -> None:
    assert opens_soundly(whole, tmp_path)
    passed = 0
    for index in range(len(whole)):
        raw = bytearray(whole)
        raw[index] ^= 1 << (index % 8)
        passed += opens_soundly(bytes(raw), tmp_path)
    # Versions, dates and attributes of three entries say nothing about the content.
    assert passed <= 3 * 36


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(STORED_ZIP)), st.integers(0, 80))
def test_spliced_bytes_are_refused_or_harmless(junk: bytes, at: int, cut: int) -> None:
    raw = STORED_ZIP[:at] + junk + STORED_ZIP[at + cut :]
    with tempfile.TemporaryDirectory() as name:
        opens_soundly(raw, Path(name))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_end_in_a_refusal(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(InputError):
        assert not opens_soundly(raw, Path(name))
