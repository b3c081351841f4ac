"""Reports with lists and responses behind them: exactly ours pass, nothing else does."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta
from io import BytesIO

import page
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from audit.errors import SigningError
from audit.signing.archive import Archive, read_archive, write_archive
from audit.signing.archiving import archive_pdf
from audit.signing.backing import Backing
from audit.signing.embedded import attachments
from audit.signing.revocation import read_revocations
from audit.signing.verdict import StepStatus, SubIndication
from audit.signing.verify import verify_pdf_signature
from tests.signing.material import FILES, LATER
from tests.signing.pki import NOW, Holder, crl, issue


def given(*crls: bytes, ocsps: tuple[bytes, ...] = ()) -> Backing:
    data = read_revocations([("c", c) for c in crls], [("o", o) for o in ocsps])
    return Backing(revocations=data)


@pytest.fixture(scope="module")
def lists(pki) -> tuple[bytes, bytes]:
    return pki.crls()


@pytest.fixture(scope="module")
def archived(stamped, pki, lists) -> bytes:
    return archive_pdf(stamped, [pki.root.pem], LATER, given(*lists))


def verify(pdf: bytes, pki, at=LATER, backing: Backing | None = None):
    return verify_pdf_signature(
        pdf, [pki.root.pem], at=at, backing=backing or Backing()
    )


def test_it_verifies_alone_and_outlasts_certificate_and_lists(archived, stamped, pki):
    for at in (LATER, NOW + timedelta(days=90)):
        result = verify(archived, pki, at)
        assert result.passed, result.decisive
        assert "all but 2 list(s) and 0 response(s) appended" in result.steps[0].detail
        assert result.steps[6].status is StepStatus.PASSED
    assert archived.startswith(stamped)
    assert verify(stamped, pki).steps[6].status is StepStatus.SKIPPED
    assert list(attachments(archived)) == list(FILES)


def test_reading_gives_back_what_was_written(archived, stamped, lists):
    assert read_archive(archived) == Archive(stamped, lists)
    assert read_archive(stamped) == Archive(stamped)


def response(issuer: Holder, holder: Holder) -> bytes:
    builder = ocsp.OCSPResponseBuilder().add_response(
        holder.cert,
        issuer.cert,
        hashes.SHA256(),
        ocsp.OCSPCertStatus.GOOD,
        NOW + timedelta(hours=1),
        NOW + timedelta(days=2),
        None,
        None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.cert)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_responses_are_kept_as_lists_are(stamped, pki):
    der = x509.load_der_x509_crl(pki.crls()[0]).public_bytes(Encoding.DER)
    good = response(pki.root, pki.middle)
    leaf = Holder(pki.leaf.key, signer_of(stamped))
    backing = given(der, ocsps=(good, response(pki.middle, leaf)))
    pdf = archive_pdf(stamped, [pki.root.pem], LATER, backing)
    result = verify(pdf, pki, NOW + timedelta(days=90))
    assert result.passed, result.decisive
    assert "1 list(s) and 2 response(s)" in result.steps[0].detail


def signer_of(pdf: bytes) -> x509.Certificate:
    from audit.signing.cms import read_cms
    from audit.signing.structure import read_envelope

    cms = read_cms(read_envelope(pdf).cms)
    return x509.load_der_x509_certificate(cms.certificates[0])


def test_a_newer_list_of_the_verifier_weighs_more(archived, stamped, pki):
    leaf = Holder(pki.leaf.key, signer_of(stamped))
    result = verify(archived, pki, backing=given(*pki.crls(leaf)))
    assert result.sub_indication is SubIndication.REVOKED_NO_POE


# --- nothing but ours -----------------------------------------------------------------

FORGERIES = {
    "a script": lambda tail: tail.replace(b"/DSS ", b"/OpenAction << /S /JavaScript /JS (x) >>\n/DSS "),
    "another page tree": lambda tail: tail.replace(b"/Pages 1 0 R", b"/Pages 3 0 R"),
    "no names": lambda tail: tail.replace(b"/EmbeddedFiles", b"/EmbeddedFilez"),
    "an object more": lambda tail: tail.replace(b"startxref", b"99 0 obj\n(x)\nendobj\nstartxref"),
    "a comment": lambda tail: b"% hello\n" + tail,
    "small letters": lambda tail: re.sub(rb"stream\n[0-9A-F]+", lambda m: m[0].lower(), tail, count=1),
    "another filter": lambda tail: tail.replace(b"/ASCIIHexDecode", b"/AHx"),
    "a row of the table": lambda tail: tail.replace(b"\xff\xff\x01", b"\xff\xff\x02"),
    "a line at the end": lambda tail: tail + b"\n",
    "a revision more": lambda tail: tail + tail,
    "an entry in the DSS": lambda tail: tail.replace(b"/Type /DSS\n", b"/Type /DSS\n/X 1\n"),
    "lists called responses": lambda tail: tail.replace(b"/CRLs", b"/OCSPs"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_revision_that_is_not_exactly_ours_is_refused(name, archived, stamped, pki):
    tail = archived[len(stamped) :]
    changed = FORGERIES[name](tail)
    assert changed != tail
    result = verify(stamped + changed, pki)
    assert not result.passed
    assert result.steps[0].status is StepStatus.FAILED


def test_no_changed_byte_of_the_revision_passes(archived, stamped, pki):
    for place in range(len(stamped), len(archived), 41):
        changed = bytearray(archived)
        changed[place] ^= 1
        result = verify(bytes(changed), pki)
        assert not result.passed, place


def test_every_changed_byte_before_the_lists_shows(archived, stamped, pki):
    for place in range(100, len(stamped), 1709):
        changed = bytearray(archived)
        changed[place] ^= 1
        assert not verify(bytes(changed), pki).passed, place


def test_a_list_of_strangers_is_refused(stamped, pki):
    stranger = issue("Stranger", authority=True)
    pdf = write_archive(Archive(stamped, (*pki.crls(), crl(stranger))))
    result = verify(pdf, pki)
    assert not result.passed
    assert result.decisive.code == "archive-foreign"


def test_something_else_than_lists_is_refused(stamped, pki):
    result = verify(write_archive(Archive(stamped, (b"0\x03\x02\x01\x00",))), pki)
    assert not result.passed
    assert result.steps[0].status is StepStatus.FAILED


# --- making one -----------------------------------------------------------------------


def test_only_what_verifies_with_a_proved_time_is_kept(
    archived, stamped, chained, base_pdf, pki, lists
):
    both, roots = given(*lists), [pki.root.pem]
    cases = {
        "archive-twice": (archived, roots, both),
        "archive-missing": (stamped, roots, Backing()),
        "archive-unverified": (stamped, roots, given(lists[0])),
        "archive-report": (base_pdf, roots, both),
    }
    for code, (pdf, trusted, backing) in cases.items():
        with pytest.raises(SigningError) as caught:
            archive_pdf(pdf, trusted, LATER, backing)
        assert caught.value.problems[0].code == code
    with pytest.raises(SigningError, match="there is no timestamp"):
        archive_pdf(chained, roots, LATER, both)
    with pytest.raises(SigningError, match="would not verify: timestamp"):
        archive_pdf(stamped, [pki.middle.pem], LATER, both)


# --- other people's programs ----------------------------------------------------------


def test_pyhanko_finds_the_lists(archived, lists):
    store = DocumentSecurityStore.read_dss(
        PdfFileReader(BytesIO(archived), strict=True)
    )
    assert [c.get_object().data for c in store.crls] == list(lists)
    assert len(store.certs) == 3


def test_of_pdf_a_only_the_rule_that_nothing_follows_a_signature_is_lost(
    archived, stamped, tmp_path
):
    def failures(pdf: bytes, profile: str) -> set[str]:
        file = tmp_path / "f.pdf"
        file.write_bytes(pdf)
        checked = page.validate_pdf(str(file), profile=page.ValidationProfile(profile))
        return {str(failure.rule_id) for failure in checked.failures}

    lost = {"PDFA3A-SIGNATURE-BYTERANGE-001"}
    assert failures(archived, "3a") - failures(stamped, "3a") == lost
    assert failures(archived, "ua1") == failures(stamped, "ua1")


@pytest.mark.skipif(
    not all(map(shutil.which, ("pdfsig", "qpdf"))), reason="poppler-utils, qpdf"
)
def test_qpdf_and_pdfsig_read_it(archived, tmp_path):
    file = tmp_path / "f.pdf"
    file.write_bytes(archived)
    run = subprocess.run(
        ["qpdf", "--check", file], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in said.stdout, said.stdout
