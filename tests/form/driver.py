"""Drive the form as a person would: by its labels, keys and buttons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playwright.sync_api import Dialog, Locator, Page


class Form:
    """An open form; script errors and requests are noted from the start."""

    def __init__(self, page: Page, path: Path, size: tuple[int, int]) -> None:
        self.page = page
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.listeners: dict[str, Callable[[Any], None]] = {
            "pageerror": lambda error: self.faults.append(str(error)),
            "console": self.note,
            "request": lambda request: self.requests.append(request.url),
        }
        for event, listener in self.listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]
        page.set_default_timeout(20_000)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(media="null", color_scheme="null")
        page.goto(path.as_uri())
        page.locator("#total").wait_for()

    @classmethod
    def open(cls, page: Page, path: Path, size: tuple[int, int] = (1280, 900)) -> Form:
        """Open a form file in a window whose profile keeps nothing yet."""
        page.goto("about:blank")
        everything = {"origin": "file://", "storageTypes": "local_storage"}
        devtools = page.context.new_cdp_session(page)
        devtools.send("Storage.clearDataForOrigin", everything)
        devtools.detach()
        return cls(page, path, size)

    def leave(self) -> None:
        """Listen no more; the window may show another form then."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)

    def answer_dialogs(self) -> list[str]:
        """Accept the browser's own dialogs from now on; returns the list of their types."""
        found: list[str] = []

        def accept(dialog: Dialog) -> None:
            found.append(dialog.type)
            dialog.accept()

        self.listeners["dialog"] = accept
        self.page.on("dialog", accept)
        return found

    def note(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def again(self) -> None:
        """Reload the page."""
        self.page.reload()
        self.page.locator("#total").wait_for()

    def go(self, name: str) -> None:
        """Go to a page by its link, which waits for no place under the pointer."""
        self.page.locator(f"#nav-{name}").dispatch_event("click")
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
        """Import a response file; it is taken, refused or asked about."""
        self.go("start")
        self.put_files("#import", [path])
        self.page.locator("dialog, #status-load:not(:empty)").first.wait_for()

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
