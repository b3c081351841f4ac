"""Strict DER: the one encoding is accepted, every other is not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from audit.signing.der import is_der
from tests.signing.material import Pki


def test_certificates_are_der(pki: Pki) -> None:
    for holder in (pki.root, pki.middle, pki.leaf, pki.tsa):
        assert is_der(holder.cert.public_bytes(Encoding.DER))


GOOD = """
    0500 010100 0101ff 020100 02020080 0201ff 0202ff7f 03020780 030100 06012a 0400
    3000 3106020101020102
"""
BAD = """
    05 050100 010101 0200 02020000 0202ffff 02020001 0300 03020781 030108 0600 060180
    0601aa 04810100 0480 30800000 3106020102020101 05000500 1f0100 040500 0485010101
"""
LONG = "00" * 128


@pytest.mark.parametrize("good", [*GOOD.split(), "048180" + LONG])
def test_der(good: str) -> None:
    assert is_der(bytes.fromhex(good))


@pytest.mark.parametrize("bad", [*BAD.split(), "", "04820080" + LONG, "30" * 99])
def test_not_der(bad: str) -> None:
    assert not is_der(bytes.fromhex(bad))


def test_depth_is_limited() -> None:
    deep = b""
    for _ in range(60):
        deep = bytes((0x30, len(deep))) + deep if len(deep) < 128 else deep
    assert not is_der(deep)
