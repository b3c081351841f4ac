"""The items of a VSAQ questionnaire, block by block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.importers.draft import all_of
from audit.importers.names import option_names
from audit.importers.vsaq_conditions import Untranslatable, translate

if TYPE_CHECKING:
    from audit.importers.draft import Draft
    from audit.importers.ledger import Ledger

_GROUPS = {"radiogroup": "choice", "checkgroup": "multi_choice"}
_INPUTS = {"date": "date", "number": "decimal"}
_KINDS = {*_GROUPS, "line", "box", "check", "yesno", "upload"}
_MAX_TEXT = 10_000
#: What VSAQ offers by itself below a group with a default choice.
_NONE_OF_THESE = "None of the above."
_VISIBLE = "the question is always asked"

#: An expression and the place where it stands.
Gate = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """What an id of VSAQ stands for: a question, or one option of it."""

    link_id: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """The text of an info item, and the item's place."""

    text: str
    where: str


@dataclass
class Reading:
    """Walks the items; conditions are linked when every id is known."""

    draft: Draft
    ledger: Ledger
    targets: dict[str, Target] = field(default_factory=dict)
    _gates_of: dict[str, tuple[Gate, ...]] = field(default_factory=dict)
    _shown_when: dict[str, dict[str, Any]] = field(default_factory=dict)
    _gated: list[tuple[str, tuple[Gate, ...]]] = field(default_factory=list)

    def block(
        self,
        items: Any,
        pointer: str,
        path: tuple[str, ...] = (),
        around: tuple[Gate, ...] = (),
    ) -> None:
        """Read the items of a block; an info belongs to the question behind it."""
        notes: list[Note] = []
        for index, item in enumerate(items if isinstance(items, list) else ()):
            where = f"{pointer}/{index}"
            if not isinstance(item, dict):
                continue
            kind, text = _text(item, "type"), _text(item, "text")
            gates = (*around, *_own_gate(item, where))
            self._gates_of.setdefault(_text(item, "id"), gates)
            if kind == "block":
                self._carry(item, where, "section", "type", "text", "id")
                below = (*path, text) if text else path
                self.block(item.get("items"), f"{where}/items", below, gates)
            elif kind == "info":
                notes.append(Note(text, where))
            elif kind == "tip":
                self._tip(item, where)
            elif kind in _KINDS:
                self._enter(path, where)
                self._question(item, where, notes, gates)
                notes = []
        for note in notes:
            why = "no question follows it in its block"
            self.ledger.lose(note.where, note.text, why)

    def link_conditions(self) -> None:
        """Translate every condition; one that cannot be said hides nothing."""
        known: dict[Gate, dict[str, Any] | None] = {}
        for link_id, gates in self._gated:
            for gate in gates:
                if gate not in known:
                    known[gate] = self._translated(*gate)
            kept = [condition for g in gates if (condition := known[g]) is not None]
            self.draft.gate(link_id, kept, gates[-1][1])

    def _translated(self, expression: str, where: str) -> dict[str, Any] | None:
        try:
            condition = translate(expression, self._refer)
        except Untranslatable as error:
            self.ledger.lose(where, expression, f"the condition: {error}", _VISIBLE)
            return None
        self.ledger.carry(where, "enable_when")
        return condition

    def _refer(self, name: str, depth: int = 0) -> dict[str, Any]:
        """Return the condition that one name stands for."""
        if name.startswith("^"):
            return self._shown(name, depth)
        plain, _, value = name.partition("/")
        target = self.targets.get(plain)
        if target is None:
            raise Untranslatable(f"nothing here has the id '{plain}'")
        if value not in {"", "yes", "no"}:
            raise Untranslatable(f"'{name}' asks for a text")
        if target.kind == "boolean":
            return {"answer": target.link_id, "is": value != "no"}
        if target.kind == "choice" and value:
            return {"answer": target.link_id, "is": value}
        if not target.code:
            return {"answer": target.link_id, "answered": True}
        if target.kind == "multi_choice":
            return {"answer": target.link_id, "includes_any": [target.code]}
        return {"answer": target.link_id, "is": target.code}

    def _shown(self, name: str, depth: int) -> dict[str, Any]:
        """Return the condition under which the item after ``^`` is shown."""
        if name not in self._shown_when:
            gates = self._gates_of.get(name[1:], ())
            if not gates or depth:
                message = f"'{name}' names no item with a plain condition"
                raise Untranslatable(message)
            inner = [translate(e, lambda n: self._refer(n, 1)) for e, _ in gates]
            self._shown_when[name] = all_of(inner) or {}
        return self._shown_when[name]

    def _enter(self, path: tuple[str, ...], where: str) -> None:
        title = " – ".join(path[1:] or path) or next(iter(self.draft.title.values()))
        self.draft.section(title, self.draft.text(title, where, html=True))

    def _question(
        self,
        item: dict[str, Any],
        where: str,
        notes: list[Note],
        gates: tuple[Gate, ...],
    ) -> None:
        words, help_text = self._words(item, where, notes)
        shape, options = self._shape(item, where)
        kind = shape.pop("type")
        if kind == "boolean" and item["type"] in _GROUPS:
            words = "\n".join([words, *shape.pop("only", ())])
        foreign = _text(item, "id") or next(iter(options), "") or words[:40]
        link_id = self.draft.ask(
            foreign,
            kind,
            self.draft.text(words, f"{where}/text", html=True),
            help=self.draft.text(help_text, where, html=True) if help_text else None,
            required=item.get("required") is True,
            **shape,
        )
        self._carry(item, where, link_id, "type", "text", "id", "required", "choices")
        self.targets.setdefault(_text(item, "id"), Target(link_id, kind))
        for choice, code in options.items():
            self.targets.setdefault(choice, Target(link_id, kind, code))
        if gates:
            self._gated.append((link_id, gates))

    def _words(
        self, item: dict[str, Any], where: str, notes: list[Note]
    ) -> tuple[str, str]:
        """Return the question and its help; without a text the infos ask it."""
        for note in notes:
            self._carry(
                {"type": 1, "text": 1, "id": 1}, note.where, where, "type", "text"
            )
        told = "\n".join(note.text for note in notes)
        text = _text(item, "text")
        return (text, told) if text else (told or _text(item, "id"), "")

    def _shape(
        self, item: dict[str, Any], where: str
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the type with what belongs to it, and the options' codes by id."""
        kind = item["type"]
        if kind in _GROUPS:
            return self._group(item, where)
        if kind == "check":
            return {"type": "boolean"}, {}
        if kind == "yesno":
            return self._yes_or_no(item, where), {}
        if kind == "upload":
            return {"type": "attachment"}, {}
        wanted = _INPUTS.get(_text(item, "inputType"), "text")
        if "inputType" in item:
            self.ledger.carry(f"{where}/inputType", wanted)
        if wanted != "text":
            return {"type": wanted}, {}
        longest = item.get("maxlength")
        fits = isinstance(longest, int) and 1 <= longest <= _MAX_TEXT
        if fits:
            self.ledger.carry(f"{where}/maxlength", "max_length")
        return {"type": "text", "max_length": longest if fits else _MAX_TEXT}, {}

    def _yes_or_no(self, item: dict[str, Any], where: str) -> dict[str, Any]:
        """Return a choice of the two texts of a question for yes or no."""
        options = []
        for code in ("yes", "no"):
            place = f"{where}/{code}"
            label = self.draft.text(_text(item, code) or code, place, html=True)
            options.append({"code": code, "label": label})
            self._carry(item, where, f"option {code}", code)
        return {"type": "choice", "options": options}

    def _group(
        self, item: dict[str, Any], where: str
    ) -> tuple[dict[str, Any], dict[str, str]]:
        names = option_names()
        codes: dict[str, str] = {}
        options: list[dict[str, Any]] = []
        for index, choice in enumerate(_listed(item, "choices")):
            for foreign, label in choice.items() if isinstance(choice, dict) else ():
                place = f"{where}/choices/{index}/{foreign}"
                codes[foreign] = names.make(foreign)
                text = self.draft.text(str(label), place, html=True)
                options.append({"code": codes[foreign], "label": text})
        if item.get("defaultChoice") is True:
            code = names.make("none-of-the-above")
            label = self.draft.text(_NONE_OF_THESE, where)
            alone = {"exclusive": True} if item["type"] == "checkgroup" else {}
            options.append({"code": code, "label": label, **alone})
            self.ledger.carry(f"{where}/defaultChoice", f"option {code}")
        if len(options) < 2:
            why = "one option alone is no choice"
            self.ledger.lose(f"{where}/type", item["type"], why, "a yes/no question")
            only = [next(iter(option["label"].values())) for option in options]
            return {"type": "boolean", "only": only}, dict.fromkeys(codes, "")
        if "defaultChoice" in item:
            self.ledger.carry(f"{where}/defaultChoice", "no further option")
        return {"type": _GROUPS[item["type"]], "options": options}, codes

    def _tip(self, item: dict[str, Any], where: str) -> None:
        severity = _text(item, "severity") or "no severity"
        what = f"{severity}: {_text(item, 'name') or _text(item, 'text')}"
        when = _text(item, "cond")
        shown = f"{what}, when {when}" if when else what
        self.ledger.lose(where, shown, "findings are a matter of policies")

    def _carry(self, item: dict[str, Any], where: str, became: str, *keys: str) -> None:
        for key in keys:
            if key in item:
                self.ledger.carry(f"{where}/{key}", became)


def _own_gate(item: dict[str, Any], where: str) -> tuple[Gate, ...]:
    expression = _text(item, "cond").strip()
    return ((expression, f"{where}/cond"),) if expression else ()


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _listed(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []
