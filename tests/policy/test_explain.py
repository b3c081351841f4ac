"""A control in plain words, in three languages."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cases import load_policy, load_questionnaire
from audit.cli.main import main
from audit.report.words import words
from audit.workbench import comparing_words, explain_words
from audit.workbench.explaining import explain_control

EXPLAINED = Path(__file__).parent / "explained"
BASELINE = "contact-centre-baseline"


def explained(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["policy", "explain", *arguments])


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("control", ["GOV-01-REVIEW", "ENC-02"])
def test_a_control_reads_as_expected(control: str, language: str) -> None:
    found = explained(BASELINE, control, "--lang", language, "--format", "markdown")
    assert found.exit_code == 0
    golden = EXPLAINED / f"{control}.{language}.md"
    assert found.stdout == golden.read_text("utf-8")


def test_the_weight_is_the_share_of_the_whole_by_hand() -> None:
    questionnaire = load_questionnaire("contact-centre").record
    policy = load_policy(BASELINE, questionnaire).record
    # Encryption weighs 10 of 112, and ENC-02 20 of the 78 within it.
    assert sum(d.weight for d in policy.domains) == 112
    inside = [c.weight for c in policy.controls if c.domain == "encryption"]
    assert (policy.by_id["ENC-02"].weight, sum(inside)) == (20, 78)
    by_hand = Fraction(100 * 10 * 20, 112 * 78)
    (weight,) = [
        part
        for part in explain_control(BASELINE, "ENC-02", "en").parts
        if part.key == "weight"
    ]
    assert weight.lines[0].startswith(f"{float(by_hand):.2f} of 100")


def test_a_knock_out_tells_its_own_cap() -> None:
    found = explain_control("saas-baseline", "SUB-DUTIES", "en")
    (knock_out,) = [part for part in found.parts if part.key == "knock_out"]
    assert "the rating is “Weak” at best" in knock_out.lines[0]


def test_what_a_control_lacks_is_not_told() -> None:
    keys = {part.key for part in explain_control(BASELINE, "GOV-01", "en").parts}
    assert keys.isdisjoint({"knock_out", "partial"})
    assert keys >= {"why", "rule", "evidence", "clause", "references"}


def test_the_table_and_json_say_the_same() -> None:
    table = explained(BASELINE, "ENC-02").stdout
    data = json.loads(explained(BASELINE, "ENC-02", "--format", "json").stdout)
    assert data["id"] == "ENC-02"
    flat = " ".join(table.split())
    for part in data["parts"]:
        assert part["label"] in table
        assert " ".join(part["lines"][0].split())[:40] in flat


def test_an_unknown_control_names_the_nearest_bad() -> None:
    found = explained(BASELINE, "ENC-2")
    assert found.exit_code == 3
    assert "has no control 'ENC-2'" in found.stderr
    assert "did you mean ENC-02" in found.stderr


def test_an_id_in_lower_case_names_the_right_one_bad() -> None:
    found = explained(BASELINE, "enc-02")
    assert found.exit_code == 3
    assert "did you mean ENC-02" in found.stderr


def test_an_id_like_no_other_tells_where_to_look_bad() -> None:
    assert f"audit show {BASELINE}" in explained(BASELINE, "????").stderr


@pytest.mark.parametrize("texts", [explain_words.TEXTS, comparing_words.TEXTS])
def test_every_word_exists_in_three_languages(texts: dict[str, dict[str, str]]) -> None:
    assert set(texts) == {"en", "uk", "ru"}
    assert texts["en"].keys() == texts["uk"].keys() == texts["ru"].keys()
    for language in ("uk", "ru"):
        same = [k for k, v in texts[language].items() if v == texts["en"][k]]
        assert not same
        assert not set("ыэёъ" if language == "uk" else "іїєґ") & set(
            "".join(texts[language].values())
        )


def test_the_words_of_a_comparison_that_the_report_has_are_not_said_again() -> None:
    assert {"controls", "domains", "contradictions"} <= set(words("en"))
    assert not {"controls", "domains", "contradictions"} & set(
        comparing_words.TEXTS["en"]
    )
