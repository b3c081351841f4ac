"""Defaults from audit.toml, the environment, and documents from standard input."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli.main import main

VENDORS = Path(__file__).parents[2] / "audit" / "demo" / "vendors"
RESPONSE = str(VENDORS / "dialog-plus" / "response.json")


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, **options):
    return CliRunner().invoke(main, list(words), **options)


def test_a_flag_wins_over_the_environment_and_both_over_the_file(here: Path) -> None:
    (here / "audit.toml").write_text(
        '[all]\npolicy = "contact-centre-baseline"\nlang = "uk"\n'
    )
    assert "Станом на" in run("assess", RESPONSE).output
    environment = {"AUDIT_ASSESS_LANGUAGE": "ru"}
    assert "По состоянию на" in run("assess", RESPONSE, env=environment).output
    words = ("assess", RESPONSE, "--lang", "en")
    assert "As of" in run(*words, env=environment).output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[asses]\n", "no verb 'asses'; known: all, demo"),
        ("assess = 1\n", "'assess' is a table"),
        ('[assess]\npolcy = "x"\n', "[assess] has no option 'polcy'; known: "),
        ("[assess\n", "audit.toml: "),
    ],
)
def test_settings_that_are_not_understood_are_refused(
    text: str, message: str, here: Path
) -> None:
    (here / "audit.toml").write_text(text)
    result = run("list")
    assert result.exit_code == 2
    assert message in result.output


def test_a_dash_reads_the_response_from_standard_input(here: Path) -> None:
    text = Path(RESPONSE).read_text("utf-8")
    good = run("check", "-", input=text)
    assert good.exit_code == 0
    assert good.output == run("check", RESPONSE).output
    bad = run("check", "-", input=text + "x")
    assert bad.exit_code == 3
    assert "<stdin>:" in bad.output
