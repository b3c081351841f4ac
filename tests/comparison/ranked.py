"""Candidates, criteria and costs for the tests of the ranking, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Any

from audit.cases import Case, assess_case
from audit.comparison.criteria import Criteria
from audit.comparison.values import Known, known_of
from audit.offer.cost import Cost, ScenarioCost
from tests import builders as b

Plain = dict[str, Any]

ASKED = b.questionnaire(
    b.question("q-a", allow_not_applicable=True),
    b.question("q-b", allow_not_applicable=True),
    b.question("q-scope", allow_not_applicable=True),
    b.question("q-number", "integer", allow_not_applicable=True),
    b.question("q-share", "decimal", allow_not_applicable=True),
    b.question("q-gated", "decimal", enable_when=b.yes("q-a")),
    b.question("q-time", "duration", allow_not_applicable=True),
    b.question("q-live", "boolean", allow_not_applicable=True),
    b.question("q-limit", "money"),
    b.question("q-note", "text"),
    b.question(
        "q-way",
        "choice",
        options=[b.option("plain_files"), b.option("encrypted"), b.option("none")],
        allow_not_applicable=True,
    ),
    b.question(
        "q-tasks",
        "multi_choice",
        options=[b.option("accounts"), b.option("rules"), b.option("tests")],
        allow_not_applicable=True,
    ),
    b.question(
        "q-projects",
        "table",
        columns=[{"id": "name", "type": "text", "text": b.text()}],
        allow_not_applicable=True,
    ),
)
IDS = tuple(q["link_id"] for q in ASKED["sections"][0]["questions"])

#: Privacy applies only where ``q-scope`` is not definitely false.
POLICY = b.policy(
    b.control("A", evidence_floor="documented"),
    b.control("B", weight=2),
    b.control(
        "P",
        b.yes("q-b"),
        domain="privacy",
        applies_when=b.yes("q-scope"),
        evidence_floor="independent",
    ),
    domains=[b.domain("security", 3), b.domain("privacy", 2)],
)
EVIDENCE = (b.item("doc"), b.item("cert", "independent"))


def line(answer: str, worst: Any, best: Any, **over: Any) -> Plain:
    return {"kind": "answer", "answer": answer, "worst": worst, "best": best, **over}


def options(answer: str, values: Plain, **over: Any) -> Plain:
    return {"kind": "options", "answer": answer, "values": values, **over}


def assessed(domain: str | None = None, **over: Any) -> Plain:
    return {"kind": "assessment", "domain": domain, **over}


def price(worst: Any = 200, best: Any = 100, **over: Any) -> Plain:
    money = {"currency": "EUR", "worst": worst, "best": best}
    return {"kind": "price", **money, **over}


def criterion(name: str, *measures: Plain, weight: Any = 1) -> Plain:
    return {
        "id": name,
        "title": b.text(name),
        "weight": weight,
        "measures": list(measures),
    }


def criteria(*listed: Plain, **over: Any) -> Criteria:
    return Criteria.model_validate(
        {
            "id": "tiny-criteria",
            "version": "1.0.0",
            "title": b.text("Tiny criteria"),
            "date": "2026-01-01",
            "questionnaire": "tiny",
            "criteria": list(listed),
            **over,
        }
    )


def cost(month: Any, peak: Any | None = None) -> Cost:
    """Return a cost with this base month; no line matters to the ranking."""
    nothing = dict.fromkeys(("discount", "top_up", "one_off"), Fraction(0))
    months = {"low": month, "base": month, "peak": month if peak is None else peak}
    return Cost(
        currency="EUR",
        exchange=Fraction(1),
        scenarios=tuple(
            ScenarioCost(
                scenario=name,
                contacts=Fraction(1),
                seats=1,
                lines=(),
                month=Fraction(amount),
                contact=Fraction(amount),
                **nothing,
            )
            for name, amount in months.items()
        ),
    )


def known(
    answers: Plain,
    *,
    review: list[Plain] | None = None,
    paid: Cost | None = None,
    rules: Plain = POLICY,
) -> Known:
    """Check and assess the answers as any case is, and gather what is known."""
    full = b.response(answers, *EVIDENCE)
    response = b.document(full)
    judged = {"response_digest": response.digest, "judgements": review or []}
    case = Case(
        questionnaire=b.document(ASKED),
        policy=b.document(rules),
        response=response,
        as_of=b.DAY,
        observed=b.seen(*EVIDENCE),
        review=None if review is None else b.document(judged),
        engine="test",
    )
    found = assess_case(case)
    return known_of(found.plan, found.response, found.assessment, paid)


def duration(value: Any, unit: str = "d") -> Plain:
    return {"value": value, "unit": unit}


def rows(count: int) -> list[Plain]:
    return [{"name": f"Project {number}"} for number in range(count)]


def share_ahead(leads: Sequence[Any]) -> Fraction:
    """Return the share of all weightings in which Σ w·d > 0, all d different.

    Σ d·E of independent exponentials E is a difference of two hypoexponential
    variables; it is above 0 with probability Σ Π d_i / (d_i - d_j) over d_i > 0, j ≠ i.
    """
    share = Fraction(0)
    for lead in leads:
        if lead > 0:
            others = (Fraction(lead) / (lead - d) for d in leads if d != lead)
            share += prod(others, start=Fraction(1))
    return share


HALF = Decimal("0.5")
