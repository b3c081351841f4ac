"""An issued folder in VS Code's own JSON engine: what is completed, shown and marked.

The engine is the npm package in ``package.json``. Without Node or the package the tests
are skipped, but never where CI runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit import pipeline
from audit.cli.main import main
from audit.questionnaire.localisation import pick

HERE = Path(__file__).parent
LANGUAGES = ("en", "uk", "ru")
#: Where the cursor stands in a text that is put to the engine.
CURSOR = "¦"


def lacking() -> str:
    if shutil.which("node") is None:
        return "Node is not installed"
    if not (HERE / "node_modules/vscode-json-languageservice").is_dir():
        return "the engine is not installed: make tests/editor/node_modules"
    return ""


@dataclass(frozen=True)
class Editor:
    """One issued folder with its response opened."""

    folder: Path
    language: str

    @property
    def path(self) -> Path:
        return self.folder / "response.json"

    @property
    def blank(self) -> str:
        return self.path.read_text("utf-8")

    def ask(self, ask: str, text: str) -> tuple[Any, list[str]]:
        """Return the engine's answer and the schemas it read; ask at the cursor."""
        before, _, after = text.partition(CURSOR)
        at = len(before.encode("utf-16-le")) // 2  # as JavaScript counts
        question = {"ask": ask, "text": before + after, "at": at}
        done = subprocess.run(
            ["node", HERE / "ask.mjs", self.path],
            input=json.dumps([question]), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        return said["answers"][0], said["read"]

    def offered(self, text: str) -> dict[str, str]:
        """Return what is offered at the cursor, with what is told about it."""
        return {item["label"]: item["told"] for item in self.ask("completion", text)[0]}

    def faults(self, text: str) -> list[tuple[str, str]]:
        """Return the marked places with their messages."""
        return [(f["marked"], f["message"]) for f in self.ask("faults", text)[0]]

    def answering(self, link_id: str, **parts: str) -> str:
        """Return the blank response with other parts of one answer, as they are typed."""
        found = re.search(rf'"{link_id}": {{(.*?)\n    }}', self.blank, re.DOTALL)
        assert found is not None
        answer = found[0]
        for key, typed in parts.items():
            value = re.search(rf'"{key}": (.*?),?\n', answer)
            assert value is not None, key
            answer = answer[: value.start(1)] + typed + answer[value.end(1) :]
        return self.blank.replace(found[0], answer)


@pytest.fixture(scope="module", params=LANGUAGES)
def any_editor(request, tmp_path_factory) -> Editor:
    return opened(tmp_path_factory.mktemp(request.param), request.param)


@pytest.fixture(scope="module")
def editor(tmp_path_factory) -> Editor:
    return opened(tmp_path_factory.mktemp("uk"), "uk")


def opened(folder: Path, language: str) -> Editor:
    if reason := lacking():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    words = [
        "issue",
        "contact-centre",
        "--lang",
        language,
        "--out",
        str(folder / "out"),
    ]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return Editor(folder / "out", language)


@pytest.fixture(scope="module")
def questions() -> dict[str, Any]:
    return dict(pipeline.load_questionnaire("contact-centre").record.questions)


def test_the_blank_response_has_no_fault_and_one_schema_beside_it(any_editor) -> None:
    found, read = any_editor.ask("faults", any_editor.blank)
    assert found == []
    assert read == [(any_editor.folder / "response.schema.json").as_uri()]


def test_a_choice_offers_its_codes_and_says_what_they_mean(
    any_editor, questions
) -> None:
    question = questions["svc-complexity"]
    assert question.type == "choice"
    text = any_editor.answering("svc-complexity", value=CURSOR)
    labels = {
        f'"{o.code}"': pick(o.label, any_editor.language) for o in question.options
    }
    assert any_editor.offered(text) == {**labels, "null": ""}


def test_a_list_offers_its_codes_inside_the_brackets(any_editor, questions) -> None:
    question = questions["svc-services"]
    assert question.type == "multi_choice"
    text = any_editor.answering("svc-services", value=f"[{CURSOR}]")
    offered = any_editor.offered(text)
    for option in question.options:
        assert offered[f'"{option.code}"'] == pick(option.label, any_editor.language)


def test_hovering_shows_question_and_help(any_editor, questions) -> None:
    question = questions["svc-complexity"]
    text = any_editor.blank.replace('"svc-complexity', f'"svc{CURSOR}-complexity')
    shown = plain(any_editor.ask("hover", text)[0])
    said = [pick(part, any_editor.language) for part in (question.text, question.help)]
    assert shown == "\n\n".join(said)
    inside = any_editor.answering("svc-complexity", value="null")
    at = inside.index('"value"', inside.index('"svc-complexity"')) + 2
    shown = any_editor.ask("hover", inside[:at] + CURSOR + inside[at:])[0]
    assert plain(shown) == said[0]


def plain(markdown: str) -> str:
    """Return Markdown as it is read: no escapes, no forced line ends."""
    return re.sub(r"\\(\n|.)", r"\1", markdown)


def test_the_states_that_fit_are_offered(editor, questions) -> None:
    states = ["answered", "unknown", "declined", "unanswered"]
    always = "svc-complexity"
    waivable = next(i for i, q in questions.items() if q.allow_not_applicable)
    assert not questions[always].allow_not_applicable
    for link_id, more in ((always, []), (waivable, ["not_applicable"])):
        offered = editor.offered(editor.answering(link_id, state=CURSOR))
        assert set(offered) == {f'"{state}"' for state in [*states, *more]}
        assert offered['"declined"'] == "Не відповімо."


def test_a_wrong_code_is_named_with_the_right_ones(editor, questions) -> None:
    answered = {"state": '"answered"'}
    good = editor.answering("svc-complexity", value='"level_2"', **answered)
    assert editor.faults(good) == []
    bad = editor.answering("svc-complexity", value='"level_9"', **answered)
    ((marked, message),) = editor.faults(bad)
    assert marked == '"level_9"'
    for code in questions["svc-complexity"].codes:
        assert f'"{code}"' in message


def test_a_value_whose_state_is_forgotten_is_told_so(editor) -> None:
    forgotten = editor.answering("gov-01-approved", value="true")
    message = "Значення враховується, лише коли в state стоїть «answered»."
    assert editor.faults(forgotten) == [("true", message)]
    empty = editor.answering("gov-01-approved", state='"answered"')
    message = "У state стоїть «answered»: запишіть значення."
    assert editor.faults(empty) == [("null", message)]


def test_a_key_that_no_question_has_is_marked(editor) -> None:
    wrong = editor.blank.replace('"svc-complexity"', '"svc-complexitty"')
    ((marked, message),) = editor.faults(wrong)
    assert marked == '"svc-complexitty"'
    assert "not allowed" in message


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("duration", '{"value": …, "unit": "h"}'),
        ("date", '"YYYY-MM-DD"'),
        ("multi_choice", '["…"]'),
        ("contact", '{"name": "…", "role": "…", "email": "…"}'),
        ("attachment", '["…"]'),
    ],
)
def test_a_value_of_many_parts_is_begun_for_the_vendor(
    kind, label, editor, questions
) -> None:
    link_id = next(i for i, question in questions.items() if question.type == kind)
    assert label in editor.offered(editor.answering(link_id, value=CURSOR))


def test_a_row_of_a_table_is_begun_and_its_cells_are_completed(
    editor, questions
) -> None:
    table = questions["svc-sites"]
    begun = editor.ask("completion", editor.answering("svc-sites", value=CURSOR))[0]
    (row,) = [item["written"] for item in begun if item["label"].startswith("[{")]
    for column in table.columns:
        assert (f'"{column.id}"' in row) == column.required
    typed = f'[{{"name": "A", "country": {CURSOR}}}]'
    assert '"UA"' in editor.offered(editor.answering("svc-sites", value=typed))
    shown = editor.ask(
        "hover", editor.answering("svc-sites", value=f'[{{"na{CURSOR}me": "A"}}]')
    )[0]
    assert plain(shown) == pick(table.columns[0].text, "uk")


def test_the_vendors_own_details_are_explained(any_editor) -> None:
    told = {"en": "Your company.", "uk": "Ваша компанія.", "ru": "Ваша компания."}
    text = any_editor.blank.replace('"vendor"', f'"ven{CURSOR}dor"', 1)
    assert plain(any_editor.ask("hover", text)[0]) == told[any_editor.language]
