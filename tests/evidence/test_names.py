"""File names: none that is made can lead elsewhere or hide what it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evidence.names import id_for, name_fault, numbered, safe_name
from audit.response.evidence_item import EvidenceItem

ANY = st.text(st.characters(), max_size=400)


@given(ANY)
def test_every_original_gives_a_safe_name(original: str) -> None:
    name = safe_name(original)
    assert name_fault(f"evidence/{name}") == ""
    assert "/" not in name
    assert not name.startswith(".")
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Co", "Cs"}
    assert name_fault(f"evidence/{numbered(name, 12)}") == ""


@given(ANY, st.integers(0, 3))
def test_every_name_gives_a_free_id_that_the_model_takes(name: str, many: int) -> None:
    taken: set[str] = set()
    for _ in range(many + 1):
        found = id_for(safe_name(name), taken)
        assert found not in taken
        EvidenceItem(
            id=found, title="t", kind="other", file="f", size=0, sha256="0" * 64
        )
        taken.add(found)


@pytest.mark.parametrize(
    ("original", "name"),
    [
        ("cert.pdf", "cert.pdf"),
        ("Довідка про стан.pdf", "Довідка-про-стан.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\nb\x1b[2J.txt", "a-b[2J.txt"),
        ("..", "evidence"),
        (".env", "env"),
        ("CON.txt", "file-CON.txt"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("a:b|c?.pdf", "a-b-c-.pdf"),
    ],
)
def test_names_stay_recognisable(original: str, name: str) -> None:
    assert safe_name(original) == name
