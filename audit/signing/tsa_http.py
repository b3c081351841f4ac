"""Ask a timestamp authority over HTTP (RFC 3161, 3.4): one POST, no redirects."""

from __future__ import annotations

import http.client
from urllib import error, request

from audit.errors import Problem, SigningError
from audit.signing.tsp import ASK_ANOTHER, MAX_ANSWER_BYTES

TIMEOUT_SECONDS = 20
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def ask(url: str, query: bytes) -> bytes:
    """Send a request and return the answer's bytes.

    Raises:
        SigningError: the address is none of the web, nobody answers, or the answer is
            not one of a timestamp authority.
    """
    if not url.startswith(("http://", "https://")):
        hint = "such as --timestamp http://tsa.example/"
        text = f"'{url[:80]}' is no http or https address"
        raise SigningError.of(Problem("timestamp-url", text, hint=hint))
    try:
        kind, body = _post(url, query)
    except error.HTTPError as refusal:
        refusal.close()
        text = f"the timestamp authority answers with HTTP {refusal.code}"
        raise _refused("timestamp-refused", text) from refusal
    except (OSError, http.client.HTTPException, ValueError) as fault:
        reason = getattr(fault, "reason", None) or fault
        text = f"the timestamp authority cannot be reached: {reason}"[:200]
        raise _refused("timestamp-unreachable", text) from fault
    if kind != REPLY:
        text = f"the address answers with '{kind[:60]}', not with a timestamp"
        raise _refused("timestamp-answer", text)
    return body


def _post(url: str, query: bytes) -> tuple[str, bytes]:
    asked = request.Request(url, query, {"Content-Type": QUERY}, method="POST")  # noqa: S310 - http and https alone get here
    with _opener().open(asked, timeout=TIMEOUT_SECONDS) as answer:
        return answer.headers.get_content_type(), answer.read(MAX_ANSWER_BYTES + 1)


def _opener() -> request.OpenerDirector:
    """Return an opener that knows the web and proxies, not files or redirects."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _refused(code: str, text: str) -> SigningError:
    return SigningError.of(Problem(code, text, hint=ASK_ANOTHER))
