"""Keys: make one with its own root, open a PKCS#12 file (tokens: `token`).

A key made here comes with a root certificate whose private key is thrown away at once:
nobody can ever issue a second certificate under that root, and nobody can revoke the
first one. Whoever needs revocation brings a PKCS#12 file from a real CA.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

from audit.errors import KeyProblem, Problem
from audit.signing.certificates import (
    MIN_RSA_BITS,
    KeyKind,
    PrivateKey,
    distinguished_name,
    generate,
    root_certificate,
    signer_certificate,
)

KINDS: tuple[KeyKind, ...] = get_args(KeyKind)
KDF_ROUNDS = 100_000
MAX_P12_BYTES = 1 << 20
MAX_NAME = 64
MAX_DAYS = 36_525


@dataclass(frozen=True, slots=True)
class NewKey:
    """A freshly made key.

    Attributes:
        p12: PKCS#12 with the private key, its certificate and the root.
        roots: PEM of the root certificate, to hand to those who verify.
        fingerprint: SHA-256 of the signing certificate, hex.
        subject: who signs.
        not_after: the last moment the certificate is valid.
    """

    p12: bytes = field(repr=False)
    roots: bytes
    fingerprint: str
    subject: str
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Signer:
    """An opened key with its certificate and the CA certificates above it."""

    key: PrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def subject(self) -> str:
        """Subject of the certificate as an RFC 4514 string."""
        return self.certificate.subject.rfc4514_string()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def roots(self) -> bytes:
        """PEM of the topmost certificate above it, to hand to those who verify."""
        return self.chain[-1].public_bytes(Encoding.PEM)

    @property
    def digest_algorithm(self) -> Literal["sha256", "sha512"]:
        """The digest that goes with the key; RFC 8419 wants SHA-512 for Ed25519."""
        is_edwards = isinstance(self.key, ed25519.Ed25519PrivateKey)
        return "sha512" if is_edwards else "sha256"

    def check_valid(self, moment: datetime) -> None:
        """Refuse to sign outside the validity of the certificate.

        Args:
            moment: an aware time.

        Raises:
            KeyProblem: the certificate is expired or not yet valid.
        """
        start = self.certificate.not_valid_before_utc
        end = self.certificate.not_valid_after_utc
        if moment > end:
            text = f"the certificate expired on {end:%Y-%m-%d %H:%M} UTC"
            raise _problem(code="key-expired", text=text, hint="make a new key")
        if moment < start:
            text = f"the certificate is valid only from {start:%Y-%m-%d %H:%M} UTC"
            raise _problem(code="key-not-yet-valid", text=text, hint="check the clock")


def create_key(
    kind: KeyKind,
    common_name: str,
    organisation: str | None = None,
    *,
    days: int,
    not_before: datetime,
    passphrase: bytes,
) -> NewKey:
    """Make a private key, a certificate for it and the root that issued it.

    Args:
        kind: ``p256`` (default choice), ``rsa3072`` or ``ed25519``.
        common_name: the signer, 1 to 64 bytes in UTF-8.
        organisation: the signer's organisation, up to 64 characters.
        days: validity of signer and root.
        not_before: aware time the validity starts.
        passphrase: protects the PKCS#12, not empty.

    Returns:
        The PKCS#12, the root in PEM and what to print about them.

    Raises:
        KeyProblem: an argument cannot be used.
    """
    check_request(kind, common_name, organisation, days)
    _check_passphrase(passphrase)
    period = period_of(not_before, days)
    signer = certified(generate(kind), kind, common_name, organisation, period)
    p12 = pack_signer(signer, passphrase)
    return NewKey(p12, signer.roots, signer.fingerprint, signer.subject, period[1])


def period_of(start: datetime, days: int) -> tuple[datetime, datetime]:
    """Return the first and the last moment of so many days, in whole seconds of UTC."""
    first = start.astimezone(UTC).replace(microsecond=0)
    return first, first + timedelta(days=days)


def certified(
    key: PrivateKey,
    kind: KeyKind,
    common_name: str,
    organisation: str | None,
    period: tuple[datetime, datetime],
) -> Signer:
    """Return the key with a certificate under a root made for it alone.

    The root's private key, of the same kind, is thrown away here.
    """
    root_key = generate(kind)
    stem = common_name.encode()[: MAX_NAME - 5].decode(errors="ignore")
    root_name = distinguished_name(f"{stem} root", organisation)
    root = root_certificate(root_key, root_name, period)
    name = distinguished_name(common_name, organisation)
    certificate = signer_certificate(key, name, (root, root_key), period)
    return Signer(key, certificate, (root,))


def pack_signer(signer: Signer, passphrase: bytes) -> bytes:
    """Write a PKCS#12 file: PBES2 with AES-256, HMAC-SHA-256.

    Raises:
        KeyProblem: the passphrase is empty.
    """
    _check_passphrase(passphrase)
    protection = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    return pkcs12.serialize_key_and_certificates(
        b"audit", signer.key, signer.certificate, signer.chain, protection
    )


def load_signer(p12: bytes, passphrase: bytes) -> Signer:
    """Open a PKCS#12 file.

    Args:
        p12: content of the file.
        passphrase: its passphrase.

    Returns:
        The signer; its validity is checked when it signs, not here.

    Raises:
        KeyProblem: wrong passphrase, not a PKCS#12, or a key we do not sign with.
    """
    try:
        bundle = pkcs12.load_pkcs12(p12[: MAX_P12_BYTES + 1], passphrase or None)
    except (ValueError, TypeError) as error:
        raise _unopened(p12) from error
    if bundle.key is None or bundle.cert is None:
        text = "the PKCS#12 file holds no private key with its certificate"
        hint = "export key and certificate together"
        raise _problem(code="p12-incomplete", text=text, hint=hint)
    chain = tuple(extra.certificate for extra in bundle.additional_certs)
    return checked_signer(
        Signer(_supported(bundle.key), bundle.cert.certificate, chain)
    )


def checked_signer(signer: Signer) -> Signer:
    """Return a signer that may sign documents with a key we accept.

    Raises:
        KeyProblem: the kind of key, its certificate or the pair of both is unfit.
    """
    _supported(signer.key)
    _check_pair(signer)
    return signer


def _problem(*, code: str, text: str, hint: str) -> KeyProblem:
    return KeyProblem.of(Problem(code, text, hint=hint))


def check_request(kind: str, name: str, organisation: str | None, days: int) -> None:
    """Refuse a key that cannot be made; KeyProblem says why."""
    if kind not in KINDS:
        hint = "one of: " + ", ".join(KINDS)
        raise _problem(code="key-kind", text=f"unknown key kind {kind!r}", hint=hint)
    if not name.strip() or len(name.encode()) > MAX_NAME:
        text = "the name must have 1 to 64 bytes (32 Cyrillic letters)"
        raise _problem(code="key-name", text=text, hint="shorten or fill in")
    if organisation is not None and not 1 <= len(organisation) <= MAX_NAME:
        text = "the organisation must have 1 to 64 characters"
        raise _problem(code="key-name", text=text, hint="shorten or fill in")
    if not 1 <= days <= MAX_DAYS:
        text = f"validity must be 1 to {MAX_DAYS} days"
        raise _problem(code="key-days", text=text, hint="two years are 730 days")


def _check_passphrase(passphrase: bytes) -> None:
    if not passphrase:
        hint = "a report key without one can be used by whoever copies the file"
        raise _problem(code="key-passphrase", text="empty passphrase", hint=hint)


def _unopened(p12: bytes) -> KeyProblem:
    if p12[:1] != b"\x30" or len(p12) > MAX_P12_BYTES:
        text = "the key file is not a PKCS#12 file"
        hint = "convert with: openssl pkcs12 -export"
        return _problem(code="p12-format", text=text, hint=hint)
    text = "wrong passphrase or damaged key file"
    hint = "check keyboard layout, and a trailing newline in a passphrase file"
    return _problem(code="p12-passphrase", text=text, hint=hint)


def _supported(key: object) -> PrivateKey:
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1":
        return key
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_RSA_BITS:
        return key
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    hint = "use P-256, RSA of 3072 bits or more, or Ed25519"
    text = "this kind of key is not accepted"
    raise _problem(code="key-unsupported", text=text, hint=hint)


def _check_pair(signer: Signer) -> None:
    if signer.key.public_key() != signer.certificate.public_key():
        text = "the certificate belongs to another key"
        raise _problem(code="p12-mismatch", text=text, hint="export the matching pair")
    try:
        extensions = signer.certificate.extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        may_sign = usage.content_commitment
    except (x509.ExtensionNotFound, ValueError):
        may_sign = False
    if not may_sign:
        text = "the certificate is not meant to sign documents"
        hint = "ask the CA for the nonRepudiation key usage"
        raise _problem(code="key-usage", text=text, hint=hint)
