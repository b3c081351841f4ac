"""The page on layers: its layer is taken and used, its other one refused as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.canonical import digest_bytes
from audit.cli.main import main
from audit.documents import read_yaml
from audit.loading import read_policy
from audit.policy.layers.model import AllowRelax, Extends, Layer, Removal
from audit.policy.model import Policy

PAGE = (Path(__file__).parents[3] / "docs/policy-layers.md").read_text("utf-8")


def block(info: str) -> str:
    (found,) = re.findall(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("example-bank.yaml").write_text(block("yaml layer"), "utf-8")
    return "example-bank.yaml"


def run(*arguments: str, code: int = 0):
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == code, done.output
    return done


def test_the_layer_of_the_page_relaxes_what_it_says(bank: str) -> None:
    (_, own) = Policy.model_validate(read_policy(bank).data).layers
    found = [(r.subject, r.respect, str(r.expires)) for r in own.relaxed]
    assert found == [
        ("GOV-02-LINE", "removed", "None"),
        ("BCP-04.rule", "rule", "2027-06-30"),
    ]


def test_it_is_checked_and_its_leave_ends(bank: str) -> None:
    sound = run("policy", "check", bank, "--as-of", "2027-06-30")
    assert "163 controls" in sound.stderr
    done = run("policy", "check", bank, "--as-of", "2027-07-01", code=3)
    assert "may relax BCP-04.rule until 2027-06-30, not on 2027-07-01" in done.stderr


def test_what_is_resolved_is_a_policy_with_the_same_digest(bank: str) -> None:
    packed = run("policy", "resolve", bank, "--format", "json").stdout
    written = run("policy", "resolve", bank).stdout
    digest = read_policy(bank).digest
    assert digest_bytes(packed.encode()) == digest
    assert read_yaml(written.encode(), "resolved.yaml").digest == digest
    Path("resolved.yaml").write_text(written, "utf-8")
    assert read_policy("resolved.yaml").digest == digest
    assert json.loads(packed)["layers"][1]["id"] == "example-bank"


def test_what_is_relaxed_is_shown_and_explained(bank: str) -> None:
    shown = run("show", bank, "--lang", "uk").stdout
    assert "Походження політики" in shown
    assert "BANK-01" in shown
    told = run("policy", "explain", bank, "BCP-04", "--lang", "uk").stdout
    assert "Послаблення" in told
    assert "діє до: 30.06.2027" in told


def test_the_diff_lists_what_is_relaxed(bank: str) -> None:
    words = ("policy", "diff", "contact-centre-baseline", bank, "--format", "markdown")
    assert "### Relaxed" in run(*words).stdout


def test_the_other_layer_is_refused_as_the_page_says(bank: str) -> None:
    Path(bank).write_text(block("yaml layer-refused"), "utf-8")
    assert block("text refusal") in run("policy", "check", bank, code=3).stderr


def test_every_key_of_a_layer_is_named() -> None:
    names = {*Layer.model_fields, *AllowRelax.model_fields, *Extends.model_fields}
    names |= {*Removal.model_fields, "add", "override", "remove", "share"}
    assert not [name for name in names if f"`{name}`" not in PAGE]
