"""Drawing the report: what layout, PDF/A + PDF/UA and the child process cost."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

from harness import Rounds, Row, interleaved, ratio_row
from material import AS_OF, drawing
from plain_page import plain_page
from weasyprint import HTML

from audit.report.formats.pdf import render_pdf
from audit.report.sandbox import render_in_child

MEGABYTES = 150
SPEED_UP = 1.8
#: A small process starts the child, for the kernel counts a parent's memory too.
MEASURE = """
import pickle, resource, sys
from audit.report.sandbox import render_in_child
render_in_child(*pickle.load(sys.stdin.buffer))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of drawing."""
    markup, css, attached = drawing()
    page = plain_page(markup, css)
    report, plain, untagged = interleaved(
        lambda: render_pdf(markup, css, attached, AS_OF),
        lambda: render_pdf(*page, attached, AS_OF),
        _without_standards,
        rounds=rounds.heavy,
    )
    own = (report, report.shown())
    return [
        ratio_row("report", own, (plain, "same text as plain <p>"), 5),
        ratio_row("PDF/A-3a + PDF/UA-1", own, (untagged, "plain PDF"), 1.25),
        _two_processes(rounds),
        _memory(),
        _same_bytes(),
    ]


def _without_standards() -> object:
    """Draw the same report as a plain PDF: no variant, no tags, no metadata of ours."""
    write = HTML.write_pdf

    def write_plain(self: Any, **options: Any) -> object:
        return write(self, **options | {"pdf_variant": None, "finisher": None})

    with patch.object(HTML, "write_pdf", write_plain):
        return render_pdf(*drawing(), AS_OF)


def _draw(_: object = None) -> bytes:
    return render_in_child(*drawing(), AS_OF)


def _two_processes(rounds: Rounds) -> Row:
    with ThreadPoolExecutor(2) as pool:
        one, two = interleaved(
            lambda: [_draw(), _draw()],
            lambda: list(pool.map(_draw, range(2))),
            rounds=rounds.heavy,
        )
    gain, name, floor = one.over(two), "two reports, two processes", "one by one"
    target, met = f"≥ {SPEED_UP}", gain >= SPEED_UP
    return Row(name, two.shown(), f"{gain:.2f} ×", floor, target, met, gain)


def _memory() -> Row:
    job = pickle.dumps((*drawing(), AS_OF))
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, input=job, check=True, capture_output=True)
    peak = int(done.stdout) / 1024
    met, name = peak <= MEGABYTES, "peak memory of the child"
    return Row(name, f"{peak:.0f} MB", "–", "–", f"≤ {MEGABYTES} MB", met, peak)


def _same_bytes() -> Row:
    same = _draw() == _draw()
    shown = "yes" if same else "no"
    return Row("drawn again, same bytes", shown, "–", "–", "yes", same, float(same))
