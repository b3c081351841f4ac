"""What changed between two policies, and what that does to the demo's vendors."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit import library, pipeline
from audit.candidates import open_candidates
from audit.cases import check_questionnaire
from audit.cli.main import main
from audit.documents import read_yaml, validate
from audit.policy.diff import ITEMS, diff
from audit.policy.model import Policy
from audit.workbench.comparing import (
    PolicyComparison,
    Side,
    VendorMove,
    compare_policies,
)
from audit.workbench.comparing_view import tables
from audit.workbench.comparing_words import TEXTS
from tests.builders import DAY, control, policy
from tests.policy.lint_cases import ASKED, GOOD
from tests.saas_case import AS_OF

VENDORS = Path(pipeline.__file__).parent / "demo" / "vendors"
BASELINE = "contact-centre-baseline"
NOTICE = 'rule: {answer: inc-01-notice, at_most: "24 h"}'
STRICTER = 'rule: {answer: inc-01-notice, at_most: "12 h"}'
PARTLY = 'rule: {answer: inc-01-notice, at_most: "48 h"}'


@pytest.fixture(scope="module")
def text() -> str:
    return library.packs("policies")[BASELINE].read_text("utf-8")


def written(folder: Path, text: str, *changes: tuple[str, str]) -> str:
    for piece, instead in changes:
        assert text.count(piece) == 1
        text = text.replace(piece, instead)
    path = folder / "proposed.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def compared(*arguments: str) -> Result:
    day = AS_OF.isoformat()
    return CliRunner().invoke(main, ["policy", "diff", *arguments, "--as-of", day])


def moves(new: str, *responses: Path) -> dict[str, VendorMove]:
    found = compare_policies(BASELINE, new, responses, AS_OF)
    return {Path(move.file).parent.name: move for move in found.vendors}


def test_a_stricter_threshold_costs_whom_it_should_by_hand(
    tmp_path: Path, text: str
) -> None:
    found = moves(written(tmp_path, text, (NOTICE, STRICTER)), VENDORS)
    assert set(found) == {"northline", "dialog-plus", "goldvoice"}
    # Incidents weigh 7 of 112, INC-01 20 of the 80 within: 25/16 points.
    possible = Fraction(100 * 7 * 20, 112 * 80)
    assert possible == Fraction(25, 16)
    # Northline promises 12 h and still passes; GoldVoice promises 72 h and fails on.
    assert not found["northline"].moved
    assert not found["goldvoice"].moved
    # Dialog Plus promises 24 h, by its word alone (0.6), and now meets one half.
    dialog = found["dialog-plus"]
    (change,) = dialog.assessments.controls
    assert (change.id, change.only_share) == ("INC-01", False)
    assert change.before is not None
    assert change.after is not None
    assert change.before.points == possible * Fraction(3, 5) == Fraction(15, 16)
    assert change.after.points == possible * Fraction(1, 2) * Fraction(3, 5)
    assert dialog.assessments.difference == change.difference == Fraction(-15, 32)
    assert dialog.moved
    assert not dialog.decision_moved


def test_a_lost_knock_out_moves_the_decision_bad(tmp_path: Path, text: str) -> None:
    later = PARTLY.replace("48 h", "18 h")
    new = written(tmp_path, text, (NOTICE, STRICTER), (PARTLY, later))
    found = compared(BASELINE, new, "--responses", str(VENDORS), "--format", "json")
    assert found.exit_code == 1
    data = json.loads(found.stdout)
    moved = [v for v in data["vendors"] if v["decision_moved"]]
    assert [Path(v["file"]).parent.name for v in moved] == ["dialog-plus"]
    (vendor,) = moved
    assert vendor["difference"] == "-15/16"
    assert vendor["before"]["decision"] == "accept_with_conditions"
    assert vendor["after"]["decision"] == "reject"
    assert vendor["after"]["knock_outs"] == ["INC-01"]
    shown = compared(BASELINE, new, "--responses", str(VENDORS / "dialog-plus"))
    assert shown.exit_code == 1
    assert "Accept with conditions → Reject" in " ".join(shown.stdout.split())


def test_a_removed_control_takes_its_exception_along(tmp_path: Path, text: str) -> None:
    start = text.index("  - id: IAM-09-CHANGE\n")
    end = text.index("  - id: ", start + 5)
    new = written(tmp_path, text, (text[start:end], ""))
    dialog = moves(new, VENDORS / "dialog-plus")["dialog-plus"]
    gone = [c for c in dialog.assessments.controls if c.after is None]
    assert [change.id for change in gone] == ["IAM-09-CHANGE"]
    assert all(c.only_share for c in dialog.assessments.controls if c not in gone)
    total = sum(c.difference for c in dialog.assessments.controls)
    assert total == dialog.assessments.difference


def test_markdown_is_fit_for_a_pull_request(tmp_path: Path, text: str) -> None:
    new = written(tmp_path, text, (NOTICE, STRICTER))
    one = VENDORS / "dialog-plus"
    found = compared(BASELINE, new, "--responses", str(one), "--format", "markdown")
    assert found.exit_code == 0
    assert found.stdout == (Path(__file__).parent / "policy_diff.md").read_text("utf-8")


def test_the_strict_policy_differs_in_words() -> None:
    found = compared(BASELINE, "contact-centre-strict", "--lang", "uk")
    assert found.exit_code == 0
    assert "Вимоги" in found.stdout
    assert "GOV-04-NOTICE" in found.stdout
    assert "доказ для повних балів" in found.stdout


def test_a_policy_does_not_differ_from_itself() -> None:
    found = compared("saas-baseline", "saas-baseline")
    assert (found.exit_code, found.stdout) == (0, "The policies are the same.\n")


def test_a_pack_and_a_signed_report_are_taken_as_a_response_is(
    tmp_path: Path, text: str
) -> None:
    new = written(tmp_path, text, (NOTICE, STRICTER))
    response = VENDORS / "dialog-plus" / "response.json"
    (assessed,) = open_candidates([response], BASELINE, AS_OF)
    folder = tmp_path / "vendors"
    folder.mkdir()
    (folder / "report.pdf").write_bytes(pipeline.report_pdf(assessed, "en"))
    arguments = ["pack", str(response), "--out", str(folder / "packed.zip")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    zipped = [folder / "packed.zip"]
    (packed,) = compare_policies(BASELINE, new, zipped, DAY).vendors
    # The folder holds the same response twice; the report knows more about it.
    (report,) = compare_policies(BASELINE, new, [folder], DAY).vendors
    assert (packed.as_of, report.as_of) == (DAY, AS_OF)
    (change,) = report.assessments.controls
    assert (change.id, change.difference) == ("INC-01", Fraction(-15, 32))


def test_a_folder_without_responses_is_refused_bad(tmp_path: Path) -> None:
    found = compared(BASELINE, BASELINE, "--responses", str(tmp_path))
    assert found.exit_code == 3
    assert "no response is in this folder" in found.stderr


def test_responses_to_another_questionnaire_are_refused_bad() -> None:
    found = compared(BASELINE, "saas-baseline", "--responses", str(VENDORS))
    assert found.exit_code == 3
    assert "written for 'saas-vendor', not 'contact-centre'" in found.stderr


def test_an_unsound_policy_is_refused_bad(tmp_path: Path, text: str) -> None:
    new = written(tmp_path, text, (NOTICE, "rule: {answer: inc-01-notise, is: true}"))
    found = compared(BASELINE, new)
    assert found.exit_code == 3
    assert "no question 'inc-01-notise'" in found.stderr


#: Where the good policy of the lint is changed, and what is then told of it.
EVERYTHING = (
    ("{claimed: 0.6, documented: 0.85,", "{claimed: 0.5, documented: 0.85,"),
    ("knock_out: {rating: poor}", "compensation: 0.25\nknock_out: {rating: fair}"),
    ("assurance:", "responses: {signature: required}\nassurance:"),
    (
        "{id: one, title: {en: One}, weight: 10}",
        "{id: one, title: {en: First}, weight: 12}",
    ),
    ("    severity: critical\n", "    severity: low\n    not_applicable: accept\n"),
    ("    knock_out: true\n    evidence_floor: documented\n", "    knock_out: false\n"),
    (
        "factors: []",
        "factors: [{id: f, title: {en: F}, scores: [{when: {answer: q-on, is: true}, points: 3}]}]",
    ),
    ("{id: usual, label: {en: Usual}", "{id: usual, label: {en: Ordinary}"),
    ("min_score: 80", "min_score: 90"),
    ("{id: high, label: {en: High}}", "{id: high, label: {en: Great}}"),
    ("usual: {good: low, fair: low,", "usual: {good: low, fair: high,"),
    (
        "{rating_at_least: fair}",
        "{rating_at_least: fair, residual_at_most: low, score_at_least: 55.5, failed_critical_at_most: 1}",
    ),
    ("[A.5.1]}\n  - id: WAY", '[A.5.2], gdpr: ["32"]}\n  - id: WAY'),
)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_kind_of_change_reads_in_every_language(language: str) -> None:
    text = GOOD
    for piece, instead in EVERYTHING:
        text = text.replace(piece, instead, 1)
    asked = check_questionnaire(read_yaml(ASKED.encode(), "asked.yaml")).record
    sides = [
        Side(validate(Policy, read_yaml(one.encode(), "policy.yaml")), asked)
        for one in (GOOD, text)
    ]
    changes = diff(*(side.policy for side in sides))
    found = tables(PolicyComparison(*sides, changes, ()), language)
    cells = [cell for table in found for row in table.rows for cell in row]
    assert all(isinstance(cell, str) for cell in cells)
    shown = "\n".join(cells)
    for piece in (
        "50\u00a0%",
        "25\u00a0%",
        "Fair",
        "Great",
        "Ordinary",
        "GDPR Art. 32",
    ):
        assert piece in shown
    names = {setting.name for setting in changes.settings}
    assert names == {
        "assurance.claimed", "compensation", "knock_out", "signature",
        "residual.usual.fair", "decision.2",
    }  # fmt: skip
    assert TEXTS[language]["required"] in shown
    assert "≤ 1" in shown
    assert f"3 {TEXTS[language]['points_short']}: On? — " in shown
    assert ("55.5" if language == "en" else "55,5") in shown


def record(**over: Any) -> Policy:
    return Policy.model_validate(policy(control("A"), control("B"), **over))


def test_every_kind_of_change_is_found() -> None:
    plain = policy(control("B", weight=2), control("C"))
    plain["assurance"]["claimed"] = 0
    plain["ratings"][0]["label"] = {"en": "Superb"}
    found = diff(record(), Policy.model_validate(plain))
    kinds = {change.id: change.kind for change in found.items["controls"]}
    assert kinds == {"A": "removed", "B": "changed", "C": "added"}
    (weight,) = next(c for c in found.items["controls"] if c.id == "B").fields
    assert (weight.name, weight.before, weight.after) == ("weight", 1, 2)
    assert [setting.name for setting in found.settings] == ["assurance.claimed"]
    (rating,) = found.items["ratings"]
    assert [field.name for field in rating.fields] == ["label"]
    assert set(found.items) == set(ITEMS)


def test_the_order_of_controls_is_no_change() -> None:
    old = record()
    turned = old.model_copy(update={"controls": old.controls[::-1]})
    assert diff(old, turned).is_empty
    assert not diff(old, record(compensation=0)).is_empty
