"""A real Chromium for the form: one browser a module, nothing kept from test to test.

Playwright's plain functions leave an event loop running in the thread for as long as they
are open. They are closed behind every module, so that no other test meets that loop.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from audit import pipeline
from audit.cases import check_questionnaire, load_questionnaire
from audit.documents import read_json
from tests.form.answering import everything
from tests.form.driver import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium (see .ci/run)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=FLAGS.split()
        )
        yield chromium
        chromium.close()


@pytest.fixture
def blank_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="session")
def contact_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the form of the contact-centre pack."""
    path = tmp_path_factory.mktemp("form") / "form.html"
    loaded = load_questionnaire("contact-centre")
    path.write_bytes(pipeline.issue_form(loaded, "en"))
    return path


@pytest.fixture(scope="session")
def every_type(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the form of ``every_type.json``, beside that questionnaire."""
    folder = tmp_path_factory.mktemp("every-type")
    raw = (HERE / "every_type.json").read_bytes()
    (folder / "questionnaire.json").write_bytes(raw)
    loaded = check_questionnaire(read_json(raw, "every_type.json"))
    (folder / "form.html").write_bytes(pipeline.issue_form(loaded, "en"))
    return folder / "form.html"


@pytest.fixture(scope="session")
def complete(every_type: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a response to ``every_type.json`` that answers everything."""
    data = json.loads(every_type.with_name("questionnaire.json").read_text("utf-8"))
    path = tmp_path_factory.mktemp("complete") / "response.json"
    path.write_text(json.dumps(everything(data)), "utf-8")
    return path


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """Return the window that most tests open their form in; a new one costs time."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def open_form(browser: Browser, window: Page) -> Iterator[Callable[..., Form]]:
    """Return a function that opens a form file where nothing is kept yet.

    The first form of a test has the module's window, others a profile of their own.
    """
    forms: list[Form] = []

    def opened(path: Path, width: int = 1280, height: int = 900) -> Form:
        page = browser.new_page() if forms else window
        forms.append(Form.open(page, path, (width, height)))
        return forms[-1]

    yield opened
    for form in forms:
        form.leave()
        if form.page is not window:
            form.page.context.close()
    assert [fault for form in forms for fault in form.faults] == []


def form_of(folder: Path, data: dict[str, Any], **prefill: Any) -> Path:
    """Write and return the form of a questionnaire; ``prefill`` goes into its start."""
    from audit.canonical import digest
    from audit.form.build import build_form
    from audit.issuing import envelope_schema
    from audit.questionnaire.schema import response_schema

    raw = json.dumps(data).encode()
    loaded = check_questionnaire(read_json(raw, "tiny.json"))
    schema = response_schema(loaded.record, envelope_schema())
    plain = loaded.document.data
    (folder / "questionnaire.json").write_bytes(raw)
    path = folder / "form.html"
    path.write_bytes(
        build_form(loaded.record, plain, digest(plain), schema, "en", prefill=prefill)
    )
    return path
