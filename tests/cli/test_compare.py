"""``audit compare`` and ``audit verify`` of a comparison, as procurement uses them."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit import comparison_dossier, pipeline, reporting
from audit.canonical import canonical, digest_bytes
from audit.cli.main import main
from audit.signing.keys import create_key, load_signer
from audit.signing.verify import attachments
from tests.comparison.demo import (
    DAY,
    OFFERS,
    RESPONSES,
    SELECTION,
    candidate,
    compared,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BUYER = [
    word
    for name in ("demand", "criteria", "exposure")
    for word in (f"--{name}", str(SELECTION / f"{name}.yaml"))
]
OFFERED = [word for path in OFFERS.values() for word in ("--offer", str(path))]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["compare", *words, "--as-of", DAY.isoformat()])


def responses(*more: str) -> Result:
    files = [str(path) for path in RESPONSES.values()]
    return run(*files, "--policy", "contact-centre-baseline", *BUYER, *OFFERED, *more)


@pytest.fixture(scope="module")
def key():
    return create_key(
        "p256", "Officer", "Bank", days=365, not_before=NOW, passphrase=b"secret"
    )


@pytest.fixture(scope="module")
def signer(key):
    return load_signer(key.p12, b"secret")


@pytest.fixture(scope="module")
def reports(tmp_path_factory, key, signer) -> Path:
    """Two signed reports and the root they lead to."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "roots.pem").write_bytes(key.roots)
    for name in ("northline", "dialog-plus"):
        pdf = pipeline.report_pdf(candidate(name), "en")
        signed = pipeline.sign_report(pdf, signer, NOW)
        (folder / f"{name}.pdf").write_bytes(signed)
    return folder


def test_the_terminal_tells_who_is_first_and_how_sure_that_is() -> None:
    done = responses()
    assert done.exit_code == 0, done.output
    assert "Northline Contact Services OÜ comes first" in done.stdout
    assert "all possible weightings" in done.stdout
    assert "not ranked" in done.stdout


def test_json_is_the_comparison_itself() -> None:
    done = responses("--format", "json")
    assert json.loads(done.stdout) == compared().comparison.plain()


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_other_formats_name_every_candidate(form: str) -> None:
    done = responses("--format", form)
    assert done.exit_code == 0
    for name in RESPONSES:
        assert candidate(name).response.vendor.name.split()[0] in done.stdout


def test_signed_reports_are_compared_from_what_they_carry(reports: Path) -> None:
    pdfs = [str(reports / f"{name}.pdf") for name in ("northline", "dialog-plus")]
    done = run(*pdfs, "--trust", str(reports / "roots.pem"), "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["candidates"]
    whole = {c["id"]: c for c in compared().comparison.plain()["candidates"]}
    for c in found:
        assert c["scores"] == whole[c["id"]]["scores"]
        assert c["assessment_digest"] == whole[c["id"]]["assessment_digest"]


def test_a_report_that_does_not_verify_is_refused(reports: Path, tmp_path) -> None:
    bad = tmp_path / "bad.pdf"
    raw = bytearray((reports / "dialog-plus.pdf").read_bytes())
    raw[len(raw) // 2] ^= 1
    bad.write_bytes(raw)
    done = run(
        str(reports / "northline.pdf"), str(bad),
        "--trust", str(reports / "roots.pem"),
    )  # fmt: skip
    assert done.exit_code == 3
    assert "candidate-unverified" in done.stderr
    assert str(bad) in done.stderr


def test_a_bare_response_is_refused_where_signatures_are_asked(reports: Path) -> None:
    done = run(
        str(reports / "northline.pdf"), str(RESPONSES["goldvoice"]),
        "--policy", "contact-centre-baseline", "--trust", str(reports / "roots.pem"),
    )  # fmt: skip
    assert done.exit_code == 3
    assert "candidate-unsigned" in done.stderr


def test_a_response_without_a_policy_is_refused() -> None:
    done = run(*map(str, RESPONSES.values()))
    assert done.exit_code == 3
    assert "candidate-policy" in done.stderr
    assert "--policy" in done.stderr


def test_a_pdf_that_is_no_report_is_refused(tmp_path: Path, reports: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 no report")
    done = run(str(reports / "northline.pdf"), str(other))
    assert done.exit_code == 3
    assert "Traceback" not in done.output


def test_a_fault_in_the_demand_names_its_line(tmp_path: Path) -> None:
    text = (SELECTION / "demand.yaml").read_text("utf-8")
    bad = tmp_path / "demand.yaml"
    bad.write_text(text.replace("occupancy:", "occupancy_:"), "utf-8")
    files = [str(path) for path in RESPONSES.values()]
    done = run(*files, "--policy", "contact-centre-baseline", "--demand", str(bad))
    assert done.exit_code == 3
    line = text[: text.index("occupancy:")].count("\n") + 1
    assert f"{bad}:{line}:" in done.stderr


def test_the_signed_comparison_verifies(tmp_path: Path, key) -> None:
    (tmp_path / "key.p12").write_bytes(key.p12)
    (tmp_path / "pass").write_bytes(b"secret\n")
    (tmp_path / "roots.pem").write_bytes(key.roots)
    out = tmp_path / "comparison.pdf"
    done = responses(
        "--lang", "uk", "--out", str(out), "--key", str(tmp_path / "key.p12"),
        "--passphrase-file", str(tmp_path / "pass"),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    words = ["verify", str(out), "--trust", str(tmp_path / "roots.pem")]
    checked = CliRunner().invoke(main, words)
    assert "TOTAL-PASSED" in checked.stdout, checked.output
    assert checked.exit_code == 0


def drawn_with(files: dict[str, bytes]) -> bytes:
    """Draw one page with these files inside; what it shows is checked elsewhere."""
    html = '<html lang="en"><head><title>Comparison</title></head><body><p>–</p></body></html>'
    return reporting._drawn(html, "", files, dict.fromkeys(files, "x"), DAY)


def relisted(files: dict[str, bytes]) -> dict[str, bytes]:
    """Let the manifest name the digests of the files as they are."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: digest_bytes(raw)
        for name, raw in files.items()
        if name != "manifest.json"
    }
    return {**files, "manifest.json": canonical(manifest)}


def failed_steps(files: dict[str, bytes], signer, key) -> dict[str, str]:
    signed = pipeline.sign_report(drawn_with(files), signer, NOW)
    found = pipeline.verify_report(signed, [key.roots], NOW)
    return {s.name: s.detail for s in found.steps if s.status.value == "failed"}


def cheaper(files: dict[str, bytes]) -> dict[str, bytes]:
    offer = json.loads(files["2.offer.json"])
    for charge in offer["charges"]:
        if "rate" in charge:
            charge["rate"] = 1
    return {**files, "2.offer.json": canonical(offer)}


def test_a_page_without_its_numbers_fails_only_for_that(signer, key) -> None:
    files = comparison_dossier.build(compared(), "en")
    assert set(failed_steps(files, signer, key)) == {"visible numbers"}


def test_a_changed_offer_is_not_the_listed_one(signer, key) -> None:
    files = cheaper(comparison_dossier.build(compared(), "en"))
    failed = failed_steps(files, signer, key)
    assert "2.offer.json was changed" in failed["attachments"]
    assert "replay" in failed


def test_a_changed_offer_that_is_listed_fails_the_replay(signer, key) -> None:
    files = relisted(cheaper(comparison_dossier.build(compared(), "en")))
    failed = failed_steps(files, signer, key)
    assert "attachments" not in failed
    assert "not what its inputs give" in failed["replay"]


def test_an_offer_that_was_taken_out_is_missed(signer, key) -> None:
    files = comparison_dossier.build(compared(), "en")
    del files["3.offer.json"]
    assert "3.offer.json is missing" in failed_steps(files, signer, key)["attachments"]


def test_numbers_drawn_by_another_numpy_are_told_apart(signer, key) -> None:
    files = comparison_dossier.build(compared(), "en")
    result = json.loads(files["comparison.json"])
    result["stability"]["numpy"] = "1.0.0"
    files = relisted({**files, "comparison.json": canonical(result)})
    failed = failed_steps(files, signer, key)
    assert "drawn with numpy 1.0.0" in failed["replay"]


def test_an_unknown_suffix_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "comparison.docx"
    done = responses("--out", str(out))
    assert done.exit_code == 3
    assert ".xlsx" in done.stderr
    assert not out.exists()


def test_reviews_and_exceptions_beside_a_response_are_taken(tmp_path: Path) -> None:
    for name in ("northline", "dialog-plus"):
        shutil.copytree(RESPONSES[name].parent, tmp_path / name)
    files = [str(tmp_path / n / "response.json") for n in ("northline", "dialog-plus")]
    words = [*files, "--policy", "contact-centre-baseline", "--format", "json"]
    with_them = json.loads(run(*words).stdout)
    (tmp_path / "northline" / "review.json").unlink()
    without = json.loads(run(*words).stdout)
    digests = [
        {c["id"]: c["assessment_digest"] for c in found["candidates"]}
        for found in (with_them, without)
    ]
    assert digests[0]["northline-cc-2026"] != digests[1]["northline-cc-2026"]
    assert digests[0]["dialog-plus-2026-11"] == digests[1]["dialog-plus-2026-11"]


def test_the_dossier_of_a_comparison_is_no_report_of_one_vendor(tmp_path) -> None:
    pdf = drawn_with(comparison_dossier.build(compared(), "en"))
    assert "assessment.json" not in attachments(pdf)
    path = tmp_path / "comparison.pdf"
    path.write_bytes(pdf)
    result = run(str(path), str(path))
    assert result.exit_code == 3
    assert "Traceback" not in result.output
