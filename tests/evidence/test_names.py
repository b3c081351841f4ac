"""File names: none that is made can lead elsewhere or hide what it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evidence.names import id_for, name_fault, numbered, safe_name, twin_key
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
        ("com¹ .txt", "com¹-.txt"),
        ("lpt9", "file-lpt9"),
        ("x" * 199 + "." + "y" * 30, "x" * 199),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("a:b|c?.pdf", "a-b-c-.pdf"),
    ],
)
def test_names_stay_recognisable(original: str, name: str) -> None:
    assert safe_name(original) == name


FAULTS = {
    "a/../b.txt": "a plain path",
    "../b.txt": "a plain path",
    "/b.txt": "a plain path",
    "a//b.txt": "a plain path",
    "a/./b.txt": "a plain path",
    "": "1 to 300",
    "b" * 301: "1 to 300",
    "я" * 128: "255 bytes",
    "b\0.txt": "hidden",
    "b\u202e.txt": "hidden",
    "b\u200b.txt": "hidden",
    "b\n.txt": "hidden",
    "a\\b.txt": "Windows refuses",
    "C:b.txt": "Windows refuses",
    "b.txt:stream": "Windows refuses",
    "b?.txt": "Windows refuses",
    "b*.txt": "Windows refuses",
    '"b".txt': "Windows refuses",
    "b.txt.": "dot or space",
    "b.txt ": "dot or space",
    "a./b.txt": "dot or space",
    "CON": "a device",
    "evidence/nul.txt": "a device",
    "aux/b.txt": "a device",
    "Com1.tar.gz": "a device",
    "lpt³": "a device",
    "prn .txt": "a device",
}


@pytest.mark.parametrize("name", [f"{name}_bad" for name in FAULTS], ids=repr)
def test_a_name_that_another_system_reads_otherwise_has_a_fault(name: str) -> None:
    name = name.removesuffix("_bad")
    assert FAULTS[name] in name_fault(name)


@pytest.mark.parametrize(
    "name",
    [
        "b.txt", "evidence/b 1.txt", "a/b/c.txt", "evidence/..b.txt", "b..txt", ".b",
        "console.txt", "com10.txt", "com.txt", "nul-report.txt", "я" * 127, "довідка.pdf",
    ],
)  # fmt: skip
def test_a_plain_name_has_none(name: str) -> None:
    assert name_fault(name) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cert.pdf", "cert.PDF"),
        ("\u0439.txt", "\u0438\u0306.txt"),
        ("straße", "STRASSE"),
        ("\u212b", "\u00e5"),
    ],
)
def test_names_that_one_system_takes_for_the_same_are_twins(
    one: str, other: str
) -> None:
    assert one != other
    assert twin_key(one) == twin_key(other)
    assert twin_key(one) != twin_key(f"{other}2")
