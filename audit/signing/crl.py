"""What a certificate revocation list says about one certificate (RFC 5280, 5 and 6.3).

A list counts only if the issuer of the certificate signed it itself and it is complete
for such certificates: indirect lists, deltas and lists of some reasons are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509

from audit.signing.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    Scope = x509.IssuingDistributionPoint


def crl_statement(
    crl: x509.CertificateRevocationList,
    cert: x509.Certificate,
    issuer: x509.Certificate,
) -> Statement | None:
    """Return what the list says about the certificate, None if it cannot say."""
    if crl.issuer != issuer.subject or not _signs_lists(issuer):
        return None
    if not crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
        return None
    if any(not _covers(extension, cert) for extension in crl.extensions):
        return None
    issued, until = crl.last_update_utc, crl.next_update_utc
    entry = crl.get_revoked_certificate_by_serial_number(cert.serial_number)
    if entry is None:
        # Lists may drop a certificate once it has expired (RFC 5280, 5.1.2.6).
        return Statement(issued, until) if issued <= cert.not_valid_after_utc else None
    since = min(entry.revocation_date_utc, *_invalid_since(entry))
    return Statement(issued, until, since, _reason(entry))


def _signs_lists(issuer: x509.Certificate) -> bool:
    try:
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage)
    except x509.ExtensionNotFound:
        return True
    return usage.value.crl_sign


def _covers(
    extension: x509.Extension[x509.ExtensionType], cert: x509.Certificate
) -> bool:
    """Tell whether a list with this extension still speaks of the certificate."""
    if not isinstance(extension.value, x509.IssuingDistributionPoint):
        return not extension.critical
    scope: Scope = extension.value
    partial = scope.indirect_crl or scope.only_some_reasons
    if partial or scope.only_contains_attribute_certs:
        return False
    authority = is_authority(cert)
    return not (scope.only_contains_ca_certs and not authority) and not (
        scope.only_contains_user_certs and authority
    )


def is_authority(cert: x509.Certificate) -> bool:
    """Tell whether the certificate may issue others."""
    try:
        limits = cert.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return limits.value.ca


def _invalid_since(entry: x509.RevokedCertificate) -> Iterator[datetime]:
    """Yield when the key was lost, which may be before it was revoked."""
    yield entry.revocation_date_utc
    for extension in entry.extensions:
        if isinstance(extension.value, x509.InvalidityDate):
            yield extension.value.invalidity_date_utc


def _reason(entry: x509.RevokedCertificate) -> str:
    for extension in entry.extensions:
        if isinstance(extension.value, x509.CRLReason):
            return extension.value.reason.value
    return "unspecified"
