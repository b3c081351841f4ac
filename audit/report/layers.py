"""Where a policy came from, and what its layers relax, as texts in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.questionnaire.localisation import pick
from audit.report.words import show_date, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.policy.model import Policy


class LayerRow(NamedTuple):
    """A document that the policy was made of."""

    id: str
    version: str
    digest: str


class RelaxedRow(NamedTuple):
    """What one layer relaxes, and who answers for it."""

    layer: str
    #: the control or setting that it belongs to
    id: str
    item: str
    what: str
    reason: str
    approver: str
    expires: str


def layer_rows(policy: Policy) -> tuple[LayerRow, ...]:
    """Return the documents from the lowest on; none for a policy without layers."""
    return tuple(LayerRow(i.id, i.version, i.digest) for i in policy.layers)


def relaxed_rows(policy: Policy, language: str) -> tuple[RelaxedRow, ...]:
    """Return everything that any layer relaxes."""
    word, names = words(language), dict(_names(policy, language))
    return tuple(
        RelaxedRow(
            layer=layer.id,
            id=item.subject.partition(".")[0],
            item=_item(item.subject, names),
            what=word[f"respect_{item.respect}"],
            reason=pick(item.reason, language),
            approver=item.approver,
            expires=show_date(item.expires, language) if item.expires else "",
        )
        for layer in policy.layers
        for item in layer.relaxed
    )


def _item(subject: str, names: Mapping[str, str]) -> str:
    """Return what the longest beginning of a subject is called; '' for a whole part."""
    head, _, rest = subject.partition(".")
    return names.get(subject) or names.get(head) or (head if head.isupper() else rest)


def _names(policy: Policy, language: str) -> Iterator[tuple[str, str]]:
    word = words(language)
    for control in policy.controls:
        yield control.id, f"{control.id} {pick(control.title, language)}"
    for domain in policy.domains:
        yield domain.id, pick(domain.title, language)
    for level in type(policy.assurance).model_fields:
        yield f"assurance.{level}", word[f"assurance_{level}"]
    for factor in policy.inherent.factors:
        yield f"inherent.{factor.id}", pick(factor.title, language)
    ratings = {rating.id: pick(rating.label, language) for rating in policy.ratings}
    for name, label in ratings.items():
        yield f"ratings.{name}", label
    for tier in policy.inherent.tiers:
        for name, label in ratings.items():
            cell = f"{pick(tier.label, language)} × {label}"
            yield f"residual.{tier.id}.{name}", cell
