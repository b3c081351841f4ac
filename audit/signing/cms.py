"""Strict reading of the CMS structure: every byte of it is pinned.

The structure is built anew from its parts (certificates, signed attributes, signature,
timestamp) and must come out byte for byte the same, so nothing can hide in a field that
no signature covers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from asn1crypto import algos, cms, tsp

from audit.signing.chain import ordered_chain
from audit.signing.raw import is_low_s
from audit.signing.timestamp import read_token
from audit.signing.verdict import Defect, SubIndication

SIGNED_ATTRIBUTES = ("content_type", "message_digest", "signing_certificate_v2")
TIMESTAMP_ATTRIBUTE = "signature_time_stamp_token"
MIN_RSA_BITS = 3072

_ = tsp  # loading it teaches asn1crypto the signing-certificate attribute


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


def _read(info: Any, der: bytes) -> SignedCms:  # noqa: ANN401 - asn1crypto is untyped
    if info["content_type"].native != "signed_data":
        raise Defect(code="cms-type", detail="not a CMS SignedData")
    signed_data = info["content"]
    signer_info = _single(signed_data["signer_infos"], "signer")
    chain = ordered_chain(signed_data["certificates"], signer_info["sid"])
    if any(cert.self_issued for cert in chain):
        raise Defect(code="certificates", detail="a root certificate is embedded")
    algorithm, mechanism = _algorithms(chain[0])
    digest = _message_digest(signer_info["signed_attrs"], chain[0])
    if mechanism == "sha256_ecdsa" and not is_low_s(signer_info["signature"].native):
        raise _broken(text="the ECDSA signature is not in its one accepted form")
    token = _timestamp(signer_info["unsigned_attrs"])
    if _rebuilt(signed_data, chain, algorithm, mechanism) != der:
        text = "the CMS structure is not the one that belongs to its content"
        raise Defect(code="cms-pins", detail=text)
    certificates = tuple(cert.dump() for cert in chain)
    subject = chain[0].subject.human_friendly
    return SignedCms(algorithm, digest, certificates, subject, token)


def _single(values: Any, what: str) -> Any:  # noqa: ANN401
    if len(values) != 1:
        text = f"{len(values)} values instead of one: {what}"
        raise Defect(code="cms-count", detail=text)
    return values[0]


def _algorithms(cert: Any) -> tuple[str, str]:  # noqa: ANN401
    """Digest and signature mechanism that this key must use."""
    key = cert.public_key
    if key.algorithm == "ec" and key.curve == ("named", "secp256r1"):
        return "sha256", "sha256_ecdsa"
    if key.algorithm == "rsa" and key.bit_size >= MIN_RSA_BITS:
        return "sha256", "sha256_rsa"
    if key.algorithm == "ed25519":
        return "sha512", "ed25519"
    text = "the signing key is none of P-256, RSA of 3072 bits or more, Ed25519"
    weak = SubIndication.CRYPTO_CONSTRAINTS_FAILURE
    raise Defect(code="cms-algorithm", detail=text, sub_indication=weak)


def _message_digest(attributes: Any, cert: Any) -> bytes:  # noqa: ANN401
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


def _timestamp(unsigned: Any) -> tuple[bytes, ...]:  # noqa: ANN401
    """The timestamp is the only unsigned attribute that may be there."""
    if not unsigned:
        return ()
    attribute = _single(unsigned, "unsigned attribute")
    if attribute["type"].native != TIMESTAMP_ATTRIBUTE:
        text = f"unsigned attribute {attribute['type'].native}"
        raise Defect(code="unsigned-attribute", detail=text[:200])
    return read_token(_single(attribute["values"], "timestamp"))


def _rebuilt(
    signed_data: Any,  # noqa: ANN401
    chain: tuple[Any, ...],
    algorithm: str,
    mechanism: str,
) -> bytes:
    """Build the structure from its parts, all else as it must be."""
    digest = algos.DigestAlgorithm({"algorithm": algorithm})
    signer = _rebuilt_signer(
        signed_data["signer_infos"][0], chain[0], digest, mechanism
    )
    choices = [cms.CertificateChoices("certificate", cert) for cert in chain]
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": choices,
            "signer_infos": [signer],
        }
    )
    info = cms.ContentInfo({"content_type": "signed_data", "content": content})
    return bytes(info.dump())


def _rebuilt_signer(
    original: Any,  # noqa: ANN401
    cert: Any,  # noqa: ANN401
    digest: Any,  # noqa: ANN401
    mechanism: str,
) -> Any:  # noqa: ANN401

    signed = original["signed_attrs"].untag().dump()
    name = {"issuer": cert.issuer, "serial_number": cert.serial_number}
    parts = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", name),
        "digest_algorithm": digest,
        "signed_attrs": cms.CMSAttributes(_forced(cms.CMSAttributes.load(signed))),
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": mechanism}),
        "signature": original["signature"].native,
    }
    if original["unsigned_attrs"]:
        parts["unsigned_attrs"] = original["unsigned_attrs"].untag()
    return cms.SignerInfo(parts)


def _forced(attributes: Any) -> Any:  # noqa: ANN401
    """The attributes, each encoded again as DER."""
    attributes.dump(force=True)
    return attributes
