"""The file itself: the same bytes, small, complete in three languages."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from audit import pipeline
from audit.cases import load_questionnaire
from audit.cli.main import main
from audit.form.build import SCRIPTS, bare_schema, code
from audit.issuing import envelope_schema
from audit.questionnaire.schema import response_schema
from tests.form.test_safety import payload_of

FORM = Path(str(files("audit.form")))
LANGUAGES = ("en", "uk", "ru")
WORDS = {
    tag: json.loads((FORM / "locales" / f"{tag}.json").read_text("utf-8"))
    for tag in LANGUAGES
}


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    first, second = (
        pipeline.issue_form(load_questionnaire("saas-vendor"), "uk") for _ in range(2)
    )
    assert first == second


def test_the_form_of_the_contact_centre_pack_is_small(contact_centre: Path) -> None:
    assert contact_centre.stat().st_size < 300_000


def test_the_folder_has_the_form_with_the_same_response_id() -> None:
    given = pipeline.issue(load_questionnaire("saas-vendor"), "ru")
    carried = payload_of(given["form.html"])
    blank = json.loads(given["response.json"])
    assert carried["prefill"]["response_id"] == blank["response_id"]
    assert carried["prefill"]["answers"] == {}
    assert carried["digest"] == blank["questionnaire"]["digest"]
    assert carried["language"] == "ru"
    assert "form.html" in given["README.md"].decode()


def test_titles_are_left_out_of_the_schema_and_verdicts_stay() -> None:
    questionnaire = load_questionnaire("contact-centre").record
    whole = response_schema(questionnaire, envelope_schema())
    bare = bare_schema(whole)
    Draft202012Validator.check_schema(bare)
    assert "description" not in json.dumps(bare)
    item = bare["$defs"]["EvidenceItem"]
    assert set(item["properties"]) == set(whole["$defs"]["EvidenceItem"]["properties"])
    assert item["required"] == whole["$defs"]["EvidenceItem"]["required"]


def test_every_script_is_listed_once_and_is_short() -> None:
    assert sorted(SCRIPTS) == sorted(path.stem for path in (FORM / "js").glob("*.js"))
    for path in (FORM / "js").glob("*.js"):
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) <= 250, path.name
        assert lines[0].startswith("/**"), path.name


def test_no_two_scripts_define_one_name() -> None:
    names = re.findall(
        r"^(?:async )?(?:function|const|let) (\w+)", _flat(), re.MULTILINE
    )
    top = Counter(names)
    assert [name for name, count in top.items() if count > 1] == []


def _flat() -> str:
    return "\n".join(
        (FORM / "js" / f"{name}.js").read_text("utf-8") for name in SCRIPTS
    )


def test_no_script_reads_text_as_html_or_code() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\('style'"
    assert re.findall(banned, _flat()) == []
    assert "</script" not in code(SCRIPTS).lower()
    assert "<!--" not in code(SCRIPTS)


def test_no_template_of_a_script_spans_lines() -> None:
    for line in _flat().splitlines():
        assert line.count("`") % 2 == 0, line


def test_the_vendored_script_is_the_one_described() -> None:
    raw = (FORM / "vendor" / "cfworker-json-schema.min.js").read_bytes()
    described = (FORM / "vendor" / "VENDORED.md").read_text("utf-8")
    assert hashlib.sha256(raw).hexdigest() in described
    assert f"{len(raw):,} bytes" in described
    assert b"</script" not in raw
    assert b"new Function" not in raw
    locked = json.loads((FORM / "vendor" / "build" / "package-lock.json").read_text())
    version = locked["packages"]["node_modules/@cfworker/json-schema"]["version"]
    assert f"{version} |" in described
    licence = (FORM / "vendor" / "cfworker-json-schema.LICENSE").read_text("utf-8")
    assert "Copyright (c) 2020 Jeremy Danyow" in licence


def test_every_word_stands_in_every_language() -> None:
    assert list(WORDS["en"]) == list(WORDS["uk"]) == list(WORDS["ru"])
    for key, english in WORDS["en"].items():
        holes = sorted(re.findall(r"\{\w+\}", english))
        for tag in ("uk", "ru"):
            assert sorted(re.findall(r"\{\w+\}", WORDS[tag][key])) == holes, key


@pytest.mark.parametrize(("tag", "alien"), [("uk", "[ыэёъЫЭЁЪ]"), ("ru", "[іїєґІЇЄҐ]")])
def test_every_language_has_its_own_letters(tag: str, alien: str) -> None:
    technical = r"response\.json|\.zip|zip|SHA-256|JSON|\{\w+\}|MiB"
    for key, words in WORDS[tag].items():
        assert not re.search(alien, words), key
        assert not re.search(r"[A-Za-z]{2,}", re.sub(technical, "", words)), key
        assert re.search("[а-яіїєґ]", words.lower()), key


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    source = _flat()
    literal = set(re.findall(r"'([a-z][a-z0-9_]*)'", source))
    stems = tuple(re.findall(r"`([a-z_]+_)\$\{", source))
    unused = [k for k in WORDS["en"] if k not in literal and not k.startswith(stems)]
    assert set(unused) <= {"language_name"}
    wanted = set(re.findall(r"\bt\('(\w+)'", source)) | set(
        re.findall(r"fault\('(\w+)'", source)
    )
    assert wanted <= set(WORDS["en"])


def test_the_form_alone_is_written_and_never_over_another(tmp_path: Path) -> None:
    out = tmp_path / "form.html"
    command = ["issue", "saas-vendor", "--format", "html", "--out", str(out)]
    done = CliRunner().invoke(main, [*command, "--lang", "uk"])
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["form.html"]
    assert out.read_bytes() == pipeline.issue_form(
        load_questionnaire("saas-vendor"), "uk"
    )
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 2
    assert "never overwritten" in again.stderr


def test_the_form_carries_the_request_it_was_made_for(tmp_path: Path) -> None:
    out = tmp_path / "acme"
    command = ["issue", "saas-vendor", "--vendor", "Acme", "--out", str(out)]
    assert CliRunner().invoke(main, command).exit_code == 0
    blank = json.loads((out / "response.json").read_text("utf-8"))
    carried = payload_of((out / "form.html").read_bytes())["prefill"]
    assert carried["request"] == blank["request"]
    assert carried["vendor"]["name"] == "Acme"


def folder(language: str, **options: Any) -> dict[str, bytes]:
    loaded = load_questionnaire("contact-centre")
    return pipeline.issue(loaded, language, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_tells_what_to_do_with_the_words_of_the_form(language: str) -> None:
    files = folder(language, vendor="Acme $1 {x}")
    readme = files["README.md"].decode()
    words = WORDS[language]
    for key in (
        "state_unknown",
        "evidence",
        "finish",
        "download_zip",
        "do_not_keep",
        "part",
    ):
        assert f"«{words[key]}»" in readme or f"“{words[key]}”" in readme
    for name in files:
        assert f"`{name.split('/')[0]}`" in readme or name == "README.md", name
    assert "Acme $1 {x}" in readme
    assert "243" in readme
    assert "changes.md" not in readme
    assert not re.search(r"^\[|\$[a-z]|\n\n\n", readme, re.MULTILINE)


def test_the_readme_speaks_of_carried_answers_where_there_are_some() -> None:
    loaded = load_questionnaire("contact-centre")
    earlier = FORM.parent / "demo" / "vendors" / "northline" / "response.json"
    carried = pipeline.carry_file(earlier, loaded, date(2026, 11, 24), "uk")
    readme = pipeline.issue(loaded, "uk", carried=carried)["README.md"].decode()
    assert readme.count("`changes.md`") == 2
    assert "Кому:" not in readme


@pytest.mark.parametrize(("tag", "alien"), [("uk", "[ыэёъЫЭЁЪ]"), ("ru", "[іїєґІЇЄҐ]")])
def test_every_readme_has_its_own_letters(tag: str, alien: str) -> None:
    readme = folder(tag)["README.md"].decode()
    assert not re.search(alien, readme)
    plain = re.sub(r"`[^`]+`|«[^»]+»", "", readme)
    latin = set(re.findall(r"[A-Za-z]{3,}", plain))
    known = {"Chrome", "Edge", "Firefox", "Safari", "JSON", "Code", "SHA", "zip"}
    assert latin <= known
