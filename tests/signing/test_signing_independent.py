"""Other people's programs agree: poppler's pdfsig and qpdf."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from audit.signing.certificates import KeyKind
from audit.signing.keys import create_key, load_signer
from audit.signing.pades import sign_pdf
from audit.signing.verify import verify_pdf_signature
from tests.signing import tsa
from tests.signing.pki import issue, signer

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("pdfsig", "certutil", "qpdf"))),
    reason="poppler-utils, libnss3-tools and qpdf are not installed",
)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("kind", ["p256", "rsa3072"])
def test_pdfsig_trusts_the_file(kind: KeyKind, base_pdf: bytes, tmp_path: Path) -> None:
    start = datetime.now(UTC) - timedelta(days=1)  # pdfsig looks at the real clock
    new = create_key(kind, "Officer", "Bank", days=9, not_before=start, passphrase=b"p")
    pdf = sign_pdf(base_pdf, load_signer(new.p12, b"p"), reason="Vendor audit")
    (tmp_path / "root.pem").write_bytes(new.roots)
    (tmp_path / "f.pdf").write_bytes(pdf)
    (tmp_path / "nss").mkdir()
    nss = f"sql:{tmp_path / 'nss'}"
    run("certutil", "-N", "-d", nss, "--empty-password")
    trust = ("-n", "root", "-t", "CT,C,C", "-i", tmp_path / "root.pem")
    run("certutil", "-A", "-d", nss, *trust)
    said = run("pdfsig", "-nssdir", nss, tmp_path / "f.pdf").stdout
    assert "Signature is Valid" in said, said
    assert "Certificate is Trusted" in said, said
    assert "Total document signed" in said, said


def test_qpdf_finds_nothing_wrong(signed: dict[KeyKind, bytes], tmp_path: Path) -> None:
    for kind, pdf in signed.items():
        file = tmp_path / f"{kind}.pdf"
        file.write_bytes(pdf)
        checked = run("qpdf", "--check", file)
        assert checked.returncode == 0, checked.stderr
        assert "No syntax or stream encoding errors" in checked.stdout


TSA = """[tsa]
default_tsa = t
[t]
serial = {0}/serial
signer_cert = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_timestamp_made_by_openssl(base_pdf: bytes, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    period = (now - timedelta(days=1), now + timedelta(days=9))
    root = issue("Root", authority=True, period=period)
    officer = signer(issue("Officer", root, period=period))
    stamps = issue("TSA", root, timestamping=True, period=period)
    (tmp_path / "tsa.pem").write_bytes(stamps.pem)
    (tmp_path / "tsa.key").write_bytes(
        stamps.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (tmp_path / "serial").write_text("01")
    (tmp_path / "cnf").write_text(TSA.format(tmp_path))

    def answer(request: bytes) -> bytes:
        (tmp_path / "q").write_bytes(request)
        files = ("-config", tmp_path / "cnf", "-queryfile", tmp_path / "q")
        run("openssl", "ts", "-reply", *files, "-out", tmp_path / "a")
        return (tmp_path / "a").read_bytes()

    with tsa.served(answer) as url:
        pdf = sign_pdf(base_pdf, officer, reason="Vendor audit", timestamp_url=url)
    result = verify_pdf_signature(
        pdf, [root.pem], at=datetime.now(UTC) + timedelta(minutes=1)
    )
    assert result.passed, result.decisive
    assert result.proved_time is not None
