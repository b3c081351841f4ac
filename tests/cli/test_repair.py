"""``audit repair``: the demo's smallest repairs, their proofs, and refusals."""

from __future__ import annotations

import json
import re
import shlex
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from tests.remedy.scenes import vendor, words_for

ALIEN = {"uk": "[ыэёъЫЭЁЪ]", "ru": "[іїєґІЇЄҐ]"}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["repair", *(str(word) for word in words)])


def repaired(*words: str | Path, code: int = 0) -> dict[str, Any]:
    done = run(*words, "--format", "json")
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("repair")
    names = ("northline", "dialog-plus", "goldvoice")
    return {name: words_for(vendor(name, folder)) for name in names}


GOALS = [
    ["--to-rating", "strong"],
    ["--to-decision", "accept"],
    ["--to-decision", "accept_with_conditions"],
    ["--lift-knock-outs"],
]


@pytest.mark.parametrize("goal", GOALS, ids=" ".join)
@pytest.mark.parametrize("more", [[], ["--fewest"]], ids=["effort", "fewest"])
@pytest.mark.parametrize("name", ["dialog-plus", "goldvoice"])
def test_every_demo_repair_is_proven_twice_and_agrees_with_whatif(
    name: str, more: list[str], goal: list[str], demo: dict[str, list[str]]
) -> None:
    found = repaired(*demo[name], *goal, *more)
    proof = found["certificate"]
    assert proof["proven"]
    assert proof["exact_bound"] == proof["cost"]
    assert proof["bound"] > Fraction(proof["cost"]) - Fraction(proof["unit"])
    efforts = sum(Fraction(step["effort"]) for step in found["steps"])
    assert efforts == Fraction(found["effort"])
    gaps = sum(step["gap"] == "control" for step in found["steps"])
    assert Fraction(proof["cost"]) == (gaps if more else efforts)
    closed = [s for s in found["steps"] if s["gap"] in {"control", "contradiction"}]
    closing = [part for step in closed for part in ("--close", step["id"])]
    if closing:
        words = ["whatif", *demo[name], *closing, "--format", "json"]
        told = json.loads(CliRunner().invoke(main, words).stdout)["difference"]
        after = told["assessment"]["after"]
        assert after["scores"]["score"] == found["after"]["score"]
        assert after["scores"]["verified"] == found["after"]["verified"]
        assert after["rating"] == found["after"]["rating"]
        if len(closed) == len(found["steps"]):
            assert after["decision"] == found["after"]["decision"]


def test_the_accepted_vendor_needs_no_repair(demo: dict[str, list[str]]) -> None:
    found = repaired(*demo["northline"], "--to-decision", "accept")
    assert (found["steps"], found["effort"]) == ([], "0")
    done = run(*demo["northline"], "--to-decision", "accept")
    assert "The goal is reached already" in done.stdout


def test_fewest_takes_fewer_gaps_and_more_days(demo: dict[str, list[str]]) -> None:
    least = repaired(*demo["goldvoice"], *GOALS[2])
    fewest = repaired(*demo["goldvoice"], *GOALS[2], "--fewest")

    def gaps(found: dict[str, Any]) -> int:
        return sum(step["gap"] == "control" for step in found["steps"])

    assert gaps(fewest) < gaps(least)
    assert Fraction(fewest["effort"]) > Fraction(least["effort"])


def test_dearer_evidence_changes_the_cost_and_is_told(
    demo: dict[str, list[str]],
) -> None:
    words = [*demo["goldvoice"], *GOALS[2]]
    cheap = repaired(*words, "--evidence-effort", "0")
    dear = repaired(*words, "--evidence-effort", "5", "--correction-effort", "1/3")
    assert Fraction(cheap["effort"]) < Fraction(dear["effort"])
    assert dear["assumed_efforts"] == {
        "evidence": "5",
        "correction": "1/3",
        "unstated": "1",
    }
    told = run(*words, "--evidence-effort", "5").stdout
    assert "backed too weakly: 5 person-days" in told


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_steps_are_told_in_three_languages(
    form: str, language: str, demo: dict[str, list[str]]
) -> None:
    words = [*demo["goldvoice"], *GOALS[2], "--lang", language, "--format", form]
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert "REC-05" in done.stdout
    assert "HiGHS" not in done.stderr
    total = {"en": "Steps: 22", "uk": "Кроків: 22", "ru": "Шагов: 22"}[language]
    assert total in done.stdout
    if language in ALIEN:
        own = re.sub(r"Данияр|Руслан|Жумабеков|Ахметов", "", done.stdout)
        assert not re.search(ALIEN[language], own)
    if form == "markdown":
        assert "| 22 |" in done.stdout


def test_the_printed_check_can_be_run_as_it_stands(demo: dict[str, list[str]]) -> None:
    text = run(*demo["goldvoice"], "--lift-knock-outs", "--format", "markdown").stdout
    (command,) = re.findall(r"`(audit whatif .*)`", text)
    done = CliRunner().invoke(main, shlex.split(command)[1:])
    assert done.exit_code == 0, done.output
    assert "Weak" in done.stdout


def test_an_unreachable_goal_exits_1_and_says_what_stands_in_the_way(
    demo: dict[str, list[str]], tmp_path: Path
) -> None:
    from audit import library
    from audit.documents import read_document

    policy = read_document(library.find("policies", "contact-centre-baseline")).data
    policy["residual"]["matrix"]["critical"] = {
        "strong": "high", "moderate": "high", "weak": "very_high",
        "inadequate": "very_high",
    }  # fmt: skip
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy, default=float), "utf-8")
    words = [demo["goldvoice"][0], "--policy", path, "--as-of", "2026-11-24"]
    done = run(*words, "--to-decision", "accept")
    assert done.exit_code == 1, done.output
    assert "inherent risk «Critical»" in done.stdout
    found = repaired(*words, "--to-decision", "accept", code=1)
    assert not found["reachable"]
    (rule,) = found["refused"]
    assert [d["kind"] for d in rule["demands"]] == ["residual"]


@pytest.mark.parametrize(
    "words",
    [[], ["--to-rating", "strong", "--lift-knock-outs"], ["--to-decision", "reject"]],
)
def test_exactly_one_goal_is_needed(
    words: list[str], demo: dict[str, list[str]]
) -> None:
    assert run(*demo["northline"], *words).exit_code == 2


@pytest.mark.parametrize("effort", ["-1", "many", "1/0", "nan"])
def test_an_effort_is_a_number_from_0_on(
    effort: str, demo: dict[str, list[str]]
) -> None:
    words = ["--lift-knock-outs", "--evidence-effort", effort]
    assert run(*demo["northline"], *words).exit_code == 2


def test_an_unknown_rating_is_refused_with_the_known_ones(
    demo: dict[str, list[str]],
) -> None:
    done = run(*demo["northline"], "--to-rating", "splendid")
    assert done.exit_code == 3
    assert "known: strong, moderate, weak, inadequate" in done.stderr
