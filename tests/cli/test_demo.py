"""The demo end to end: three signed reports, checked by our verifier and by others."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from audit import pipeline
from audit.cases import left_to_answer, load_questionnaire, load_response
from audit.cli.main import main
from audit.cli.options import now
from tests.saas_case import AS_OF

EXPECTED = {
    "northline": "accept",
    "dialog-plus": "accept_with_conditions",
    "goldvoice": "reject",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "out"
    done = CliRunner().invoke(main, ["demo", str(folder)])
    assert done.exit_code == 0, done.output
    assert done.stdout.count("TOTAL-PASSED") == 3
    return folder


@pytest.mark.parametrize("name", EXPECTED)
def test_each_vendor_gets_the_decision_its_answers_earn(name: str, demo: Path) -> None:
    words = ["assess", str(demo / name / "response.json"), "--as-of", "2026-11-24"]
    words += ["--policy", "contact-centre-baseline", "--format", "json"]
    for kind in ("review", "exceptions"):
        if (demo / name / f"{kind}.json").exists():
            words += [f"--{kind}", str(demo / name / f"{kind}.json")]
    result = json.loads(CliRunner().invoke(main, words).stdout)
    assert result["decision"] == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_demo_evidence_file_matches_its_digest(name: str, demo: Path) -> None:
    case = pipeline.open_case(
        "contact-centre-baseline", demo / name / "response.json", AS_OF
    )
    response = json.loads((demo / name / "response.json").read_text("utf-8"))
    seen = {item.id: item for item in case.observed}
    assert len(response["evidence"]) >= 10
    for item in response["evidence"]:
        assert seen[item["id"]].sha256 == item["sha256"], item["id"]
        assert seen[item["id"]].size == item["size"], item["id"]


def test_policies_are_compared_on_the_whole_folder_each_vendor_once(
    demo: Path,
) -> None:
    words = ["policy", "diff", "contact-centre-baseline", "contact-centre-strict"]
    words += ["--responses", str(demo), "--format", "json"]
    found = json.loads(CliRunner().invoke(main, words).stdout)
    # The comparison beside the reports is none, and reports hold the responses.
    assert [Path(vendor["file"]).name for vendor in found["vendors"]] == [
        f"{name}-report.pdf" for name in sorted(EXPECTED)
    ]


def test_the_strong_vendor_left_nothing_to_answer(demo: Path) -> None:
    loaded = load_questionnaire("contact-centre")
    response = load_response(demo / "northline" / "response.json", loaded)
    left = left_to_answer(response.record, loaded.record, AS_OF)
    assert [part.left for part in left if part.left] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_poppler_and_qpdf_agree_that_the_report_is_sound(
    name: str, demo: Path, tmp_path: Path
) -> None:
    assert shutil.which("pdfsig")
    base = ["certutil", "-d", f"sql:{tmp_path}"]
    subprocess.run([*base, "-N", "--empty-password"], check=True, capture_output=True)
    root = ["-A", "-n", "root", "-t", "CT,C,C", "-i", str(demo / "roots.pem")]
    subprocess.run([*base, *root], check=True, capture_output=True)
    report = str(demo / f"{name}-report.pdf")
    done = subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{tmp_path}", report],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Signature is Valid." in done.stdout
    assert "Certificate is Trusted." in done.stdout
    assert "Total document signed" in done.stdout
    checked = subprocess.run(
        ["qpdf", "--check", report], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_signed_report_still_conforms(name: str, profile: str, demo: Path) -> None:
    import page

    path = str(demo / f"{name}-report.pdf")
    result = page.validate_pdf(path, profile=page.ValidationProfile(profile))
    assert ", 0 failed" in str(result), str(result)


def test_flipping_any_byte_makes_the_signature_fail(demo: Path) -> None:
    from audit.signing.verify import verify_pdf_signature

    good = (demo / "northline-report.pdf").read_bytes()
    roots = [(demo / "roots.pem").read_bytes()]
    moment = now()
    assert verify_pdf_signature(good, roots, at=moment).passed
    step = len(good) // 150
    for index in range(0, len(good), step):
        bad = bytearray(good)
        bad[index] ^= 1 << (index % 8)
        assert not verify_pdf_signature(bytes(bad), roots, at=moment).passed, index


def resigned(pdf: bytes, demo: Path) -> bytes:
    from audit.signing.keys import load_signer

    secret = (demo / "keys" / "passphrase.txt").read_bytes().strip()
    signer = load_signer((demo / "keys" / "officer.p12").read_bytes(), secret)
    return pipeline.sign_report(pdf, signer, now())


def steps(pdf: bytes, demo: Path) -> dict[str, str]:
    roots = [(demo / "roots.pem").read_bytes()]
    result = pipeline.verify_report(pdf, roots, now())
    return {step.name: step.status.value for step in result.steps}


@pytest.fixture(scope="module")
def unsigned(demo: Path) -> bytes:
    folder = demo / "northline"
    case = pipeline.open_case(
        "contact-centre-baseline",
        folder / "response.json",
        AS_OF,
        review=folder / "review.json",
    )
    return pipeline.report_pdf(pipeline.assess_case(case), "en")


def edited(pdf: bytes, name: str, old: bytes, new: bytes) -> bytes:
    import io

    with pikepdf.open(io.BytesIO(pdf)) as document:
        spec = document.attachments[name]
        content = spec.get_file().read_bytes()
        assert old in content
        spec.obj["/EF"]["/F"].write(content.replace(old, new, 1))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_an_officer_who_edits_the_embedded_score_is_found_by_replay(
    unsigned: bytes, demo: Path
) -> None:
    bad = edited(
        unsigned, "assessment.json", b'"decision":"accept"', b'"decision":"reject"'
    )
    found = steps(resigned(bad, demo), demo)
    assert found["digest and signature"] == "passed"
    assert found["attachments"] == "failed"
    assert found["replay"] == "failed"


def test_an_officer_who_edits_an_embedded_answer_is_found(
    unsigned: bytes, demo: Path
) -> None:
    bad = edited(
        unsigned, "response.json", b'"state":"answered"', b'"state":"declined"'
    )
    found = steps(resigned(bad, demo), demo)
    assert found["attachments"] == "failed"
    assert found["replay"] == "failed"


def test_pages_of_another_vendor_around_a_true_dossier_are_found(
    unsigned: bytes, demo: Path
) -> None:
    import io

    other = (demo / "goldvoice-report.pdf").read_bytes()
    with (
        pikepdf.open(io.BytesIO(unsigned)) as document,
        pikepdf.open(io.BytesIO(other)) as pages,
    ):
        # The signed cover has the signature's widget, which would come along.
        del pages.pages[0]["/Annots"]
        del document.pages[0]
        document.pages.insert(0, pages.pages[0])
        out = io.BytesIO()
        document.save(out)
    found = steps(resigned(out.getvalue(), demo), demo)
    assert found["attachments"] == "passed"
    assert found["replay"] == "passed"
    assert found["visible numbers"] == "failed"
