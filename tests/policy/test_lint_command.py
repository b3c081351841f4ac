"""``audit policy check``: what is printed, as what, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit import library
from audit.cli.main import main
from audit.policy.lint.codes import CODES

PACK = "saas-baseline"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["policy", "check", *arguments])


@pytest.fixture(scope="module")
def text() -> str:
    return library.packs("policies")[PACK].read_text("utf-8")


@pytest.fixture
def silent(text: str, tmp_path: Path) -> str:
    """Return a copy that gives no reasons, so that its warnings show."""
    path = tmp_path / "silent policy.yaml"
    path.write_text(text.partition("lint_ignore:")[0], "utf-8")
    return str(path)


@pytest.fixture
def broken(text: str, tmp_path: Path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace("severity: critical", "severity: fatal", 1), "utf-8")
    return str(path)


def test_a_policy_without_warnings_is_sound_and_shows_its_reasons() -> None:
    found = check(PACK, "--strict")
    assert found.exit_code == 0
    assert not found.stdout
    assert f"{PACK}: sound (43 controls over 49 questions)" in found.stderr
    assert "ignored: knock-out-unproven (2): The vendor's binding word" in found.stderr


def test_warnings_alone_do_not_fail(silent: str) -> None:
    found = check(silent)
    assert found.exit_code == 0
    assert "4 warnings" in found.stderr
    assert f"{silent}:" in found.stdout
    assert found.stdout.count("[knock-out-unproven]") == 2
    assert found.stdout.count("[option-uncovered]") == 2
    assert found.stdout.count("hint: ") == 4


def test_strict_makes_warnings_fail_bad(silent: str) -> None:
    assert check(silent, "--strict").exit_code == 1


def test_an_error_stays_an_error_bad(broken: str, silent: str) -> None:
    found = check(broken, silent)
    assert found.exit_code == 3
    assert "severity" in found.stderr
    assert "4 warnings" in found.stderr


def test_json_names_every_place(silent: str) -> None:
    (found,) = json.loads(check(silent, "--format", "json").stdout)["policies"]
    assert (found["controls"], found["questions"], found["errors"]) == (43, 49, [])
    assert all(w["line"] and w["column"] and w["pointer"] for w in found["warnings"])
    (kept,) = json.loads(check(PACK, "--format", "json").stdout)["policies"]
    assert not kept["warnings"]
    assert {i["code"] for i in kept["ignored"]} == {
        w["code"] for w in found["warnings"]
    }
    assert all(set(i["reason"]) == {"en", "uk", "ru"} for i in kept["ignored"])


def test_markdown_is_one_table(silent: str) -> None:
    lines = check(silent, "--format", "markdown").stdout.splitlines()
    assert lines[0] == "| place | level | code | message | hint |"
    assert [line.count(" | ") for line in lines[2:]] == [4] * 4


def sarif(*arguments: str) -> dict[str, Any]:
    log = json.loads(check(*arguments, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    driver = run["tool"]["driver"]
    assert driver["name"] == "audit policy check"
    known = {rule["id"] for rule in driver["rules"]}
    assert known >= set(CODES)
    assert len(known) == len(driver["rules"])
    for result in run["results"]:
        assert result["ruleId"] in known
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1
    return dict(run)


def test_sarif_holds_warnings_in_place(silent: str) -> None:
    results = sarif(silent)["results"]
    assert [r["level"] for r in results] == ["warning"] * 4
    assert not any("suppressions" in r for r in results)
    files = {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for r in results
    }
    assert {uri.rpartition("/")[2] for uri in files} == {
        "silent%20policy.yaml",
        "saas-vendor.yaml",
    }


def test_sarif_marks_what_the_policy_answers() -> None:
    results = sarif(PACK)["results"]
    assert len(results) == 4
    for result in results:
        (suppression,) = result["suppressions"]
        assert suppression["kind"] == "inSource"
        assert suppression["justification"]


def test_sarif_holds_errors_too_bad(broken: str) -> None:
    (result,) = sarif(broken)["results"]
    assert result["level"] == "error"
    assert check(broken, "--format", "sarif").exit_code == 3


def test_an_unknown_command_is_refused_bad() -> None:
    found = CliRunner().invoke(main, ["policy", "chek"])
    assert found.exit_code == 2
    assert "No such command" in found.stderr


def test_help_lists_the_commands() -> None:
    found = CliRunner().invoke(main, ["policy", "--help"])
    for name in ("check", "explain", "diff"):
        assert f"  {name}  " in found.stdout
