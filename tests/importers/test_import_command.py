"""``audit import`` as its user meets it: files written, summary, losses, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from audit.documents import read_json
from audit.importers.registry import FORMATS
from tests import builders
from tests.importers.test_sig import LIBRARY
from tests.importers.test_vsaq import ANSWERS, FILE


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("library.csv").write_text(LIBRARY, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, list(words))


def test_an_import_is_issued_checked_and_assessed() -> None:
    done = run(
        "import", "library.csv", "--vendor", "Acme", "--country", "UA", "-o", "in"
    )
    assert done.exit_code == 0, done.output
    assert "in: read as sig, because row 1 has headers" in done.stderr
    assert sorted(p.name for p in Path("in").iterdir()) == [
        "losses.json",
        "losses.md",
        "questionnaire.json",
        "response.json",
    ]
    issued = run("issue", "in/questionnaire.json", "--out", "acme")
    assert "3 questions in acme" in issued.stderr
    checked = run(
        "check", "in/response.json", "--questionnaire", "in/questionnaire.json"
    )
    assert "0 left to answer" in checked.stderr
    # A policy of one's own finds its questionnaire beside itself.
    Path("library.json").write_bytes(Path("in/questionnaire.json").read_bytes())
    controls = [
        builders.control("A", builders.yes("a-1")),
        builders.control("B", builders.yes("b-1")),
    ]
    applies = {"questionnaire": "library", "versions": ">=1.0,<2"}
    policy = builders.policy(*controls, applies_to=applies)
    Path("policy.json").write_text(json.dumps(policy, default=float), "utf-8")
    assessed = run(
        "assess", "in/response.json", "--policy", "policy.json", "--format", "json"
    )
    assert assessed.exit_code == 0, assessed.output
    assert {c["id"]: c["status"] for c in json.loads(assessed.stdout)["controls"]} == {
        "A": "pass",
        "B": "fail",
    }


def test_a_policy_without_its_questionnaire_beside_it_is_refused_bad() -> None:
    run("import", "library.csv", "-o", "in")
    policy = builders.policy(
        applies_to={"questionnaire": "library", "versions": ">=1.0,<2"}
    )
    Path("policy.json").write_text(json.dumps(policy, default=float), "utf-8")
    done = run("assess", "in/response.json", "--policy", "policy.json")
    assert done.exit_code == 3
    assert "no questionnaire is named 'library'" in done.output


def test_losses_are_counted_and_told_and_fail_nothing() -> None:
    Path("form.json").write_text(FILE, "utf-8")
    Path("answers.json").write_text(json.dumps(ANSWERS), "utf-8")
    done = run(
        "import",
        "form.json",
        "--answers",
        "answers.json",
        "-o",
        "in",
        "--format",
        "json",
    )
    assert done.exit_code == 0
    account = json.loads(done.stdout)
    assert (account["format"], account["questions"], account["answers"]) == (
        "vsaq",
        7,
        6,
    )
    assert account == json.loads(Path("in/losses.json").read_text("utf-8"))
    assert f"losses: {len(account['losses'])}, in in/losses.md" in done.stderr
    lines = Path("in/losses.md").read_text("utf-8").splitlines()
    assert (
        len([line for line in lines if line.startswith("| ")])
        == len(account["losses"]) + 2
    )


def test_detection_says_what_a_file_is_and_why_and_writes_nothing() -> None:
    done = run("import", "library.csv", "--detect", "--format", "json")
    assert json.loads(done.stdout)["format"] == "sig"
    assert "question, answer and status" in json.loads(done.stdout)["why"]
    assert [p.name for p in Path().iterdir()] == ["library.csv"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nothing.csv"], 3, "no format that is known looks like this file"),
        (["library.csv", "--as", "word"], 3, "unknown format 'word'"),
        (["library.csv", "--as", "vsaq"], 3, "library.csv:"),
        (["library.csv", "--country", "UK"], 2, "no ISO 3166-1"),
        (["gone.csv"], 2, "does not exist"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_writes_nothing_bad(
    words: list[str], code: int, message: str
) -> None:
    Path("nothing.csv").write_text("a,b\n1,2\n", "utf-8")
    done = run("import", *words, "-o", "in")
    assert done.exit_code == code, done.output
    assert message in done.output
    assert not Path("in").exists()


def test_a_folder_that_holds_something_is_never_written_to_bad() -> None:
    Path("in").mkdir()
    Path("in/kept.txt").touch()
    done = run("import", "library.csv", "-o", "in")
    assert done.exit_code == 2
    assert [p.name for p in Path("in").iterdir()] == ["kept.txt"]


def test_marks_of_tables_in_a_text_do_not_break_the_list_of_losses() -> None:
    Path("library.csv").write_text(LIBRARY.replace(",Domain,", ",Kind|x<b>,"), "utf-8")
    run("import", "library.csv", "-o", "in")
    (line,) = [
        x for x in Path("in/losses.md").read_text("utf-8").splitlines() if "Kind" in x
    ]
    assert r"Kind\|x&lt;b>" in line


def test_every_format_has_a_name_of_its_own_and_is_asked_for_by_it() -> None:
    names = [known.name for known in FORMATS]
    assert len(set(names)) == len(names)
    done = run("import", "library.csv", "--as", "?", "-o", "in")
    assert f"known: {', '.join(names)}" in done.output


def test_the_same_file_gives_the_same_bytes() -> None:
    for name in ("one", "two"):
        run("import", "library.csv", "--as-of", "2026-11-24", "-o", name)
    for path in Path("one").iterdir():
        assert path.read_bytes() == (Path("two") / path.name).read_bytes()
    assert (
        read_json(Path("one/response.json").read_bytes(), "r").data["authored"]
        == "2026-11-24"
    )
