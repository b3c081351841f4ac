"""Signing (PAdES B-B, P-256) as a share of the time that drawing takes."""

from __future__ import annotations

from harness import Rounds, Row, interleaved, ratio_row
from material import NOW, render, signer

from audit.pipeline import sign_report


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of signing."""
    pdf, (own, _) = render(), signer()
    signed, drawn = interleaved(
        lambda: sign_report(pdf, own, NOW), render, rounds=rounds.heavy
    )
    floor = (drawn, "render")
    return [ratio_row("sign B-B", (signed, signed.shown()), floor, 0.05, percent=True)]
