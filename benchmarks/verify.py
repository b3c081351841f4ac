"""Verifying as a share of drawing: the signature alone, then with replay."""

from __future__ import annotations

from harness import Rounds, Row, interleaved, ratio_row
from material import NOW, render, signer

from audit.pipeline import sign_report, verify_report
from audit.signing.verdict import Verdict
from audit.signing.verify import verify_pdf_signature


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of verifying; a report that does not pass is an error."""
    own, root = signer()
    signed = sign_report(render(), own, NOW)
    verdict = verify_report(signed, [root], NOW).verdict
    if verdict is not Verdict.PASSED:
        message = f"the report to measure is {verdict}"
        raise RuntimeError(message)
    gate, replayed, drawn = interleaved(
        lambda: verify_pdf_signature(signed, [root], at=NOW),
        lambda: verify_report(signed, [root], NOW),
        render,
        rounds=rounds.heavy,
    )
    floor = (drawn, "render")
    return [
        ratio_row("verify, signature", (gate, gate.shown()), floor, 0.05, percent=True),
        ratio_row(
            "verify with replay", (replayed, replayed.shown()), floor, percent=True
        ),
    ]
