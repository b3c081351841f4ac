"""The vendor card as a frozen record (JSON or YAML)."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from audit.conditions.quantities import parse_duration
from audit.questionnaire.localisation import Text
from audit.questionnaire.types.base import Day, Model
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.response.model import Contact, Line, Paragraph

#: Where a vendor stands: not asked yet, being judged, judged, no longer ours.
Status = Literal[
    "prospect", "in_assessment", "approved", "conditional", "rejected", "ended"
]
STATUSES: tuple[Status, ...] = get_args(Status)


def _known_country(code: str) -> str:
    if code not in COUNTRIES:
        raise ValueError("write a country as ISO 3166-1 does, for example UA or PL")
    return code


def _some_time(text: str) -> str:
    if not parse_duration(text):
        raise ValueError('write a length of time such as "12 mo" (d, wk, mo, a)')
    return text


class VendorCard(Model):
    """One vendor; a later card of the same id replaces an earlier one.

    ``owner`` is whoever answers for the vendor on the buyer's side. ``name`` is the
    company's name exactly as its responses give it.
    """

    format: Literal["audit-vendor/1"]
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    name: Line
    country: Annotated[str, AfterValidator(_known_country)]
    contact: Contact | None = None
    service: Text | None = None
    owner: Line
    status: Status
    reassess_every: Annotated[str, AfterValidator(_some_time)]
    next_due: Day | None = None
    note: Paragraph | None = None
