"""Cut the power at every point of a writer's work, and look what the disk then holds.

strace records what a writer asks the system for. The calls are played again over a
model of a disk on which nothing is safe that was not synced: a file's bytes not before
the file was, a name in a folder not before the folder was. After every call the power
goes; of what was not safe some is lost: all, the bytes alone, the names alone, or any
part. What is left is laid out in a folder and opened as a register.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Protocol

from audit.register import blobs, engine
from audit.register.model import New
from audit.register.store import open_register
from tests.register.backends import AT, new

CALLS = "openat,mkdir,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,close"
PROMISED = "promised"
BATCHES = 2
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_WORD = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PATH = re.compile(r"^(\d+)<([^>]*)>")


class Loss(Protocol):
    """What a power cut takes."""

    def file(self, file: File) -> bytes:
        """Return what is left of a file's bytes."""

    def folder(self, folder: Folder) -> dict[str, Node]:
        """Return what is left of a folder's names."""


@dataclass
class File:
    """Bytes as programs see them, as they are safe, and the writes in between."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, at: int, content: bytes) -> None:
        self.now[len(self.now) :] = bytes(max(0, at - len(self.now)))
        self.now[at : at + len(content)] = content
        self.pending.append((at, content))

    def cut(self, size: int) -> None:
        del self.now[size:]
        self.pending.append((size, b""))

    def sync(self) -> None:
        self.safe = bytes(self.now)
        self.pending.clear()


@dataclass
class Folder:
    now: dict[str, Node] = field(default_factory=dict)
    safe: dict[str, Node] = field(default_factory=dict)

    def sync(self) -> None:
        self.safe = dict(self.now)


Node = File | Folder


@dataclass(frozen=True)
class Kept:
    """A cut that keeps all unsynced bytes, or names, or neither."""

    bytes: bool = False
    names: bool = False

    def file(self, file: File) -> bytes:
        return bytes(file.now) if self.bytes else file.safe

    def folder(self, folder: Folder) -> dict[str, Node]:
        return folder.now if self.names else folder.safe


@dataclass(frozen=True)
class AnyPart:
    """A cut that keeps any part of the unsynced writes and names."""

    chance: Random

    def file(self, file: File) -> bytes:
        left = File(bytearray(file.safe))
        for at, content in file.pending:
            if self.chance.random() < 0.5:
                left.write(at, content) if content else left.cut(at)
        return bytes(left.now)

    def folder(self, folder: Folder) -> dict[str, Node]:
        left = {}
        for name in {**folder.safe, **folder.now}:
            names = folder.now if self.chance.random() < 0.5 else folder.safe
            if name in names:
                left[name] = names[name]
        return left


class Disk:
    """Folders and files below a root, changed by calls as strace tells them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = _loaded(root)
        self.promised = 0
        self._places: dict[str, int] = {}

    def play(self, line: str) -> bool:
        """Do what a line of the trace says; tell whether it was about this disk."""
        match = _CALL.match(line)
        if match is None or match[3].startswith("-"):
            return False
        name, text, result = match.groups()
        words = [_decoded(word) for word in _WORD.findall(text)]
        at = _PATH.match(text)
        path = _decoded(at[2]).decode() if at else words[0].decode() if words else ""
        if path.endswith(f"/{PROMISED}") and name == "write":
            self.promised += 1
            return True
        if not Path(path).is_relative_to(self.root):
            return False
        getattr(self, f"_{name}")(path, words, text, result)
        return True

    def left(self, loss: Loss) -> dict[str, bytes]:
        """Return the files that a cut leaves, by their path below the root."""
        return dict(_left(self.top, loss, ""))

    def _node(self, path: str) -> Node | None:
        node: Node | None = self.top
        for part in Path(path).relative_to(self.root).parts:
            node = node.now.get(part) if isinstance(node, Folder) else None
        return node

    def _in(self, path: str) -> tuple[dict[str, Node], str]:
        parent = self._node(str(Path(path).parent))
        assert isinstance(parent, Folder), path
        return parent.now, Path(path).name

    def _openat(self, _: str, words: list[bytes], text: str, result: str) -> None:
        path = words[0].decode()
        names, name = self._in(path) if path != str(self.root) else ({}, "")
        if "O_CREAT" in text and name not in names:
            names[name] = File()
        assert "O_TRUNC" not in text
        self._places[result.split("<", maxsplit=1)[0]] = 0

    def _close(self, *_: object) -> None: ...

    def _mkdir(self, path: str, *_: object) -> None:
        names, name = self._in(path)
        names[name] = Folder()

    def _write(self, path: str, words: list[bytes], text: str, result: str) -> None:
        descriptor = text.split("<", maxsplit=1)[0]
        content = words[-1][: int(result)]
        self._file(path).write(self._places[descriptor], content)
        self._places[descriptor] += len(content)

    def _pwrite64(self, path: str, words: list[bytes], text: str, result: str) -> None:
        at = int(text.rsplit(", ", 1)[1])
        self._file(path).write(at, words[-1][: int(result)])

    def _ftruncate(self, path: str, _: object, text: str, __: object) -> None:
        self._file(path).cut(int(text.rsplit(", ", 1)[1]))

    def _fsync(self, path: str, *_: object) -> None:
        node = self._node(path)
        assert node is not None, path
        node.sync()

    _fdatasync = _fsync

    def _rename(self, path: str, words: list[bytes], *_: object) -> None:
        names, name = self._in(path)
        others, other = self._in(words[1].decode())
        others[other] = names.pop(name)

    def _unlink(self, path: str, *_: object) -> None:
        names, name = self._in(path)
        del names[name]

    def _file(self, path: str) -> File:
        node = self._node(path)
        assert isinstance(node, File), path
        return node


def _loaded(path: Path) -> Folder:
    folder = Folder()
    for entry in path.iterdir():
        node: Node
        if entry.is_dir():
            node = _loaded(entry)
        else:
            node = File(bytearray(entry.read_bytes()))
            node.sync()
        folder.now[entry.name] = node
    folder.sync()
    return folder


def _left(folder: Folder, loss: Loss, below: str) -> Iterator[tuple[str, bytes]]:
    for name, node in sorted(loss.folder(folder).items()):
        if isinstance(node, Folder):
            yield f"{below}{name}/", b""
            yield from _left(node, loss, f"{below}{name}/")
        else:
            yield f"{below}{name}", loss.file(node)


def _decoded(text: str) -> bytes:
    return _HEX.sub(
        lambda match: bytes.fromhex(match[0].replace("\\x", "")).decode("latin-1"), text
    ).encode("latin-1")


def documents(turn: int) -> list[New]:
    """A batch: a document of its own, a large one, and one that all batches share."""
    return [
        new(b"%d" % turn, subject=f"{turn}.0"),
        new(b"%d" % turn * 9000, subject=f"{turn}.1"),
        new(b"shared", subject=f"{turn}.2"),
    ]


def record(where: Path, *forgotten: str) -> list[str]:
    """Have a writer accept some batches; return the calls it made."""
    trace = where.with_name("trace")
    subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "1000000", "-o", trace,
         "-e", f"trace={CALLS}", sys.executable, "-m", "tests.register.power",
         where, *forgotten],
        check=True,
    )  # fmt: skip
    return trace.read_text().splitlines()


def forget(what: str) -> None:
    """Make a writer that does not sync something; it has to be found out."""
    if what == "folders":
        blobs.sync_folder = lambda _: None
    elif what == "files":
        blobs.os = _WithoutSync()  # type: ignore[attr-defined]
    elif what == "journal":  # its name is gone from the folder, or not quite
        strong = engine._make_durable

        def weaken(connection: Any, other: object) -> None:
            strong(connection, other)
            (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
            level = "NORMAL" if journal == "wal" else "FULL"
            connection.execute(f"PRAGMA synchronous={level}")

        engine._make_durable = weaken
    else:
        assert not what, what


class _WithoutSync:
    """The module ``os``, but ``fsync`` does nothing."""

    def __getattr__(self, name: str) -> Any:
        return (lambda _: None) if name == "fsync" else getattr(os, name)


def main(where: str, forgotten: str = "") -> None:
    """Be the writer that is recorded."""
    forget(forgotten)
    promised = Path(where).with_name(PROMISED).open("wb", buffering=0)
    with promised, open_register(where) as register:
        for turn in range(BATCHES):
            register.accept(documents(turn), AT)
            promised.write(b".")


if __name__ == "__main__":
    main(*sys.argv[1:])
