"""``audit whatif``: answers typed or from a file, closed gaps; nothing is written."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from tests.remedy.scenes import vendor, words_for
from tests.saas_case import response_data, write_case

POLICY = ["--policy", "saas-baseline", "--as-of", "2026-11-24"]
ALIEN = {"en": "[а-яіїєґ]", "uk": "[ыэёъЫЭЁЪ]", "ru": "[іїєґІЇЄҐ]"}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["whatif", *(str(word) for word in words)])


def supposed(*words: str | Path) -> dict[str, Any]:
    done = run(*words, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_case(tmp_path, response_data())


@pytest.fixture(scope="module")
def dialog(tmp_path_factory) -> list[str]:
    return words_for(vendor("dialog-plus", tmp_path_factory.mktemp("whatif")))


@pytest.fixture(scope="module")
def north(tmp_path_factory) -> list[str]:
    return words_for(vendor("northline", tmp_path_factory.mktemp("whatif")))


def test_a_typed_answer_is_assessed_by_the_real_engine(
    dialog: list[str], tmp_path: Path
) -> None:
    found = supposed(*dialog, "--set", "iam-09-extra-check=так")["difference"]
    data = json.loads(Path(dialog[0]).read_text("utf-8"))
    data["answers"]["iam-09-extra-check"]["value"] = True
    changed = Path(dialog[0]).with_name("changed.json")
    changed.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    words = ["assess", str(changed), *dialog[1:], "--format", "json"]
    again = json.loads(CliRunner().invoke(main, words).stdout)
    changed.unlink()
    after = found["assessment"]["after"]
    for name in ("score", "verified", "claimed"):
        assert after["scores"][name] == again["scores"][name]
    assert after["decision"] == again["decision"]
    moved = {c["id"] for c in found["assessment"]["controls"] if not c["only_share"]}
    assert moved == {"IAM-09-CHANGE"}


def test_nothing_is_written(dialog: list[str]) -> None:
    folder = Path(dialog[0]).parent

    def seen() -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    before = seen()
    supposed(*dialog, "--set", "iam-09-extra-check=no", "--close", "INC-01")
    assert seen() == before


def test_a_closed_gap_gives_all_its_points(dialog: list[str]) -> None:
    found = supposed(*dialog, "--close", "VUL-01-ACTUAL", "--close", "X-INC-01")
    assert found["closed"] == ["VUL-01-ACTUAL", "X-INC-01"]
    (control,) = found["difference"]["assessment"]["controls"]
    assert control["id"] == "VUL-01-ACTUAL"
    assert control["after"]["points"] == control["after"]["possible"]
    assert control["after"]["assurance"] == "documented"
    old, new = (found["difference"]["assessment"][s] for s in ("before", "after"))
    assert set(old["contradictions"]) - set(new["contradictions"]) == {"X-INC-01"}


def test_closing_comes_on_top_of_other_answers(dialog: list[str]) -> None:
    answer, close = ["--set", "iam-09-extra-check=yes"], ["--close", "INC-01"]

    def gain(*words: str) -> Fraction:
        found = supposed(*dialog, *words)["difference"]["assessment"]
        return Fraction(found["difference"]["exact"])

    assert gain(*answer) > 0
    assert gain(*close) > 0
    assert gain(*answer, *close) == gain(*answer) + gain(*close)


def test_states_are_typed_as_in_the_interview(small: Path) -> None:
    found = supposed(
        small, *POLICY,
        "--set", "svc-record-count=:unknown",
        "--set", "svc-description=:decline",
        "--set", "hosting-regions=",
    )  # fmt: skip
    after = {a["link_id"]: a["after"]["state"] for a in found["difference"]["answers"]}
    assert after == {
        "svc-record-count": "unknown",
        "svc-description": "declined",
        "hosting-regions": "unanswered",
    }


def test_an_answer_keeps_its_evidence(small: Path) -> None:
    found = supposed(small, *POLICY, "--set", "svc-description=Something else.")
    (change,) = found["difference"]["answers"]
    assert change["after"]["evidence"] == ["cert"]
    assert change["after"]["value"] == "Something else."


def test_answers_come_from_a_file_too(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "changes.json"
    answers = {"svc-record-count": {"state": "answered", "value": 10}}
    path.write_text(json.dumps({"answers": answers}))
    found = supposed(small, *POLICY, "--answers", path)
    (change,) = found["difference"]["answers"]
    assert (change["before"]["value"], change["after"]["value"]) == (120000, 10)


def test_a_judgement_of_a_changed_answer_is_set_aside(north: list[str]) -> None:
    review = json.loads(Path(north[-1]).read_text("utf-8"))
    judged = review["judgements"][0]["link_id"]
    found = supposed(*north, "--set", f"{judged}=:unknown")
    assert found["set_aside"] == [judged]
    assert supposed(*north, "--close", "HRS-01")["set_aside"] == []


def test_an_answer_that_is_not_asked_then_is_named(tmp_path: Path) -> None:
    path = vendor("goldvoice", tmp_path)
    words = words_for(path)
    asked = supposed(*words, "--set", "iam-02-exceptions=None")
    assert asked["inert"] == []
    hidden = supposed(
        *words, "--set", "iam-02-named-accounts=yes", "--set", "iam-02-exceptions=None"
    )
    assert hidden["inert"] == ["iam-02-exceptions"]


def refused(*words: str | Path) -> str:
    done = run(*words)
    assert done.exit_code == 3, done.output
    assert "Traceback" not in done.output
    return done.stderr


def test_every_unknown_or_wrong_answer_is_named_with_what_is_known(small: Path) -> None:
    text = refused(
        small, *POLICY,
        "--set", "svc-record-counts=1", "--set", "nonsense=1",
        "--set", "svc-description=a", "--set", "svc-description=b",
    )  # fmt: skip
    assert "--set svc-record-counts: no question 'svc-record-counts'" in text
    assert "known: svc-record-count, …" in text
    assert re.search(
        r"nonsense.*\n.*known: svc-description, .*in all: audit show", text
    )
    assert "given twice" in text
    assert "3 problems" in text


def test_a_wrong_value_says_what_is_expected(small: Path) -> None:
    text = refused(
        small, *POLICY,
        "--set", "svc-record-count=many", "--set", "hosting-regions=Mars",
    )  # fmt: skip
    assert "--set svc-record-count: /answers/svc-record-count/value" in text
    assert "expected a whole number (got 'many')" in text
    assert "--set hosting-regions: " in text


def test_a_not_applicable_that_the_question_refuses_is_refused(small: Path) -> None:
    text = refused(small, *POLICY, "--set", "svc-record-count=:na we have none")
    assert "/answers/svc-record-count" in text


def test_a_table_cannot_be_typed(dialog: list[str]) -> None:
    text = refused(*dialog, "--set", "dat-01-stores=CRM")
    assert "a table is not typed in one line" in text
    assert "use --answers" in text


def test_a_wrong_file_is_refused_with_line_and_column(
    small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "changes.json"
    path.write_text(
        '{"answers": {\n "svc-record-count": {"state": "answered", "value": "x"}\n}}'
    )
    text = refused(small, *POLICY, "--answers", path)
    assert re.search(r"changes\.json:2:\d+: /answers/svc-record-count/value", text)
    path.write_text('{"answers": {\n "nope": {"state": "unknown"}\n}}')
    assert re.search(r"changes\.json:2:\d+: /answers/nope no question", refused(
        small, *POLICY, "--answers", path
    ))  # fmt: skip
    path.write_text('{"answer": {}}')
    assert "answer" in refused(small, *POLICY, "--answers", path)


def test_an_unknown_gap_is_refused_with_the_open_ones(north: list[str]) -> None:
    text = refused(*north, "--close", "HRS-01", "--close", "NOPE", "--close", "ENC-01")
    assert "no open gap 'NOPE'" in text
    assert "no open gap 'ENC-01'" in text
    assert "HRS-01'" not in text
    assert "VUL-01-ACTUAL" in text


def test_the_command_must_be_told_something(small: Path) -> None:
    assert run(small, *POLICY).exit_code == 2
    assert run(small, *POLICY, "--set", "svc-description").exit_code == 2


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_it_speaks_three_languages(form: str, language: str, dialog: list[str]) -> None:
    words = ["--set", "iam-09-extra-check=yes", "--close", "INC-01"]
    done = run(*dialog, *words, "--lang", language, "--format", form)
    assert done.exit_code == 0, done.output
    assert "INC-01" in done.stderr
    assert "IAM" in done.stdout
    assert not re.search(ALIEN[language].replace("а-я", ""), done.stderr)
    if form == "markdown":
        assert done.stdout.count("\n## ") >= 3
