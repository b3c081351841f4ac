"""The demo's vendors compared by the demo's documents, made once a test process."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import audit
from audit.candidates import open_candidates
from audit.cases import Assessed
from audit.comparing import Compared, Wanted, compare_candidates
from audit.comparing_files import read_wanted
from audit.demo_run import POLICY

DAY = date(2026, 11, 24)
DEMO = Path(audit.__file__).parent / "demo"
SELECTION = DEMO / "selection"
VENDORS = ("northline", "dialog-plus", "goldvoice")
RESPONSES = {name: DEMO / "vendors" / name / "response.json" for name in VENDORS}
OFFERS = {name: SELECTION / "offers" / f"{name}.yaml" for name in VENDORS}


@cache
def candidate(name: str) -> Assessed:
    (found,) = open_candidates([RESPONSES[name]], POLICY, DAY)
    return found


def candidates() -> tuple[Assessed, ...]:
    return tuple(candidate(name) for name in VENDORS)


@cache
def wanted() -> Wanted:
    files = (SELECTION / f"{name}.yaml" for name in ("demand", "criteria", "exposure"))
    return read_wanted(DAY, *files, list(OFFERS.values()))


@cache
def compared() -> Compared:
    return compare_candidates(candidates(), wanted())
