"""Mutants of weights, floors, N/A, caps, exceptions and contradictions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import contradiction, control, domain
from tests.policy_test.scene import DAY, Plain, case, hours, policy, row, run, write
from tests.policy_test.test_mutants import survivors

OFFICER = {"name": "A. Person", "email": "person@vendor.example"}
HALF_AN_HOUR = {"value": 30, "unit": "min"}
GOOD = {
    "inc-notice": hours(24),
    "auth-named-accounts": True,
    "hosting-cross-border": True,
    "prv-officer": OFFICER,
    "sub-list": [row("hosting"), row("support")],
}
RECORDS = [{"id": "records", "backs": "all"}]


def rules() -> Plain:
    """Return a policy in which every kind of setting counts."""
    rules = policy()
    rules["domains"] = [domain("security"), domain("people")]
    notice, named, subs = rules["controls"]
    notice["evidence_floor"] = "documented"
    named["knock_out"] = {"rating": "poor"}
    subs["domain"] = "people"
    named_officer = {"answer": "prv-officer", "answered": True}
    over = {"domain": "people", "not_applicable": "accept", "weight": 3}
    rules["controls"].append(control("OFFICER", named_officer, **over))
    shared = {"answer": "auth-named-accounts", "is": False}
    at_once = {"answer": "inc-notice", "below": "1 h"}
    rules["contradictions"] = [contradiction("DOUBT", {"all": [shared, at_once]})]
    return rules


def told(**expect: list[str]) -> Plain:
    return {"contradictions": [], "knock_outs": [], **expect}


def cases() -> list[Plain]:
    """Return cases that notice every change to the settings."""
    shared = {"auth-named-accounts": False}
    named = told(knock_outs=["NAMED"])
    found = {
        "bare words": case("bare words", GOOD, told(), None),
        "on records": case("on records", {}, told(), "bare words"),
        "no officer": case(
            "no officer",
            {"prv-officer": {"state": "not_applicable"}},
            {"controls": {"OFFICER": "not_applicable"}},
            "bare words",
        ),
        "shared": case("shared", shared, {**named}, "on records"),
        "doubt": case(
            "doubt",
            {**shared, "inc-notice": HALF_AN_HOUR},
            {**named, "contradictions": ["DOUBT"], "open_contradictions": []},
            "bare words",
        ),
        "an hour": case(
            "an hour", {**shared, "inc-notice": hours(1)}, {**named}, "bare words"
        ),
        "a tool": case("a tool", {"sub-list": [row("ai")]}, {}, "bare words"),
        "fast": case("fast", {"inc-notice": HALF_AN_HOUR}, told(), "bare words"),
        "silence": case(
            "silence", {}, {**named, "open_contradictions": ["DOUBT"]}, None
        ),
        "excepted": case(
            "excepted", {}, {"controls": {"NOTICE": "excepted"}}, "silence"
        ),
    }
    found["bare words"]["as_of"] = found["silence"]["as_of"] = DAY
    found["bare words"]["expect"] |= {"score": SCORES[0], "verified": SCORES[1]}
    found["on records"]["given"]["evidence"] = RECORDS
    found["on records"]["expect"] |= {"score": SCORES[2], "verified": SCORES[3]}
    found["no officer"]["given"]["confirmed"] = ["prv-officer"]
    found["shared"]["expect"] |= {"rating": "poor", "score": SCORES[4]}
    found["a tool"]["expect"]["score"] = SCORES[6]
    found["excepted"]["given"]["excepted"] = ["NOTICE"]
    found["excepted"]["expect"]["score"] = SCORES[5]
    return list(found.values())


#: By the formulas: two domains of half the points; NOTICE on bare words counts 0.6.
SCORES = (90, 75, 100, 100, 75, 12.5, 77.5)


def file_of(cases: list[Plain]) -> Plain:
    return {"policy": "own", "cases": cases}


def left(folder: Path, *without: str) -> list[str]:
    kept = [item for item in cases() if item["name"] not in without]
    done = run(write(folder, rules(), file_of(kept)), "--mutate")
    assert ", 0 failed" in done.stdout, done.output
    lines = survivors(done)
    parts = ("/weight", "/evidence_floor", "/not_applicable", "/knock_out")
    parts += ("/contradictions/", "/assurance/", "/compensation")
    return [line for line in lines if any(part in line for part in parts)]


def test_full_tests_leave_no_change_to_a_setting_unnoticed(tmp_path: Path) -> None:
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("without", "line"),
    [
        (
            ("on records", "shared"),
            "/controls/0/evidence_floor: documented → independent",
        ),
        (("no officer",), "/controls/3/not_applicable: accept → refuse"),
        (("shared",), "/controls/1/knock_out/rating: poor → fair"),
        (("a tool",), "/controls/2/weight: 1 → 2"),
        (("doubt", "silence", "excepted"), "/contradictions/0: contradiction dropped"),
        (("an hour",), "/contradictions/0/when/all/1/below: 1 h → 2 h"),
        (("fast",), "/contradictions/0/when/all/0: branch of all dropped"),
        (("silence", "excepted"), "/controls/3/knock_out: knock_out added"),
        (("excepted",), "/compensation: 1/2 → 9/20"),
    ],
)
def test_a_gap_leaves_a_setting_by_name_bad(
    without: tuple[str, ...], line: str, tmp_path: Path
) -> None:
    found = left(tmp_path, *without)
    assert any(item.endswith(line) for item in found), found
