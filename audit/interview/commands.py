"""The typed words that are commands and no answers."""

from __future__ import annotations

from typing import Any

#: Words without the colon that mean the same where no text is asked for.
_BARE = {"?": ":help", "help": ":help", "quit": ":quit", "exit": ":quit"}


def read_command(target: Any, line: str) -> tuple[str, str]:
    """Return the command of a line and what follows it; both empty for an answer.

    The colon keeps commands apart from text; an unknown one is returned as well.
    """
    plain = line.casefold()
    if plain in _BARE and target.type != "text" and plain not in target.codes:
        return _BARE[plain], ""
    word, _, rest = line.partition(" ")
    return (word, rest.strip()) if word.startswith(":") else ("", "")
