"""A register with a vendor judged twice, one who was only asked, and a closed one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from audit.cli.main import main
from audit.register.store import create_register
from tests.registering.office import Office, card_data
from tests.saas_case import response_data

POLICY = ("--policy", "saas-baseline")
DAY = "2026-11-24"


@dataclass(frozen=True)
class Desk(Office):
    """An office whose register lies anywhere."""

    where: str = ""
    identity: Path | None = None

    @property
    def register(self) -> Path:
        return self.where  # type: ignore[return-value]

    def do(self, *words: str | Path) -> Any:
        key = ["--identity", self.identity] if self.identity else []
        line = ["register", *words, "--register", self.where, *key]
        return CliRunner().invoke(main, [str(word) for word in line])

    def look(self, *words: str | Path) -> Any:
        """What a view prints as JSON."""
        return json.loads(self.good(*words, "--format", "json").stdout)


def respond(desk: Desk, **changes: Any) -> Path:
    """A response whose policy review ages, and whose certificate expires."""
    data = response_data(**changes)
    data["answers"]["gov-policy-review"] = {
        "state": "answered",
        "value": "2026-10-01",
        "evidence": ["cert"],
    }
    return desk.respond(**{**data, **changes})


def fill(desk: Desk) -> Desk:
    """Record cards, documents and two assessments of one response."""
    cards = (
        {"next_due": None, "status": "approved"},
        {"id": "asked", "name": "Asked GmbH", "next_due": None, "status": "prospect"},
        {"id": "gone", "name": "Gone SA", "next_due": "2020-01-01", "status": "ended"},
    )
    for card in cards:
        desk.good("vendor", "set", desk.write("card.json", card_data(**card)))
    desk.good("add", "plain", respond(desk))
    for day in ("2026-09-01", DAY):
        assert desk.do("assess", "plain", *POLICY, "--as-of", day).exit_code in {0, 1}
    request = {
        "format": "audit-request/1",
        "id": "req-1",
        "nonce": "A" * 22,
        "vendor": "Asked GmbH",
        "questionnaire": {
            "id": "saas-vendor",
            "version": "1.0.0",
            "digest": f"sha256:{'a' * 64}",
        },
        "issued": "2026-11-20T10:00:00Z",
    }
    desk.good("add", "asked", desk.write("asked.request.json", request))
    return desk


def desk_at(folder: Path, where: str) -> Desk:
    """A filled register at a place."""
    create_register(where).close()
    return fill(Desk(folder, where))
