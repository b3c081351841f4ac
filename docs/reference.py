"""Write docs/api.md, the reference of ``import audit``, from signatures and docstrings.

Run by ``make docs``; griffe reads the source.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import griffe

import audit

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).with_name("api.md")
_HEAD = """# Python interface: reference

Made by `make docs` from the source; [Python](python.md) tells how to use it.

Every name is one of `audit`: `import audit`, then `audit.{first}`. Records are frozen.
A missing day or moment is that of the clock (UTC); `Place` is a file's name (`str` or
`os.PathLike`), `Content` that or the bytes themselves.
"""
#: Named choices that signatures speak of, where they are defined.
_CHOICES = {
    "Language": "audit.questionnaire.model",
    "ReportFormat": "audit.api.assessing",
    "ComparisonFormat": "audit.api.assessing",
    "ConditionsFormat": "audit.api.assessing",
    "KeyKind": "audit.signing.certificates",
}
_NAMES: list[str] = [*audit.__all__]
_LISTED = (griffe.DocstringSectionKind.parameters, griffe.DocstringSectionKind.raises)


def main() -> None:
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Return the page: functions by what they are for, then records, then errors."""
    found = {name: _public(name) for name in _NAMES}
    choices = [_choice(name, home) for name, home in _CHOICES.items()]
    parts = [_HEAD.format(first=_NAMES[0]), "\n".join([*choices, ""])]
    for home in dict.fromkeys(_home(name) for name in found):
        names = [name for name in found if _home(name) == home]
        if home.startswith("audit.api."):
            parts.append(f"## {_first(_module(home))}\n")
            parts += [_function(found[name]) for name in names]
    records = [n for n in sorted(found) if isinstance(found[n], griffe.Class)]
    errors = [n for n in records if _home(n) == "audit.errors"]
    parts.append("## Records\n")
    parts += [_class(found[n]) for n in records if n not in errors]
    parts.append("## Errors\n")
    parts += [_class(found[n]) for n in errors]
    return "\n".join(parts)


def faults() -> Iterator[str]:
    """Yield what is public and has no docstring or no type."""
    for name in _NAMES:
        found = _public(name)
        for path, one in ((name, found), *_members(found, name)):
            yield from _faults(path, one)


def _faults(path: str, one: griffe.Object) -> Iterator[str]:
    if isinstance(one, griffe.Attribute) and "property" not in one.labels:
        return  # a field: mypy wants its type
    if one.docstring is None:
        yield f"{path} has no docstring"
    if isinstance(one, griffe.Attribute) and one.annotation is None:
        yield f"{path} has no type"
    if isinstance(one, griffe.Function):
        bare = [p.name for p in one.parameters if p.annotation is None]
        untyped = [name for name in bare if name not in {"self", "cls"}]
        yield from (f"{path} has no type of {name}" for name in untyped)
        if one.returns is None:
            yield f"{path} has no type of what it returns"


def _members(found: griffe.Object, name: str) -> Iterator[tuple[str, griffe.Object]]:
    """Yield the public members of a class: fields, properties, methods."""
    if isinstance(found, griffe.Class):
        for key, member in found.members.items():
            if not key.startswith("_") and isinstance(member, griffe.Object):
                yield f"{name}.{key}", member


def _home(name: str) -> str:
    return audit._HOME[name]  # noqa: SLF001 - the list itself, without loading


@cache
def _module(path: str) -> griffe.Module:
    root = Path(audit.__file__).parent
    file = root.parent.joinpath(*path.split(".")).with_suffix(".py")
    return griffe.visit(
        path, file, file.read_text("utf-8"), docstring_parser=griffe.Parser.google
    )


def _public(name: str) -> griffe.Object:
    found = _module(_home(name))[name]
    if not isinstance(found, griffe.Object):
        raise TypeError(f"{name} does not live where the list says")
    return found


def _choice(name: str, home: str) -> str:
    value = str(getattr(_module(home)[name], "value", ""))
    words = value.removeprefix("Literal[").removesuffix("]").replace("'", "")
    return f"- `{name}` is one of `{words.replace(', ', '`, `')}`."


def _function(found: griffe.Object) -> str:
    if not isinstance(found, griffe.Function):
        raise TypeError(f"{found.path} is no function")
    told = found.docstring.parsed if found.docstring else []
    code = "\n".join(map(_signature, found.overloads or [found]))
    lines = [f"### {found.name}\n", "```python", code, "```\n"]
    texts = [s for s in told if s.kind is griffe.DocstringSectionKind.text]
    lines += [f"{_marked(section.value)}\n" for section in texts]
    items = [x for section in told if section.kind in _LISTED for x in section.value]
    return "\n".join([*lines, *map(_item, items), ""] if items else lines)


def _item(item: griffe.DocstringElement) -> str:
    name = getattr(item, "name", None)
    head = f"`{name}`" if name else f"raises `{item.annotation}`"
    return f"- {head}: {_marked(' '.join(item.description.split()))}"


def _signature(found: griffe.Function) -> str:
    """Return the signature, a parameter a line when it is long."""
    line = f"def {found.name}{_arguments(found)}"
    if len(line) <= 88:
        return line
    inner, _, rest = line.partition("(")[2].rpartition(")")
    parts = re.split(r", (?![^\[(]*[\])])", inner)
    return f"def {found.name}(\n" + "".join(f"    {p},\n" for p in parts) + f"){rest}"


def _arguments(found: griffe.Function) -> str:
    text = found.signature(return_type=True)
    return text.removeprefix(found.name)


def _class(found: griffe.Object) -> str:
    bases = ", ".join(map(str, getattr(found, "bases", [])))
    is_error = found.path.startswith("audit.errors.") and bases
    lines = [f"### {found.name}{f' ({bases})' if is_error else ''}\n"]
    said: dict[str, str] = {}
    for section in found.docstring.parsed if found.docstring else []:
        if section.kind is griffe.DocstringSectionKind.text:
            lines.append(f"{_marked(section.value)}\n")
        elif section.kind is griffe.DocstringSectionKind.attributes:
            said |= {item.name: item.description for item in section.value}
    names = [member for _, member in _members(found, found.name)]
    members = [_member(member, said.get(member.name, "")) for member in names]
    return "\n".join([*lines, *members, ""] if members else lines)


def _member(found: griffe.Object, said: str) -> str:
    """Return the line of a field, property or method; ``said`` is from its class."""
    told = _marked(" ".join(said.split())).removesuffix(".") or _first(found)
    ends = f": {told}" if told else ""
    if isinstance(found, griffe.Function):
        return f"- `{found.name}{_arguments(found)}`{ends}"
    return f"- `{found.name}{_type(found)}`{ends}"


def _type(found: griffe.Object) -> str:
    """Return the type of a field, that of its parameter, or what it always is."""
    kind = getattr(found, "annotation", None)
    init = found.parent.members.get("__init__") if found.parent else None
    if kind is None and isinstance(init, griffe.Function):
        known = {p.name: p.annotation for p in init.parameters}
        kind = known.get(found.name)
    if kind is not None:
        return f": {kind}"
    value = str(getattr(found, "value", ""))
    return f" = {value}" if value.startswith("'") else ""


def _first(found: griffe.Object) -> str:
    text = found.docstring.value if found.docstring else ""
    return _marked(" ".join(text.partition("\n\n")[0].split())).removesuffix(".")


def _marked(text: str) -> str:
    """Return a docstring as Markdown."""
    return text.replace("``", "`")


if __name__ == "__main__":
    main()
