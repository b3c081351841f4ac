"""Session-wide material: one report-like PDF, keys of every kind, signed files."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from audit.signing.certificates import KeyKind
from audit.signing.keys import KINDS
from audit.signing.pades import sign_pdf
from tests.signing import tsa
from tests.signing.material import Made, Pki, make_key, make_pdf
from tests.signing.pki import NOW, START, issue, signer

# pytest writes down every traceback that pyHanko logs, which takes longer than the tests.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


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
    key = rsa.generate_private_key(65537, 3072)  # the test server knows only RSA
    stamps = issue("Test TSA", root, key=key, timestamping=True)
    return Pki(root, middle, leaf, stamps)


@pytest.fixture(scope="session")
def chained(base_pdf: bytes, pki: Pki) -> bytes:
    """The report signed under an intermediate CA."""
    officer = signer(pki.leaf, pki.middle, pki.root)
    return sign_pdf(base_pdf, officer, reason="Vendor audit", signing_time=NOW)


@pytest.fixture(scope="session")
def stamped(base_pdf: bytes, pki: Pki) -> bytes:
    """The report signed with a timestamp, by a certificate that ends in two days."""
    brief = issue("Brief", pki.middle, period=(START, NOW + timedelta(days=2)))
    with tsa.running(pki.tsa, NOW + timedelta(seconds=40)) as url:
        return sign_pdf(
            base_pdf,
            signer(brief, pki.middle),
            reason="Vendor audit",
            signing_time=NOW,
            timestamp_url=url,
        )
