"""Drive the form as a person would: by its labels, keys and buttons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import BrowserContext, Locator, Page


class Form:
    """An open form; script errors and requests are noted from the start."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.requests: list[str] = []
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self.note)
        page.on("request", lambda request: self.requests.append(request.url))

    @classmethod
    def open(cls, context: BrowserContext, path: Path, place: str = "") -> Form:
        """Open a form file in a new window."""
        form = cls(context.new_page())
        form.page.goto(f"{path.as_uri()}{place}")
        form.page.locator("#total").wait_for()
        return form

    def note(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def again(self) -> None:
        """Reload the page."""
        self.page.reload()
        self.page.locator("#total").wait_for()

    def go(self, name: str) -> None:
        """Go to a page by the list of sections."""
        if self.page.locator("#menu").is_visible():
            self.page.click("#menu")
        self.page.click(f"#nav-{name}")
        self.page.locator(f"#page-{name}").wait_for()

    def page_names(self) -> list[str]:
        links = self.page.locator(".sections a")
        names: list[str] = links.evaluate_all(
            "(all) => all.map((e) => e.hash.slice(1))"
        )
        return names

    def open_details(self) -> None:
        """Open everything that can be opened on the page."""
        self.page.evaluate(
            """async () => {
              const closed = '.page:not([hidden]) details:not([open])';
              for (const one of document.querySelectorAll(closed)) one.open = true;
              await new Promise((done) => setTimeout(done, 50));
            }"""
        )

    def widths(self) -> list[int]:
        """Return how wide the page is and how much of it is seen at once."""
        root = "document.documentElement"
        found: list[int] = self.page.evaluate(
            f"[{root}.scrollWidth, {root}.clientWidth]"
        )
        return found

    def question(self, link_id: str) -> Locator:
        return self.page.locator(f"#q-{link_id}")

    def label(self, link_id: str, text: str) -> Locator:
        return self.question(link_id).get_by_label(text, exact=True)

    def choose(self, link_id: str, *labels: str) -> None:
        for text in labels:
            self.question(link_id).locator("label.option", has_text=text).first.click()

    def type_in(self, link_id: str, text: str) -> None:
        self.page.fill(f"#q-{link_id}_input", text)

    def company(self, name: str = "Acme Calls", country: str = "UA") -> None:
        """Fill in what every response must have."""
        self.go("start")
        self.page.fill("#vendor-name", name)
        self.page.select_option("#vendor-country", country)

    def put_files(self, button: str | Locator, files: Iterable[Path]) -> None:
        locator = self.page.locator(button) if isinstance(button, str) else button
        with self.page.expect_file_chooser() as chooser:
            locator.click()
        chooser.value.set_files(list(files))

    def bring_in(self, path: Path) -> None:
        """Import a response file."""
        self.go("start")
        self.put_files("#import", [path])

    def download(self, button: str) -> bytes:
        """Press a download button and return the file's bytes."""
        with self.page.expect_download() as download:
            self.page.click(button)
        return Path(download.value.path()).read_bytes()

    def export(self) -> bytes:
        """Download the response; what the check finds is an error of the test."""
        self.go("finish")
        self.page.click("#check")
        errors = self.page.locator("#errors")
        assert errors.is_hidden(), errors.inner_text()
        return self.download("#download-response")

    def draft(self) -> dict[str, Any]:
        """Return the working copy, which holds everything."""
        self.go("finish")
        data: dict[str, Any] = json.loads(self.download("#download-draft"))
        return data

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def says(self, region: str, text: str) -> None:
        """Wait until a live region says something."""
        self.page.locator(f"#status-{region}", has_text=text).wait_for()

    def focused(self, element: str) -> None:
        """Wait until the element of that id has the focus."""
        self.page.locator(f"#{element}:focus").wait_for()

    def kept(self) -> dict[str, str]:
        """Return what the browser keeps."""
        found: dict[str, str] = self.page.evaluate("({...localStorage})")
        return found
