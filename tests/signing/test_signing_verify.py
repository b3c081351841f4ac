"""Signing and verifying genuine files; the three values of the verdict."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from audit.errors import KeyProblem, SigningError
from audit.signing.backing import Backing
from audit.signing.certificates import KeyKind
from audit.signing.keys import KINDS
from audit.signing.pades import sign_pdf
from audit.signing.revocation import read_revocations
from audit.signing.stamping import timestamp_request, with_timestamp
from audit.signing.tsa_http import ask
from audit.signing.verdict import StepStatus, SubIndication, Verdict, Verification
from audit.signing.verify import verify_pdf_signature
from tests.signing import tsa
from tests.signing.material import LATER, NOW, Made, Pki
from tests.signing.pki import END, START, issue, signer, usage

REASON = "Vendor audit"


def given(crls: tuple[bytes, ...]) -> Backing:
    return Backing(
        revocations=read_revocations(
            [(f"{i}.crl", crl) for i, crl in enumerate(crls)], []
        )
    )


def code_of(result: Verification) -> str:
    assert result.decisive is not None
    return result.decisive.code


@pytest.mark.parametrize("kind", KINDS)
def test_signed_file_passes(
    kind: KeyKind, signed: dict[KeyKind, bytes], keys: dict[KeyKind, Made]
) -> None:
    result = verify_pdf_signature(signed[kind], [keys[kind].roots], at=LATER)
    assert result.verdict is Verdict.PASSED
    assert result.decisive is None
    assert result.sub_indication is None
    assert [step.number for step in result.steps] == list(range(1, 8))
    assert result.claimed_time == NOW
    assert result.proved_time is None
    assert result.fingerprint == keys[kind].signer.fingerprint
    assert "Lead Auditor" in result.signer
    assert "time claimed, not proved" in result.steps[5].detail
    assert result.steps[6].code == "revocation-unchecked"


def test_roots_may_come_in_several_files(
    signed: dict[KeyKind, bytes], keys: dict[KeyKind, Made]
) -> None:
    roots = [keys["rsa3072"].roots + keys["ed25519"].roots, keys["p256"].roots]
    for kind in KINDS:
        assert verify_pdf_signature(signed[kind], roots, at=LATER).passed


def test_the_original_stays_and_the_xmp_is_untouched(
    base_pdf: bytes, signed: dict[KeyKind, bytes]
) -> None:
    for pdf in signed.values():
        assert pdf.startswith(base_pdf)
        assert b"/Version /2.0" not in pdf, "PDF/A-3 is PDF 1.7"
        with pikepdf.open(BytesIO(base_pdf)) as a, pikepdf.open(BytesIO(pdf)) as b:
            assert a.Root.Metadata.read_raw_bytes() == b.Root.Metadata.read_raw_bytes()
            assert a.Root.Metadata.keys() == b.Root.Metadata.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_signing_keeps_pdf_a(
    kind: KeyKind, base_pdf: bytes, signed: dict[KeyKind, bytes], tmp_path: Path
) -> None:
    def failures(pdf: bytes, profile: str) -> set[str]:
        file = tmp_path / "f.pdf"
        file.write_bytes(pdf)
        checked = page.validate_pdf(str(file), profile=page.ValidationProfile(profile))
        return {str(failure.rule_id) for failure in checked.failures}

    assert not failures(signed[kind], "3a")
    assert failures(signed[kind], "ua1") == failures(base_pdf, "ua1")


def test_unknown_root_is_indeterminate(
    signed: dict[KeyKind, bytes], keys: dict[KeyKind, Made]
) -> None:
    for roots in ([], [keys["rsa3072"].roots]):
        result = verify_pdf_signature(signed["p256"], roots, at=LATER)
        assert result.verdict is Verdict.INDETERMINATE
        assert result.sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND


@pytest.mark.parametrize(
    ("days", "code", "sub_indication"),
    [
        (-60, "not-yet-valid", SubIndication.NOT_YET_VALID),
        (-1, "future", SubIndication.SIG_CONSTRAINTS_FAILURE),
        (800, "expired", SubIndication.OUT_OF_BOUNDS_NO_POE),
    ],
)
def test_moment_outside_validity_is_indeterminate(
    days: int,
    code: str,
    sub_indication: SubIndication,
    signed: dict[KeyKind, bytes],
    keys: dict[KeyKind, Made],
) -> None:
    moment = NOW + timedelta(days=days)
    result = verify_pdf_signature(signed["p256"], [keys["p256"].roots], at=moment)
    assert result.verdict is Verdict.INDETERMINATE
    assert (code_of(result), result.sub_indication) == (code, sub_indication)


def test_moment_without_zone_is_refused(signed: dict[KeyKind, bytes]) -> None:
    with pytest.raises(ValueError, match="time zone"):
        verify_pdf_signature(signed["p256"], [], at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_unreadable_roots_are_an_error(signed: dict[KeyKind, bytes]) -> None:
    with pytest.raises(KeyProblem) as caught:
        verify_pdf_signature(signed["p256"], [b"nothing"], at=LATER)
    assert caught.value.problems[0].code == "roots-unreadable"


def test_chain_with_intermediate_and_revocation(chained: bytes, pki: Pki) -> None:
    roots = [pki.root.pem]
    assert verify_pdf_signature(chained, roots, at=LATER).passed
    checked = verify_pdf_signature(chained, roots, at=LATER, backing=given(pki.crls()))
    assert checked.passed
    assert checked.steps[6].status is StepStatus.PASSED
    revoked = verify_pdf_signature(
        chained, roots, at=LATER, backing=given(pki.crls(pki.leaf))
    )
    assert revoked.verdict is Verdict.INDETERMINATE
    assert revoked.sub_indication is SubIndication.REVOKED_NO_POE
    assert code_of(revoked) == "revoked"
    missing = verify_pdf_signature(
        chained, roots, at=LATER, backing=given(pki.crls()[:1])
    )
    assert missing.verdict is Verdict.INDETERMINATE


def test_certificate_not_for_documents_is_not_trusted(
    base_pdf: bytes, pki: Pki
) -> None:
    server = issue("Web server", pki.root, bits=usage("digital_signature"))
    pdf = sign_pdf(base_pdf, signer(server), reason=REASON, signing_time=NOW)
    result = verify_pdf_signature(pdf, [pki.root.pem], at=LATER)
    assert result.verdict is Verdict.INDETERMINATE


def test_signing_outside_validity_is_refused(base_pdf: bytes, pki: Pki) -> None:
    officer = signer(pki.leaf, pki.middle)
    for moment, code in (
        (START - timedelta(days=1), "key-not-yet-valid"),
        (END + timedelta(days=1), "key-expired"),
    ):
        with pytest.raises(KeyProblem) as caught:
            sign_pdf(base_pdf, officer, reason=REASON, signing_time=moment)
        assert caught.value.problems[0].code == code


def test_what_could_not_be_verified_is_not_signed(
    base_pdf: bytes, signed: dict[KeyKind, bytes], keys: dict[KeyKind, Made], pki: Pki
) -> None:
    good = keys["p256"].signer
    stranger = signer(pki.leaf, pki.middle, pki.tsa)
    short = rsa.generate_private_key(65537, 2048)
    weak = signer(issue("Weak", pki.root, key=short))
    cases = ((signed["p256"], good), (b"%PDF-1.7 no", good))
    for pdf, who in (*cases, (base_pdf, stranger), (base_pdf, weak)):
        with pytest.raises(SigningError) as caught:
            sign_pdf(pdf, who, reason=REASON, signing_time=NOW)
        assert caught.value.problems[0].code == "not-signed"
        assert caught.value.problems[0].hint


def test_works_inside_an_event_loop(base_pdf: bytes, keys: dict[KeyKind, Made]) -> None:
    async def portal() -> Verification:
        made = keys["p256"]
        pdf = sign_pdf(base_pdf, made.signer, reason=REASON, signing_time=NOW)
        return verify_pdf_signature(pdf, [made.roots], at=LATER)

    assert asyncio.run(portal()).passed


def test_timestamp_proves_the_time(stamped: bytes, pki: Pki) -> None:
    roots = [pki.root.pem]
    result = verify_pdf_signature(stamped, roots, at=LATER)
    assert result.passed, result.decisive
    assert result.proved_time == NOW + timedelta(seconds=40)
    late = verify_pdf_signature(stamped, roots, at=NOW + timedelta(days=90))
    assert late.passed, "the timestamp outlives the certificate"


def test_timestamp_of_an_unknown_server(stamped: bytes, pki: Pki) -> None:
    result = verify_pdf_signature(stamped, [pki.middle.pem], at=LATER)
    assert result.verdict is Verdict.INDETERMINATE
    assert code_of(result) == "timestamp-trust"
    assert result.proved_time is None


def test_timestamp_before_the_claimed_time(base_pdf: bytes, pki: Pki) -> None:
    who = signer(pki.leaf, pki.middle)
    with tsa.running(pki.tsa, NOW - timedelta(days=3)) as url:
        with pytest.raises(SigningError) as caught:
            sign_pdf(base_pdf, who, reason=REASON, signing_time=NOW, timestamp_url=url)
        assert caught.value.problems[0].code == "timestamp-order"
        pdf = sign_pdf(base_pdf, who, reason=REASON, signing_time=NOW, room=True)
        query = timestamp_request(pdf)
        pdf = with_timestamp(pdf, query, ask(url, query))
    result = verify_pdf_signature(pdf, [pki.root.pem], at=LATER)
    assert result.sub_indication is SubIndication.TIMESTAMP_ORDER_FAILURE


def test_unreachable_timestamp_server(base_pdf: bytes, pki: Pki) -> None:
    with pytest.raises(SigningError) as caught:
        sign_pdf(
            base_pdf,
            signer(pki.leaf, pki.middle),
            reason=REASON,
            signing_time=NOW,
            timestamp_url="http://127.0.0.1:9/",
        )
    assert caught.value.problems[0].code == "timestamp-unreachable"


def test_reading_a_verdict_does_not_load_pyhanko() -> None:
    program = "import sys, audit.signing.verify; print('pyhanko' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


def test_only_pades_touches_pyhanko() -> None:
    folder = Path(__file__).parents[2] / "audit" / "signing"
    texts = {file.name: file.read_text() for file in folder.glob("*.py")}
    named = [
        n for n, t in texts.items() if "import pyhanko" in t or "from pyhanko" in t
    ]
    assert named == ["pades.py"]
