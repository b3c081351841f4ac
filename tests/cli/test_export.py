"""``audit export`` as its users call it: sources, formats, refusals."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from audit.pipeline import sign_report
from audit.report.exports import EXPORTS
from audit.reporting import report_pdf
from audit.signing.keys import create_key, load_signer
from tests.report.exports.scene import small, written
from tests.saas_case import response_data, write_case

POLICY = ["--policy", "saas-baseline", "--as-of", "2026-11-24"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *(str(word) for word in words)])


@pytest.fixture
def response(tmp_path: Path) -> Path:
    return write_case(tmp_path, response_data())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "report.pdf"
    path.write_bytes(report_pdf(small(), "en"))
    return path


def test_a_format_goes_to_stdout_or_into_a_file(response: Path, tmp_path: Path) -> None:
    out = tmp_path / "gaps.sarif"
    shown = run(response, *POLICY, "--to", "sarif")
    done = run(response, *POLICY, "--to", "sarif", "-o", out)
    assert (shown.exit_code, done.exit_code) == (0, 0), shown.output + done.output
    assert out.read_bytes() == shown.stdout_bytes
    assert done.stdout == ""
    assert f"{out}: sarif, " in done.stderr
    assert json.loads(shown.stdout)["version"] == "2.1.0"


@pytest.mark.parametrize("form", ["oscal-ar", "csv"])
def test_a_report_gives_what_its_response_gave(form: str, report: Path) -> None:
    done = run(report, "--to", form)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == written(form)


def test_a_response_in_a_report_has_the_name_of_its_attachment(report: Path) -> None:
    (found,) = json.loads(run(report, "--to", "sarif").stdout)["runs"]
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in found["results"]
        for place in result["locations"]
    }
    assert uris == {"response.json"}


def test_with_trust_only_a_verified_report_is_used(
    report: Path, tmp_path: Path
) -> None:
    start = datetime.now(UTC) - timedelta(days=1)
    key = create_key(
        "ed25519", "Officer", "Bank", days=9, not_before=start, passphrase=b"secret"
    )
    roots, signed = tmp_path / "roots.pem", tmp_path / "signed.pdf"
    roots.write_bytes(key.roots)
    signer = load_signer(key.p12, b"secret")
    signed.write_bytes(sign_report(report.read_bytes(), signer, datetime.now(UTC)))
    done = run(signed, "--to", "csv", "--trust", roots)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == written("csv")
    refused = run(report, "--to", "csv", "--trust", roots, "-o", tmp_path / "x.csv")
    assert refused.exit_code == 3
    assert "candidate-unverified" in refused.stderr
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--to", "oscal"], "'oscal-ar', 'oscal-poam'"),
        ([], "Missing option '--to'"),
        (["--to", "csv"], "a response needs --policy"),
    ],
)
def test_a_wrong_call_is_told_so_bad(
    words: list[str], message: str, response: Path
) -> None:
    done = run(response, *words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_report_takes_no_other_inputs_bad(report: Path) -> None:
    done = run(report, "--to", "csv", "--policy", "saas-baseline")
    assert done.exit_code == 2
    assert "give it alone" in done.stderr


def test_the_help_lists_every_format() -> None:
    shown = run("--help").stdout
    assert not [name for name in EXPORTS if name not in shown]


def test_defaults_come_from_the_settings(
    response: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(response.parent)
    Path("audit.toml").write_text('[export]\nto = "markdown"\nlang = "uk"\n', "utf-8")
    done = run(response, *POLICY)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("# Plain Vendor Ltd: ")
    assert "Втрачено балів" in done.stdout
    Path("audit.toml").write_text('[export]\nform = "csv"\n', "utf-8")
    assert "has no option 'form'; known: " in run(response, *POLICY).stderr
