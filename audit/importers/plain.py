"""Foreign texts → plain text: no markup, nothing that hides or turns letters."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\w+|[A-Za-z]\w*);")
_BREAKING = frozenset({"p", "br", "li", "ul", "ol", "div", "tr", "h1", "h2", "h3"})


def has_markup(text: str) -> bool:
    """Tell whether a text holds HTML tags or character references."""
    return _TAG.search(text) is not None


def without_markup(text: str) -> str:
    """Return the text of HTML; a link's address follows its words in brackets."""
    parser = _Plain()
    parser.feed(text)
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.parts).split("\n")]
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """Return a text without control and direction characters (but breaks, tabs)."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN
    ).strip()


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        elif tag in _BREAKING:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            link = self._links.pop()
            self.parts.append(f" ({link})" if link else "")
        elif tag in _BREAKING:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
