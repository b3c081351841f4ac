"""The floor of a report: its text as plain paragraphs in the same font."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "tr", "div", "section", "dt", "dd"}
UNSEEN = {"head", "style", "svg"}


class Paragraphs(HTMLParser):
    """Collects the visible text, one paragraph for each block or table row."""

    def __init__(self) -> None:
        super().__init__()
        self.texts, self.unseen = [""], 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.texts[-1] += f" {data}"


def plain_page(markup: str, css: str) -> tuple[str, str]:
    """Return markup and stylesheet of the same text without any layout."""
    reader = Paragraphs()
    reader.feed(markup)
    texts = [" ".join(text.split()) for text in reader.texts]
    body = "\n".join(f"<p>{escape(text)}</p>" for text in texts if text)
    fonts = "\n".join(re.findall(r"@font-face \{.*?\}", css))
    head = '<!DOCTYPE html><html lang="en"><head><title>Text</title></head>'
    style = f"{fonts}\n@page {{ size: A4 }}\nhtml {{ font: 9pt/1.45 Plex }}"
    return f"{head}<body>{body}</body></html>", style
