"""The documents say what the code does: lists are complete, examples run."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from audit.assessment.inputs import Exceptions, Review
from audit.cases import (
    Case,
    assess_case,
    check_policy,
    check_questionnaire,
    check_response,
)
from audit.cli.failures import ExitCode
from audit.cli.main import VERBS
from audit.conditions.model import LEVELS
from audit.conditions.operators import COMBINATIONS, OPERATORS, ROW_OPERATORS
from audit.conditions.operators.base import EVERY_TYPE
from audit.conditions.parse import parse
from audit.documents import Document, read_json, read_yaml, validate
from audit.evidence.model import Observation
from audit.policy.model import Control, Policy
from audit.policy.verdicts import DecisionTest
from audit.questionnaire.types import KINDS
from audit.response.evidence_item import EvidenceItem, Kind
from audit.signing.verify import MANDATORY

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)
_FENCE = re.compile(
    r"^ *```(?P<info>[^\n]+)\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
DAY = dt.date(2026, 11, 24)


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, info: str) -> list[str]:
    return [m["body"] for m in _FENCE.finditer(text(name)) if m["info"] == info]


def rows(name: str) -> list[list[str]]:
    lines = [line for line in text(name).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def document(name: str, info: str) -> Document:
    (body,) = blocks(name, info)
    read = read_yaml if info.startswith("yaml") else read_json
    return read(body.encode(), f"{name}, {info}")


def kind_names() -> set[str]:
    return {kind.model_json_schema()["properties"]["type"]["const"] for kind in KINDS}


CONDITIONS = blocks("docs/policy-language.md", "yaml condition")


@pytest.mark.parametrize("body", CONDITIONS)
def test_condition_examples_parse(body: str) -> None:
    parse(read_yaml(body.encode(), "example.yaml").data)


def test_there_are_condition_examples_and_no_unmarked_yaml() -> None:
    assert len(CONDITIONS) >= 5
    assert not [d for d in DOCUMENTS if "```yaml\n" in d.read_text("utf-8")]


def test_every_operator_is_listed_with_the_types_it_fits() -> None:
    listed = {}
    for cells in rows("docs/policy-language.md"):
        if len(cells) == 4 and (name := cells[1].strip("`")) in OPERATORS:
            types = EVERY_TYPE if cells[3] == "every type" else cells[3].split(", ")
            listed[name] = (cells[0], frozenset(types))
    expected = {
        name: (operator.test.__module__.rpartition(".")[2], operator.types)
        for name, operator in OPERATORS.items()
    }
    assert listed == expected


def test_row_operators_combinations_and_levels_are_named() -> None:
    page = text("docs/policy-language.md")
    missing = [n for n in (*ROW_OPERATORS, *COMBINATIONS) if f"`{n}`" not in page]
    missing += [n for n in LEVELS if f"`{n}`" not in text("docs/scoring.md")]
    assert not missing


def test_every_question_type_is_listed() -> None:
    listed = {
        cells[0].strip("`") for cells in rows("docs/formats.md") if len(cells) == 3
    }
    assert listed >= kind_names()
    assert listed - kind_names() <= {"Type", "---"}


def test_every_verb_is_listed() -> None:
    (line,) = re.findall(
        r"^`audit demo`, (.+?); each has", text("README.md"), re.MULTILINE | re.DOTALL
    )
    assert {"demo", *re.findall(r"`(\w+)`", line)} == set(VERBS)


def test_every_exit_code_is_listed() -> None:
    listed = [int(c[0]) for c in rows("README.md") if c[0].isdigit()]
    assert listed == [code.value for code in ExitCode]


@pytest.mark.parametrize("model", [Policy, Control, DecisionTest])
def test_policy_keys_are_named(model: type[Policy]) -> None:
    page = text("docs/policy-language.md")
    assert not [name for name in model.model_fields if f"`{name}`" not in page]


def test_evidence_and_manifest_words_are_named() -> None:
    page = text("docs/formats.md")
    kinds = Kind.__args__
    fields = [*kinds, *Exceptions.model_fields, *Review.model_fields]
    fields += EvidenceItem.model_fields
    assert not [name for name in fields if not re.search(rf"[`\"]{name}[`\"]", page)]


def test_mandatory_steps_are_named() -> None:
    page = " ".join(text("docs/threat-model.md").split())
    assert not [name for name in MANDATORY if name not in page]


def test_examples_are_sound_documents() -> None:
    questionnaire = check_questionnaire(
        document("docs/formats.md", "yaml questionnaire")
    )
    check_policy(
        document("docs/policy-language.md", "yaml policy"), questionnaire.record
    )
    check_response(document("docs/formats.md", "json response"), questionnaire)
    validate(Review, document("docs/formats.md", "json review"))
    validate(Exceptions, document("docs/formats.md", "json exceptions"))


@pytest.fixture
def case() -> Case:
    response = document("docs/formats.md", "json response")
    (item,) = response.data["evidence"]
    seen = Observation(id=item["id"], sha256=item["sha256"], size=item["size"])
    return Case(
        questionnaire=document("docs/formats.md", "yaml questionnaire"),
        policy=document("docs/policy-language.md", "yaml policy"),
        response=response,
        as_of=DAY,
        observed=(seen,),
        exceptions=None,
    )


def test_worked_example_is_what_the_code_computes(case: Case) -> None:
    found = assess_case(case).assessment
    page = text("docs/scoring.md").partition("## Worked example")[2]
    shown = dict(re.findall(r"(?m)^- ([a-z ]+) = .*?shown \*\*([\d.]+)\*\*", page))
    assert shown == {
        "score": found.scores.score.shown,
        "claimed": found.scores.claimed.shown,
        "verified": found.scores.verified.shown,
        "gaming index": found.gaming_index.shown,
        "coverage": found.coverage.shown,
    }
    points = {
        cells[0].strip("`"): (float(cells[1].rpartition("=")[2]), float(cells[6]))
        for cells in rows("docs/scoring.md")
        if len(cells) == 7 and cells[0].startswith("`")
    }
    assert points == {
        c.id: (float(c.possible.exact), float(c.points.exact)) for c in found.controls
    }
    assert [c.id for c in found.out_of_scope] == ["REC-03"]
    assert (found.rating, found.residual) == ("moderate", "medium")
    assert (found.inherent.tier, found.inherent.points) == ("low", 10)
    assert found.decision == "accept_with_conditions"
    assert not found.contradictions


def test_example_exception_is_granted_as_described(case: Case) -> None:
    granted = document("docs/formats.md", "json exceptions")
    found = assess_case(replace(case, exceptions=granted)).assessment
    (excepted,) = [c for c in found.controls if c.status == "excepted"]
    before = assess_case(case).assessment.scores.score
    assert (excepted.id, found.scores.before_exceptions) == ("ACC-02", before)


@pytest.mark.parametrize("name", ["README.md", "docs/keys.md"])
def test_commands_and_options_exist(name: str) -> None:
    import click

    from audit.cli.main import main

    code = "\n".join(m["body"] for m in _FENCE.finditer(text(name)))
    code = re.sub(r"#.*", "", code.replace("\\\n", " "))
    context = click.Context(main)
    lines = [line.strip() for line in code.splitlines()]
    calls = [line.split() for line in lines if line.startswith("audit ")]
    assert len(calls) >= 10
    for _, verb, *rest in calls:
        command = main.get_command(context, verb)
        assert command is not None, verb
        while isinstance(command, click.Group):
            command = command.get_command(context, rest.pop(0))
            assert command is not None, verb
        known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
        assert {word for word in rest if word.startswith("--")} <= known, verb


@pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_links_lead_somewhere(path: Path) -> None:
    for match in _LINK.finditer(path.read_text("utf-8")):
        target = path.parent / match["path"] if match["path"] else path
        if target.suffix == ".png":
            continue
        assert target.exists(), match[0]
        if match["anchor"]:
            titles = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            anchors = {
                re.sub(r"[^\w -]", "", t).lower().replace(" ", "-") for t in titles
            }
            assert match["anchor"] in anchors, match[0]


@pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_json_examples_are_json(path: Path) -> None:
    for match in _FENCE.finditer(path.read_text("utf-8")):
        if match["info"].startswith("json"):
            json.loads(match["body"])
