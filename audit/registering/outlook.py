"""What becomes of vendors' newest responses if no document changes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.assessment.forecast import forecast
from audit.assessment.inputs import SignatureFact
from audit.cases import check_response, inputs_of
from audit.documents import refuse
from audit.errors import AuditError, InputError, Problem
from audit.policy.provenance import expired
from audit.registering.assessing import case_of
from audit.registering.folding import all_facts, facts_of
from audit.registering.plans import Plans
from audit.registering.shelf import Shelf
from audit.report.register.ahead import Ahead, Outlooks

if TYPE_CHECKING:
    from datetime import date

    from audit.register.store import Register
    from audit.vendor.facts import VendorFacts


def foretell(
    register: Register,
    vendor: str | None,
    as_of: date,
    until: date,
    policy: str | None = None,
) -> Outlooks:
    """Return every change of a verdict until a day, of one vendor or of all.

    Each is judged by the policy of its newest assessment unless one is named. A vendor
    that cannot be judged is told with the reason; one that was named is refused.
    """
    shelf = Shelf(register)
    plans = Plans(shelf)
    if vendor is not None:
        facts = facts_of(register, vendor)
        found = [_ahead(shelf, plans, facts, as_of, until, policy)]
    else:
        found = [
            _ahead_or_reason(shelf, plans, facts, as_of, until, policy)
            for facts in all_facts(register)
            if facts.card.status not in {"rejected", "ended"} and facts.response
        ]
    return Outlooks(as_of, until, tuple(found))


def _ahead_or_reason(
    shelf: Shelf,
    plans: Plans,
    facts: VendorFacts,
    as_of: date,
    until: date,
    policy: str | None,
) -> Ahead:
    try:
        return _ahead(shelf, plans, facts, as_of, until, policy)
    except AuditError as error:
        return Ahead(facts.card, refused=error.message)


def _ahead(
    shelf: Shelf,
    plans: Plans,
    facts: VendorFacts,
    as_of: date,
    until: date,
    policy: str | None,
) -> Ahead:
    name = policy or (facts.last.policy if facts.last else None)
    if name is None:
        raise _no_policy(facts.card.id)
    document = plans.policy(name)
    case = case_of(shelf, facts.card.id, document, as_of, plans.questionnaire)
    asked = case.response.data["questionnaire"]
    loaded = plans.questionnaire(asked["id"], asked.get("version"))
    plan = plans.plan(document, loaded)
    refuse(expired(plan.policy.layers, as_of), document)
    response = check_response(case.response, loaded)
    signature = _signature(shelf, facts, response.digest) or case.signature
    inputs = inputs_of(replace(case, signature=signature), plan, response)
    found = forecast(plan, inputs, until)
    return Ahead(
        facts.card, found, plan.policy, plan.questionnaire, inputs.response.evidence
    )


def _signature(
    shelf: Shelf, facts: VendorFacts, response_digest: str
) -> SignatureFact | None:
    """Return what the newest assessment of this very response found out."""
    register = shelf.register
    for judged in reversed(facts.assessments):
        raw = register.read(register.record(judged.number))
        found = json.loads(raw)
        if found["response"]["digest"] == response_digest:
            fact = found.get("signature")
            return SignatureFact.model_validate(fact) if fact else None
    return None


def _no_policy(vendor: str) -> InputError:
    message = f"'{vendor}' was never assessed, so no policy is known"
    hint = "name one: --policy"
    return InputError.of(Problem("register-policy", message, "", hint))
