"""Finished chunks in a folder, so that a killed run goes on where it was.

A chunk is named by everything that its outcomes depend on. Of a sealed register, the
files are sealed as its documents are. One that is damaged counts as not there.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from audit.bulk.model import Outcome, Verdict
from audit.errors import InputError
from audit.register.blobs import Plain, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.bulk.model import Brief, Task
    from audit.register.blobs import Sealer

FORMAT = "audit-chunk/1"
_SUFFIX = ".chunk"


def key_of(brief: Brief, tasks: Sequence[Task]) -> str:
    """Return the name of a chunk: a digest of all that its outcomes depend on."""
    sha = hashlib.sha256(FORMAT.encode())
    for part in (brief.policy, brief.questionnaire):
        sha.update(hashlib.sha256(part).digest())
    said = [brief.as_of.isoformat(), brief.engine, brief.version, brief.full]
    named = [[task.vendor, task.response, task.digest] for task in tasks]
    sha.update(json.dumps([*said, brief.language, named]).encode())
    return sha.hexdigest()


class Kept:
    """A folder of chunks; without one nothing is kept."""

    def __init__(self, folder: Path | None, sealer: Sealer | None = None) -> None:
        self._folder, self._sealer = folder, sealer or Plain()
        self.found, self.damaged = 0, 0
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def read(self, key: str, count: int) -> tuple[Outcome, ...] | None:
        """Return the outcomes of a chunk; None when they have to be made."""
        if self._folder is None:
            return None
        path = self._folder / f"{key}{_SUFFIX}"
        if not path.is_file():
            return None
        try:
            content, _ = self._sealer.unseal(path.read_bytes())
            found = _unpacked(content, key)
        except (InputError, ValueError, KeyError, TypeError):
            found = None
        if found is None or len(found) != count:
            self.damaged += 1
            return None
        self.found += 1
        return found

    def write(self, key: str, outcomes: Sequence[Outcome]) -> None:
        """Keep a chunk, whole or not at all, unless a fault in it may pass."""
        if self._folder is None or any(outcome.passing for outcome in outcomes):
            return
        sealed, _ = self._sealer.seal(_packed(key, outcomes))
        write_whole(self._folder / f"{key}{_SUFFIX}", sealed)


def _packed(key: str, outcomes: Sequence[Outcome]) -> bytes:
    rows = [_plain(outcome) for outcome in outcomes]
    said = {"format": FORMAT, "key": key, "outcomes": rows}
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _unpacked(content: bytes, key: str) -> tuple[Outcome, ...]:
    named, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != named:
        raise ValueError("damaged")
    said = json.loads(body)
    if (said["format"], said["key"]) != (FORMAT, key):
        raise ValueError("another chunk")
    return tuple(map(_outcome, said["outcomes"]))


def _plain(outcome: Outcome) -> dict[str, Any]:
    content = base64.b64encode(outcome.content).decode()
    return {**asdict(outcome), "content": content}


def _outcome(plain: dict[str, Any]) -> Outcome:
    verdict = Verdict(**plain["verdict"]) if plain["verdict"] else None
    content = base64.b64decode(plain["content"])
    return Outcome(**{**plain, "verdict": verdict, "content": content})
