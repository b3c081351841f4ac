"""Views over the register say the same whatever holds the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.register.backends import Backend
from tests.registering.views_scene import DAY, POLICY, Desk, desk_at, respond


@pytest.fixture
def desk(tmp_path: Path, backend: Backend) -> Desk:
    return desk_at(tmp_path, backend.where)


def test_every_view_folds_the_records(desk: Desk) -> None:
    size = len(desk.records)
    found = desk.look("portfolio", "--as-of", DAY)["vendors"]
    standings = {one["card"]["id"]: one["standing"] for one in found}
    assert standings == {"plain": "soon", "asked": "waiting", "gone": "closed"}
    (plain,) = [one for one in found if one["card"]["id"] == "plain"]
    assert plain["differs"]
    assert [one["as_of"] for one in plain["assessments"]] == ["2026-09-01", DAY]
    assert (plain["inherent"], plain["next"]) == ("critical", "2027-11-24")
    days = [(due["kind"], due["day"], due["subject"]) for due in plain["due"]]
    assert days == [
        ("evidence", "2027-01-10", "cert"),
        ("reassessment", "2027-11-24", ""),
    ]

    steps = desk.look("forecast", "plain", "--as-of", DAY)["vendors"][0]["steps"]
    told = [(s["day"], [c["kind"] for c in s["causes"]]) for s in steps]
    assert told == [
        ("2027-01-11", ["evidence_expired"]),
        ("2027-10-02", ["date_passed"]),
    ]

    trend = desk.look("trend", "plain")
    (change,) = trend["changes"]
    (moved,) = [c for c in change["controls"] if c["why"] != [["share", []]]]
    assert (moved["id"], moved["before"], moved["after"]) == (
        "GOV-POLICY", "fail", "pass",
    )  # fmt: skip
    assert [reason["kind"] for reason in moved["why"]] == ["time"]

    calendar = desk.good("calendar", "--as-of", DAY).stdout
    assert calendar.count("BEGIN:VEVENT") == 3
    # Looking records nothing.
    assert len(desk.records) == size


def test_an_assessment_on_the_foretold_day_comes_to_what_was_foretold(
    desk: Desk,
) -> None:
    steps = desk.look("forecast", "plain", "--as-of", DAY)["vendors"][0]["steps"]
    for step in steps:
        done = desk.do("assess", "plain", *POLICY, "--as-of", step["day"])
        assert done.exit_code in {0, 1}
        said = desk.records[-1].about
        assert said["score"] == step["after"]["score"]["shown"]
        assert said["rating"] == step["after"]["rating"]


def test_a_newer_response_waits_to_be_assessed(desk: Desk) -> None:
    desk.good("add", "plain", respond(desk, response_id="small-2", sequence=2))
    found = desk.look("portfolio", "--as-of", DAY)["vendors"][0]
    assert (found["card"]["id"], found["standing"]) == ("plain", "to_assess")
    assert found["response"]["id"] == "small-2"


def test_an_answered_request_is_no_longer_awaited(desk: Desk) -> None:
    request = {"id": "req-1", "nonce": "A" * 22}
    vendor = {"name": "Asked GmbH", "country": "DE"}
    desk.good("add", "asked", respond(desk, request=request, vendor=vendor))
    vendors = desk.look("portfolio", "--as-of", DAY)["vendors"]
    (asked,) = [one for one in vendors if one["card"]["id"] == "asked"]
    assert "response" not in {due["kind"] for due in asked["due"]}
    assert asked["standing"] == "to_assess"
