"""Hostile text in a response shows literally, reads nothing and reaches nothing."""

from __future__ import annotations

import io
import socket
import threading
from pathlib import Path

import pikepdf
import pytest

from audit import pipeline
from audit.errors import InputError, RenderError
from audit.report.formats.html import render_html, stylesheet
from audit.report.formats.pdf import Attached, render_pdf
from audit.report.text_layer import text_of_pages
from tests.saas_case import AS_OF, assessed, response_data, write_case

SNIPPETS = {
    "html": "<img src=file:///etc/hostname><b>bold</b>",
    "link": '<link rel=attachment href="file:///etc/hostname">',
    "svg": '<svg><image xlink:href="file:///etc/hostname"/></svg>',
    "style": "<style>*{background:url(http://127.0.0.1:{port}/x)}</style>",
    "jinja": "{{ 7 * 7 }}{% for x in [1] %}x{% endfor %}",
    "script": "<script>alert(1)</script>",
    "base": '<base href="http://127.0.0.1:{port}/">',
}


class Listener:
    def __init__(self) -> None:
        self.hits = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()


@pytest.fixture
def listener():
    found = Listener()
    yield found
    found.socket.close()


@pytest.mark.parametrize("name", SNIPPETS)
def test_hostile_text_is_printed_as_it_was_written(
    name: str, tmp_path: Path, listener: Listener
) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-5f1d")
    text = SNIPPETS[name].replace("{port}", str(listener.port))
    text = text.replace("/etc/hostname", str(canary))
    case = response_data()
    case["vendor"]["name"] = text
    case["evidence"][0]["title"] = text
    done = assessed(tmp_path, **case)
    pdf = pipeline.report_pdf(done, "en")
    pages = text_of_pages(pdf)
    bare = "".join(text.split()).replace("-", "")
    assert bare in pages[0]
    assert bare in "".join(pages[1:])
    assert not any(b"CANARY-5f1d" in stream for stream in streams(pdf))
    assert listener.hits == 0


def streams(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            item.read_bytes()
            for item in document.objects
            if isinstance(item, pikepdf.Stream)
        ]


def test_the_canary_would_be_found_in_an_attachment(tmp_path: Path) -> None:
    pdf = render_pdf(
        "<html lang=en><title>t</title><p>x",
        stylesheet(),
        (Attached("a.txt", b"CANARY-5f1d", "d"),),
        AS_OF,
    )
    assert any(b"CANARY-5f1d" in stream for stream in streams(pdf))


def test_the_listener_itself_would_notice_a_visit(listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    for _ in range(100):
        if listener.hits:
            break
        threading.Event().wait(0.02)
    assert listener.hits == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='file:///etc/hostname'>",
        "<img src='http://127.0.0.1:9/x.png'>",
        "<svg><title>x</title><image xlink:href='file:///etc/hostname'/></svg>",
        "<link rel=stylesheet href='file:///etc/hostname'>",
        "<p style=\"background:url('file:///etc/hostname')\">x</p>",
    ],
)
def test_markup_that_loads_anything_stops_the_rendering(markup: str) -> None:
    html = f"<!DOCTYPE html><html lang=en><title>t</title><body>{markup}</body></html>"
    with pytest.raises(RenderError, match="tried to load"):
        render_pdf(html, stylesheet(), (), AS_OF)


def test_direction_marks_are_refused_at_intake(tmp_path: Path) -> None:
    data = response_data()
    data["vendor"]["name"] = "Safe\u202eevil"
    path = write_case(tmp_path, data)
    questionnaire = pipeline.load_questionnaire("saas-vendor")
    with pytest.raises(InputError) as caught:
        pipeline.load_response(path, questionnaire)
    assert [p.code for p in caught.value.problems] == ["text-hidden"]
    assert "U+202E" in caught.value.problems[0].message


def test_hidden_characters_that_reach_the_report_are_named(tmp_path: Path) -> None:
    done = assessed(tmp_path)
    view = pipeline.report_view(done, "en")
    html = render_html(view.__class__(**{**_fields(view), "vendor": "a\u202eb"}))
    assert "a[U+202E]b" in html


def test_a_word_of_two_megabytes_is_refused_at_intake(tmp_path: Path) -> None:
    data = response_data()
    data["answers"]["svc-description"]["value"] = "x" * 2_000_000
    path = write_case(tmp_path, data)
    with pytest.raises(InputError) as caught:
        pipeline.load_response(path, pipeline.load_questionnaire("saas-vendor"))
    problem = caught.value.problems[0]
    assert problem.pointer == "/answers/svc-description/value"
    assert len(str(problem)) < 600


def _fields(view) -> dict:
    return {name: getattr(view, name) for name in view.__dataclass_fields__}
