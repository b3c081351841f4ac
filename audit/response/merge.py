"""Merge parts of one response that several respondents filled in.

An answer counts as given unless it is ``unanswered`` or merely carried over. Given
answers that agree are joined; ones that differ are a conflict, and nothing is chosen
unless the caller prefers a part. No conflict is ever settled by order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.canonical import canonical
from audit.documents.positions import MAX_ECHO, pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: The order in which a merged response is written.
_KEYS = (
    *("$schema", "response_id", "questionnaire", "request", "sequence", "vendor"),
    *("authored", "respondents", "language", "answers", "evidence", "attestation"),
    "amends",
)
#: Keys in which parts of one response agree.
_SAME = ("questionnaire", "request", "sequence", "amends")
#: What a blank form says where nothing was filled in.
_BLANK = (None, "?")


@dataclass(frozen=True, slots=True)
class Side:
    """One part's say in a conflict: its index, the place in it, and the value there."""

    part: int
    pointer: str
    value: Any

    @property
    def shown(self) -> str:
        """Return the value as short JSON; an answer as its value or state."""
        value = self.value
        if isinstance(value, dict) and "state" in value:
            value = value.get("value", value["state"])
        text = json.dumps(value, ensure_ascii=False, default=str)
        return text if len(text) <= MAX_ECHO else f"{text[: MAX_ECHO - 1]}…"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sides that do not agree; ``what`` says on what, in the form "… differs"."""

    what: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged response's data; it means nothing while there are conflicts.

    ``overruled`` are the conflicts that the preferred part settled.
    """

    data: dict[str, Any]
    conflicts: tuple[Conflict, ...]
    overruled: tuple[Conflict, ...]


def merge(parts: Sequence[Mapping[str, Any]], prefer: int | None = None) -> Merged:
    """Merge the data of valid responses; ``prefer`` is the index of the part that wins.

    Parts of different responses (another questionnaire, request or vendor) are
    conflicts that no preference settles.
    """
    return _Merger(parts, prefer).merged()


@dataclass
class _Merger:
    parts: Sequence[Mapping[str, Any]]
    prefer: int | None
    conflicts: list[Conflict] = field(default_factory=list)
    overruled: list[Conflict] = field(default_factory=list)

    def merged(self) -> Merged:
        base = self.parts[self.prefer or 0]
        data = {key: value for key, value in base.items() if value is not None}
        self.same()
        data["vendor"] = self.vendor()
        data["authored"] = max(part["authored"] for part in self.parts)
        data["respondents"] = self.listed("respondents", "respondent")
        data["answers"] = self.answers()
        data["evidence"] = self.listed("evidence", "evidence item")
        self.files(data["evidence"])
        sides = self.sides("attestation")
        if sides:
            data["attestation"] = self.one("the attestation differs", sides).value
        if not data["respondents"]:
            del data["respondents"]
        ordered = {key: data[key] for key in _KEYS if key in data}
        return Merged(ordered, tuple(self.conflicts), tuple(self.overruled))

    def same(self) -> None:
        """Report what shows that the parts do not belong together."""
        for key in _SAME:
            default = 1 if key == "sequence" else None
            sides = [
                Side(index, f"/{key}", part.get(key, default))
                for index, part in enumerate(self.parts)
            ]
            self.insist(f"'{key}' differs", sides)
        names = [
            Side(index, "/vendor/name", part["vendor"]["name"])
            for index, part in enumerate(self.parts)
        ]
        self.insist("the vendor differs", names)

    def insist(self, what: str, sides: list[Side]) -> None:
        distinct = _distinct(sides)
        if len(distinct) > 1:
            self.conflicts.append(Conflict(what, distinct))

    def one(self, what: str, sides: list[Side]) -> Side:
        """Return the side that all agree with, or the preferred one."""
        distinct = _distinct(sides)
        if len(distinct) == 1:
            return sides[0]
        chosen = next((side for side in sides if side.part == self.prefer), None)
        found = self.conflicts if chosen is None else self.overruled
        found.append(Conflict(what, distinct))
        return chosen or sides[0]

    def sides(self, *path: str) -> list[Side]:
        """Return what the parts have at a path, blanks left out."""
        found = []
        for index, part in enumerate(self.parts):
            value: Any = part
            for key in path:
                value = value.get(key)
                if value is None:
                    break
            if value not in _BLANK:
                found.append(Side(index, pointer_of(path), value))
        return found

    def vendor(self) -> dict[str, Any]:
        found = {}
        for key in _in_order([part["vendor"] for part in self.parts]):
            sides = self.sides("vendor", key)
            if sides and key == "name":
                found[key] = sides[0].value
            elif sides:
                found[key] = self.one(f"the vendor's {key} differs", sides).value
        return {"name": self.parts[0]["vendor"]["name"]} | found

    def listed(self, key: str, word: str) -> list[Any]:
        """Join a list whose entries have ids."""
        by_id: dict[str, list[Side]] = {}
        for index, part in enumerate(self.parts):
            for number, item in enumerate(part.get(key) or ()):
                side = Side(index, f"/{key}/{number}", item)
                by_id.setdefault(item["id"], []).append(side)
        return [
            self.one(f"{word} '{name}' differs", sides).value
            for name, sides in by_id.items()
        ]

    def files(self, items: list[Any]) -> None:
        """Report different files that stand under one name; only one can lie there."""
        kept = {item["id"]: item for item in items}
        by_file: dict[str, list[Side]] = {}
        for index, part in enumerate(self.parts):
            for number, item in enumerate(part.get("evidence") or ()):
                if kept[item["id"]]["sha256"] == item["sha256"]:
                    side = Side(index, f"/evidence/{number}/file", item["sha256"])
                    by_file.setdefault(item["file"], []).append(side)
        for name, sides in by_file.items():
            self.insist(f"the file '{name[:MAX_ECHO]}' differs", sides)

    def answers(self) -> dict[str, Any]:
        first = [self.parts[self.prefer or 0], *self.parts]
        order = _in_order([part["answers"] for part in first])
        return {link_id: self.answer(link_id) for link_id in order}

    def answer(self, link_id: str) -> dict[str, Any]:
        sides = self.sides("answers", link_id)
        given = [side for side in sides if _is_given(side.value)]
        if not given:
            carried = [side for side in sides if side.value.get("carried")]
            chosen: dict[str, Any] = (carried or sides)[0].value
            return chosen
        heads = [Side(side.part, side.pointer, _head(side.value)) for side in given]
        head = self.one(f"the answer to '{link_id}' differs", heads)
        key = canonical(head.value)
        agreeing = [
            s for s, h in zip(given, heads, strict=True) if canonical(h.value) == key
        ]
        return self.joined(link_id, agreeing)

    def joined(self, link_id: str, sides: list[Side]) -> dict[str, Any]:
        """Join answers of one state and value: evidence, comment, justification."""
        whole: dict[str, Any] = {}
        for side in sides:
            whole |= {k: v for k, v in side.value.items() if k not in whole}
        for key in ("justification", "comment"):
            said = [
                Side(side.part, f"{side.pointer}/{key}", side.value[key])
                for side in sides
                if side.value.get(key)
            ]
            if said:
                whole[key] = self.one(f"the {key} of '{link_id}' differs", said).value
        named = [name for side in sides for name in side.value.get("evidence") or ()]
        if named:
            whole["evidence"] = list(dict.fromkeys(named))
        people = [s.value["respondent"] for s in sides if s.value.get("respondent")]
        return whole | ({"respondent": people[0]} if people else {})


def _distinct(sides: Sequence[Side]) -> tuple[Side, ...]:
    found: dict[bytes, Side] = {}
    for side in sides:
        found.setdefault(canonical(side.value), side)
    return tuple(found.values())


def _is_given(answer: Mapping[str, Any]) -> bool:
    return answer["state"] != "unanswered" and not answer.get("carried", False)


def _head(answer: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("state", "value")
    return {key: answer[key] for key in keys if answer.get(key) is not None}


def _in_order(maps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    return iter(dict.fromkeys(key for found in maps for key in found))
