"""Session-wide material: one report-like PDF, keys of every kind, signed files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import weasyprint

from audit.signing.keys import KINDS, KeyKind, Signer, create_key, load_signer
from audit.signing.pades import sign_pdf

from .pki import NOW, START, Holder, crl, issue, signer

PASSPHRASE = b"correct horse"
FILES = {
    "manifest.json": b'{"engine":"1.0"}',
    "policy.json": b'{"id":"p","weights":[1,2,3]}',
    "response.json": '{"vendor":"Тест"}'.encode(),
}
HTML = """<html lang="en"><head><title>Vendor audit</title>
<style>h1 { page-break-before: always }</style></head>
<body><p>Score 71.4 of 100. Оцінка 71,4.</p><h1>Controls</h1><p>ok</p></body></html>"""


@dataclass(frozen=True)
class Made:
    """A signer made by `create_key`, and what trusts it."""

    signer: Signer
    roots: bytes
    p12: bytes


@dataclass(frozen=True)
class Pki:
    """Root, intermediate and signer with a root key at hand."""

    root: Holder
    middle: Holder
    leaf: Holder
    tsa: Holder

    def crls(self, *revoked: Holder) -> tuple[bytes, bytes]:
        """Lists of both authorities; the named end certificates are revoked."""
        return crl(self.root), crl(self.middle, *revoked)


def make_pdf(files: dict[str, bytes] | None = None) -> bytes:
    """A tagged PDF/A-3 with attachments, its XMP uncompressed as PDF/A wants."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def finish(_document: object, pdf: object) -> None:
        for item in pdf.objects:  # type: ignore[attr-defined]
            if getattr(item, "extra", {}).get("Type") == "/Metadata":
                item.compress = False

    attached = [
        weasyprint.Attachment(
            string=content,
            name=name,
            description=name,
            relationship="Data",
            created=moment,
            modified=moment,
        )
        for name, content in (FILES if files is None else files).items()
    ]
    page = weasyprint.HTML(string=HTML)
    return bytes(
        page.write_pdf(pdf_variant="pdf/a-3a", attachments=attached, finisher=finish)
    )


def make_key(kind: KeyKind) -> Made:
    """A key valid around NOW."""
    new = create_key(
        kind, "Lead Auditor", "Bank", days=400, not_before=START, passphrase=PASSPHRASE
    )
    return Made(load_signer(new.p12, PASSPHRASE), new.roots, new.p12)


@pytest.fixture(scope="session")
def base_pdf() -> bytes:
    """The unsigned report."""
    return make_pdf()


@pytest.fixture(scope="session")
def keys() -> dict[KeyKind, Made]:
    """One key of every kind."""
    return {kind: make_key(kind) for kind in KINDS}


@pytest.fixture(scope="session")
def signed(base_pdf: bytes, keys: dict[KeyKind, Made]) -> dict[KeyKind, bytes]:
    """The report signed with every kind of key."""
    return {
        kind: sign_pdf(base_pdf, made.signer, reason="Vendor audit", signing_time=NOW)
        for kind, made in keys.items()
    }


@pytest.fixture(scope="session")
def pki() -> Pki:
    """A PKI of three levels with a timestamp server."""
    root = issue("Test root", authority=True)
    middle = issue("Test issuing CA", root, authority=True)
    leaf = issue("Officer", middle)
    stamps = usage_of_tsa = issue("Test TSA", root, timestamping=True)
    del usage_of_tsa
    return Pki(root, middle, leaf, stamps)


@pytest.fixture(scope="session")
def chained(base_pdf: bytes, pki: Pki) -> bytes:
    """The report signed under an intermediate CA."""
    officer = signer(pki.leaf, pki.middle, pki.root)
    return sign_pdf(base_pdf, officer, reason="Vendor audit", signing_time=NOW)


LATER = NOW + timedelta(days=1)
