"""One walk over the stored rows: numbers, bodies, columns and the tree over them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from audit.register.faults import MAX_FAULTS, Fault, Faults
from audit.register.merkle import Frontier, leaf_hash
from audit.register.model import Record

if TYPE_CHECKING:
    from collections.abc import Collection

    from audit.register.store import Row

_QUICK = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
#: Columns that repeat what the body says.
REPEATED = ("kind", "vendor", "subject", "address", "recorded_at")


class Walk:
    """Takes the rows in the order of their numbers and collects what is wrong.

    Attributes:
        numbers: faults of the numbering.
        bodies: bodies that are no record, not canonical or of another number.
        columns: columns that do not repeat the body.
        tree: rows from which on the stored roots are not those of the bodies.
        frontier: of the tree over the bodies so far.
        roots: size → root, for the sizes that were asked for.
        contents: address → number and size in the first record that names it.
    """

    def __init__(self, sizes: Collection[int] = ()) -> None:
        self.numbers = Faults()
        self.bodies = Faults()
        self.columns = Faults()
        self.tree = Faults()
        self.frontier = Frontier()
        self.roots: dict[int, bytes] = {}
        self.contents: dict[str, tuple[int, int]] = {}
        self._sizes = frozenset(sizes)
        self._next = 0
        self._astray: list[Row] = []

    def take(self, row: Row) -> None:
        """Look at the next row."""
        self._number(row)
        self._body(row)
        self.frontier = self.frontier.append(leaf_hash(row.body))
        if self.frontier.size in self._sizes:
            self.roots[self.frontier.size] = self.frontier.root
        self._root(row)

    def end(self, root: bytes) -> None:
        """Say what the roots come to, given that of the head."""
        if not self._astray:
            return
        if root == self.frontier.root:
            self._roots_altered()
        else:
            # All later roots follow from the first one that differs.
            text = "is not what was recorded: changed, added or moved afterwards"
            self.tree.add(_fault(self._astray[0], "record-altered", "body", text))

    def _number(self, row: Row) -> None:
        for number in range(self._next, min(row.number, self._next + 1000)):
            self.numbers.add(Fault("record-missing", "is missing", "", number))
        self._next = max(self._next, row.number + 1)

    def _body(self, row: Row) -> None:
        try:
            record = Record.model_validate_json(row.body)
        except ValidationError as error:
            fields = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
            unfit = ", ".join(sorted(fields)) or "body"
            text = "the body is no record"
            self.bodies.add(_fault(row, "record-body", unfit, text))
            return
        if record.number != row.number:
            text = f"the body says {record.number}"
            self.bodies.add(_fault(row, "record-number", "number", text))
        elif not is_canonical(row.body, record):
            text = "is not in its canonical form"
            self.bodies.add(_fault(row, "record-form", "body", text))
        self._columns(row, record)
        self.contents.setdefault(record.address, (row.number, record.size))

    def _columns(self, row: Row, record: Record) -> None:
        for name in REPEATED:
            said = getattr(record, name)
            if getattr(row, name) != said:
                text = f"the column does not repeat the body, which says {said!r}"
                self.columns.add(_fault(row, "record-column", name, text))

    def _root(self, row: Row) -> None:
        if row.root != self.frontier.root:
            if len(self._astray) < MAX_FAULTS:
                self._astray.append(row)
        elif self._astray:
            self._roots_altered()

    def _roots_altered(self) -> None:
        """Blame the roots alone: the bodies lead to a later root that is stored."""
        text = "the stored root is not that of the records up to here"
        faults = [_fault(row, "record-root", "root", text) for row in self._astray]
        self.tree.add(*faults)
        self._astray.clear()


def is_canonical(body: bytes, record: Record) -> bool:
    """Tell whether the body is the record's canonical form.

    The standard library writes what a record may hold (keys in ASCII, whole numbers)
    just as RFC 8785 does, in a tenth of the time; where it does not, that decides.
    """
    return _QUICK.encode(json.loads(body)).encode() == body or record.body == body


def _fault(row: Row, code: str, field: str, detail: str) -> Fault:
    return Fault(code, detail, field, row.number, row.kind, row.vendor, row.subject)
