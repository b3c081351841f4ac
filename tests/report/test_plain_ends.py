"""A drawing whose last streams end in a carriage return is drawn anew."""

from __future__ import annotations

from typing import Any

import pytest

from audit.errors import RenderError
from audit.report.formats import pdf


def drawing(bad: int) -> tuple[list[int], Any]:
    """Return a drawing that ends badly so many times, and the fillers it was given."""
    seen: list[int] = []

    def draw(finisher: Any) -> bytes:
        seen.append(finisher.keywords["filler"])
        return b"data\r\nendstream" if len(seen) <= bad else b"data\nendstream"

    return seen, draw


def test_a_plain_ending_is_drawn_once() -> None:
    seen, draw = drawing(0)
    assert pdf._ending_plainly(draw) == b"data\nendstream"
    assert seen == [0]


def test_a_carriage_return_is_drawn_again_with_another_filler() -> None:
    seen, draw = drawing(2)
    assert pdf._ending_plainly(draw) == b"data\nendstream"
    assert seen == [0, 1, 2]


def test_endless_bad_luck_is_an_error() -> None:
    _, draw = drawing(8)
    with pytest.raises(RenderError):
        pdf._ending_plainly(draw)


def test_a_filler_changes_no_page() -> None:
    from weasyprint import HTML

    html = HTML(string='<html lang="en"><title>t</title><p>one page')

    def drawn(filler: int) -> bytes:
        def finish(_: object, made: Any) -> None:
            pdf._finish(None, made, filler=filler)

        return html.write_pdf(pdf_variant="pdf/a-3a", finisher=finish)

    assert len(drawn(1)) != len(drawn(0))
    assert drawn(1) == drawn(1)
