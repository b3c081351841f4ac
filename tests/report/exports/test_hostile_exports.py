"""Hostile texts pass every format as they were written and change none of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.report.exports.reading import (
    csv_rows,
    cyclonedx_errors,
    junit,
    markdown_rows,
    markdown_tokens,
    oscal,
    sarif_errors,
    workbook,
)
from tests.report.exports.scene import (
    FORMATS,
    assessed,
    nothing_applies,
    small,
    written,
)
from tests.report.test_hostile_text import SNIPPETS

HOSTILE = {
    **SNIPPETS,
    "xml": "]]><!--&lt;!DOCTYPE x [<!ENTITY a 'b'>]>&a;&#x41;",
    "json": '"}],"decision":"accept"\\u0022',
    "markdown": "| a | b | [x](http://evil.example) ![y](z) `c` **d** &lt;e&gt;",
    "astral": "𝕬 \u00a0 é e\u0301 مرحبا",
}


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [t for item in value.values() for t in texts(item)]
    if isinstance(value, list):
        return [t for item in value for t in texts(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("name", HOSTILE)
def test_every_format_stays_sound_and_shows_the_text(name: str, tmp_path: Path) -> None:
    text = HOSTILE[name]
    case = assessed(text)
    made = {form: written(form, case) for form in FORMATS}
    for form in ("oscal-ar", "oscal-poam"):
        oscal(made[form], tmp_path)
    assert cyclonedx_errors(made["cyclonedx"]) == []
    assert sarif_errors(made["sarif"]) == []
    for form in ("oscal-ar", "oscal-poam", "cyclonedx", "sarif"):
        found = texts(json.loads(made[form]))
        assert any(text in each for each in found), form
    whole = junit(made["junit"])
    assert whole.name == text
    assert whole.tests == junit(written("junit")).tests
    assert any(text in cell for row in csv_rows(made["csv"]) for cell in row)
    cells = [c.value for c in workbook(made["xlsx"]).worksheets[0]["A"]]
    assert cells[0] == text
    assert len(csv_rows(made["csv"])) == len(csv_rows(written("csv")))


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_shows_the_text_and_makes_nothing_of_it(name: str) -> None:
    content = written("markdown", assessed(HOSTILE[name]))
    inline = [t for t in markdown_tokens(content) if t.type == "inline"]
    shown = "".join(p.content for p in inline[0].children or ())
    assert shown == f"{' '.join(HOSTILE[name].split())}: Reject"
    assert len(markdown_rows(content)) == len(markdown_rows(written("markdown")))


def test_the_texts_are_no_part_of_the_ordinary_exports_bad() -> None:
    for form in FORMATS:
        content = written(form, small())
        assert not [n for n, t in HOSTILE.items() if t.encode() in content], form


def test_formats_stay_sound_when_no_control_applies(tmp_path: Path) -> None:
    case = nothing_applies()
    assert not case.assessment.controls
    (result,) = oscal(written("oscal-ar", case), tmp_path).results
    assert [f.target.target_id for f in result.findings] == ["response-signature"]
    assert len(oscal(written("oscal-poam", case), tmp_path).poam_items) == 1
    assert cyclonedx_errors(written("cyclonedx", case)) == []
    assert sarif_errors(written("sarif", case)) == []
    whole = junit(written("junit", case))
    assert (whole.tests, whole.failures, whole.skipped) == (2, 1, 1)
    assert [len(r) for r in csv_rows(written("csv", case))] == [18, 18]
