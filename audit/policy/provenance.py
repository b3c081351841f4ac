"""Where a policy made of layers came from, as the policy itself tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from audit.errors import Problem
from audit.questionnaire.localisation import Text
from audit.questionnaire.names import Slug, Version
from audit.questionnaire.types.base import Day, Model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

#: In what respect a layer can be milder than what it extends.
Respect = Literal[
    "removed",
    "rule",
    "partial",
    "applies_when",
    "not_applicable",
    "evidence_floor",
    "severity",
    "weight",
    "domain",
    "knock_out",
    "when",
    "share",
    "assurance",
    "compensation",
    "ratings",
    "residual",
    "decision",
    "inherent",
    "responses",
]
#: What is milder: ``GOV-01``, ``GOV-01.rule``, ``assurance.claimed``, ``decision``.
Subject = Annotated[str, Field(min_length=1, max_length=120)]
Approver = Annotated[str, Field(min_length=1, max_length=200)]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class Relaxed(Model):
    """One respect in which a layer is milder, and who answers for it."""

    subject: Subject
    respect: Respect
    reason: Text
    approver: Approver
    expires: Day | None = None


class Layered(Model):
    """A document that a policy was made of, with what it relaxes."""

    id: Slug
    version: Version
    digest: Digest
    relaxed: tuple[Relaxed, ...] = ()


def expired(layers: tuple[Layered, ...], as_of: date) -> Iterator[Problem]:
    """Yield the leave to relax that nobody may rest on any more on a day."""
    for number, layer in enumerate(layers):
        ended: dict[date, list[int]] = {}
        for index, item in enumerate(layer.relaxed):
            if item.expires is not None and item.expires < as_of:
                ended.setdefault(item.expires, []).append(index)
        for day, places in ended.items():
            subjects = ", ".join(layer.relaxed[index].subject for index in places)
            message = f"'{layer.id}' may relax {subjects} until {day}, not on {as_of}"
            hint = "tighten it again, or have it approved anew with a later day"
            pointer = f"/layers/{number}/relaxed/{places[0]}/expires"
            yield Problem("relax-expired", message, pointer, hint)
