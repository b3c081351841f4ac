"""Why scores moved, told from recorded documents; what cannot be foretold."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from audit import library
from audit.assessment.forecast import Forecast, Outlook
from audit.documents import read_document
from audit.report.register.ahead import Ahead, Outlooks, ahead_view
from audit.vendor.model import VendorCard
from tests.registering.office import card_data
from tests.registering.views_scene import DAY, POLICY, Desk, desk_at, respond


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path, str(tmp_path / "register"))


def assess(desk: Desk, *policy: str | Path, day: str = "2026-12-01") -> None:
    done = desk.do("assess", "plain", *(policy or POLICY), "--as-of", day)
    assert done.exit_code in {0, 1}, done.output


def moved(desk: Desk) -> dict[str, list[list[Any]]]:
    """The reasons of the last move, by control; shares of the points left out."""
    (*_, last) = desk.look("trend", "plain")["changes"]
    told = {
        c["id"]: [[w["kind"], w["names"]] for w in c["why"]] for c in last["controls"]
    }
    return {name: why for name, why in told.items() if why != [["share", []]]}


def test_an_answer_of_a_newer_response_is_the_reason(desk: Desk) -> None:
    path = respond(desk, response_id="small-2", sequence=2)
    data = json.loads(path.read_text("utf-8"))
    data["answers"]["gov-policy-review"]["value"] = "2025-06-01"
    path.write_text(json.dumps(data), "utf-8")
    desk.good("add", "plain", path)
    assess(desk)
    assert moved(desk) == {"GOV-POLICY": [["answer", ["gov-policy-review"]]]}


def test_another_version_of_the_policy_is_the_reason(desk: Desk) -> None:
    data = read_document(library.find("policies", "saas-baseline")).data
    data = json.loads(json.dumps(data, default=str))
    (control,) = [c for c in data["controls"] if c["id"] == "GOV-POLICY"]
    control["rule"] = {"answer": "gov-policy-review", "within": "1 mo"}
    data["version"] = "1.9.0"
    assess(desk, "--policy", desk.write("policy.json", data))
    assert moved(desk) == {"GOV-POLICY": [["policy", []]]}


def test_assessments_by_another_policy_are_not_compared(desk: Desk) -> None:
    data = read_document(library.find("policies", "saas-baseline")).data
    data = json.loads(json.dumps(data, default=str)) | {"id": "own-policy"}
    before = desk.look("trend", "plain")
    assess(desk, "--policy", desk.write("policy.json", data))
    after = desk.look("trend", "plain")
    assert len(after["assessments"]) == len(before["assessments"]) + 1
    assert after["changes"] == before["changes"]


def test_one_who_was_never_assessed_does_not_stop_the_others(desk: Desk) -> None:
    vendor = {"name": "Asked GmbH", "country": "DE"}
    desk.good("add", "asked", respond(desk, vendor=vendor))
    found = {one["vendor"]: one for one in desk.look("forecast")["vendors"]}
    assert "steps" in found["plain"]
    assert "never assessed" in found["asked"]["refused"]
    shown = desk.good("forecast", "--as-of", DAY, "--lang", "uk").stdout
    assert "Asked GmbH: прогнозу немає" in shown
    one = desk.look("forecast", "asked", *POLICY, "--as-of", DAY)["vendors"][0]
    assert one["steps"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "judges nobody"),
        ("uk", "нікого не оцінює"),
        ("ru", "никого не оценивает"),
    ],
)
def test_the_day_on_which_a_policy_ends_is_told(language: str, said: str) -> None:
    card = VendorCard.model_validate(card_data())
    start = Outlook(Fraction(70), "good", "low", "accept")
    ends = dt.date(2027, 3, 1)
    day = dt.date(2026, 11, 24)
    ahead = Ahead(card, Forecast(start, (), ends))
    view = ahead_view(Outlooks(day, dt.date(2027, 11, 24), (ahead,)), language)
    (row,) = view.overview.rows
    assert row[0].text in {"2027-03-01", "01.03.2027"}
    assert said in row[2].text
