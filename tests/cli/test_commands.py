"""The command line as its users call it: results, problems, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli.main import main
from tests.saas_case import response_data, write_case

POLICY = ["--policy", "saas-baseline", "--as-of", "2026-11-24"]


def run(*words: str | Path, **options):
    return CliRunner().invoke(main, [str(word) for word in words], **options)


def test_list_names_every_pack_in_every_format() -> None:
    for form in ("table", "json", "csv", "markdown"):
        done = run("list", "--format", form)
        assert done.exit_code == 0
        for name in ("contact-centre", "contact-centre-strict", "saas-baseline"):
            assert name in done.stdout


def test_show_speaks_the_language_asked_for() -> None:
    assert "Категорії" in run("show", "contact-centre", "--lang", "uk").stdout or (
        "дан" in run("show", "contact-centre", "--lang", "uk").stdout
    )
    assert "knock-out" in run("show", "contact-centre-strict").stdout


def test_an_unknown_pack_is_a_bad_input_with_a_hint() -> None:
    done = run("show", "contact-center")
    assert done.exit_code == 3
    assert "did you mean 'contact-centre'" in done.stderr


def test_issue_makes_a_folder_and_never_overwrites_one(tmp_path: Path) -> None:
    out = tmp_path / "issued"
    assert run("issue", "saas-vendor", "--out", out, "--lang", "ru").exit_code == 0
    names = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert {"README.md", "response.json", "response.schema.json"} <= names
    assert json.loads((out / "response.json").read_text())["$schema"].startswith("./")
    assert run("issue", "saas-vendor", "--out", out).exit_code == 2


def test_the_issued_blank_is_accepted_by_check_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "issued"
    run("issue", "saas-vendor", "--out", out)
    done = run("check", out / "response.json", "--as-of", "2026-11-24")
    assert done.exit_code == 0, done.output


def test_check_tells_what_is_left_by_section(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    done = run("check", path, "--format", "json")
    assert done.exit_code == 0
    sections = json.loads(done.stdout)["sections"]
    left = {part["section"]: part["left"] for part in sections}
    assert "svc-description" not in left["service"]
    assert "svc-data-categories" in left["service"]


def test_check_reports_every_problem_with_its_place(tmp_path: Path) -> None:
    data = response_data()
    data["answers"]["svc-record-count"]["value"] = "many"
    data["answers"]["nonsense"] = {"state": "unknown"}
    data["answers"]["svc-description"]["evidence"] = ["missing-item"]
    path = write_case(tmp_path, data)
    done = run("check", path)
    assert done.exit_code == 3
    for part in (
        "/answers/svc-record-count/value", "expected a whole number", "hint:",
        "/answers/nonsense", "missing-item", "3 problems", "response.json:1:",
    ):  # fmt: skip
        assert part in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": NaN}', "NaN"),
        ("[" * 3000, "deep"),
        ("{", "json"),
        ('{"a": 1} x', "json"),
        ('{"questionnaire": {"id": "saas-vendor"}}', "missing"),
    ],
)
def test_a_bad_file_is_refused_without_a_traceback(
    content: str, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content)
    done = run("check", path, "--questionnaire", "saas-vendor")
    assert done.exit_code == 3
    assert word in done.stderr
    assert "Traceback" not in done.output


def test_assess_exits_1_when_the_decision_is_reject(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    done = run("assess", path, *POLICY)
    assert done.exit_code == 1
    assert "Reject" in done.stdout


def test_assess_formats_agree_on_the_score(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    as_json = json.loads(run("assess", path, *POLICY, "--format", "json").stdout)
    shown = as_json["scores"]["score"]["shown"]
    assert f"**{shown}**" in run("assess", path, *POLICY, "--format", "markdown").stdout
    text = run("assess", path, *POLICY, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["control"] for row in rows] == [c["id"] for c in as_json["controls"]]


def test_a_review_of_another_response_is_refused(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    review = tmp_path / "review.json"
    review.write_text(json.dumps({"response_digest": "sha256:" + "0" * 64}))
    done = run("assess", path, *POLICY, "--review", review)
    assert done.exit_code == 3
    assert "another response" in done.stderr


def test_an_unknown_report_suffix_is_refused_with_the_known_ones(
    tmp_path: Path,
) -> None:
    path = write_case(tmp_path, response_data())
    done = run("report", path, *POLICY, "--out", tmp_path / "report.docx")
    assert done.exit_code == 3
    assert ".pdf, .html, .md, .json" in done.stderr
    assert not (tmp_path / "report.docx").exists()


def test_text_reports_are_written(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    for suffix, word in ((".html", "<html"), (".md", "# "), (".json", '"scores"')):
        out = tmp_path / f"report{suffix}"
        assert run("report", path, *POLICY, "--out", out).exit_code == 0
        assert word in out.read_text("utf-8")


def test_key_sign_verify_and_a_wrong_passphrase(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    secret, wrong = tmp_path / "secret.txt", tmp_path / "wrong.txt"
    secret.write_text("correct horse battery staple\n")
    wrong.write_text("wrong\n")
    key, roots = tmp_path / "officer.p12", tmp_path / "roots.pem"
    made = run(
        "keys", "create", "--name", "Officer", "--out", key, "--roots", roots,
        "--passphrase-file", secret,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert key.stat().st_mode & 0o077 == 0
    plain, signed = tmp_path / "plain.pdf", tmp_path / "signed.pdf"
    assert run("report", path, *POLICY, "--out", plain).exit_code == 0
    sign = ["sign", plain, "--key", key, "--out", signed, "--passphrase-file"]
    assert run(*sign, wrong).exit_code == 4
    assert not signed.exists()
    assert run(*sign, secret).exit_code == 0
    good = run("verify", signed, "--trust", roots, "--format", "json")
    assert good.exit_code == 0, good.output
    result = json.loads(good.stdout)
    assert result["verdict"] == "TOTAL-PASSED"
    assert {"attachments", "replay", "visible numbers"} <= {
        step["name"] for step in result["steps"] if step["status"] == "passed"
    }
    unsigned = run("verify", plain, "--trust", roots)
    assert unsigned.exit_code == 1
    assert "TOTAL-FAILED" in unsigned.stdout


def test_doctor_finds_this_machine_complete() -> None:
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert "pango" in done.stdout


def test_policy_check_accepts_the_shipped_and_refuses_a_broken_one(
    tmp_path: Path,
) -> None:
    assert run("policy", "check", "contact-centre-baseline").exit_code == 0
    from audit import library

    text = library.find("policies", "saas-baseline").read_text("utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.replace("answer: enc-lowest-tls", "answer: enc-lowest-tlz"))
    done = run("policy", "check", bad)
    assert done.exit_code == 3
    assert "enc-lowest-tlz" in done.stderr
    assert "did you mean 'enc-lowest-tls'" in done.stderr
