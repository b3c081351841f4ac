"""Tasks of a register: found in one pass over the log, their documents read in turn."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audit.assessment.inputs import SignatureFact
from audit.bulk.model import Before, Held, Item, Task, told
from audit.bulk.opening import pack
from audit.canonical import canonical
from audit.cases import Case
from audit.documents import read_json, read_yaml, validate
from audit.errors import InputError
from audit.evidence.model import Observation
from audit.registering.papers import signed_digest
from audit.registering.shelf import Shelf
from audit.registering.vouched import Vouched
from audit.response.model import Response
from audit.signed_responses import check_signature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from audit.documents import Document
    from audit.register.model import Record
    from audit.register.store import Register

_BEFORE = ("decision", "rating", "residual", "score", "policy", "as_of")
_KINDS = ("review", "exceptions", "evidence", "report", "signature")


@dataclass(slots=True)
class _Vendor:
    """Of one vendor: number and address of each document that may matter."""

    responses: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    papers: dict[str, list[tuple[int, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    before: dict[str, Before] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """A register as a source of tasks.

    ``keys`` are the list of keys, its signer's public PEM and the present moment;
    without them signatures are not looked at.
    """

    register: Register
    every: bool = False
    keys: tuple[Path, Path, datetime] | None = None
    _asked: dict[str, Document] = field(default_factory=dict)

    def tasks(self) -> Iterator[Task]:
        """Yield the newest response of every vendor, or every response."""
        for vendor, found in sorted(self._vendors().items()):
            numbers = sorted(found.responses)
            for number in numbers if self.every else numbers[-1:]:
                yield self._task(vendor, found, number)

    def _vendors(self) -> dict[str, _Vendor]:
        vendors: dict[str, _Vendor] = defaultdict(_Vendor)
        for record in self.register.records():
            if record.vendor is None:
                continue
            own = vendors[record.vendor]
            if record.kind == "response":
                asked = str(record.about["questionnaire"])
                said = record.subject, record.address, asked
                own.responses[record.number] = said
            elif record.kind == "assessment":
                facts = {name: str(record.about[name]) for name in _BEFORE}
                own.before[str(record.about["response"])] = Before(**facts)
            elif record.kind in _KINDS:
                paper = record.number, record.subject, record.address
                own.papers[record.kind].append(paper)
        return vendors

    def _task(self, vendor: str, found: _Vendor, number: int) -> Task:
        name, address, asked = found.responses[number]
        kept = [(number, address)]
        for kind in _KINDS if self.keys else _KINDS[:-1]:
            papers = found.papers[kind]
            if kind in {"review", "signature"}:
                papers = [paper for paper in papers if paper[1] == name]
            papers = papers[-1:] if kind == "exceptions" else papers
            kept += [(paper[0], paper[2]) for paper in papers]
        sha = hashlib.sha256("\n".join(address for _, address in kept).encode())
        for path in self.keys[:2] if self.keys else ():
            sha.update(path.read_bytes())
        return Task(
            vendor=vendor,
            response=name,
            questionnaire=asked,
            digest=sha.hexdigest(),
            inputs=tuple(number for number, _ in kept),
            before=found.before.get(name),
        )

    def questionnaire(self, name: str) -> Document:
        """Return a questionnaire as it is recorded, else the shipped one of its id."""
        if name not in self._asked:
            own, _, version = name.partition("@")
            found = Shelf(self.register).questionnaire(own, version)
            self._asked[name] = found.document
        return self._asked[name]

    def load(self, task: Task) -> Item:
        """Read a task's documents; InputError names what cannot be read."""
        records = [self.register.record(number) for number in task.inputs]
        first, *others = records
        of: dict[str, list[Record]] = defaultdict(list)
        for record in reversed(others):
            of[record.kind].append(record)
        item = Item(
            name=f"record {first.number}",
            response=pack(self._json(first)),
            reviews=tuple(pack(self._json(record)) for record in of["review"]),
            exceptions=next((pack(self._json(r)) for r in of["exceptions"]), None),
            held=tuple(self._held(record) for record in of["evidence"]),
        )
        if of["report"]:
            item = replace(item, vouched=self._vouched(item, task))
        return self._signed(item, task, of["signature"])

    def _vouched(self, item: Item, task: Task) -> tuple[Observation, ...]:
        """Return what a recorded report says of evidence that is not kept here."""
        document = read_json(zlib.decompress(item.response), item.name)
        try:
            listed = validate(Response, document).evidence
        except InputError:  # the worker will tell
            return ()
        held = {(own.id, own.sha256) for own in item.held}
        gone = tuple(
            Observation(id=own.id) for own in listed if (own.id, own.sha256) not in held
        )
        vouched = Vouched(self.register, task.vendor, document.digest)
        return tuple(seen for seen in vouched.complete(gone) if seen.sha256)

    def _json(self, record: Record) -> bytes:
        raw = self.register.read(record)
        if record.media_type != "application/yaml":
            return raw
        return canonical(read_yaml(raw, f"record {record.number}").data)

    def _held(self, record: Record) -> Held:
        try:
            content = self.register.read(record)
        except InputError as error:
            return Held(record.subject, record.size, None, told(error))
        return Held(record.subject, record.size, hashlib.sha256(content).hexdigest())

    def _signed(self, item: Item, task: Task, signatures: list[Record]) -> Item:
        """Return the item with what the newest signature of this response comes to."""
        if self.keys is None:
            return item
        document = read_json(zlib.decompress(item.response), item.name)
        envelope = next(
            (
                raw
                for raw in map(self.register.read, signatures)
                if signed_digest(raw, item.name) == document.digest
            ),
            None,
        )
        case = Case(
            questionnaire=self.questionnaire(task.questionnaire),
            policy=document,  # no signature depends on it
            response=document,
            as_of=self.keys[2].date(),
            observed=(),
            envelope=envelope,
            signature=SignatureFact(status="unsigned"),
        )
        found = check_signature(case, *self.keys)
        return replace(
            item, signature=found.signature, envelope=envelope, keys=found.keys
        )
