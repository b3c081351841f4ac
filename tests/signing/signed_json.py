"""Keys and envelopes for the tests of signed JSON, without the command line."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

from audit.signing import keyring
from audit.signing.envelope import public_key_of
from audit.signing.keyring import KeyRing
from audit.signing.keys import Signer
from audit.signing.statement import (
    EvidenceDigest,
    QuestionnaireDigest,
    RequestRef,
    ResponseSignature,
)
from tests.signing.pki import NOW

SHA = "a" * 64
PREDICATE = ResponseSignature(
    vendor="Plain Vendor Ltd",
    response_id="small-1",
    sequence=1,
    request=RequestRef(id="request-1", nonce="n" * 22),
    questionnaire=QuestionnaireDigest(
        id="saas-vendor", version="1.0.0", digest=f"sha256:{SHA}"
    ),
    signed_at="2026-06-01T12:00:00Z",
    evidence=(EvidenceDigest(id="cert", sha256=SHA),),
)


def ring_with(*signers: Signer, role: str = "vendor") -> KeyRing:
    """A list of keys in which every signer may sign for Plain Vendor Ltd."""
    ring = keyring.new_ring(NOW)
    for signer in signers:
        public = public_key_of(signer)
        entry = keyring.entry_of(
            public, "Vera Vendor", "Plain Vendor Ltd", (role,), NOW - timedelta(days=1)
        )
        ring = keyring.with_key(ring, public.key_id, entry, NOW)
    return ring


def changed(envelope: bytes, **over: Any) -> bytes:
    """The envelope's JSON with other top-level values."""
    return json.dumps({**json.loads(envelope), **over}).encode()


def resigned_as(envelope: bytes, **over: Any) -> bytes:
    """The envelope with other parts of its one signature."""
    (signature,) = json.loads(envelope)["signatures"]
    return changed(envelope, signatures=[{**signature, **over}])


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def codes(error: Any) -> list[str]:
    """The codes of the problems that an error lists."""
    return [problem.code for problem in error.value.problems]
