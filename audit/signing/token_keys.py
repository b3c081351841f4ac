"""Private keys that stay in a token, in the shape of `cryptography`'s private keys.

So everything that signs with an opened key signs with these: PDFs, envelopes,
certificates. Every signature is verified before it is given away, for a token may hold
another key than its certificate says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NoReturn, Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from audit.errors import KeyProblem, Problem

Way = Literal["ecdsa", "rsa", "rsa-pss", "eddsa"]
#: Signs in the token: the way, then what the token is given to sign.
Sign = Callable[[Way, bytes], bytes]


class _Kept:
    """What every such key has in common: nothing of it can be taken out."""

    def __init__(self, public: Any, sign: Sign) -> None:
        self._public, self._sign = public, sign

    def public_key(self) -> Any:
        """Return the public half, from the certificate."""
        return self._public

    def _leave(self, *_: object, **__: object) -> NoReturn:
        raise UnsupportedAlgorithm("the private key does not leave its token")

    private_bytes = private_bytes_raw = private_numbers = exchange = decrypt = _leave

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[Any, Any]) -> Self:
        return self

    def _checked(self, signature: bytes, *how: Any) -> bytes:
        try:
            self._public.verify(signature, *how)
        except InvalidSignature:
            text = "the key in the token is not the one of its certificate"
            hint = "store key and certificate that belong together under one id"
            problem = Problem("token-mismatch", text, hint=hint)
            raise KeyProblem.of(problem) from None
        return signature


class EcTokenKey(_Kept, ec.EllipticCurvePrivateKey):
    """A P-256 key in a token."""

    @property
    def curve(self) -> ec.EllipticCurve:
        """The curve of the key."""
        curve: ec.EllipticCurve = self._public.curve
        return curve

    @property
    def key_size(self) -> int:
        """Its size in bits."""
        return self.curve.key_size

    def sign(self, data: Any, signature_algorithm: Any) -> bytes:
        """Sign with ECDSA; the digest is made here, tokens often cannot."""
        running = hashes.Hash(signature_algorithm.algorithm)
        running.update(data)
        pair = self._sign("ecdsa", running.finalize())
        half = len(pair) // 2
        r, s = (int.from_bytes(part, "big") for part in (pair[:half], pair[half:]))
        return self._checked(encode_dss_signature(r, s), data, signature_algorithm)


class RsaTokenKey(_Kept, rsa.RSAPrivateKey):
    """An RSA key in a token."""

    @property
    def key_size(self) -> int:
        """Its size in bits."""
        size: int = self._public.key_size
        return size

    def sign(self, data: Any, padding: Any, algorithm: Any) -> bytes:
        """Sign with SHA-256, by PKCS#1 v1.5 or PSS with a salt of 32 bytes."""
        if not isinstance(algorithm, hashes.SHA256):
            raise UnsupportedAlgorithm("a token signs with SHA-256 only")
        way: Way = "rsa-pss" if isinstance(padding, _PSS) else "rsa"
        return self._checked(self._sign(way, bytes(data)), data, padding, algorithm)


class EdTokenKey(_Kept, ed25519.Ed25519PrivateKey):
    """An Ed25519 key in a token."""

    def sign(self, data: Any) -> bytes:
        """Sign with Ed25519."""
        return self._checked(self._sign("eddsa", bytes(data)), data)


_PSS = padding.PSS


def token_key(public: object, sign: Sign) -> EcTokenKey | RsaTokenKey | EdTokenKey:
    """Return the key of the kind that its public half has."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        return EcTokenKey(public, sign)
    if isinstance(public, rsa.RSAPublicKey):
        return RsaTokenKey(public, sign)
    if isinstance(public, ed25519.Ed25519PublicKey):
        return EdTokenKey(public, sign)
    hint = "use P-256, RSA of 3072 bits or more, or Ed25519"
    text = "this kind of key is not accepted"
    raise KeyProblem.of(Problem("key-unsupported", text, hint=hint))
