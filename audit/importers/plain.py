"""Foreign texts → plain text: no markup, nothing that hides or turns letters."""

from __future__ import annotations

import html
import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<more>[^<>]*)>",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:#[0-9A-Za-z]{1,8}|[A-Za-z][0-9A-Za-z]{0,30});")
_HREF = re.compile(r"""\bhref\s?=\s?(?:"([^"]*)"|'([^']*)')""")
_BREAKING = frozenset({"p", "br", "li", "ul", "ol", "div", "tr", "h1", "h2", "h3"})


def has_markup(text: str) -> bool:
    """Tell whether a text holds HTML tags or character references."""
    return bool(_TAG.search(text) or _REFERENCE.search(text))


def without_markup(text: str) -> str:
    """Return the text of HTML; a link's address follows its words in brackets.

    Written with expressions that look at each letter a few times only: the parser of
    the standard library takes minutes over texts that are made for it.
    """
    links: list[str] = []

    def instead(tag: re.Match[str]) -> str:
        name = (tag["name"] or "").lower()
        if name != "a":
            return "\n" if name in _BREAKING else ""
        if tag["close"]:
            link = links.pop() if links else ""
            return f" ({link})" if link else ""
        found = _HREF.search(tag["more"])
        links.append((found[1] or found[2] or "") if found else "")
        return ""

    plain = html.unescape(_TAG.sub(instead, text))
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """Return a text without control and direction characters (but breaks, tabs)."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN
    ).strip()
