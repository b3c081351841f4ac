"""The age format written from its specification, to make files that no program makes.

https://c2sp.org/age: header with X25519 stanzas and a MAC, payload in chunks.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHUNK = 64 * 1024


def key_of(recipient: str) -> bytes:
    """The 32 bytes of an ``age1…`` key (Bech32; its checksum is not looked at)."""
    values = [_LETTERS.index(letter) for letter in recipient.removeprefix("age1")]
    number = 0
    for value in values[:-6]:
        number = number << 5 | value
    return (number >> (5 * len(values[:-6]) - 256)).to_bytes(32, "big")


#: Stanzas that the format forbids: without a body, and with a last line that is full.
MALFORMED = {
    "no body": b"-> grease\n",
    "no last line": b"-> grease\n" + b"A" * 64 + b"\n",
}


def encrypt(content: bytes, recipient: str, more: bytes = b"") -> bytes:
    """An age file for one recipient, ``more`` stanzas in its header, the MAC right."""
    file_key = os.urandom(16)
    header = b"age-encryption.org/v1\n" + _stanza(file_key, key_of(recipient))
    header += more + b"---"
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, hashlib.sha256)
    nonce = os.urandom(16)
    payload = _payload(_derived(file_key, nonce, b"payload"), content)
    return header + b" " + _b64(mac) + b"\n" + nonce + payload


def _stanza(file_key: bytes, recipient: bytes) -> bytes:
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    key = _derived(shared, share + recipient, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    return b"-> X25519 " + _b64(share) + b"\n" + _b64(body) + b"\n"


def _payload(key: bytes, content: bytes) -> bytes:
    starts = range(0, max(len(content), 1), _CHUNK)
    chunks = [content[start : start + _CHUNK] for start in starts]
    sealed = b""
    for number, chunk in enumerate(chunks):
        last = number == len(chunks) - 1
        nonce = number.to_bytes(11, "big") + bytes([last])
        sealed += ChaCha20Poly1305(key).encrypt(nonce, chunk, None)
    return sealed


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(secret)


def _b64(raw: bytes) -> bytes:
    return b64encode(raw).rstrip(b"=")
