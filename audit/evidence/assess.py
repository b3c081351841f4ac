"""How far one evidence item can be trusted on a day.

The vendor's own claim is an upper bound. A kind bounds it further: only what a third
party issues can be independent, and ``verified`` is the assessor's word alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from audit.conditions.model import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from audit.evidence.model import Observation
    from audit.response.evidence_item import EvidenceItem

Status = Literal["valid", "expired", "not_yet_valid", "missing", "changed"]

CLAIMED, DOCUMENTED, INDEPENDENT = range(3)
_THIRD_PARTY_KINDS = frozenset({"certificate", "report", "site_visit"})


def status_of(
    item: EvidenceItem, observation: Observation | None, as_of: date
) -> Status:
    """Return the item's status; only ``valid`` evidence backs an answer."""
    if observation is None or observation.sha256 is None:
        return "missing"
    if observation.sha256 != item.sha256:
        return "changed"
    if item.expires is not None and item.expires < as_of:
        return "expired"
    if item.issued is not None and item.issued > as_of:
        return "not_yet_valid"
    return "valid"


def level_of(item: EvidenceItem, status: Status, vendor_name: str) -> int:
    """Return the assurance level (index in LEVELS) that the item can lend."""
    if status != "valid":
        return CLAIMED
    claimed = min(LEVELS.index(item.assurance_claimed), INDEPENDENT)
    return min(claimed, INDEPENDENT if _third_party(item, vendor_name) else DOCUMENTED)


def _third_party(item: EvidenceItem, vendor_name: str) -> bool:
    issuer = (item.issuer or "").casefold().strip()
    vendor = vendor_name.casefold().strip()
    own = not issuer or issuer in vendor or vendor in issuer
    return item.kind in _THIRD_PARTY_KINDS and not own
