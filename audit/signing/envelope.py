"""DSSE envelopes: sign bytes with their type, open an envelope, verify its signature.

The only file that imports securesystemslib, and only when it is used. Envelopes are
read here and not by the library, which takes what we refuse: URL-safe or sloppy base64,
further keys, further signatures. The library signs, verifies and names keys.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.errors import InputError, KeyProblem, Problem
from audit.signing.certificates import MIN_RSA_BITS
from audit.signing.fields import (
    MAX_ENVELOPE_BYTES,
    MAX_PAYLOAD_BYTES,
    KeyId,
    SignedRecord,
)

if TYPE_CHECKING:
    from securesystemslib.signer import SSlibKey

    from audit.signing.keys import Signer

STATEMENT = "application/vnd.in-toto+json"
KEYS = "application/vnd.audit.keys+json"
HEAD = "application/vnd.audit.head+json"
HANDOVER = "application/vnd.audit.handover+json"
#: Every payload type that we read, with what it is called in messages.
PAYLOAD_TYPES = {
    STATEMENT: "a signed statement",
    KEYS: "a list of keys",
    HEAD: "a head of a register",
    HANDOVER: "a handover from one root key to the next",
}
MAX_PEM_BYTES = 1 << 14
SCHEMES = ("ed25519", "ecdsa-sha2-nistp256", "rsassa-pss-sha256")


class _Signature(SignedRecord):
    keyid: KeyId
    sig: str


class _Envelope(SignedRecord):
    payload: str
    payloadType: str  # noqa: N815 - the standard's name
    signatures: tuple[_Signature, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope that was read, with its one signature; nothing is verified yet.

    Attributes:
        payload: the signed bytes.
        payload_type: how to read them; signed too.
        key_id: the key that the signature says it is by.
        signature: its bytes.
        file: what messages call the envelope.
    """

    payload: bytes
    payload_type: str
    key_id: str
    signature: bytes
    file: str


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its id, its scheme and its PEM in the one form we write."""

    key_id: str
    scheme: str
    pem: str


def public_key_of(signer: Signer) -> PublicKey:
    """Return the public key of an opened key."""
    from securesystemslib.signer import SSlibKey

    return _named(SSlibKey.from_crypto(signer.key.public_key()))


def read_public_key(pem: bytes) -> PublicKey:
    """Return a public key from PEM.

    Raises:
        KeyProblem: it is no public key, or of a kind that we do not accept.
    """
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.signer import SSlibKey

    try:
        key = SSlibKey.from_crypto(load_pem_public_key(pem[:MAX_PEM_BYTES]))
    except Exception as error:  # the parser knows many
        text = "no public key could be read"
        hint = "make the file with: audit keys public KEY.p12 --out KEY.pem"
        problem = Problem("public-unreadable", text, hint=hint)
        raise KeyProblem.of(problem) from error
    bits = getattr(key._crypto_key(), "key_size", MIN_RSA_BITS)  # noqa: SLF001
    if key.scheme not in SCHEMES or (key.keytype == "rsa" and bits < MIN_RSA_BITS):
        hint = "use P-256, RSA of 3072 bits or more, or Ed25519"
        text = "this kind of key is not accepted"
        raise KeyProblem.of(Problem("key-unsupported", text, hint=hint))
    return _named(key)


def _named(key: SSlibKey) -> PublicKey:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = key._crypto_key()  # noqa: SLF001
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(key.keyid, key.scheme, pem.decode())


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return the bytes that a signature covers: type and payload with their lengths."""
    from securesystemslib.dsse import Envelope as Dsse

    return bytes(Dsse(payload, payload_type, {}).pae())


def sign_envelope(payload: bytes, payload_type: str, signer: Signer) -> bytes:
    """Return the envelope of the payload, in canonical JSON.

    The validity of the signer's certificate is the caller's matter.
    """
    from securesystemslib.dsse import Envelope as Dsse
    from securesystemslib.signer import CryptoSigner

    envelope = Dsse(payload, payload_type, {})
    envelope.sign(CryptoSigner(signer.key))
    return canonical(envelope.to_dict())


def open_envelope(raw: bytes, file: str, payload_type: str) -> Envelope:
    """Read an envelope strictly; InputError says what is wrong with it.

    Args:
        raw: the file's content.
        file: its name for messages.
        payload_type: the only type accepted here.
    """
    document = read_json(raw, file, max_bytes=MAX_ENVELOPE_BYTES)
    record = validate(_Envelope, document)
    problems = [
        *_type_problems(record.payloadType, payload_type),
        *_count_problems(len(record.signatures)),
    ]
    if problems:
        raise InputError.of(*map(document.at, problems))
    payload = _decoded(record.payload)
    signature = _decoded(record.signatures[0].sig)
    if payload is None or signature is None:
        where = "/payload" if payload is None else "/signatures/0/sig"
        text = "this is not base64 in its standard form"
        raise InputError.of(document.at(Problem("envelope-base64", text, where)))
    if len(payload) > MAX_PAYLOAD_BYTES:
        text = f"the payload is larger than {MAX_PAYLOAD_BYTES:,} bytes"
        raise InputError.of(document.at(Problem("envelope-size", text, "/payload")))
    key_id = record.signatures[0].keyid
    return Envelope(payload, record.payloadType, key_id, signature, file)


def _type_problems(found: str, wanted: str) -> list[Problem]:
    if found == wanted:
        return []
    known = ", ".join(PAYLOAD_TYPES)
    text = f"this is not {PAYLOAD_TYPES[wanted]} ({wanted})"
    if found in PAYLOAD_TYPES:
        text = f"this is {PAYLOAD_TYPES[found]}, not {PAYLOAD_TYPES[wanted]}"
    return [Problem("envelope-type", text, "/payloadType", f"known: {known}")]


def _count_problems(count: int) -> list[Problem]:
    if count == 1:
        return []
    text = f"{count} signatures; exactly one is accepted"
    return [Problem("envelope-signatures", text, "/signatures")]


def _decoded(text: str) -> bytes | None:
    """Return the bytes of base64 that has one spelling; None for any other."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def verify_envelope(envelope: Envelope, key: PublicKey) -> None:
    """Check the signature against the one key it may be by.

    Raises:
        InputError: it is by another key (``envelope-key``) or does not verify
            (``envelope-signature``).
    """
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.dsse import Envelope as Dsse
    from securesystemslib.exceptions import UnverifiedSignatureError
    from securesystemslib.signer import Signature, SSlibKey

    if envelope.key_id != key.key_id:
        text = f"signed by key {envelope.key_id[:16]}…, not by {key.key_id[:16]}…"
        raise _refused("envelope-key", text, envelope.file)
    public = SSlibKey.from_crypto(load_pem_public_key(key.pem.encode()))
    signature = Signature(envelope.key_id, envelope.signature.hex())
    signed = Dsse(envelope.payload, envelope.payload_type, {key.key_id: signature})
    try:
        signed.verify([public], threshold=1)
    except UnverifiedSignatureError:
        text = "the signature does not verify: the file was changed after signing"
        raise _refused("envelope-signature", text, envelope.file) from None


def _refused(code: str, text: str, file: str) -> InputError:
    return InputError.of(Problem(code, text, "/signatures/0", "", file))
