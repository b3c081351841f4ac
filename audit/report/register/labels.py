"""Names of ratings, tiers and levels, as the policies that were used give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.policy.model import Policy
    from audit.policy.verdicts import Level, Rating, Tier
    from audit.vendor.facts import Judged


@dataclass(frozen=True, slots=True)
class Labels:
    """Looks names up by a policy's ``id@version``; of an unknown policy, the id."""

    policies: Mapping[str, Policy]
    language: str

    def decision(self, code: str) -> str:
        """Return the name of a decision."""
        return words(self.language)[f"decision_{code}"]

    def rating(self, policy: str, code: str) -> str:
        """Return the name of a rating."""
        known = self.policies.get(policy)
        return self._name(known.ratings if known else (), code)

    def residual(self, policy: str, code: str) -> str:
        """Return the name of a level of residual risk."""
        known = self.policies.get(policy)
        return self._name(known.residual.levels if known else (), code)

    def tier(self, policy: str, code: str) -> str:
        """Return the name of a tier of inherent risk."""
        known = self.policies.get(policy)
        return self._name(known.inherent.tiers if known else (), code)

    def policy(self, name: str) -> str:
        """Return a policy's title with its version."""
        known = self.policies.get(name)
        if known is None:
            return name
        return f"{pick(known.title, self.language)} {known.version}"

    def control(self, policy: str, code: str) -> str:
        """Return a control's id and title."""
        known = self.policies.get(policy)
        found = known.by_id.get(code) if known else None
        return f"{code} {pick(found.title, self.language)}" if found else code

    def verdict(self, judged: Judged) -> tuple[str, str, str]:
        """Return the names of an assessment's decision, rating and residual risk."""
        return (
            self.decision(judged.decision),
            self.rating(judged.policy, judged.rating),
            self.residual(judged.policy, judged.residual),
        )

    def _name(self, listed: Iterable[Rating | Tier | Level], code: str) -> str:
        for entry in listed:
            if entry.id == code:
                return pick(entry.label, self.language)
        return code
