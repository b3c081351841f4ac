"""Prove a policy: load it, find out, and let real cases confirm what is refuted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from audit import library
from audit.assessment.inputs import SignatureFact
from audit.cases import (
    Case,
    assess_case,
    check_policy,
    check_questionnaire,
    engine_version,
    questionnaire_of,
    read_layers,
)
from audit.documents import Document, read_document, read_json
from audit.errors import Problem, UnknownKind
from audit.policy.compile import compile_policy
from audit.proofs.prove import PROPERTIES, prove
from audit.proofs.writing import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.proofs.model import Finding, Result, Written
    from audit.proofs.prove import Tell


@dataclass(frozen=True, slots=True)
class Proof:
    """A policy's results with what they depend on."""

    plan: Plan
    as_of: date
    results: tuple[Result, ...]

    @property
    def refuted(self) -> bool:
        """Tell whether any property is refuted."""
        return any(result.verdict == "refuted" for result in self.results)

    def plain(self) -> dict[str, Any]:
        """Return the JSON form; what is refuted carries its counterexample."""
        policy, asked = self.plan.policy, self.plan.questionnaire
        return {
            "format": "audit-policy-proof/1",
            "engine": engine_version(),
            "as_of": self.as_of.isoformat(),
            "policy": _subject(policy, self.plan.policy_digest),
            "questionnaire": _subject(asked, self.plan.questionnaire_digest),
            "properties": [_plain(result) for result in self.results],
        }


def _subject(record: Any, digest: str) -> dict[str, str]:
    return {"id": record.id, "version": record.version, "digest": digest}


def _plain(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "claim": result.claim,
        "verdict": result.verdict,
        "findings": [
            {
                "subject": finding.subject,
                "verdict": finding.verdict,
                "note": finding.note,
                "counterexample": [
                    json.loads(_bytes(written)) for written in _against(finding)
                ],
            }
            for finding in result.findings
        ],
    }


def _against(finding: Finding) -> tuple[Written, ...]:
    return finding.examples if finding.verdict == "refuted" else ()


def known_properties(names: Sequence[str]) -> tuple[str, ...]:
    """Return the properties asked for, all if none is; UnknownKind lists the known."""
    known = ", ".join(PROPERTIES)
    problems = []
    for name in names:
        if name not in PROPERTIES:
            close = get_close_matches(name, PROPERTIES, 1)
            hint = f"did you mean '{close[0]}'?" if close else f"known: {known}"
            message = f"no property '{name[:60]}'; known: {known}"
            problems.append(Problem("proof-property", message, hint=hint))
    if problems:
        raise UnknownKind.of(*problems)
    return tuple(name for name in PROPERTIES if not names or name in names)


def prove_policy(
    policy: str | Path,
    as_of: date,
    names: Sequence[str] = (),
    seconds: float = 20,
    tell: Tell = lambda _name, _count: None,
) -> Proof:
    """Return the results of a policy by id or file; InputError lists every problem."""
    asked = read_document(library.find("questionnaires", questionnaire_of(policy)))
    below, ruled = read_layers(policy)
    return prove_documents(asked, ruled, as_of, names, seconds, tell, below)


def prove_documents(
    asked: Document,
    ruled: Document,
    as_of: date,
    names: Sequence[str] = (),
    seconds: float = 20,
    tell: Tell = lambda _name, _count: None,
    below: Document | None = None,
) -> Proof:
    """Return the results of a policy document over its questionnaire's.

    ``below`` is the policy that the last layer of a layered one extends.
    """
    wanted = known_properties(names)
    questionnaire = check_questionnaire(asked)

    def compiled(document: Document) -> Plan:
        checked = check_policy(document, questionnaire.record)
        return compile_policy(
            checked.record, questionnaire.record, checked.digest, questionnaire.digest
        )

    plan = compiled(ruled)

    def engine(written: Written) -> Assessment:
        case = Case(
            questionnaire=asked,
            policy=ruled,
            response=read_json(_bytes(written), "example.json"),
            as_of=as_of,
            observed=written.observed,
            signature=SignatureFact(status="signed"),
        )
        return assess_case(case).assessment

    lower = compiled(below) if below is not None else None
    found = prove(plan, as_of, wanted, seconds, engine, tell, lower)
    return Proof(plan, as_of, found)


def _bytes(written: Written) -> bytes:
    text = json.dumps(written.response, ensure_ascii=False, indent=2, default=float)
    return f"{text}\n".encode()


def counterexamples(proof: Proof) -> Iterator[tuple[str, bytes]]:
    """Yield the files of all counterexamples: responses, and the evidence they name."""
    for result in proof.results:
        against = [finding for finding in result.findings if _against(finding)]
        for number, finding in enumerate(against, 1):
            subject = re.sub(r"[^a-z0-9]+", "-", finding.subject.lower()).strip("-")
            folder = f"{result.name}/{number:03}-{subject[:60]}"
            many = len(finding.examples) > 1
            for count, written in enumerate(finding.examples, 1):
                place = f"{folder}/{count}" if many else folder
                yield f"{place}/response.json", _bytes(written)
                if written.observed:
                    yield f"{place}/paper.txt", PAPER
