"""What the tests work on: one report-like PDF, keys, a small PKI."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import weasyprint

from audit.signing.certificates import KeyKind
from audit.signing.keys import Signer, create_key, load_signer
from tests.signing.pki import NOW, START, Holder, crl

LATER = NOW + timedelta(days=1)
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint's colour profile
        pdf = page.write_pdf(
            pdf_variant="pdf/a-3a", attachments=attached, finisher=finish
        )
    return bytes(pdf)


def make_key(kind: KeyKind) -> Made:
    """A key valid around NOW."""
    new = create_key(
        kind, "Lead Auditor", "Bank", days=400, not_before=START, passphrase=PASSPHRASE
    )
    return Made(load_signer(new.p12, PASSPHRASE), new.roots, new.p12)
