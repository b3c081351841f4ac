"""Was a report signed by a key in force, by the list of keys that a root signed?

What a moment is worth depends on who says it: a trusted timestamp proves it, else it is
the signer's word, which counts only for a key that nobody else can have.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from audit.signing.envelope import read_public_key
from audit.signing.fields import read_moment
from audit.signing.verdict import Finding, StepStatus, SubIndication

if TYPE_CHECKING:
    from audit.signing.keyring import KeyEntry, KeyRing

ROLE = "assessor"


def judge_listed(
    ring: KeyRing,
    certificate: bytes,
    at: datetime,
    claimed: datetime | None,
    proved: datetime | None,
) -> Finding:
    """Tell whether the list lets the key sign reports at the time of signing.

    Args:
        ring: the list of keys.
        certificate: the signer's, DER.
        at: the present moment.
        claimed: when the signer says it was signed.
        proved: when a trusted timestamp says that the signature existed.
    """
    key_id = _key_id(certificate)
    entry = ring.keys.get(key_id)
    if entry is None:
        text = f"the signer's key {key_id[:16]}… is not in the list of keys"
        return _open("key-unlisted", text, SubIndication.SIG_CONSTRAINTS_FAILURE)
    if ROLE not in entry.roles:
        text = f"the key of {entry.name} may sign as {', '.join(entry.roles)} only"
        return _open("key-role", text, SubIndication.SIG_CONSTRAINTS_FAILURE)
    moment = proved or claimed
    fault = _ended(entry, moment, proved) or _outside(entry, at, moment, proved)
    if fault is not None:
        return fault
    word = "proved" if proved else "claimed"
    text = f"{entry.name}, {entry.organisation}: in force at the {word} time {moment}"
    return Finding(StepStatus.PASSED, text)


def _key_id(certificate: bytes) -> str:
    key = x509.load_der_x509_certificate(certificate).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return read_public_key(pem).key_id


def _ended(
    entry: KeyEntry, moment: datetime | None, proved: datetime | None
) -> Finding | None:
    if entry.revoked_at is None:
        return None
    in_time = moment is not None and not entry.ended_by(moment)
    if in_time and (proved is not None or not entry.compromised):
        return None
    how = "compromised" if entry.compromised else "superseded"
    reason = f"{how} since {entry.revoked_at}: {entry.revoked_reason}"
    proof = (
        f"the signature existed at {proved}" if proved else "no earlier time is proved"
    )
    text = f"the key is revoked, {reason}; {proof}"
    return _open("key-revoked", text, SubIndication.REVOKED_NO_POE)


def _outside(
    entry: KeyEntry, at: datetime, moment: datetime | None, proved: datetime | None
) -> Finding | None:
    """A claimed time counts while the key is in force; later only a proved one."""
    in_force = proved is not None or at <= read_moment(entry.not_after)
    if moment is not None and entry.valid_at(moment) and in_force:
        return None
    text = f"the key may sign from {entry.not_before} to {entry.not_after}"
    return _open("key-validity", text, SubIndication.OUT_OF_BOUNDS_NO_POE)


def _open(code: str, text: str, sub_indication: SubIndication) -> Finding:
    return Finding(StepStatus.INDETERMINATE, text, sub_indication, code)
