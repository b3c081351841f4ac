"""What a register promised is there whenever its writer or its server is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.register.phases import PHASES
from tests.register.postgres import binaries

pytestmark = pytest.mark.slow
#: Before the first phase that is aimed at; struck by chance alone.
CHANCE = {"begin"}
ON_SERVER = {"statement", "commit", "promise"}


def crash(store: str, kills: int, writer: str = "sound") -> dict[str, Any]:
    """Run the harness in a process of its own, which forks cheaply."""
    without = binaries() is None and not os.environ.get("CI")
    if store in {"server", "outage"} and without:
        pytest.skip("no PostgreSQL server here; apt-get install postgresql")
    words = ["--store", store, "--kills", str(kills), "--writer", writer]
    done = subprocess.run(
        [sys.executable, "-m", "tests.register.crash", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if found["wrong"] else 0)
    assert found["kills"] == kills
    return found


@pytest.mark.parametrize(
    ("store", "kills", "phases"),
    [
        ("folder", 300, set(PHASES) - {"seal"}),
        ("sealed", 100, {"seal", "sync file", "commit"}),
        ("server", 100, ON_SERVER),
        ("outage", 3, set()),
    ],
)
def test_no_kill_loses_or_halves_what_was_accepted(
    store: str, kills: int, phases: set[str]
) -> None:
    found = crash(store, kills)
    assert found["wrong"] == []
    assert found["promised"] > kills // 4
    assert set(found["phases"]) >= phases - CHANCE
    assert found["swept"] > 0 or store in {"server", "outage"}


@pytest.mark.parametrize(
    ("writer", "message"),
    [
        ("promises-early", "was promised and is lost"),
        ("contents-last", "is missing"),
        ("one-by-one", "is there in part"),
    ],
)
def test_the_harness_finds_a_writer_out_that_is_wrong_bad(
    writer: str, message: str
) -> None:
    # Where a kill strikes is chance, so the window of the fault may be missed for long.
    rounds = (crash("folder", 25, writer)["wrong"] for _ in range(20))
    assert any(message in text for wrong in rounds for text in wrong)
