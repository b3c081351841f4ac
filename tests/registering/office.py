"""An officer's desk: a register in a folder, a vendor's files, the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from audit.canonical import canonical
from audit.cli.main import main
from audit.register.model import Record
from audit.register.store import open_register
from tests.saas_case import response_data, write_case

VENDOR = "Plain Vendor Ltd"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def card_data(**over: Any) -> dict[str, Any]:
    return {
        "format": "audit-vendor/1",
        "id": "plain",
        "name": VENDOR,
        "country": "EE",
        "service": {"en": "Tickets", "uk": "Заявки"},
        "owner": "Olena Koval",
        "status": "in_assessment",
        "reassess_every": "12 mo",
        "next_due": "2027-11-24",
        **over,
    }


@dataclass(frozen=True)
class Office:
    folder: Path

    @property
    def register(self) -> Path:
        return self.folder / "register"

    @property
    def response(self) -> Path:
        return self.folder / "vendor/response.json"

    def write(self, name: str, data: Any) -> Path:
        path = self.folder / name
        path.write_bytes(canonical(data))
        return path

    def respond(self, **changes: Any) -> Path:
        return write_case(self.folder / "vendor", response_data(**changes))

    def do(self, *words: str | Path) -> Result:
        return run("register", *words, "--register", self.register)

    def good(self, *words: str | Path) -> Result:
        done = self.do(*words)
        assert done.exit_code == 0, done.output
        return done

    def add(self, *files: Path) -> Result:
        return self.do("add", "plain", *files, "--by", "Olena Koval")

    @property
    def records(self) -> list[Record]:
        with open_register(self.register) as register:
            return list(register.records())

    def listed(self, after: int = -1) -> list[tuple[str, str]]:
        return [(r.kind, r.subject) for r in self.records if r.number > after]

    def content(self, number: int) -> bytes:
        with open_register(self.register) as register:
            return register.read(register.record(number))


def make_office(folder: Path, **card: Any) -> Office:
    """A register that holds one vendor's card."""
    office = Office(folder)
    office.good("init")
    office.good("vendor", "set", office.write("card.json", card_data(**card)))
    return office
