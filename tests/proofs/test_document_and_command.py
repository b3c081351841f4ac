"""The example of docs/proofs.md comes out as printed, and the command says the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit import pipeline
from audit.cli.main import main
from audit.proofs.prove import PROPERTIES
from audit.proving import prove_policy
from tests.builders import control
from tests.proofs.proving_tiny import Plain, Proof, proof_of, rules

PAGE = (Path(__file__).parents[2] / "docs" / "proofs.md").read_text("utf-8")
DAY = "2026-11-24"


def block(info: str) -> str:
    found = re.search(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def page_policy(decision: Any) -> Plain:
    controls = [
        control("A", knock_out=True, evidence_floor="documented"),
        control("B", evidence_floor="documented"),
    ]
    return rules(*controls, decision=decision)


def told(found: Proof) -> list[str]:
    return sorted(
        f"{result.name}: {finding.subject}: {finding.note}"
        for result in found.results
        for finding in result.findings
        if finding.verdict != "proved"
    )


def test_the_example_comes_out_as_the_document_says() -> None:
    found = proof_of(page_policy(json.loads(block("json decision"))))
    assert told(found) == block("text refuted").splitlines()


def test_the_mended_example_is_proved_where_the_document_says_so() -> None:
    when = re.search(r"With `(\{[^`]*\})`", PAGE)
    assert when
    found = proof_of(page_policy([{"decision": "accept", "when": json.loads(when[1])}]))
    assert {line.split(":")[0] for line in told(found)} == {"reachable"}


def test_the_document_lists_every_property() -> None:
    assert re.findall(r"^\| `([a-z][a-z-]+)` \|", PAGE, re.MULTILINE) == list(
        PROPERTIES
    )


def test_the_command_of_the_document_proves_what_it_is_asked() -> None:
    words = block("console").removeprefix("$ audit ").split()
    done = CliRunner().invoke(main, [*words, "--as-of", DAY, "--format", "markdown"])
    assert done.exit_code == 0, done.output
    assert "| passable | proved | 111 |" in done.output
    assert "monotone" not in done.output
    assert "71.83" in done.output


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return the shipped policy with the knock-outs taken out of its accept rule."""
    import yaml

    from audit import library

    data = yaml.safe_load(library.find("policies", "saas-baseline").read_text("utf-8"))
    for rule in data["decision"]:
        del rule["when"]["knock_outs_at_most"]
        rule["when"]["rating_at_least"] = "weak"
        rule["when"]["residual_at_most"] = "very_high"
        rule["when"]["contradictions_at_most"] = 9
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


def test_a_counterexample_lies_in_the_folder_ready_to_be_assessed(
    broken: Path, tmp_path: Path
) -> None:
    out = tmp_path / "against"
    words = ["policy", "prove", str(broken), "--property", "knock-outs-dominate"]
    words += ["--as-of", DAY, "--format", "json", "--out", str(out)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1, done.output
    (found,) = json.loads(done.stdout)["properties"]
    against = [f for f in found["findings"] if f["verdict"] == "refuted"]
    assert len(against) == 2
    files = sorted(out.rglob("response.json"))
    assert len(files) == 2
    for path, finding in zip(files, against, strict=True):
        assert json.loads(path.read_text("utf-8")) == finding["counterexample"][0]
    case = pipeline.open_case(broken, files[0], pipeline_day())
    assessed = pipeline.assess_case(case).assessment
    assert assessed.knock_outs
    assert assessed.decision == "accept"


def pipeline_day() -> Any:
    from datetime import date

    return date.fromisoformat(DAY)


def test_a_question_without_time_is_unknown_and_no_failure(tmp_path: Path) -> None:
    found = prove_policy(
        "contact-centre-strict", pipeline_day(), ["gaming-bound"], 0.001
    )
    (result,) = found.results
    assert result.verdict == "unknown"
    assert "time" in result.findings[0].note
    assert not found.refuted


def test_an_unknown_property_is_refused_with_the_known_ones_bad() -> None:
    done = CliRunner().invoke(
        main, ["policy", "prove", "saas-baseline", "--property", "monotonous"]
    )
    assert done.exit_code == 3
    assert "did you mean 'monotone'?" in done.output
    assert "silence-never-pays" in done.output
    assert "Traceback" not in done.output


def test_an_unknown_policy_is_refused_bad() -> None:
    done = CliRunner().invoke(main, ["policy", "prove", "sass-baseline"])
    assert done.exit_code == 3
    assert "saas-baseline" in done.output


def test_help_loads_no_solver() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from click.testing import CliRunner; from audit.cli.main import main;"
        "done = CliRunner().invoke(main, ['policy', 'prove', '--help']);"
        "assert '--timeout' in done.output; print('z3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_the_solver_is_imported_in_one_file() -> None:
    package = Path(__file__).parents[2] / "audit"
    naming = re.compile(r"^\s*(import|from) z3\b", re.MULTILINE)
    found = [p for p in package.rglob("*.py") if naming.search(p.read_text("utf-8"))]
    assert [p.relative_to(package).as_posix() for p in found] == ["proofs/logic.py"]
