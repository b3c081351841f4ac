"""The items of a FHIR questionnaire: groups become sections, the rest questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.importers.fhir_conditions import gate_of
from audit.importers.fhir_fields import ONLY_COLUMN, Field
from audit.importers.fhir_shapes import Shape, shape_of
from audit.importers.fhir_tables import columns_of, fits_a_table
from audit.importers.fhir_texts import listed, text_of, word

if TYPE_CHECKING:
    from audit.importers.draft import Draft
    from audit.importers.ledger import Ledger

Gates = tuple[tuple[dict[str, Any], str], ...]


@dataclass
class Reading:
    """Walks the items twice: for the questions, then for their conditions."""

    draft: Draft
    ledger: Ledger
    contained: dict[str, Any]
    fields: dict[str, Field] = field(default_factory=dict)
    _gated: list[tuple[str, Gates]] = field(default_factory=list)

    def items(
        self,
        holder: dict[str, Any],
        pointer: str,
        path: tuple[dict[str, str], ...] = (),
        around: Gates = (),
    ) -> None:
        """Read the items below a group or question, in order."""
        notes: list[tuple[dict[str, Any], str]] = []
        for index, item in enumerate(listed(holder, "item")):
            where = f"{pointer}/item/{index}"
            if not isinstance(item, dict):
                continue
            kind = word(item, "type")
            gates = (*around, (item, where)) if item.get("enableWhen") else around
            if kind == "display":
                notes.append((item, where))
            elif kind == "group" and not self._is_table(item):
                self._group(item, where, path, gates)
            else:
                self._enter(path)
                link_id = self._question(item, where, self._help(notes))
                notes = []
                if gates:
                    self._gated.append((link_id, gates))
                if kind != "group":
                    self.items(item, where, path, gates)
        for item, where in notes:
            self.ledger.lose(where, item.get("text"), "no question follows it here")

    def link_conditions(self) -> None:
        """Give every question the conditions of its own and of the groups around."""
        known: dict[str, dict[str, Any] | None] = {}
        for link_id, gates in self._gated:
            for item, where in gates:
                if where not in known:
                    known[where] = gate_of(item, where, self.fields, self.ledger)
            conditions = [c for _, w in gates if (c := known[w]) is not None]
            self.draft.gate(link_id, conditions, f"{gates[-1][1]}/enableWhen")

    def _is_table(self, item: dict[str, Any]) -> bool:
        return item.get("repeats") is True and fits_a_table(item)

    def _group(
        self,
        item: dict[str, Any],
        where: str,
        path: tuple[dict[str, str], ...],
        gates: Gates,
    ) -> None:
        if item.get("repeats") is True:
            why = "its parts fit in no table"
            self.ledger.lose(f"{where}/repeats", True, why, "asked once")
        title = self._text(item, where)
        kept = (
            ("linkId", "type") if item.get("repeats") else ("linkId", "type", "repeats")
        )
        self._carry(item, where, "section", *kept)
        self.items(item, where, (*path, title), gates)

    def _enter(self, path: tuple[dict[str, str], ...]) -> None:
        if not path:
            self.draft.section("questions", self.draft.title)
            return
        every = [tag for tag in path[0] if all(tag in part for part in path)]
        title = {tag: " – ".join(part[tag] for part in path) for tag in every}
        self.draft.section(next(iter(title.values())), title)

    def _help(self, notes: list[tuple[dict[str, Any], str]]) -> dict[str, str] | None:
        if not notes:
            return None
        texts = []
        for item, where in notes:
            texts.append(self._text(item, where))
            self._carry(item, where, "help", "linkId", "type")
        tags = [tag for tag in texts[0] if all(tag in text for text in texts)]
        return {tag: "\n".join(text[tag] for text in texts) for tag in tags}

    def _question(
        self, item: dict[str, Any], where: str, help_text: dict[str, str] | None
    ) -> str:
        foreign = str(item.get("linkId", where))
        text = self._text(item, where)
        if word(item, "type") == "group":
            shape = self._table(item, where)
        else:
            shape = shape_of(self.draft, item, where, self.contained)
            text = {tag: f"{words}{shape.beside}" for tag, words in text.items()}
            if item.get("repeats") is True:
                shape = self._repeated(shape, item, where, text)
        link_id = self.draft.ask(
            foreign,
            shape.kind,
            text,
            help=help_text,
            required=item.get("required") is True,
            **shape.rest,
        )
        self._carry(item, where, link_id, "linkId", "type", "required", "repeats")
        self._note_fields(foreign, link_id, shape)
        return link_id

    def _table(self, item: dict[str, Any], where: str) -> Shape:
        self.ledger.carry(f"{where}/repeats", "table")
        return columns_of(self.draft, item, where, self.contained)

    def _repeated(
        self, shape: Shape, item: dict[str, Any], where: str, text: dict[str, str]
    ) -> Shape:
        """Return a type that can be answered several times."""
        self.ledger.carry(f"{where}/repeats", "several answers")
        if shape.kind == "attachment" or shape.beside:
            return shape
        if shape.kind == "choice":
            return Shape("multi_choice", shape.rest, shape.unit, shape.codes)
        column = {"id": ONLY_COLUMN, "type": shape.kind, "text": text, **shape.rest}
        inner = {str(item.get("linkId", where)): (ONLY_COLUMN, shape)}
        return Shape("table", {"columns": [column]}, columns=inner)

    def _note_fields(self, foreign: str, link_id: str, shape: Shape) -> None:
        if not shape.columns:
            found = Field(link_id, shape.kind, shape.unit, "", shape.codes)
            self.fields.setdefault(foreign, found)
        for below, (column, inner) in shape.columns.items():
            found = Field(link_id, inner.kind, inner.unit, column, inner.codes)
            self.fields.setdefault(below, found)
        self.fields.setdefault(foreign, Field(link_id, "table"))

    def _text(self, item: dict[str, Any], where: str) -> dict[str, str]:
        text = text_of(self.draft, item, "text", where, str(item.get("linkId", "—")))
        prefix = item.get("prefix")
        if isinstance(prefix, str) and prefix.strip():
            self.ledger.carry(f"{where}/prefix", "text")
            return {tag: f"{prefix} {words}" for tag, words in text.items()}
        return text

    def _carry(self, item: dict[str, Any], where: str, became: str, *keys: str) -> None:
        for key in keys:
            if key in item and not self.ledger.knows(f"{where}/{key}"):
                self.ledger.carry(f"{where}/{key}", became)
