"""Strict reading of an RFC 3161 token; a server's algorithms are not ours to choose.

What cannot be pinned to one value must at least be strict DER, stand alone and repeat
what the signed part says. Whether the token is *valid* is pyHanko's question.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import cms

from audit.signing.chain import ordered_chain
from audit.signing.der import is_der
from audit.signing.verdict import Defect


def read_token(token: Any) -> tuple[bytes, ...]:
    """Check the form of a timestamp token.

    Args:
        token: the asn1crypto ContentInfo of the unsigned attribute.

    Returns:
        The certificates embedded in the token, DER, the server first.

    Raises:
        Defect: the token has more or other parts than it must have.
    """
    original = token.dump()
    fresh = cms.ContentInfo.load(original, strict=True)
    chain = _checked(fresh["content"])
    if fresh["content_type"].native != "signed_data":
        raise _defect(text="the token is not a CMS SignedData")
    if not is_der(original):
        raise _defect(text="the token is not strict DER")
    return tuple(cert.dump() for cert in chain)


def _checked(signed_data: Any) -> tuple[Any, ...]:
    signers = signed_data["signer_infos"]
    digests = signed_data["digest_algorithms"]
    if len(signers) != 1 or len(digests) != 1 or signed_data["crls"]:
        raise _defect(text="the token holds more than one signature")
    signer = signers[0]
    if signed_data["version"].native != "v3" or signer["version"].native != "v1":
        raise _defect(text="the token has another version than RFC 3161 asks for")
    if digests[0].dump() != signer["digest_algorithm"].dump():
        raise _defect(text="the token names two digest algorithms")
    if signer["unsigned_attrs"]:
        raise _defect(text="the token carries unsigned attributes")
    return ordered_chain(signed_data["certificates"], signer["sid"])


def _defect(*, text: str) -> Defect:
    return Defect(code="timestamp-form", detail=text)
