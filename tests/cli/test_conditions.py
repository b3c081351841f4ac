"""``audit conditions`` as its users call it: formats, sources, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from tests.remedy.scenes import vendor, words_for
from tests.saas_case import response_data, write_case

POLICY = ["--policy", "saas-baseline", "--as-of", "2026-11-24"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["conditions", *(str(word) for word in words)])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_case(tmp_path, response_data())


def test_markdown_goes_to_stdout_with_the_coverage_check(small: Path) -> None:
    done = run(small, *POLICY)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("# Conditions of acceptance: Plain Vendor Ltd\n")
    assert "uncovered: 0.**" in done.stdout


@pytest.mark.parametrize(
    ("name", "start"),
    [("c.md", b"# "), ("c.html", b"\n<!DOCTYPE html>"), ("c.pdf", b"%PDF-")],
)
def test_the_suffix_chooses_the_format(
    name: str, start: bytes, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / name
    done = run(small, *POLICY, "--out", out, "--lang", "uk")
    assert done.exit_code == 0, done.output
    assert out.read_bytes().lstrip().startswith(start.lstrip())
    assert "не охоплено: 0" in done.stderr
    assert done.stdout == ""


def test_an_unknown_suffix_is_refused_before_anything_is_read(
    small: Path, tmp_path: Path
) -> None:
    done = run(small, *POLICY, "--out", tmp_path / "c.docx")
    assert done.exit_code == 3
    assert "known: .md, .html, .pdf" in done.stderr
    assert not (tmp_path / "c.docx").exists()


def test_an_uncovered_gap_exits_1_and_is_named(small: Path, tmp_path: Path) -> None:
    from audit import library
    from audit.documents import read_document

    policy = read_document(library.find("policies", "saas-baseline")).data
    del policy["controls"][0]["clause"]
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy, default=float), "utf-8")
    words = [small, "--policy", path, "--as-of", "2026-11-24"]
    done = run(*words)
    assert done.exit_code == 1, done.output
    assert "uncovered: 1.**" in done.stdout
    uncovered = done.stdout.partition(". Uncovered gaps\n")[2]
    assert policy["controls"][0]["id"].replace("-", r"\-") in uncovered


def test_a_response_needs_a_policy_and_a_report_brings_its_own(
    small: Path, tmp_path: Path
) -> None:
    assert run(small).exit_code == 2
    report = tmp_path / "report.pdf"
    words = ["report", str(small), *POLICY, "--out", str(report)]
    assert CliRunner().invoke(main, words).exit_code == 0
    done = run(report)
    assert done.exit_code == 0, done.output
    assert done.stdout == run(small, *POLICY).stdout
    assert run(report, "--policy", "saas-baseline").exit_code == 2


def test_a_report_that_was_changed_is_refused(small: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    words = ["report", str(small), *POLICY, "--out", str(report)]
    CliRunner().invoke(main, words)
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(tampered(report.read_bytes()))
    done = run(changed)
    assert done.exit_code == 3, done.output
    assert "Traceback" not in done.output


def tampered(pdf: bytes) -> bytes:
    """Return the report with an embedded answer declined."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        spec = document.attachments["response.json"]
        content = spec.get_file().read_bytes()
        assert b'"state":"answered"' in content
        changed = content.replace(b'"state":"answered"', b'"state":"declined"', 1)
        spec.obj["/EF"]["/F"].write(changed)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_with_trust_only_a_verified_report_is_used(small: Path, tmp_path: Path) -> None:
    secret, key, roots = (tmp_path / n for n in ("secret.txt", "o.p12", "roots.pem"))
    secret.write_text("a long passphrase")

    def audit(*words: str | Path) -> None:
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == 0, done.output

    phrase = ["--passphrase-file", secret]
    person = ["--name", "Officer", "--organisation", "Buyer"]
    audit("keys", "create", *person, "--out", key, "--roots", roots, *phrase)
    signed, plain = tmp_path / "signed.pdf", tmp_path / "plain.pdf"
    audit("report", small, *POLICY, "--out", signed, "--key", key, *phrase)
    audit("report", small, *POLICY, "--out", plain)
    assert run(signed, "--trust", roots).exit_code == 0
    assert run(plain, "--trust", roots).exit_code == 3
    assert run(small, *POLICY, "--trust", roots).exit_code == 3


def test_the_demo_vendor_with_an_exception_shows_it(tmp_path: Path) -> None:
    path = vendor("dialog-plus", tmp_path)
    done = run(*words_for(path), "--lang", "uk")
    assert done.exit_code == 0, done.output
    assert "винятків: 1" in done.stdout
    without = run(*words_for(path)[:5], "--lang", "uk")
    assert "винятків: 0" in without.stdout
