"""Media types by bytes, and what looks suspicious."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evidence.look import Look, Looker
from audit.evidence.media_types import BY_SUFFIX, agrees, media_type_of, sniff
from audit.evidence.suspicion import suspicions

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj << /Type /Catalog /JSon 1 >> endobj\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def look(*chunks: bytes) -> Look:
    looker = Looker()
    for chunk in chunks:
        looker.feed(chunk)
    return looker.look()


def office(kind: str, *more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", kind, *more):
            archive.writestr(name, b"<x/>")
    return buffer.getvalue()


DOCX = office("word/document.xml")

#: A name and bytes nobody needs to worry about, and the type they have.
PLAIN = [
    ("a.pdf", PDF, "application/pdf"),
    ("a.png", PNG, "image/png"),
    ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("a.txt", b"plain words\n", "text/plain"),
    ("a.txt", "слова в UTF-8".encode(), "text/plain"),
    ("a.log", "слова".encode("cp1251"), "text/plain"),
    ("a.txt", "слова".encode("utf-16"), "text/plain"),
    ("a.csv", b"a;b\n1;2\n", "text/csv"),
    ("a.json", b"{}", "application/json"),
    ("a.docx", DOCX, DOCX and BY_SUFFIX[".docx"][0]),
    ("a.xlsx", office("xl/workbook.xml"), BY_SUFFIX[".xlsx"][0]),
    ("a.pptx", office("ppt/presentation.xml"), BY_SUFFIX[".pptx"][0]),
    ("a.doc", OLE, "application/msword"),
    ("a.svg", b"<svg xmlns='x'></svg>", "image/svg+xml"),
    ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    ("no-suffix", b"words", "text/plain"),
    ("a.unknown", bytes(10), "application/octet-stream"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), PLAIN)
def test_a_plain_file_has_its_type_and_no_warning(name, content, media_type) -> None:
    seen = look(content)
    assert media_type_of(seen, name) == media_type
    assert agrees(media_type, sniff(seen))
    assert suspicions(seen, name, media_type) == ()


#: Beside a plain twin above, each is suspicious for one reason.
SUSPICIOUS = [
    ("a.zip", b"PK\3\4" + bytes(30), "archive"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(9), "archive"),
    ("a.tar", bytes(257) + b"ustar", "archive"),
    ("a", b"MZ" + bytes(30), "program"),
    ("a", b"\x7fELF" + bytes(30), "program"),
    ("a.exe", b"words", "program"),
    ("a", b"#!/bin/sh\n", "script"),
    ("a.ps1", b"words", "script"),
    ("a.html", b"<!DOCTYPE html><p>", "run scripts"),
    ("a.svg", b"<svg><script>1</script></svg>", "run scripts"),
    ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "macros"),
    ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
    ("a.docm", DOCX, "macros"),
    ("a.pdf", PDF + b"/JavaScript (x)", "/JavaScript"),
    ("a.pdf", PDF + b"/JS (x)", "/JavaScript"),
    ("a.pdf", PDF + b"/J#61vaScript (x)", "/JavaScript"),
    ("a.pdf", PDF + b"/Launch", "/Launch"),
    ("a.pdf", PDF + b"/EmbeddedFiles [", "/EmbeddedFile"),
    ("a.pdf", PNG, "called .pdf"),
    ("a.png", PDF, "called .png"),
    ("a.txt", b"\0\1\2", "called .txt"),
    ("a.pdf", PDF + DOCX, "joined"),
    ("a.txt", b"words %PDF-1.7", "PDF begins inside"),
]


@pytest.mark.parametrize(("name", "content", "reason"), SUSPICIOUS)
def test_a_suspicious_file_is_named_so(name: str, content: bytes, reason: str) -> None:
    found = suspicions(look(content), name, None)
    assert any(reason in text for text in found), found


def test_a_claimed_type_is_compared_with_the_bytes() -> None:
    assert suspicions(look(PDF), "a", "application/pdf; version=1.7") == ()
    (text,) = suspicions(look(PDF), "a", "image/png")
    assert "listed as image/png" in text


@given(st.lists(st.integers(1, 40), max_size=30))
def test_marks_are_found_across_any_chunks(cuts: list[int]) -> None:
    whole = PDF + b"x" * 200 + b"/J#61vaScript /Launch" + DOCX
    chunks, at = [], 0
    for cut in cuts:
        chunks.append(whole[at : at + cut])
        at += cut
    assert look(*chunks, whole[at:]) == look(whole)


@given(st.binary(max_size=500), st.sampled_from([*BY_SUFFIX, "", ".exe"]))
def test_any_bytes_have_a_type(content: bytes, suffix: str) -> None:
    seen = look(content)
    assert agrees(media_type_of(seen, f"a{suffix}"), sniff(seen))
    suspicions(seen, f"a{suffix}", "text/plain")
