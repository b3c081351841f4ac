"""Prove tiny policies: the documents are checked before, as those of a real case."""

from __future__ import annotations

from typing import Any

from audit.proofs.model import Finding, Result
from audit.proving import Proof, prove_documents
from tests.builders import DAY, document, policy, question, questionnaire

Plain = dict[str, Any]


def asked(*questions: Plain) -> Plain:
    return questionnaire(*questions)


def proof_of(rules: Plain, *questions: Plain, names: tuple[str, ...] = ()) -> Proof:
    return prove_documents(
        document(questionnaire(*questions)), document(rules), DAY, names, 20
    )


def prove(name: str, rules: Plain, *questions: Plain) -> Result:
    (result,) = proof_of(rules, *questions, names=(name,)).results
    return result


def refuted(result: Result) -> dict[str, Finding]:
    return {f.subject: f for f in result.findings if f.verdict == "refuted"}


def rules(*controls: Plain, **over: Any) -> Plain:
    return policy(*controls, **over)


def days(link_id: str, **over: Any) -> Plain:
    return question(link_id, "duration", unit="d", **over)
