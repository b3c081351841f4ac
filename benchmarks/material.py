"""What is measured: the demo vendor's case, and a response of any wanted size."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import as_file, files
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from audit import dossier, pipeline
from audit.canonical import canonical
from audit.cases import check_questionnaire
from audit.demo_run import POLICY
from audit.documents import read_json
from audit.questionnaire.model import Questionnaire
from audit.report.formats.html import render_html, stylesheet
from audit.report.formats.pdf import Attached
from audit.signing.keys import Signer, create_key, load_signer

AS_OF = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
VENDOR = "northline"
ANSWERS = 300


@cache
def assessed() -> pipeline.Assessed:
    """Return the demo vendor's assessed case."""
    with as_file(files("audit").joinpath("demo", "vendors", VENDOR)) as folder:
        return pipeline.assess_case(_case(folder))


def _case(folder: Path) -> pipeline.Case:
    review, exceptions = folder / "review.json", folder / "exceptions.json"
    return pipeline.open_case(
        POLICY,
        folder / "response.json",
        AS_OF,
        review=review if review.exists() else None,
        exceptions=exceptions if exceptions.exists() else None,
    )


@cache
def sized(count: int = ANSWERS) -> tuple[pipeline.Loaded[Questionnaire], bytes]:
    """Return a questionnaire of ``count`` questions and a response that answers all.

    The questions and answers are the demo vendor's, in its order, taken in turn until
    there are enough; conditions are dropped, so that every question is asked.
    """
    case = assessed().case
    questionnaire: dict[str, Any] = json.loads(canonical(case.questionnaire.data))
    response: dict[str, Any] = json.loads(canonical(case.response.data))
    asked = {q["link_id"]: q for s in questionnaire["sections"] for q in s["questions"]}
    given = [i for i, a in response["answers"].items() if a["state"] == "answered"]
    questions, answers = [], {}
    for number, link_id in enumerate(islice(cycle(given), count)):
        question = deepcopy(asked[link_id]) | {"link_id": f"q-{number:04}"}
        question.pop("enable_when", None)
        questions.append(question)
        answers[question["link_id"]] = response["answers"][link_id]
    section = questionnaire["sections"][0] | {"questions": questions}
    questionnaire |= {"id": "sized", "sections": [section]}
    loaded = check_questionnaire(read_json(canonical(questionnaire), "sized.json"))
    version = loaded.record.version
    named = {"id": "sized", "version": version, "digest": loaded.digest}
    response |= {"questionnaire": named, "answers": answers}
    return loaded, json.dumps(response, ensure_ascii=False, indent=2).encode()


@cache
def drawing() -> tuple[str, str, tuple[Attached, ...]]:
    """Return markup, stylesheet and attachments of the demo vendor's report."""
    built = dossier.build(assessed(), "en").items()
    attached = tuple(Attached(name, raw, dossier.FILES[name]) for name, raw in built)
    view = pipeline.report_view(assessed(), "en")
    return render_html(view), stylesheet(), attached


@cache
def signer() -> tuple[Signer, bytes]:
    """Return a P-256 signer and the root that vouches for it."""
    secret = b"benchmark"
    made = create_key("p256", "Benchmark", days=9, not_before=NOW, passphrase=secret)
    return load_signer(made.p12, secret), made.roots


def render() -> bytes:
    """Draw the demo vendor's report as its user does, in a child process."""
    return pipeline.report_pdf(assessed(), "en")
