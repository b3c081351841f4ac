"""RFC 3161 at signing: the request, and whether an answer may be attached.

The same checks meet an answer that came over HTTP and one that came as a file. Whether
the server is *trusted* is asked when a report is verified, not here.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from audit.errors import Problem, SigningError
from audit.signing.timestamp import read_token

if TYPE_CHECKING:
    from datetime import datetime

NONCE_BITS = 64
MAX_ANSWER_BYTES = 1 << 20
GRANTED = ("granted", "granted_with_mods")
ASK_ANOTHER = "ask another timestamp authority, or sign without --timestamp"


class _Answer(core.Sequence):  # type: ignore[misc]
    """A TimeStampResp; asn1crypto's own does not know that a refusal has no token."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def new_request(digest: bytes, algorithm: str) -> bytes:
    """Return a request for a timestamp over a digest, with a fresh nonce."""
    imprint = {
        "hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}),
        "hashed_message": digest,
    }
    body = {
        "version": 1,
        "message_imprint": tsp.MessageImprint(imprint),
        "nonce": core.Integer(secrets.randbits(NONCE_BITS - 1)),
        "cert_req": True,  # the token must stand alone
    }
    return bytes(tsp.TimeStampReq(body).dump())


def token_in(answer: bytes, request: bytes) -> bytes:
    """Return the token of an answer that belongs to the request.

    Args:
        answer: what the authority sent, a TimeStampResp in DER.
        request: what was asked, a TimeStampReq in DER.

    Raises:
        SigningError: it refuses, answers another question, or its certificate is not
            one for timestamps.
    """
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        asked.native  # noqa: B018 - reads every part of it
    except (ValueError, TypeError) as error:
        text, hint = "the timestamp request cannot be read", "give the .tsq file"
        raise _problem("timestamp-request", text, hint) from error
    try:
        return _token(answer, asked)
    except SigningError:
        raise
    except Exception as error:  # parsers meet hostile input here
        text = f"this is no timestamp answer that can be used: {error}"[:200]
        raise _problem("timestamp-answer", text, ASK_ANOTHER) from error


def _token(answer: bytes, asked: Any) -> bytes:
    if len(answer) > MAX_ANSWER_BYTES:
        raise ValueError("it is larger than 1 MiB")
    response = _Answer.load(answer, strict=True)
    _check_granted(response["status"])
    der = bytes(response["time_stamp_token"].dump())
    token = cms.ContentInfo.load(der, strict=True)
    server, *_ = read_token(token)
    info = token["content"]["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise TypeError("the token holds no time")
    _check_same_question(info, asked)
    _check_server(server, info["gen_time"].native)
    return der


def _check_granted(status: Any) -> None:
    if status["status"].native in GRANTED:
        return
    said = [*(status["status_string"].native or ())]
    said += sorted(status["fail_info"].native or ())
    reason = "; ".join(said)[:200] or status["status"].native
    text = f"the timestamp authority refuses: {reason}"
    raise _problem("timestamp-refused", text, ASK_ANOTHER)


def _check_same_question(info: Any, asked: Any) -> None:
    if info["message_imprint"].dump() != asked["message_imprint"].dump():
        text = "the timestamp is over another digest than the one asked about"
        hint = "give the answer to this very request; somebody may have mixed them up"
        raise _problem("timestamp-digest", text, hint)
    if info["nonce"].native != asked["nonce"].native:
        text = "the timestamp carries another nonce than the one asked with"
        hint = "it may be an old answer sent again; ask anew"
        raise _problem("timestamp-nonce", text, hint)


def _check_server(der: bytes, stamped: datetime) -> None:
    """Refuse what no verification could accept later."""
    server = x509.load_der_x509_certificate(der)
    if not may_stamp(server):
        text = "the authority's certificate is not one for timestamps alone"
        raise _problem("timestamp-usage", text, ASK_ANOTHER)
    start, end = server.not_valid_before_utc, server.not_valid_after_utc
    if not start <= stamped <= end:
        text = f"the authority's certificate is valid from {start} to {end} only"
        raise _problem("timestamp-expired", text, ASK_ANOTHER)


def may_stamp(server: x509.Certificate) -> bool:
    """Tell whether a certificate is for timestamps and nothing else (RFC 3161, 2.3)."""
    try:
        found = server.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return found.critical and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _problem(code: str, text: str, hint: str) -> SigningError:
    return SigningError.of(Problem(code, text, hint=hint))
