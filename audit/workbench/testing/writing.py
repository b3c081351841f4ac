"""Plain data as YAML for people: one line an answer."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TAKEN = frozenset("true false yes no on off null y n".split())


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        pairs = (f"{flow(key)}: {flow(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = str(value)
    if _BARE.fullmatch(text) and text.casefold() not in _TAKEN:
        return text
    return json.dumps(text, ensure_ascii=False)


def block(head: str, mapping: dict[str, Any], indent: int) -> list[str]:
    """Return a mapping with a line for each entry; nothing for an empty one."""
    if not mapping:
        return []
    room = " " * indent
    entries = [f"{room}  {flow(k)}: {flow(v)}" for k, v in mapping.items()]
    return [f"{room}{head}:", *entries]
