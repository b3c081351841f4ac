"""The report as Markdown, for tickets and mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report.view import ReportView


def render_markdown(view: ReportView) -> str:
    """Return the report's main parts; every text is escaped."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: ReportView) -> Iterator[str]:
    w = view.w
    yield f"# {w['report_title']}: {escape(view.vendor)}"
    yield ""
    yield f"**{w['decision']}: {view.decision_word}.** {view.decision_text}"
    yield ""
    yield f"- {w['assessed_on']}: {view.as_of}"
    yield f"- {escape(view.signature)}"
    yield f"- {w['score']}: **{view.score}** ({view.verified} – {view.claimed})"
    yield f"- {w['rating']}: {view.rating}"
    yield f"- {w['inherent_risk']}: {view.inherent}"
    yield f"- {w['residual_risk']}: {view.residual}"
    yield f"- {w['coverage']}: {view.answered} / {view.asked}"
    yield ""
    yield f"## {w['knock_outs']}"
    yield ""
    for knock_out in view.knock_outs:
        yield f"- {knock_out.id} {escape(knock_out.title)} – {knock_out.status_word}"
    if not view.knock_outs:
        yield w["knock_outs_none"]
    yield ""
    yield f"## {w['findings']}"
    yield ""
    yield f"| {w['control']} | {w['severity']} | {w['status']} | {w['finding_lost']} | {w['name_col']} |"  # noqa: E501
    yield "| --- | --- | --- | ---: | --- |"
    for f in view.findings:
        cells = (f.id, f.severity_word, f.status_word, f.lost, escape(f.title))
        yield f"| {' | '.join(cells)} |"
    if view.layers:
        yield from _layers(view)


def _layers(view: ReportView) -> Iterator[str]:
    w = view.w
    yield from ("", f"## {w['policy_layers']}", "")
    for layer in view.layers:
        yield f"- {escape(layer.id)} {layer.version}: `{layer.digest}`"
    yield from ("", w["relaxed_none"] if not view.relaxed else w["policy_layers_lead"])
    if view.relaxed:
        yield ""
    for row in view.relaxed:
        what = f"{row.item}: {row.what}" if row.item else row.what
        yield f"- {escape(what)} – {escape(row.reason)} ({escape(row.approver)})"


def escape(text: str) -> str:
    """Return the text so that Markdown shows every character of it."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&-])", r"\\\1", " ".join(text.split()))
