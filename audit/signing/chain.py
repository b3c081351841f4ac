"""The certificates embedded in a CMS structure: exactly one chain, strict DER."""

from __future__ import annotations

from typing import Any

from asn1crypto import cms

from audit.signing.der import is_der
from audit.signing.verdict import Defect, SubIndication


def ordered_chain(embedded: Any, sid: Any) -> tuple[Any, ...]:
    """Order embedded certificates from the signer upwards.

    Args:
        embedded: the `certificates` of an asn1crypto SignedData.
        sid: the `sid` of its SignerInfo.

    Returns:
        asn1crypto certificates, the signer first.

    Raises:
        Defect: the signer is missing, or a certificate is outside its chain.
    """
    if sid.name != "issuer_and_serial_number":
        raise Defect(code="cms-sid", detail="signer not named by issuer and serial")
    if any(choice.name != "certificate" for choice in embedded):
        raise Defect(code="certificates", detail="not only X.509 certificates")
    left = [choice.chosen for choice in embedded]
    chain: list[Any] = []
    found = [cert for cert in left if _identifier(cert) == sid.chosen.dump()]
    while len(found) == 1:
        chain.append(found[0])
        left = [cert for cert in left if cert is not found[0]]
        issuer = found[0].issuer.dump()
        found = [cert for cert in left if cert.subject.dump() == issuer]
    _check_complete(chain, left)
    return tuple(chain)


def _check_complete(chain: list[Any], left: list[Any]) -> None:
    if not chain:
        unknown = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        text = "the signing certificate is not embedded"
        raise Defect(code="no-certificate", detail=text, sub_indication=unknown)
    if left:
        text = "certificates outside the signer's chain are embedded"
        raise Defect(code="certificates", detail=text)
    for cert in chain:
        _check_der(cert)


def _identifier(cert: Any) -> bytes:

    values = {"issuer": cert.issuer, "serial_number": cert.serial_number}
    return bytes(cms.IssuerAndSerialNumber(values).dump())


def _check_der(cert: Any) -> None:
    inner = cert["tbs_certificate"]["signature"].dump()
    # Of a signature's bits none is unused (RFC 5280, 4.1.1.3: an octet string).
    whole_octets = cert["signature_value"].contents[0] == 0
    if (
        not whole_octets
        or not is_der(cert.dump())
        or inner != cert["signature_algorithm"].dump()
    ):
        raise Defect(code="certificates", detail="a certificate is not strict DER")
