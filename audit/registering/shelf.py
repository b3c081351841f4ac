"""Find a vendor's documents in the register."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import library
from audit.documents import read_document, read_json, read_yaml, validate
from audit.errors import InputError, Problem
from audit.evidence.model import Observation
from audit.loading import check_questionnaire
from audit.response.model import Response
from audit.vendor.model import VendorCard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.documents import Document
    from audit.loading import Loaded
    from audit.questionnaire.model import Questionnaire
    from audit.register.model import Record
    from audit.register.store import Register
    from audit.response.evidence_item import EvidenceItem


@dataclass(frozen=True, slots=True)
class Found:
    """A record with its document."""

    record: Record
    document: Document


@dataclass(frozen=True, slots=True)
class Shelf:
    """The register as a place to look things up in; the newest comes first."""

    register: Register

    def cards(self) -> dict[str, VendorCard]:
        """Return the present card of every vendor, by id."""
        found = {r.vendor: r for r in self.register.records("vendor") if r.vendor}
        return {
            vendor: validate(VendorCard, self.document(record))
            for vendor, record in sorted(found.items())
        }

    def card(self, vendor: str) -> VendorCard:
        """Return a vendor's card; InputError lists the known vendors."""
        record = self.last("vendor", vendor)
        if record is None:
            known = {r.vendor for r in self.register.records("vendor") if r.vendor}
            message = f"no vendor '{vendor}' in the register"
            hint = f"known: {', '.join(sorted(known))}" if known else _FIRST
            place = self.register.place.name
            raise InputError.of(Problem("register-vendor", message, "", hint, place))
        return validate(VendorCard, self.document(record))

    def last(self, kind: str, vendor: str | None = None) -> Record | None:
        """Return the newest record of a kind."""
        found = deque(self.register.records(kind, vendor), maxlen=1)
        return found.pop() if found else None

    def newest(
        self, kind: str, vendor: str | None = None, subject: str | None = None
    ) -> Iterator[Found]:
        """Yield documents of a kind, the newest first, each read when it is wanted."""
        for record in reversed(list(self.register.records(kind, vendor))):
            if subject in {None, record.subject}:
                yield Found(record, self.document(record))

    def questionnaire(self, name: str, version: str | None) -> Loaded[Questionnaire]:
        """Return a questionnaire of the register, else the shipped one of the name.

        Without a version it is the newest.
        """
        subjects = [r.subject for r in self.register.records("questionnaire")]
        wanted = [s for s in subjects if s.startswith(f"{name}@")]
        subject = f"{name}@{version}" if version else next(reversed(wanted), None)
        if subject in wanted:
            found = next(self.newest("questionnaire", subject=subject))
            return check_questionnaire(found.document)
        return check_questionnaire(read_document(library.find("questionnaires", name)))

    def holds(self, kind: str, subject: str, document: Document) -> bool:
        """Tell whether the newest document of a subject says the very same."""
        found = next(self.newest(kind, subject=subject), None)
        return found is not None and found.document.digest == document.digest

    def seen(
        self, items: Iterable[EvidenceItem], vendor: str
    ) -> tuple[Observation, ...]:
        """Return which listed evidence is in the register, as it is there."""
        kept: dict[tuple[str, int], list[Record]] = {}
        for record in self.register.records("evidence", vendor):
            kept.setdefault((record.subject, record.size), []).append(record)
        return tuple(
            self._seen(item, kept.get((item.id, item.size), [])) for item in items
        )

    def _seen(self, item: EvidenceItem, kept: list[Record]) -> Observation:
        for record in reversed(kept):
            content = self.register.read(record)
            if hashlib.sha256(content).hexdigest() == item.sha256:
                return Observation(id=item.id, sha256=item.sha256, size=item.size)
        return Observation(id=item.id)

    def responses(self, vendor: str) -> Iterator[tuple[Found, Response]]:
        """Yield a vendor's responses, the newest first."""
        for found in self.newest("response", vendor):
            yield found, validate(Response, found.document)

    def document(self, record: Record) -> Document:
        """Return the document of a record that is one."""
        read = read_yaml if record.media_type == "application/yaml" else read_json
        name = f"record {record.number} ({record.kind})"
        return read(self.register.read(record), name)


_FIRST = "make its card first: audit register vendor set CARD"
