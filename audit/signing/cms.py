"""Strict reading of the CMS structure: every byte of it is pinned.

The structure is built anew from its four free parts (certificates, document digest,
signature, timestamp token) and must come out byte for byte the same, so nothing can
hide in a field that no signature covers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, tsp

from audit.signing.chain import ordered_chain
from audit.signing.raw import is_low_s
from audit.signing.timestamp import read_token
from audit.signing.verdict import Defect, SubIndication

SIGNED_ATTRIBUTES = ("content_type", "message_digest", "signing_certificate_v2")
TIMESTAMP_ATTRIBUTE = "signature_time_stamp_token"
MIN_RSA_BITS = 3072

SEQUENCE, SET, OCTET_STRING = 0x30, 0x31, 0x04
CONTEXT_0, CONTEXT_1, CONTEXT_4 = 0xA0, 0xA1, 0xA4
LONG_FORM = 0x80
VERSION_1 = bytes.fromhex("020101")
OID_DATA = bytes.fromhex("06092a864886f70d010701")
OID_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
OID_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
OID_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
OID_CERTIFICATE = bytes.fromhex("060b2a864886f70d010910022f")
OID_TIMESTAMP = bytes.fromhex("060b2a864886f70d010910020e")

_ = tsp  # loading it teaches asn1crypto the signing-certificate attribute


@dataclass(frozen=True, slots=True)
class Pins:
    """The algorithms a kind of key must use: name, and AlgorithmIdentifiers as DER."""

    name: str
    digest: bytes
    signature: bytes


_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_SHA512 = bytes.fromhex("300d06096086480165030402030500")
P256 = Pins("sha256", _SHA256, bytes.fromhex("300a06082a8648ce3d040302"))
RSA = Pins("sha256", _SHA256, bytes.fromhex("300d06092a864886f70d01010b0500"))
ED25519 = Pins("sha512", _SHA512, bytes.fromhex("300506032b6570"))


@dataclass(frozen=True, slots=True)
class SignedCms:
    """The parts of a CMS signature that passed the strict reading.

    Attributes:
        digest_algorithm: ``sha256`` or ``sha512``.
        message_digest: what the signature says the document's digest is.
        certificates: DER, the signer first, then upwards.
        subject: who signed, for people.
        token_certificates: DER of the timestamp server's, empty without a timestamp.
    """

    digest_algorithm: str
    message_digest: bytes
    certificates: tuple[bytes, ...]
    subject: str
    token_certificates: tuple[bytes, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the signing certificate, hex."""
        return hashlib.sha256(self.certificates[0]).hexdigest()


def read_cms(der: bytes) -> SignedCms:
    """Check the CMS structure of a PAdES signature.

    Args:
        der: the structure without padding.

    Returns:
        Its parts; nothing about trust is known yet.

    Raises:
        Defect: the first thing that is not as it must be.
    """
    try:
        return _read(cms.ContentInfo.load(der, strict=True), der)
    except Defect:
        raise
    except Exception as error:
        text = f"the CMS structure cannot be read: {error}"
        raise Defect(code="cms-unreadable", detail=text[:200]) from error


def _read(info: Any, der: bytes) -> SignedCms:
    if info["content_type"].native != "signed_data":
        raise Defect(code="cms-type", detail="not a CMS SignedData")
    signed_data = info["content"]
    signer_info = _single(signed_data["signer_infos"], "signer")
    chain = ordered_chain(signed_data["certificates"], signer_info["sid"])
    if any(cert.self_issued for cert in chain):
        raise Defect(code="certificates", detail="a root certificate is embedded")
    pins = _pins(chain[0])
    digest = _message_digest(signer_info["signed_attrs"], chain[0])
    if pins is P256 and not is_low_s(signer_info["signature"].native):
        raise _broken(text="the ECDSA signature is not in its one accepted form")
    token = _timestamp(signer_info["unsigned_attrs"])
    stamp = _attached(signer_info["unsigned_attrs"])
    if _rebuilt(signer_info, chain, (pins, digest), stamp) != der:
        text = "the CMS structure is not the one that belongs to its content"
        raise Defect(code="cms-pins", detail=text)
    certificates = tuple(cert.dump() for cert in chain)
    subject = chain[0].subject.human_friendly
    return SignedCms(pins.name, digest, certificates, subject, token)


def _single(values: Any, what: str) -> Any:
    if len(values) != 1:
        text = f"{len(values)} values instead of one: {what}"
        raise Defect(code="cms-count", detail=text)
    return values[0]


def _pins(cert: Any) -> Pins:
    """What a signature by this key must look like."""
    key = cert.public_key
    if key.algorithm == "ec" and key.curve == ("named", "secp256r1"):
        return P256
    if key.algorithm == "rsa" and key.bit_size >= MIN_RSA_BITS:
        return RSA
    if key.algorithm == "ed25519":
        return ED25519
    text = "the signing key is none of P-256, RSA of 3072 bits or more, Ed25519"
    weak = SubIndication.CRYPTO_CONSTRAINTS_FAILURE
    raise Defect(code="cms-algorithm", detail=text, sub_indication=weak)


def _message_digest(attributes: Any, cert: Any) -> bytes:
    """Check the signed attributes and return the document digest they state."""
    names = tuple(sorted(attribute["type"].native for attribute in attributes))
    if names != SIGNED_ATTRIBUTES:
        text = f"signed attributes are {', '.join(names)}"
        raise Defect(code="signed-attributes", detail=text[:200])
    found = {item["type"].native: _single(item["values"], "") for item in attributes}
    if found["content_type"].native != "data":
        raise Defect(code="signed-attributes", detail="content type is not data")
    bound = _single(found["signing_certificate_v2"]["certs"], "signing certificate")
    named = bound["hash_algorithm"]["algorithm"].native
    if named != "sha256" or bound["cert_hash"].native != cert.sha256:
        raise _broken(text="the signed certificate is not the embedded one")
    return bytes(found["message_digest"].native)


def _broken(*, text: str) -> Defect:
    failure = SubIndication.SIG_CRYPTO_FAILURE
    return Defect(code="signature-form", detail=text, sub_indication=failure)


def _timestamp(unsigned: Any) -> tuple[bytes, ...]:
    """The timestamp is the only unsigned attribute that may be there."""
    if not unsigned:
        return ()
    attribute = _single(unsigned, "unsigned attribute")
    if attribute["type"].native != TIMESTAMP_ATTRIBUTE:
        text = f"unsigned attribute {attribute['type'].native}"
        raise Defect(code="unsigned-attribute", detail=text[:200])
    return read_token(_single(attribute["values"], "timestamp"))


def with_token(der: bytes, token: bytes) -> bytes:
    """Return the structure, which `read_cms` accepts, with a timestamp token in it."""
    signed_data = cms.ContentInfo.load(der)["content"]
    signer_info = signed_data["signer_infos"][0]
    chain = ordered_chain(signed_data["certificates"], signer_info["sid"])
    digest = _message_digest(signer_info["signed_attrs"], chain[0])
    return _rebuilt(signer_info, chain, (_pins(chain[0]), digest), token)


def _attached(unsigned: Any) -> bytes:
    return bytes(unsigned[0]["values"][0].dump()) if unsigned else b""


def _rebuilt(
    signer_info: Any,
    chain: tuple[Any, ...],
    pinned: tuple[Pins, bytes],
    token: bytes,
) -> bytes:
    """Build the structure from its parts, all else as it must be."""
    certificates = sorted(cert.dump() for cert in chain)
    pins, digest = pinned
    signature = signer_info["signature"].native
    signer = _rebuilt_signer(chain[0], pins, digest, signature, token)
    content = _tlv(
        SEQUENCE,
        VERSION_1,
        _tlv(SET, pins.digest),
        _tlv(SEQUENCE, OID_DATA),
        _tlv(CONTEXT_0, *certificates),
        _tlv(SET, signer),
    )
    return _tlv(SEQUENCE, OID_SIGNED_DATA, _tlv(CONTEXT_0, content))


def _rebuilt_signer(
    cert: Any, pins: Pins, digest: bytes, signature: bytes, token: bytes
) -> bytes:
    parts = [
        VERSION_1,
        _tlv(SEQUENCE, cert.issuer.dump(), _serial(cert)),
        pins.digest,
        _tlv(CONTEXT_0, _attributes(cert, digest)),
        pins.signature,
        _tlv(OCTET_STRING, signature),
    ]
    if token:
        attribute = _tlv(SEQUENCE, OID_TIMESTAMP, _tlv(SET, token))
        parts.append(_tlv(CONTEXT_1, attribute))
    return _tlv(SEQUENCE, *parts)


def _attributes(cert: Any, digest: bytes) -> bytes:
    """The signed attributes as they must be, in DER order."""
    general = _tlv(SEQUENCE, _tlv(CONTEXT_4, cert.issuer.dump()))
    issuer = _tlv(SEQUENCE, general, _serial(cert))
    bound = _tlv(SEQUENCE, _tlv(OCTET_STRING, cert.sha256), issuer)
    values = (
        (OID_CONTENT_TYPE, OID_DATA),
        (OID_MESSAGE_DIGEST, _tlv(OCTET_STRING, digest)),
        (OID_CERTIFICATE, _tlv(SEQUENCE, _tlv(SEQUENCE, bound))),
    )
    return b"".join(sorted(_tlv(SEQUENCE, o, _tlv(SET, v)) for o, v in values))


def _serial(cert: Any) -> bytes:
    return bytes(cert["tbs_certificate"]["serial_number"].dump())


def _tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element."""
    body = b"".join(parts)
    size = len(body)
    if size < LONG_FORM:
        return bytes((tag, size)) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, LONG_FORM | len(octets))) + octets + body
