"""Was a certificate revoked: lists and OCSP responses from files, nothing is fetched.

After ETSI EN 319 102-1, 5.2.5 and 5.5: a revocation counts unless a trusted timestamp
proves that the signature existed before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.x509 import ocsp

from audit.errors import InputError, Problem
from audit.signing.crl import crl_statement, is_authority
from audit.signing.ocsp import ocsp_statements
from audit.signing.verdict import Finding, StepStatus, SubIndication

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from audit.signing.statements import Statement

PEM = b"-----BEGIN X509 CRL-----"
CLOCK_TOLERANCE = timedelta(minutes=5)
#: Reasons after which a timestamp from before still counts (RFC 3161, 4).
HARMLESS = ("affiliationChanged", "superseded", "cessationOfOperation")


@dataclass(frozen=True, slots=True)
class Revocations:
    """The lists and responses that a verifier gave; empty if none."""

    crls: tuple[x509.CertificateRevocationList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.crls or self.ocsps)

    def __add__(self, other: Revocations) -> Revocations:
        return Revocations(self.crls + other.crls, self.ocsps + other.ocsps)

    def silent(self, paths: Sequence[tuple[bytes, ...]]) -> int:
        """Count the lists and responses that say nothing of the certificates."""
        alone = [
            *(Revocations(crls=(crl,)) for crl in self.crls),
            *(Revocations(ocsps=(response,)) for response in self.ocsps),
        ]
        pairs = [pair for path in paths for pair in _pairs(path)]
        return sum(not any(one.said(*pair) for pair in pairs) for one in alone)

    def about(
        self, cert: x509.Certificate, issuer: x509.Certificate, at: datetime
    ) -> tuple[Statement, ...]:
        """Return what the issuer had said of the certificate by the moment."""
        by = at + CLOCK_TOLERANCE
        return tuple(one for one in self.said(cert, issuer) if one.issued <= by)

    def said(
        self, cert: x509.Certificate, issuer: x509.Certificate
    ) -> tuple[Statement, ...]:
        """Return every statement of the issuer about the certificate."""
        said = [crl_statement(crl, cert, issuer) for crl in self.crls]
        for response in self.ocsps:
            said += ocsp_statements(response, cert, issuer)
        return tuple(one for one in said if one is not None)


def read_revocations(
    crls: Sequence[tuple[str, bytes]], ocsps: Sequence[tuple[str, bytes]]
) -> Revocations:
    """Read the files, each with its name for messages; InputError lists unfit ones."""
    problems: list[Problem] = []
    lists, responses = [], []
    for name, raw in crls:
        read = x509.load_pem_x509_crl if PEM in raw else x509.load_der_x509_crl
        try:
            crl = read(raw)
            _ = crl.signature_hash_algorithm, tuple(crl.extensions)
            lists.append(crl)
        except Exception:  # noqa: BLE001 - parsers meet hostile input here
            hint = "give a list as DER or PEM (-----BEGIN X509 CRL-----)"
            text = "this is no certificate revocation list"
            problems.append(Problem("crl-unreadable", text, hint=hint, file=name))
    for name, raw in ocsps:
        try:
            response = ocsp.load_der_ocsp_response(raw)
            if response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL:
                _ = response.signature_hash_algorithm, response.certificates
                _ = tuple(response.responses)
            responses.append(response)
        except Exception:  # noqa: BLE001 - as above
            hint = "save one with: openssl ocsp -respout FILE"
            text = "this is no OCSP response"
            problems.append(Problem("ocsp-unreadable", text, hint=hint, file=name))
    if problems:
        raise InputError.of(*problems)
    return Revocations(tuple(lists), tuple(responses))


def judge_path(
    path: tuple[bytes, ...],
    data: Revocations,
    at: datetime,
    proved: datetime | None,
) -> Finding:
    """Tell whether the signature counts, given what is said about its certificates.

    Args:
        path: the certificates (DER) from the root down to the signer's.
        data: the lists and responses given.
        at: the present moment.
        proved: when a trusted timestamp says that the signature existed.
    """
    later, pairs = "", tuple(_pairs(path))
    for cert, issuer in pairs:
        said = data.about(cert, issuer, at)
        fault = _fault(cert, said, proved or at, proved)
        if fault is not None:
            return fault
        since = _first_revocation(said)
        later += f"; {_name(cert)} was revoked later, at {since}" if since else ""
    text = f"nothing stands against the {len(pairs)} certificate(s) under the root"
    return Finding(StepStatus.PASSED, text + later)


def _pairs(
    path: tuple[bytes, ...],
) -> Iterator[tuple[x509.Certificate, x509.Certificate]]:
    """Yield each certificate under the root with the one that issued it."""
    for issuer, cert in pairwise(map(x509.load_der_x509_certificate, path)):
        yield cert, issuer


def _name(cert: x509.Certificate) -> str:
    return cert.subject.rfc4514_string()


def _fault(
    cert: x509.Certificate,
    said: tuple[Statement, ...],
    moment: datetime,
    proved: datetime | None,
) -> Finding | None:
    name, first = _name(cert), _first_revocation(said)
    if first is not None and (proved is None or first <= proved):
        proof = f"existed at {proved}" if proved else "proves no earlier time"
        text = f"{name} is revoked since {first}; the signature {proof}"
        above, own = SubIndication.REVOKED_CA_NO_POE, SubIndication.REVOKED_NO_POE
        return _open("revoked", text, above if is_authority(cert) else own)
    if first is None and not any(one.tells_about(moment) for one in said):
        text = f"no list or response given tells whether {name} was revoked at {moment}"
        return _open("revocation-unknown", text, SubIndication.TRY_LATER)
    return None


def _first_revocation(said: tuple[Statement, ...]) -> datetime | None:
    return min((one.revoked_at for one in said if one.revoked_at), default=None)


def stamp_revoked(
    path: tuple[bytes, ...], data: Revocations, at: datetime, stamped: datetime
) -> Iterator[str]:
    """Yield why a revocation takes a timestamp its worth.

    An authority that only ceased or changed its key leaves its earlier stamps good.
    """
    for cert, issuer in _pairs(path):
        for one in data.about(cert, issuer, at):
            since = one.revoked_at
            if since and not (one.reason in HARMLESS and stamped < since):
                yield f"{_name(cert)} is revoked since {since} ({one.reason})"


def _open(code: str, text: str, sub_indication: SubIndication) -> Finding:
    return Finding(StepStatus.INDETERMINATE, text, sub_indication, code)
