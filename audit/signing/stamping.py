"""Put a timestamp into a signed PDF: what to ask an authority, where its token goes.

The token is an unsigned attribute of the signature, and the signature stands in the one
place of the file that it does not cover itself. So a report that was signed with room
for a token takes it at any later time and stays the same signed document.
"""

from __future__ import annotations

import hashlib
from typing import Any

from asn1crypto import cms, tsp

from audit.errors import Problem, SigningError
from audit.signing.cms import read_cms, with_token
from audit.signing.structure import Envelope, read_envelope
from audit.signing.tsp import ASK_ANOTHER, new_request, token_in
from audit.signing.verdict import Defect

#: Bytes kept free for a token; those seen have 3 to 7 KiB.
ROOM = 12 << 10
SIGN_AGAIN = "sign the report again, with --timestamp or --timestamp-request"


def timestamp_request(pdf: bytes) -> bytes:
    """Return the request (.tsq) for a timestamp over the signature of a PDF.

    Raises:
        SigningError: the PDF is not one that `pades.sign_pdf` signed.
    """
    _, info = _opened(pdf)
    (signer,) = info["content"]["signer_infos"]
    return new_request(*_imprint(signer))


def with_timestamp(pdf: bytes, request: bytes, answer: bytes) -> bytes:
    """Return the signed PDF with the authority's answer in it (PAdES B-T).

    Args:
        pdf: signed with room for a token, without one yet.
        request: what was asked about it (.tsq).
        answer: what came back (.tsr).

    Raises:
        SigningError: the answer is not for this report, or there is no room for it.
    """
    envelope, info = _opened(pdf)
    (signer,) = info["content"]["signer_infos"]
    if signer["unsigned_attrs"]:
        text = "the report has a timestamp already"
        raise _problem("timestamp-twice", text, "it needs no second one")
    token = token_in(answer, request)
    imprint = tsp.TimeStampReq.load(request)["message_imprint"]
    if imprint["hashed_message"].native != _imprint(signer)[0]:
        text = "the timestamp is for another report"
        raise _problem("timestamp-digest", text, "give the answer for this very file")
    return _with_token(pdf, envelope, token)


def _opened(pdf: bytes) -> tuple[Envelope, Any]:
    try:
        envelope = read_envelope(pdf)
        read_cms(envelope.cms)
    except Defect as defect:
        text = f"this is no report signed by audit: {defect.detail}"
        raise _problem("timestamp-report", text, SIGN_AGAIN) from defect
    return envelope, cms.ContentInfo.load(envelope.cms)


def _imprint(signer: Any) -> tuple[bytes, str]:
    algorithm = signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(algorithm, signer["signature"].native).digest()
    return digest, algorithm


def _with_token(pdf: bytes, envelope: Envelope, token: bytes) -> bytes:
    """Write the signature anew with the token in it, into the same room."""
    der = with_token(envelope.cms, token)
    try:
        read_cms(der)
    except Defect as defect:
        text = f"the timestamp cannot stand in a report: {defect.detail}"
        raise _problem("timestamp-answer", text, ASK_ANOTHER) from defect
    size = len(envelope.contents)
    if len(der) > size:
        text = f"the report has room for {size} bytes, the timestamp needs {len(der)}"
        raise _problem("timestamp-room", text, SIGN_AGAIN)
    _, start, end, _ = envelope.byte_range
    written = der.ljust(size, b"\0").hex().upper().encode()
    return pdf[: start + 1] + written + pdf[end - 1 :]


def _problem(code: str, text: str, hint: str) -> SigningError:
    return SigningError.of(Problem(code, text, hint=hint))
