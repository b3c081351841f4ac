"""The page on conditions and repairs: its commands run, its example is computed."""

from __future__ import annotations

import re
import shlex
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cases import Case, assess_case
from audit.cli.main import main
from audit.evidence.model import Observation
from audit.positions import position_of
from audit.remedy.ending import Kind
from audit.remedy.goal import Goal
from audit.remedy.position import Position
from audit.remedy.repair import Repair, repair
from audit.remedy.step import Efforts, steps_of
from tests.docs.test_documentation import DAY, blocks, document, rows, text
from tests.remedy.scenes import cheapest_by_trying, vendor

PAGE = "docs/remedy.md"
COMMANDS = [line for block in blocks(PAGE, "sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    found = tmp_path_factory.mktemp("page")
    vendor("dialog-plus", found).parent.rename(found / "acme")
    (changes,) = blocks(PAGE, "json changes")
    (found / "changes.json").write_text(changes, "utf-8")
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    words = shlex.split(command)
    assert words[0] == "audit"
    done = CliRunner().invoke(main, words[1:])
    assert done.exit_code == 0, done.output
    if "--out" in words:
        assert Path(words[-1]).stat().st_size > 1000


def test_all_three_verbs_are_shown() -> None:
    verbs = {shlex.split(command)[1] for command in COMMANDS}
    assert verbs == {"conditions", "whatif", "repair"}


def test_every_option_of_the_verbs_own_is_named() -> None:
    import click

    context = click.Context(main)
    shared = {"as_of", "evidence", "review", "exceptions", "language", "form", "policy"}
    shared |= {"signature", "keys", "keys_root", "request", "out"}
    for verb in ("conditions", "whatif", "repair"):
        command = main.get_command(context, verb)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name not in shared:
                assert parameter.opts[0] in text(PAGE), parameter.name


def test_every_ending_is_listed_in_the_order_it_is_chosen() -> None:
    listed = [c[0].strip("`") for c in rows(PAGE) if len(c) == 2]
    endings = [name for name in listed if name in Kind.__args__]
    assert endings == ["rejection", "exception", "clause", "uncovered"]
    assert set(endings) == set(Kind.__args__)


@pytest.fixture(scope="module")
def example() -> Position:
    response = document("docs/formats.md", "json response")
    (item,) = response.data["evidence"]
    seen = Observation(id=item["id"], sha256=item["sha256"], size=item["size"])
    return position_of(
        assess_case(
            Case(
                questionnaire=document("docs/formats.md", "yaml questionnaire"),
                policy=document("docs/policy-language.md", "yaml policy"),
                response=response,
                as_of=DAY,
                observed=(seen,),
            )
        )
    )


def test_the_table_of_gaps_is_what_the_code_computes(example: Position) -> None:
    told = {
        cells[0].strip("`"): (cells[1], Fraction(cells[2]), Fraction(cells[3]))
        for cells in rows(PAGE)
        if len(cells) == 4 and cells[0].startswith("`")
    }
    words = {"requirement": "meet the requirement", "evidence": "supply evidence"}
    assert told == {
        step.id: (words[step.work], step.effort, step.score)
        for step in steps_of(example, Efforts())
    }


def test_the_smallest_repair_is_the_one_described(example: Position) -> None:
    goal = Goal("decision", "accept")
    result = repair(example, goal, Efforts())
    assert isinstance(result, Repair)
    assert {step.id for step in result.steps} == {"ACC-01", "ACC-02"}
    example_text = text(PAGE).partition("### Worked example")[2]
    cost, score, decision = re.findall(r"\*\*(.+?)\*\*", example_text)
    assert Fraction(cost) == result.certificate.cost == result.certificate.exact
    assert Fraction(cost) == cheapest_by_trying(example, goal, Efforts())
    assert (score, decision) == (result.end.scores.score.shown, result.end.decision)
    lacking = Fraction("21.85")
    assert example.found.scores.score.exact + lacking == 85
    by_id = {step.id: step for step in steps_of(example, Efforts())}
    both = by_id["REC-02"], by_id["ACC-01"]
    assert sum(step.effort for step in both) == Fraction(cost)
    assert sum(step.score for step in both) == Fraction("20.85") < lacking
