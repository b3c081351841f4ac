"""The steps of a verification, each a question with one answer."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from cryptography import x509

from audit.signing.archive import read_archive
from audit.signing.cms import SignedCms, read_cms
from audit.signing.listed import judge_listed
from audit.signing.pades import examine
from audit.signing.revocation import (
    CLOCK_TOLERANCE,
    Revocations,
    judge_path,
    read_revocations,
    stamp_revoked,
)
from audit.signing.stamp_fault import stamp_fault
from audit.signing.structure import REVISIONS, Envelope, read_envelope
from audit.signing.verdict import Defect, Finding, StepStatus, SubIndication

if TYPE_CHECKING:
    from datetime import datetime

    from audit.signing.answers import Examination, Trust
    from audit.signing.backing import Backing

SUBFILTER = "/ETSI.CAdES.detached"


class Case:
    """One file under verification and what is known about it so far.

    Attributes:
        cms: the signature's parts, once they could be read.
        claimed_time: when the signer says it was signed.
        proved_time: when a trusted timestamp says it existed.
    """

    _envelope: Envelope
    _answers: Examination
    _trust: Trust

    def __init__(
        self,
        pdf: bytes,
        roots: tuple[x509.Certificate, ...],
        at: datetime,
        backing: Backing,
    ) -> None:
        """Take the file, the trusted roots, the moment and what else was given."""
        archive = read_archive(pdf)
        self._pdf, self._roots, self._at = archive.report, roots, at
        self._embedded = Revocations()
        self._archive, self._backing = archive, backing
        self._tsa_roots = backing.tsa_roots or roots
        self.cms: SignedCms | None = None
        self.claimed_time: datetime | None = None
        self.proved_time: datetime | None = None

    def file_structure(self) -> Finding:
        """Is the file exactly what our signing leaves behind?"""
        self._envelope = read_envelope(self._pdf)
        crls, ocsps = self._archive.crls, self._archive.ocsps
        named = ([("appended", raw) for raw in blobs] for blobs in (crls, ocsps))
        self._embedded = read_revocations(*named)
        kept = f"{len(crls)} list(s) and {len(ocsps)} response(s)"
        whole = "one signature over the whole file, nothing appended, zero padding"
        part = f"one signature over all but {kept} appended, zero padding"
        return _passed(part if self._embedded else whole)

    def signature_structure(self) -> Finding:
        """Is every byte of the CMS structure accounted for?"""
        self.cms = read_cms(self._envelope.cms)
        count = len(self.cms.certificates)
        return _passed(f"strict PAdES structure, {count} certificate(s) embedded")

    def digest_and_signature(self) -> Finding:
        """Are the document and the signed attributes the ones that were signed?"""
        cms = self._parts
        digest = self._envelope.digest(self._pdf, cms.digest_algorithm)
        if not hmac.compare_digest(digest, cms.message_digest):
            raise _altered()
        self._answers = self._ask(self._at)
        self._check_same_signature()
        self.claimed_time = self._answers.claimed_time
        if not self._answers.intact:
            raise _altered()
        if not self._answers.valid:
            broken = SubIndication.SIG_CRYPTO_FAILURE
            raise Defect(
                code="signature",
                detail="the signature does not verify",
                sub_indication=broken,
            )
        return _passed(f"{cms.digest_algorithm} digest and signature are right")

    def certificate_chain(self) -> Finding:
        """Does the signer lead to our roots, and was the certificate valid?"""
        trust = self._answers.trust
        if not trust.trusted and trust.problem == "OUT_OF_BOUNDS_NO_POE":
            trust = self._trust_when_stamped() or trust
        self._trust = trust
        if not trust.trusted:
            return self._untrusted(trust)
        return self._claim_out_of_bounds() or _passed(f"leads to {trust.anchor}")

    def certification(self) -> Finding:
        """Does the signature certify the document and forbid every change?"""
        answers = self._answers
        if not answers.certifies or not answers.no_changes:
            text = "the signature does not certify the document against changes"
            raise Defect(
                code="certification",
                detail=text,
                sub_indication=SubIndication.SIG_CONSTRAINTS_FAILURE,
            )
        return _passed("certification signature, no changes allowed")

    def timestamp(self) -> Finding:
        """Is the time proved by a timestamp server we trust?"""
        answers = self._answers
        if not self._parts.token_certificates:
            when = (
                f"{self.claimed_time:%Y-%m-%d %H:%M:%S %z}" if self.claimed_time else ""
            )
            text = f"time claimed, not proved: {when or 'no time stated'}"
            return Finding(StepStatus.SKIPPED, text, code="time-claimed")
        if not answers.stamp_sound or answers.stamped_time is None:
            broken = SubIndication.SIG_CRYPTO_FAILURE
            raise Defect(
                code="timestamp",
                detail="the timestamp does not verify",
                sub_indication=broken,
            )
        fault = stamp_fault(
            answers, self._parts.token_certificates, self._tsa_roots, self._at
        )
        path = answers.stamp_trust.path
        for text in stamp_revoked(
            path, self._revocations, self._at, answers.stamped_time
        ):
            no_proof = SubIndication.REVOKED_NO_POE
            fault = fault or _open("timestamp-revoked", text, no_proof)
        return fault or self._ordered(answers.stamped_time)

    def revocation(self) -> Finding:
        """Does a list or response given say that a certificate was revoked?"""
        if not self._revocations:
            text = "not checked: no list or response given, nothing is fetched"
            return Finding(StepStatus.SKIPPED, text, code="revocation-unchecked")
        if not self._trust.trusted:
            text = "no answer: the certificate chain is not trusted"
            return Finding(StepStatus.SKIPPED, text, code="revocation-unchecked")
        path, stamp_path = self._trust.path, self._answers.stamp_trust.path
        if path and stamp_path and self._embedded.silent((path, stamp_path)):
            text = "a list or response appended speaks of no certificate of the file"
            raise Defect(code="archive-foreign", detail=text)
        return judge_path(path, self._revocations, self._at, self.proved_time)

    def list_of_keys(self) -> Finding:
        """Was the signer's key in force, by the list of keys given?"""
        ring, cert = self._backing.ring, self._parts.certificates[0]
        if ring is None:
            return Finding(StepStatus.SKIPPED, "no list given")
        return judge_listed(ring, cert, self._at, self.claimed_time, self.proved_time)

    @property
    def _revocations(self) -> Revocations:
        return self._backing.revocations + self._embedded

    @property
    def _parts(self) -> SignedCms:
        if self.cms is None:
            raise Defect(code="no-signature", detail="no signature was read")
        return self.cms

    def _ask(self, at: datetime) -> Examination:
        return examine(self._pdf, self._roots, self._tsa_roots, at=at)

    def _check_same_signature(self) -> None:
        """A PDF parser must see the very signature that the raw bytes show."""
        answers, envelope = self._answers, self._envelope
        same = (
            answers.byte_range == envelope.byte_range
            and answers.contents == envelope.contents
            and answers.revisions == REVISIONS
            and answers.entire_file
        )
        if not same:
            text = "a PDF reader sees another signature than the bytes show"
            raise Defect(code="other-signature", detail=text)
        if answers.subfilter != SUBFILTER:
            raise Defect(
                code="subfilter", detail=f"signature of kind {answers.subfilter[:40]}"
            )

    def _trust_when_stamped(self) -> Trust | None:
        """Trust at the proved time, for a certificate that has expired since."""
        answers = self._answers
        proved = answers.stamp_sound and answers.stamp_trust.trusted
        if not proved or answers.stamped_time is None:
            return None
        return self._ask(answers.stamped_time).trust

    def _untrusted(self, trust: Trust) -> Finding:
        signer = x509.load_der_x509_certificate(self._parts.certificates[0])
        if self._at < signer.not_valid_before_utc:
            text = f"the certificate is valid only from {signer.not_valid_before_utc}"
            return _open("not-yet-valid", text, SubIndication.NOT_YET_VALID)
        problem = SubIndication.named(trust.problem)
        if self._at > signer.not_valid_after_utc:
            text = f"the certificate expired on {signer.not_valid_after_utc}"
            return _open("expired", text, problem)
        text = f"{self._parts.subject} does not lead to the trusted roots"
        return _open("untrusted", text, problem)

    def _claim_out_of_bounds(self) -> Finding | None:
        """The claimed time must lie in the certificate's validity, not after now."""
        claimed = self.claimed_time
        signer = x509.load_der_x509_certificate(self._parts.certificates[0])
        if claimed is None or claimed.tzinfo is None:
            text = "the signature states no time"
            return _open("no-time", text, SubIndication.SIG_CONSTRAINTS_FAILURE)
        if claimed > self._at + CLOCK_TOLERANCE:
            text = f"signed in the future: {claimed}"
            return _open("future", text, SubIndication.SIG_CONSTRAINTS_FAILURE)
        if claimed < signer.not_valid_before_utc:
            text = f"signed before the certificate was valid: {claimed}"
            return _open("claimed-early", text, SubIndication.NOT_YET_VALID)
        if claimed > signer.not_valid_after_utc:
            text = f"signed after the certificate had expired: {claimed}"
            return _open("claimed-late", text, SubIndication.EXPIRED)
        return None

    def _ordered(self, stamped: datetime) -> Finding:
        claimed = self.claimed_time
        if claimed is not None and claimed > stamped + CLOCK_TOLERANCE:
            text = f"claimed time {claimed} is later than the timestamp {stamped}"
            order = SubIndication.TIMESTAMP_ORDER_FAILURE
            return _open("timestamp-order", text, order)
        self.proved_time = stamped
        return _passed(f"existed at {stamped}")


def _passed(text: str) -> Finding:
    return Finding(StepStatus.PASSED, text)


def _open(code: str, text: str, sub_indication: SubIndication) -> Finding:
    return Finding(StepStatus.INDETERMINATE, text, sub_indication, code)


def _altered() -> Defect:
    text = "the document was altered after signing: its digest is another"
    return Defect("digest", text, SubIndication.HASH_FAILURE)
