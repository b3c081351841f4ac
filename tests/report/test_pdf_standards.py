"""The report as a file: PDF/A-3a, PDF/UA-1, the same bytes twice, languages, limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit import pipeline
from audit.errors import RenderError
from audit.report import sandbox
from audit.report.text_layer import missing_texts
from audit.report.words import words
from audit.signing.verify import attachments
from tests.saas_case import AS_OF, assessed

LANGUAGES = ("en", "uk", "ru")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return assessed(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request, done):
    return request.param, pipeline.report_pdf(done, request.param)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_report_conforms(profile: str, drawn, tmp_path: Path) -> None:
    import page

    path = tmp_path / "report.pdf"
    path.write_bytes(drawn[1])
    result = page.validate_pdf(str(path), profile=page.ValidationProfile(profile))
    assert "0 failed" in str(result), str(result)


def test_a_plain_pdf_does_not_conform(tmp_path: Path) -> None:
    import page
    from weasyprint import HTML

    path = tmp_path / "plain.pdf"
    HTML(string="<p>plain").write_pdf(path)
    result = page.validate_pdf(str(path), profile=page.ValidationProfile("3a"))
    assert ", 0 failed" not in str(result)


def test_drawing_twice_gives_the_same_bytes(done, drawn) -> None:
    language, pdf = drawn
    assert pipeline.report_pdf(done, language) == pdf


def test_the_pages_show_the_numbers_of_the_assessment(done, drawn) -> None:
    language, pdf = drawn
    assert missing_texts(pdf, pipeline.report_view(done, language)) == []


def test_pages_of_another_language_do_not_count(done, drawn) -> None:
    language, pdf = drawn
    other = "uk" if language == "en" else "en"
    assert missing_texts(pdf, pipeline.report_view(done, other)) != []


def test_the_dossier_inside_replays_to_the_same_bytes(done, drawn) -> None:
    from audit import dossier

    files = attachments(drawn[1])
    manifest = dossier.read_manifest(files)
    again = dossier.replay(files, manifest)
    assert dossier.assessment_bytes(again) == files["assessment.json"]
    assert (
        json.loads(files["assessment.json"])["scores"]
        == json.loads(dossier.assessment_bytes(done))["scores"]
    )


def test_every_language_has_every_word() -> None:
    english = words("en")
    for language in LANGUAGES:
        assert set(words(language)) == set(english)
        assert all(text.strip() for text in words(language).values())


def test_placeholders_agree_between_languages() -> None:
    for key, text in words("en").items():
        for language in LANGUAGES:
            assert ("{value}" in words(language)[key]) == ("{value}" in text), key


def test_a_child_that_takes_too_long_is_stopped(monkeypatch) -> None:
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.05)
    with pytest.raises(RenderError, match="more than"):
        sandbox.render_in_child("<p>x", "", (), AS_OF)


def test_a_layout_bomb_is_an_error_not_a_crash() -> None:
    bomb = "<div>" * 5000
    with pytest.raises(RenderError):
        sandbox.render_in_child(f"<html lang=en><title>t</title>{bomb}", "", (), AS_OF)
