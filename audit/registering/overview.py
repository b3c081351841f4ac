"""The register as a portfolio: how every vendor stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.documents import validate
from audit.policy.model import Policy
from audit.registering.folding import all_facts
from audit.registering.shelf import Shelf
from audit.report.register.portfolio import Portfolio
from audit.vendor.dues import Terms
from audit.vendor.standing import most_urgent_first, standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.register.store import Register


def portfolio(
    register: Register, as_of: date, terms: Terms | None = None, soon: int = 90
) -> Portfolio:
    """Return how every vendor stands on a day; ``soon`` is the window ahead in days."""
    found = most_urgent_first(
        standing(facts, as_of, terms or Terms(), soon) for facts in all_facts(register)
    )
    used = {one.facts.last.policy for one in found if one.facts.last}
    return Portfolio(as_of, soon, found, policies_of(register, used))


def policies_of(register: Register, names: Iterable[str]) -> dict[str, Policy]:
    """Return recorded policies by ``id@version``."""
    shelf = Shelf(register)
    wanted = set(names)
    records = {r.subject: r for r in register.records("policy") if r.subject in wanted}
    return {
        name: validate(Policy, shelf.document(record))
        for name, record in records.items()
    }
