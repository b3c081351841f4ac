"""A small test PKI with its root key at hand: chains, lists, odd certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from audit.signing.keys import Signer

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
START = NOW - timedelta(days=30)
END = NOW + timedelta(days=365)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    key: Key
    cert: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        return self.cert.public_bytes(Encoding.PEM)


def name(common_name: str) -> x509.Name:
    """A name of one part."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def usage(*names: str) -> x509.KeyUsage:
    """Key usage with only these bits."""
    every = {
        *("digital_signature", "content_commitment", "key_encipherment"),
        *("data_encipherment", "key_agreement", "key_cert_sign"),
        *("crl_sign", "encipher_only", "decipher_only"),
    }
    return x509.KeyUsage(**{bit: bit in names for bit in every})


SIGNING = usage("digital_signature", "content_commitment")


def issue(
    common_name: str,
    issuer: Holder | None = None,
    *,
    authority: bool = False,
    key: Key | None = None,
    bits: x509.KeyUsage = SIGNING,
    period: tuple[datetime, datetime] = (START, END),
    timestamping: bool = False,
    answering: bool = False,
    serial: int | None = None,
) -> Holder:
    """Issue a certificate, self-signed without an issuer."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    above = issuer.key if issuer else own
    subject = name(common_name)
    public = own.public_key()
    parent = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.cert.subject if issuer else subject)
        .public_key(public)
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            usage("key_cert_sign", "crl_sign") if authority else bits, critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(parent, critical=False)
    )
    if timestamping:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    if answering:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        builder = builder.add_extension(purpose, critical=False)
    return Holder(own, builder.sign(above, hashes.SHA256()))


def certified(
    common_name: str,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey | ed25519.Ed25519PublicKey,
    issuer: Holder,
) -> x509.Certificate:
    """Certify a key whose private half is elsewhere."""
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common_name))
        .issuer_name(issuer.cert.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(issuer.cert.not_valid_before_utc)
        .not_valid_after(issuer.cert.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(SIGNING, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(above, critical=False)
    )
    return builder.sign(issuer.key, hashes.SHA256())


def crl(issuer: Holder, *revoked: Holder) -> bytes:
    """A revocation list of the issuer, DER."""
    number = x509.CRLNumber(1)
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.cert.subject)
        .last_update(NOW - timedelta(days=1))
        .next_update(NOW + timedelta(days=30))
        .add_extension(number, critical=False)
        .add_extension(key_id, critical=False)
    )
    for holder in revoked:
        entry = x509.RevokedCertificateBuilder()
        entry = entry.serial_number(holder.cert.serial_number)
        entry = entry.revocation_date(NOW - timedelta(days=10))
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def signer(holder: Holder, *chain: Holder) -> Signer:
    """The holder as a signer."""
    return Signer(holder.key, holder.cert, tuple(above.cert for above in chain))
