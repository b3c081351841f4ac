"""PAdES: the only file that touches pyHanko, and only inside functions.

It makes signatures and answers the cryptographic questions about one: intact, valid,
trusted under *our* roots, covering what? It fetches nothing; `verify` decides.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding

from audit.errors import AuditError, Problem, SigningError
from audit.signing.answers import Examination, Trust
from audit.signing.cms import read_cms
from audit.signing.eventloop import finish
from audit.signing.raw import longest_signature, sign_raw
from audit.signing.revocation import CLOCK_TOLERANCE
from audit.signing.stamping import ROOM, timestamp_request, with_timestamp
from audit.signing.structure import read_envelope
from audit.signing.tsa_http import ask
from audit.signing.verdict import Defect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509

    from audit.signing.keys import Signer

FIELD = "AuditSignature"

for _name in ("pyhanko", "pyhanko_certvalidator"):  # verdicts are not log lines
    logging.getLogger(_name).addHandler(logging.NullHandler())


def sign_pdf(
    pdf: bytes,
    signer: Signer,
    *,
    reason: str,
    location: str | None = None,
    timestamp_url: str | None = None,
    signing_time: datetime | None = None,
    room: bool = False,
) -> bytes:
    """Certify a PDF we rendered: PAdES B-B, or B-T with a timestamp authority.

    The signature is invisible, forbids every later change and leaves the XMP metadata
    untouched. The result passes our own strict reader before it is returned.

    Args:
        pdf: a PDF of one revision without signature or encryption.
        signer: from `keys.load_signer`.
        reason: why it is signed, shown by readers.
        location: where it is signed, shown by readers.
        timestamp_url: RFC 3161 authority; None for B-B.
        signing_time: claimed aware time, now if None.
        room: leave room for a timestamp that is attached later.

    Returns:
        The signed PDF, the original bytes first.

    Raises:
        SigningError: the PDF cannot be signed, or the authority gives no timestamp.
        KeyProblem: the certificate is not valid at ``signing_time``.
    """
    moment = (signing_time or datetime.now(UTC)).replace(microsecond=0)
    signer.check_valid(moment)
    try:
        pdf_signer = _pdf_signer(signer, reason, location)
        spare = ROOM if room or timestamp_url else 0
        signed = finish(_sign(pdf, pdf_signer, moment, spare))
        read_cms(read_envelope(signed).cms)
    except AuditError:
        raise
    except Exception as error:
        hint = "sign only a fresh report, with a certificate and its chain"
        text = f"the PDF could not be signed: {error}"
        raise SigningError.of(Problem("not-signed", text, hint=hint)) from error
    return _stamped(signed, timestamp_url, moment) if timestamp_url else signed


def _stamped(pdf: bytes, url: str, moment: datetime) -> bytes:
    query = timestamp_request(pdf)
    return checked_stamp(with_timestamp(pdf, query, ask(url, query)), moment)


def checked_stamp(pdf: bytes, moment: datetime) -> bytes:
    """Return the PDF if the timestamp in it is right; trust is not asked about.

    Raises:
        SigningError: the authority's own signature does not verify, or its clock is
            behind ours, so that no verification could pass.
    """
    found = examine(pdf, (), at=moment)
    hint = "ask another timestamp authority, or sign without --timestamp"
    if not found.stamp_sound or found.stamped_time is None:
        text = "the timestamp authority's signature does not verify"
        raise SigningError.of(Problem("timestamp-signature", text, hint=hint))
    claimed = found.claimed_time
    if claimed is not None and claimed > found.stamped_time + CLOCK_TOLERANCE:
        text = f"the authority's clock says {found.stamped_time}, ours {claimed}"
        raise SigningError.of(Problem("timestamp-order", text, hint=hint))
    return pdf


def _pdf_signer(signer: Signer, reason: str, location: str | None) -> Any:
    from pyhanko.sign import fields, signers

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=signer.digest_algorithm,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
        location=location,
    )
    place = fields.SigFieldSpec(
        FIELD,
        readable_field_name="Audit signature",
        invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
    )
    return signers.PdfSigner(metadata, _cms_signer(signer), new_field_spec=place)


def _cms_signer(signer: Signer) -> Any:
    """Wrap the opened key; pyHanko's own signer parses it anew at every use."""
    from pyhanko.sign.signers import Signer as Base
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class CryptoSigner(Base):  # type: ignore[misc]
        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            del digest_algorithm  # follows from the key
            key = signer.key
            return longest_signature(key) if dry_run else sign_raw(key, data)

    store = SimpleCertificateStore()
    store.register_multiple(_asn1(cert) for cert in signer.chain)
    return CryptoSigner(
        signing_cert=_asn1(signer.certificate), cert_registry=store, embed_roots=False
    )


async def _sign(pdf: bytes, pdf_signer: Any, moment: datetime, spare: int) -> bytes:
    """Run pyHanko's steps one by one: only so the claimed time can be given.

    ``spare`` is how many bytes stay free behind the signature.
    """
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    session = pdf_signer.init_signing_session(_writer(pdf))
    session.system_time = moment
    size = await session.estimate_signature_container_size(None) + 2 * spare
    document = session.prepare_tbs_document(None, bytes_reserved=size)
    digest, output = document.digest_tbs_document()
    await document.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=moment),
    )
    return bytes(output.getvalue())


def _writer(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class StableMetaWriter(IncrementalPdfFileWriter):  # type: ignore[misc]
        def _update_meta(self) -> None:
            """Keep the XMP byte-exact: pyHanko's rewrite breaks PDF/A."""

        def ensure_output_version(self, version: object) -> None:
            """Stay PDF 1.7, what PDF/A-3 is: elliptic keys would make it 2.0."""

        def _populate_trailer(self, trailer: Any) -> None:
            """Leave the table of objects unpacked: then it ends in a zero byte.

            Packed, one in 256 ends in a carriage return, which reads as part of the
            line break behind it (ISO 19005-3, 6.1.7.1).
            """
            super()._populate_trailer(trailer)
            trailer.pop("/Filter", None)

    writer = StableMetaWriter(BytesIO(pdf), strict=True)
    if writer.prev.encrypted or writer.prev.total_revisions != 1:
        raise ValueError("it is encrypted, signed or was updated before")
    return writer


def _asn1(certificate: x509.Certificate) -> Any:
    from asn1crypto.x509 import Certificate

    return Certificate.load(certificate.public_bytes(Encoding.DER))


def examine(
    pdf: bytes,
    roots: Sequence[x509.Certificate],
    tsa_roots: Sequence[x509.Certificate] = (),
    *,
    at: datetime,
) -> Examination:
    """Ask pyHanko about the signature of a file, offline.

    Args:
        pdf: the signed file.
        roots: the only certificates trusted for signers.
        tsa_roots: the only certificates trusted for timestamp authorities.
        at: aware time for which validity is asked.

    Returns:
        The answers. Anything that cannot be answered raises what pyHanko raises.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature

    reader = PdfFileReader(BytesIO(pdf), strict=True)
    if len(reader.embedded_signatures) != 1:
        text = f"{len(reader.embedded_signatures)} signatures in the form, not one"
        raise Defect(code="signature-count", detail=text)
    signature = reader.embedded_signatures[0]
    contexts = _context(roots, at), _context(tsa_roots, at)
    status = finish(async_validate_pdf_signature(signature, *contexts))
    return _answers(reader, signature, status)


def _context(roots: Sequence[x509.Certificate], at: datetime) -> Any:
    """Trust these roots; revocation is asked about by `revocation`."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[_asn1(root) for root in roots],
        moment=at,
        allow_fetching=False,
        crls=[],
        ocsps=[],
        revocation_mode="soft-fail",
    )


def _answers(reader: Any, signature: Any, status: Any) -> Examination:
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import SignatureCoverageLevel

    certified = None
    if "/Perms" in reader.root:
        certified = reader.root["/Perms"].raw_get("/DocMDP").reference
    stamp = status.timestamp_validity
    return Examination(
        revisions=reader.total_revisions,
        byte_range=tuple(int(number) for number in signature.byte_range),
        contents=signature.pkcs7_content,
        intact=status.intact,
        valid=status.valid,
        entire_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        certifies=certified == signature.sig_object.container_ref,
        no_changes=signature.docmdp_level == MDPPerm.NO_CHANGES,
        subfilter=str(signature.sig_object["/SubFilter"]),
        claimed_time=status.signer_reported_dt,
        trust=_trust(status),
        stamped_time=stamp.timestamp if stamp else None,
        stamp_sound=bool(stamp and stamp.intact and stamp.valid),
        stamp_trust=_trust(stamp) if stamp else Trust(trusted=False),
    )


def _trust(status: Any) -> Trust:
    problem = status.trust_problem_indic
    path = status.validation_path
    anchor = path.first.subject.human_friendly if path else ""
    name = problem.standard_name if problem else ""
    certificates = (
        tuple(c.dump() for c in path.iter_certs(include_root=True)) if path else ()
    )
    return Trust(status.trusted, name, anchor, certificates)


def catalog(pdf: bytes) -> Any:
    """Open a PDF strictly; its catalog as a mapping. Raises what pyHanko raises."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(BytesIO(pdf), strict=True).root
