"""Raw signatures: one deterministic form per key kind, made with `cryptography`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

if TYPE_CHECKING:
    from audit.signing.certificates import PrivateKey

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def sign_raw(key: PrivateKey, data: bytes) -> bytes:
    """Sign bytes: ECDSA or PKCS#1 v1.5 with SHA-256, or Ed25519.

    An ECDSA signature (r, s) has a twin (r, n - s) that anybody can compute and that is
    just as valid. We always write the one with the smaller s and accept no other.
    """
    if isinstance(key, ec.EllipticCurvePrivateKey):
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return encode_dss_signature(r, min(s, P256_ORDER - s))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data)


def longest_signature(key: PrivateKey) -> bytes:
    """Zero bytes as long as a signature by the key can get, to reserve space."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return bytes(72)
    if isinstance(key, rsa.RSAPrivateKey):
        return bytes((key.key_size + 7) // 8)
    return bytes(64)


def is_low_s(signature: bytes) -> bool:
    """Whether a P-256 signature is DER and the smaller of its two twins."""
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return False
    canonical = encode_dss_signature(r, s) == signature
    return canonical and 0 < s <= P256_ORDER // 2
