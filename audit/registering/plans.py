"""Questionnaires and policies of the register, each checked and compiled once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audit.loading import check_policy
from audit.policy.compile import Plan, compile_policy
from audit.registering.assessing import policy_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.documents import Document
    from audit.loading import Loaded
    from audit.questionnaire.model import Questionnaire
    from audit.registering.shelf import Shelf


class Plans:
    """What many vendors share, kept while one command runs."""

    def __init__(self, shelf: Shelf) -> None:
        self.questionnaire: Callable[[str, str | None], Loaded[Questionnaire]]
        self.questionnaire = cache(shelf.questionnaire)
        self.policy: Callable[[str], Document] = cache(
            lambda name: policy_of(shelf, name)
        )
        self._plans: dict[tuple[str, str], Plan] = {}

    def plan(self, policy: Document, asked: Loaded[Questionnaire]) -> Plan:
        """Return the compiled policy; InputError lists what is wrong with it."""
        key = policy.digest, asked.digest
        if key not in self._plans:
            checked = check_policy(policy, asked.record)
            self._plans[key] = compile_policy(
                checked.record, asked.record, checked.digest, asked.digest
            )
        return self._plans[key]
