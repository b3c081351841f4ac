"""How far one evidence item can be trusted: its days, its digest, who issued it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.conditions.model import LEVELS
from audit.evidence.assess import CLAIMED, DOCUMENTED, INDEPENDENT, level_of, status_of
from audit.evidence.model import Observation
from audit.response.evidence_item import EvidenceItem
from tests import builders as b

ONE_DAY = timedelta(1)
SEEN = Observation(id="x", sha256=b.SHA, size=1)
KINDS = (
    "policy certificate report screenshot configuration log_sample contract "
    "attestation_letter site_visit diagram record other"
).split()


def item(**over: Any) -> EvidenceItem:
    plain = b.item("x", issued=None, expires=None)
    return EvidenceItem.model_validate({**plain, **over})


@pytest.mark.parametrize(
    ("over", "observed", "status"),
    [
        ({}, SEEN, "valid"),
        ({}, None, "missing"),
        ({}, Observation(id="x"), "missing"),
        ({}, Observation(id="x", sha256="b" * 64, size=1), "changed"),
        ({"expires": b.DAY}, SEEN, "valid"),
        ({"expires": b.DAY - ONE_DAY}, SEEN, "expired"),
        ({"issued": b.DAY}, SEEN, "valid"),
        ({"issued": b.DAY + ONE_DAY}, SEEN, "not_yet_valid"),
        ({"issued": b.DAY, "expires": b.DAY}, SEEN, "valid"),
        # What is not there or was changed says nothing by its days.
        ({"expires": b.DAY - ONE_DAY}, None, "missing"),
        ({"expires": b.DAY - ONE_DAY, "sha256": "b" * 64}, SEEN, "changed"),
        ({"issued": b.DAY + ONE_DAY, "expires": b.DAY - ONE_DAY}, SEEN, "expired"),
    ],
    ids=[
        "timeless",
        "never_looked_at",
        "not_found",
        "other_bytes",
        "last_day",
        "day_after",
        "first_day",
        "day_before",
        "only_day",
        "missing_and_expired",
        "changed_and_expired",
        "never_valid",
    ],
)
def test_the_status_on_a_day(
    over: dict[str, Any], observed: Observation | None, status: str
) -> None:
    assert status_of(item(**over), observed, b.DAY) == status


@pytest.mark.parametrize("status", ["expired", "not_yet_valid", "missing", "changed"])
def test_evidence_that_is_not_valid_lends_nothing(status: Any) -> None:
    best = item(kind="certificate", assurance_claimed="verified", issuer="Nordcert")
    assert level_of(best, status, "Northline") == CLAIMED
    assert level_of(best, "valid", "Northline") == INDEPENDENT


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_a_third_party_makes_can_be_independent(kind: str) -> None:
    found = level_of(
        item(kind=kind, assurance_claimed="independent", issuer="Nordcert"),
        "valid",
        "Northline",
    )
    third = {"certificate", "report", "site_visit"}
    assert found == (INDEPENDENT if kind in third else DOCUMENTED)


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("Nordcert AS", INDEPENDENT),
        (None, DOCUMENTED),
        ("", DOCUMENTED),
        ("  ", DOCUMENTED),
        ("Northline Contact", DOCUMENTED),
        ("NORTHLINE contact ", DOCUMENTED),
        ("Northline", DOCUMENTED),
        ("Northline Contact Quality GmbH", DOCUMENTED),
    ],
    ids=lambda value: f"{value}" or "empty",
)
def test_the_vendors_own_papers_are_documented_at_most(
    issuer: str | None, level: int
) -> None:
    paper = item(kind="report", assurance_claimed="independent", issuer=issuer)
    assert level_of(paper, "valid", "Northline Contact") == level


def test_an_issuer_is_the_vendor_in_any_script_and_case() -> None:
    paper = item(kind="report", assurance_claimed="independent", issuer="ДІАЛОГ")
    assert level_of(paper, "valid", "ТОВ «Діалог Плюс»") == DOCUMENTED
    assert level_of(paper, "valid", "ТОВ «Голос»") == INDEPENDENT


@given(
    st.sampled_from(LEVELS),
    st.sampled_from(KINDS),
    st.text(max_size=8),
    st.text(max_size=8),
)
def test_the_vendors_claim_is_an_upper_bound_and_verified_is_never_lent(
    claimed: str, kind: str, issuer: str, vendor: str
) -> None:
    paper = item(kind=kind, assurance_claimed=claimed, issuer=issuer)
    level = level_of(paper, "valid", vendor)
    assert CLAIMED <= level <= LEVELS.index(claimed)
    assert level <= INDEPENDENT


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_valid_means_within_both_days(
    as_of: date, issued: date | None, expires: date | None
) -> None:
    within = (issued or as_of) <= as_of <= (expires or as_of)
    found = status_of(item(issued=issued, expires=expires), SEEN, as_of)
    assert (found == "valid") == within
