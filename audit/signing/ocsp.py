"""What an OCSP response says about one certificate (RFC 6960).

It counts only if the issuer of the certificate signed it, or a responder to whom that
issuer gave a certificate for nothing but this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from audit.signing.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator


def ocsp_statements(
    response: ocsp.OCSPResponse, cert: x509.Certificate, issuer: x509.Certificate
) -> Iterator[Statement]:
    """Yield what the response says about the certificate."""
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return
    if not any(_signed_by(response, who) for who in _responders(response, issuer)):
        return
    for single in response.responses:
        said = single.certificate_status
        if not _is_about(single, cert, issuer) or said is ocsp.OCSPCertStatus.UNKNOWN:
            continue
        issued, until = single.this_update_utc, single.next_update_utc
        reason = single.revocation_reason
        name = reason.value if reason else "unspecified"
        yield Statement(issued, until, single.revocation_time_utc, name)


def _responders(
    response: ocsp.OCSPResponse, issuer: x509.Certificate
) -> Iterator[x509.Certificate]:
    yield issuer
    for cert in response.certificates:
        if _is_delegate(cert, issuer, response):
            yield cert


def _is_delegate(
    cert: x509.Certificate, issuer: x509.Certificate, response: ocsp.OCSPResponse
) -> bool:
    try:
        cert.verify_directly_issued_by(issuer)
        usage = cert.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    made = response.produced_at_utc
    in_time = cert.not_valid_before_utc <= made <= cert.not_valid_after_utc
    return in_time and ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _signed_by(response: ocsp.OCSPResponse, who: x509.Certificate) -> bool:
    key, digest = who.public_key(), response.signature_hash_algorithm
    signature, data = response.signature, response.tbs_response_bytes
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        elif isinstance(key, ec.EllipticCurvePublicKey) and _is_strong(digest):
            key.verify(signature, data, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey) and _is_strong(digest):
            key.verify(signature, data, padding.PKCS1v15(), digest)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _is_strong(
    digest: hashes.HashAlgorithm | None,
) -> TypeGuard[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]:
    return isinstance(digest, hashes.SHA256 | hashes.SHA384 | hashes.SHA512)


def _is_about(
    single: ocsp.OCSPSingleResponse, cert: x509.Certificate, issuer: x509.Certificate
) -> bool:
    """Compare the certificate's id: its serial and the digests of its issuer."""
    key = issuer.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    bits = _subject_public_key(key)
    return (
        single.serial_number == cert.serial_number
        and single.issuer_key_hash == _digest(bits, single.hash_algorithm)
        and single.issuer_name_hash
        == _digest(issuer.subject.public_bytes(), single.hash_algorithm)
    )


def _subject_public_key(der: bytes) -> bytes:
    from asn1crypto.keys import PublicKeyInfo

    return bytes(PublicKeyInfo.load(der)["public_key"].contents[1:])


def _digest(data: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    running = hashes.Hash(algorithm)
    running.update(data)
    return running.finalize()
