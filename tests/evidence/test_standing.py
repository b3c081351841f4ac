"""Standings on a day, and what the whole list lacks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evidence.assess import status_of
from audit.evidence.model import Observation
from audit.evidence.standing import backed_by, standing_of
from audit.response.evidence_item import EvidenceItem
from audit.response.model import Response
from tests.saas_case import response_data

DAY = date(2026, 11, 24)
SEEN = Observation(id="x", sha256="0" * 64, size=1)


def item(**changes) -> EvidenceItem:
    base = {"id": "x", "title": "t", "kind": "other", "file": "f", "size": 1}
    return EvidenceItem(**(base | {"sha256": "0" * 64} | changes))


@pytest.mark.parametrize(
    ("changes", "seen", "standing"),
    [
        ({}, SEEN, "valid"),
        ({}, None, "missing"),
        ({}, Observation(id="x"), "missing"),
        ({"sha256": "1" * 64}, SEEN, "changed"),
        ({"expires": DAY}, SEEN, "expires_soon"),
        ({"expires": DAY - timedelta(1)}, SEEN, "expired"),
        ({"expires": DAY + timedelta(60)}, SEEN, "expires_soon"),
        ({"expires": DAY + timedelta(61)}, SEEN, "valid"),
        ({"issued": DAY + timedelta(1)}, SEEN, "not_yet_valid"),
        ({"issued": DAY}, SEEN, "valid"),
    ],
)
def test_the_standing_of_one_item(changes, seen, standing) -> None:
    assert standing_of(item(**changes), seen, DAY, 60) == standing


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates(), st.integers(0, 400))
def test_soon_only_ever_splits_valid(as_of, issued, expires, soon) -> None:
    one = item(issued=issued, expires=expires)
    standing, status = standing_of(one, SEEN, as_of, soon), status_of(one, SEEN, as_of)
    assert standing == status or (standing, status) == ("expires_soon", "valid")
    if soon and standing_of(one, SEEN, as_of, soon - 1) == "expires_soon":
        assert standing == "expires_soon"


def test_backing_is_by_evidence_and_by_attachment() -> None:
    data = response_data()
    data["answers"]["hosting-data-flow"] = {"state": "answered", "value": ["cert"]}
    data["answers"]["other"] = {"state": "answered", "value": ["cert", "no-item"]}
    response = Response.model_validate(data)
    assert backed_by(response) == {"cert": ("svc-description", "hosting-data-flow")}
