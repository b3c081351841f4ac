"""Certificates: read trusted roots; make a root of its own and a signer under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from audit.errors import KeyProblem, Problem

if TYPE_CHECKING:
    from datetime import datetime

KeyKind = Literal["p256", "rsa3072", "ed25519"]
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

MIN_RSA_BITS = 3072


def load_roots(roots: bytes) -> tuple[x509.Certificate, ...]:
    """Read the certificates of a PEM file.

    Raises:
        KeyProblem: no certificate could be read.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(roots))
    except ValueError as error:
        text = "no root certificate could be read"
        hint = "give a PEM file with -----BEGIN CERTIFICATE----- blocks"
        raise KeyProblem.of(Problem("roots-unreadable", text, hint=hint)) from error


def generate(kind: KeyKind) -> PrivateKey:
    """Make a private key of the kind."""
    if kind == "rsa3072":
        return rsa.generate_private_key(65537, MIN_RSA_BITS)
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def distinguished_name(common_name: str, organisation: str | None) -> x509.Name:
    """Name of a certificate holder."""
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organisation:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def root_certificate(
    key: PrivateKey, name: x509.Name, period: tuple[datetime, datetime]
) -> x509.Certificate:
    """Self-signed CA certificate that may issue end certificates only."""
    builder = _builder(key, name, period, authority=True)
    return builder.issuer_name(name).sign(key, _hash_for(key))


def signer_certificate(
    key: PrivateKey,
    name: x509.Name,
    issuer: tuple[x509.Certificate, PrivateKey],
    period: tuple[datetime, datetime],
) -> x509.Certificate:
    """Certificate to sign documents with, issued by ``issuer``."""
    root, root_key = issuer
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = _builder(key, name, period, authority=False)
    builder = builder.issuer_name(root.subject).add_extension(above, critical=False)
    return builder.sign(root_key, _hash_for(root_key))


def _builder(
    key: PrivateKey,
    name: x509.Name,
    period: tuple[datetime, datetime],
    *,
    authority: bool,
) -> x509.CertificateBuilder:
    public = key.public_key()
    limits = x509.BasicConstraints(ca=authority, path_length=0 if authority else None)
    own_id = x509.SubjectKeyIdentifier.from_public_key(public)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
        .add_extension(limits, critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(own_id, critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _hash_for(key: PrivateKey) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
