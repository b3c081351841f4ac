"""Evidence that a recorded report vouches for: seen then, though not kept here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import dossier
from audit.documents import read_json
from audit.signing.embedded import attachments

if TYPE_CHECKING:
    from audit.evidence.model import Observation
    from audit.register.store import Register


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the newest report on a response says of its evidence."""

    register: Register
    vendor: str
    response_digest: str

    def complete(self, seen: tuple[Observation, ...]) -> tuple[Observation, ...]:
        """Return what was seen, with the report's word for what is not kept here.

        A report is recorded only when it verifies, so somebody trusted signed that the
        file was there with the digest that the response names.
        """
        if all(item.sha256 for item in seen):
            return seen
        known = {item.id: item for item in self._reported()}
        return tuple(item if item.sha256 else known.get(item.id, item) for item in seen)

    def _reported(self) -> tuple[Observation, ...]:
        name = "response.json"
        records = list(self.register.records("report", self.vendor))
        for record in reversed(records):
            files = attachments(self.register.read(record))
            if read_json(files[name], name).digest == self.response_digest:
                return dossier.read_manifest(files).evidence
        return ()
