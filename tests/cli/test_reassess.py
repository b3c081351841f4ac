"""Re-assessment on the command line: ``issue --from`` and ``diff``."""

from __future__ import annotations

import copy
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit import library
from audit.cases import load_questionnaire
from audit.cli.main import main
from tests.saas_case import response_data, write_case

DAY = ["--as-of", "2026-11-24"]
LATER = ["--as-of", "2027-11-24"]
ALIEN = {"en": "[а-яіїєґ]", "uk": "[ыэёъЫЭЁЪ]", "ru": "[іїєґІЇЄҐ]"}


def run(*words: str | Path):
    return CliRunner().invoke(main, [str(word) for word in words])


def answers_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))["answers"]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_case(tmp_path / "old", response_data())


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Return version 1.1.0 of the shipped questionnaire, with its migration."""
    data = copy.deepcopy(load_questionnaire("saas-vendor").document.data)
    service = data["sections"][0]["questions"]
    renamed = next(q for q in service if q["link_id"] == "svc-description")
    renamed["link_id"] = "svc-purpose"
    steps = [
        {"kind": "rename", "question": "svc-description", "to": "svc-purpose"},
        {
            "kind": "require_reanswer",
            "question": "svc-record-count",
            "reason": {
                "en": "Count former customers too.",
                "uk": "Рахуйте й колишніх клієнтів.",
                "ru": "Считайте и бывших клиентов.",
            },
        },
        {"kind": "retire", "question": "svc-abandoned"},
    ]
    data["version"] = "1.1.0"
    data["migrations"] = [{"from": "1.0.0", "to": "1.1.0", "steps": steps}]
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(data, ensure_ascii=False, default=float), "utf-8")
    return path


def reissue(questionnaire: str | Path, old: Path, out: Path, *more: str) -> Path:
    done = run("issue", questionnaire, "--from", old, "--out", out, *more)
    assert done.exit_code == 0, done.output
    return out


def test_a_reissued_folder_is_prefilled_and_nothing_counts_yet(
    old: Path, tmp_path: Path
) -> None:
    out = reissue("saas-vendor", old, tmp_path / "new", *DAY)
    answers = answers_of(out / "response.json")
    assert answers["svc-record-count"] == {
        "state": "answered",
        "value": 120000,
        "carried": True,
    }
    form = (out / "form.html").read_text("utf-8")
    assert len(form) > 10_000
    done = run("check", out / "response.json", "--format", "json", *DAY)
    assert done.exit_code == 0, done.output
    assert sum(part["answered"] for part in json.loads(done.stdout)["sections"]) == 0


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_changes_say_what_to_do_in_the_vendors_language(
    language: str, old: Path, newer: Path, tmp_path: Path
) -> None:
    data = json.loads(old.read_text("utf-8"))
    data["answers"]["svc-abandoned"] = {"state": "answered", "value": ["a | b", 1]}
    data["vendor"]["name"] = "Vendor"
    old.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    out = reissue(newer, old, tmp_path / language, "--lang", language, *LATER)
    text = (out / "changes.md").read_text("utf-8")
    reason = {"en": "former", "uk": "колишніх", "ru": "бывших"}[language]
    for part in (
        "`svc-record-count`", reason, "120000", "`svc-purpose`", "`svc-description`",
        "`svc-abandoned`", r"a \| b", "`evidence/cert.txt`", "`small-1`",
        '`"carried": true`',
    ):  # fmt: skip
        assert part in text, part
    own = text.replace(json.dumps(data["answers"], ensure_ascii=False), "")
    assert not re.search(ALIEN[language], own)
    assert text.count("\n## ") == 6


def test_an_older_version_is_carried_along_its_migrations(
    old: Path, newer: Path, tmp_path: Path
) -> None:
    out = reissue(newer, old, tmp_path / "new", *DAY)
    data = json.loads((out / "response.json").read_text("utf-8"))
    assert data["answers"]["svc-purpose"]["value"].startswith("A ticket system")
    assert data["answers"]["svc-record-count"] == {"value": None, "state": "unanswered"}
    assert data["questionnaire"]["version"] == "1.1.0"
    assert data["sequence"] == 2
    assert data["amends"].startswith("sha256:")
    checked = run("check", out / "response.json", "--questionnaire", newer, *DAY)
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ({"id": "contact-centre"}, "choose the questionnaire"),
        ({"version": "2.0.0"}, "use version 2.0.0"),
        ({"version": "0.1.0"}, "there are some from: 1.0.0"),
    ],
)
def test_a_response_without_a_way_to_the_questionnaire_is_refused_bad(
    reference: dict[str, str], hint: str, newer: Path, tmp_path: Path
) -> None:
    data = response_data()
    data["questionnaire"] |= reference
    path = write_case(tmp_path / "odd", data)
    done = run("issue", newer, "--from", path, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert hint in done.stderr
    assert "/questionnaire/" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_request_and_an_earlier_response_go_together(
    old: Path, tmp_path: Path
) -> None:
    out = reissue("saas-vendor", old, tmp_path / "new", "--vendor", "Renamed Ltd", *DAY)
    data = json.loads((out / "response.json").read_text("utf-8"))
    assert data["vendor"] == {"name": "Renamed Ltd", "country": "EE"}
    assert data["request"]["nonce"]
    assert (tmp_path / "new.request.json").exists()


def test_the_form_alone_comes_with_its_changes(old: Path, tmp_path: Path) -> None:
    form = tmp_path / "ask.html"
    reissue("saas-vendor", old, form, "--format", "html", *DAY)
    assert form.is_file()
    assert "svc-record-count" in (tmp_path / "ask.changes.md").read_text("utf-8")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    data = response_data()
    data["answers"]["svc-description"] = {"state": "answered", "value": "Chat | *bold*"}
    data["answers"]["svc-record-count"]["value"] = 90_000_000
    del data["answers"]["hosting-regions"]
    data["evidence"][0]["expires"] = "2026-11-01"
    return write_case(tmp_path / "new", data)


def test_a_response_does_not_differ_from_itself(old: Path) -> None:
    done = run("diff", old, old, "--policy", "saas-baseline", *DAY)
    assert done.exit_code == 0, done.output
    assert "Nothing changed." in done.stdout
    data = json.loads(run("diff", old, old, "--format", "json", *DAY).stdout)
    assert (data["answers"], data["evidence"]) == ([], [])


def test_diff_shows_questions_and_both_values(old: Path, new: Path) -> None:
    done = run("diff", old, new, "--lang", "uk", "--format", "markdown", *DAY)
    assert done.exit_code == 0, done.output
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    described = next(row for row in rows if "svc-description" in row)
    assert r"Chat \| \*bold\*" in described
    assert "Що ваш сервіс робить" in described
    assert any("120\u00a0000" in row and "90\u00a0000\u00a0000" in row for row in rows)
    assert any("hosting-regions" in row and "вилучено" in row for row in rows)
    assert any("чинний" in row and "строк минув" in row for row in rows)
    header_free = [row for row in rows if "---" not in row]
    assert all(
        len(re.findall(r"(?<!\\)\|", row)) in {3, 4, 5, 6} for row in header_free
    )


def test_diff_by_a_policy_sums_to_the_difference_of_the_scores(
    old: Path, new: Path
) -> None:
    from fractions import Fraction

    words = ["diff", old, new, "--policy", "saas-baseline", "--format", "json", *DAY]
    found = json.loads(run(*words).stdout)["assessment"]
    total = sum(Fraction(c["difference"]["exact"]) for c in found["controls"])
    assert total == Fraction(found["difference"]["exact"])
    scores = [
        Fraction(found[s]["scores"]["score"]["exact"]) for s in ("before", "after")
    ]
    assert total == scores[1] - scores[0]
    for path, side in ((old, "before"), (new, "after")):
        done = run(
            "assess", path, "--policy", "saas-baseline", "--format", "json", *DAY
        )
        assert (
            json.loads(done.stdout)["scores"]["score"] == found[side]["scores"]["score"]
        )


def changed_demo(name: str, folder: Path, link_id: str) -> list[str | Path]:
    """Return the words that compare a demo vendor with itself, one answer declined."""
    shipped = Path(library.__file__).parent / "demo" / "vendors" / name
    shutil.copytree(shipped, folder)
    path = folder / "response.json"
    data = json.loads(path.read_text("utf-8"))
    data["answers"][link_id] = {"state": "declined"}
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    policy = ["--policy", "contact-centre-baseline", "--format", "markdown"]
    return ["diff", shipped / "response.json", path, *policy, *DAY]


def test_controls_that_only_shifted_their_share_are_counted_in_one_row(
    tmp_path: Path,
) -> None:
    words = changed_demo("dialog-plus", tmp_path / "changed", "gov-07-insured")
    shown = run(*words).stdout
    assert "entered the scope: gov-07-insured, gov-07-limit" in shown
    assert re.search(r"\| 13 \|  \|  \| -0.07 \| only their share of the points", shown)
    assert "GOV-01" not in shown


def test_an_answer_that_decides_on_the_scope_is_named_with_its_control(
    tmp_path: Path,
) -> None:
    words = changed_demo("northline", tmp_path / "changed", "gov-07-insured")
    shown = run(*words).stdout
    row = next(line for line in shown.splitlines() if line.startswith("| GOV-07-LIMIT"))
    assert "gov-07-insured, gov-07-limit" in row


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_diff_by_a_policy_speaks_three_languages(
    language: str, old: Path, new: Path
) -> None:
    words = ["diff", old, new, "--policy", "saas-baseline", "--lang", language, *DAY]
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert not re.search(ALIEN[language], done.stdout)
    assert "svc-record-count" in done.stdout


def test_two_versions_are_compared_through_the_migrations(
    old: Path, newer: Path, tmp_path: Path
) -> None:
    out = reissue(newer, old, tmp_path / "next", *DAY)
    words = ["diff", old, out / "response.json", "--questionnaire", newer, *DAY]
    data = json.loads(run(*words, "--format", "json").stdout)
    assert [note["kind"] for note in data["before"]["notes"]] == ["reanswer"]
    changes = {c["link_id"]: c for c in data["answers"]}
    assert set(changes) == {"svc-purpose", "hosting-regions"}
    assert changes["svc-purpose"]["after"]["state"] == "carried"
    shown = run(*words)
    assert "must be answered anew" in shown.stdout
    assert "taken over, unconfirmed" in shown.stdout


def test_the_day_of_the_older_one_can_differ(old: Path) -> None:
    words = ["diff", old, old, "--old-as-of", "2026-11-24", *LATER, "--format", "json"]
    data = json.loads(run(*words).stdout)
    (item,) = data["evidence"]
    assert item["validity"] == {"before": "valid", "after": "expired"}
    assert data["expired"] == {"before": [], "after": ["cert"]}


def test_responses_to_different_questionnaires_are_not_compared_bad(
    old: Path, tmp_path: Path
) -> None:
    data = response_data()
    data["questionnaire"]["id"] = "contact-centre"
    path = write_case(tmp_path / "other", data)
    done = run("diff", path, old, *DAY)
    assert done.exit_code == 3
    assert "answers 'contact-centre', not 'saas-vendor'" in done.stderr
