"""Other people's programs agree: poppler's pdfsig and qpdf."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audit.signing.certificates import KeyKind
from audit.signing.keys import create_key, load_signer
from audit.signing.pades import sign_pdf

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
