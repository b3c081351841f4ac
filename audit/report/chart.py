"""A Vega-Lite specification as SVG (the only file that imports vl-convert)."""

from __future__ import annotations

import html
import re
from typing import Any

#: Of Vega-Lite: fixed, so that the same data give the same picture.
VERSION = "5.21"


def draw(spec: dict[str, Any], title: str, description: str) -> str:
    """Return the chart as one accessible SVG element; the same input, the same text.

    The drawing has a title and a description as its first children, which PDF/UA and
    screen readers want, and no other role inside it.
    """
    import vl_convert

    svg = str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION))
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    box = re.search(r'viewBox="([0-9. -]+)"', svg)
    if box is None:
        raise ValueError("the chart has no size")
    bare = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box[1]}" role="img">'
        f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
        f"{bare}</svg>"
    )
