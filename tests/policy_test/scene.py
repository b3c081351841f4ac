"""A small policy of one's own on a shipped questionnaire, and its tests, in a folder."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from audit.cli.main import main
from tests import builders

Plain = dict[str, Any]
DAY = "2026-06-01"


def hours(count: int) -> Plain:
    return {"value": count, "unit": "h"}


def policy() -> Plain:
    """Return three controls: a bound with a partial, a knock-out, one with a scope."""
    notice = {"answer": "inc-notice", "at_most": "24 h"}
    later = {"answer": "inc-notice", "at_most": "48 h"}
    checked = {
        "answer": "sub-list",
        "every_row": {"column": "service", "in": ["hosting", "support"]},
    }
    return builders.policy(
        builders.control("NOTICE", notice, partial={"credit": 0.5, "rule": later}),
        builders.control("NAMED", builders.yes("auth-named-accounts"), knock_out=True),
        builders.control(
            "SUBS", checked, applies_when=builders.yes("hosting-cross-border")
        ),
        id="own",
        applies_to={"questionnaire": "saas-vendor", "versions": ">=1.0,<2"},
    )


def case(name: str, answers: Plain, expect: Plain, base: str | None = "good") -> Plain:
    given = {"answers": answers} | ({"base": base} if base else {})
    return {"name": name, "given": given, "expect": expect}


def cases_file() -> Plain:
    """Return cases that reach everything and notice every change to the controls."""
    silent = {"state": "unanswered"}
    good = {
        "inc-notice": hours(24),
        "auth-named-accounts": True,
        "hosting-cross-border": True,
        "sub-list": [row("hosting"), row("support")],
    }
    passing = {"NOTICE": "pass", "NAMED": "pass", "SUBS": "pass"}
    unknown = dict.fromkeys(passing, "unknown")
    return {
        "policy": "own",
        "cases": [
            {
                **case("good", good, {"controls": passing, "score": 100}, None),
                "as_of": DAY,
            },
            case("25 h", {"inc-notice": hours(25)}, both("partial", 83.3)),
            case("48 h", {"inc-notice": hours(48)}, both("partial", 83.3)),
            case("49 h", {"inc-notice": hours(49)}, {"controls": {"NOTICE": "fail"}}),
            case(
                "shared accounts",
                {"auth-named-accounts": False},
                {
                    "controls": {"NAMED": "fail"},
                    "knock_outs": ["NAMED"],
                    "rating": "poor",
                },
            ),
            excepted("no word, by exception", "NOTICE", {"inc-notice": silent}),
            case(
                "a tool",
                {"sub-list": [row("hosting"), row("ai")]},
                {"controls": {"SUBS": "fail"}},
            ),
            case(
                "at home",
                {"hosting-cross-border": False},
                {"out_of_scope": ["SUBS"]},
            ),
            case(
                "silence",
                dict.fromkeys(good, silent),
                {"controls": unknown, "knock_outs": ["NAMED"]},
            ),
        ],
    }


def excepted(name: str, control: str, answers: Plain) -> Plain:
    """Return a case whose control counts a half by an exception."""
    found = case(name, answers, {"controls": {control: "excepted"}, "score": 83.3})
    found["given"]["excepted"] = [control]
    return found


def both(status: str, score: float) -> Plain:
    return {"controls": {"NOTICE": status}, "score": score}


def row(service: str) -> Plain:
    checks = {"same_duties": True, "checked_by": "certificate"}
    return {"name": "Helper Ltd", "service": service, "country": "CH", **checks}


def write(folder: Path, rules: Plain, cases: Plain) -> Path:
    """Write a policy with its tests beside it."""
    path = put(folder / "own.json", rules)
    put(folder / "own.tests" / "cases.json", cases)
    return path


def put(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, default=float), "utf-8")
    return path


def changed(data: Plain, *path: Any, to: Any) -> Plain:
    """Return a copy with one value set."""
    copy = deepcopy(data)
    place: Any = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return copy


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["policy", "test", *map(str, words)])
