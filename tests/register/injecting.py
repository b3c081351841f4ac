"""Have the system refuse one call of a writer: strace answers in the kernel's place.

    python -m tests.register.injecting

A child waits until strace watches it, then accepts documents; the nth call of a kind
fails with an error, once. Then it tries the same again. Prints a line of JSON for every
refusal.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit.cli.failures import exit_code
from audit.errors import AuditError
from audit.register import merkle
from audit.register.check import verify
from audit.register.store import Register, create_register, open_register
from tests.register.backends import AT, new

#: Kinds of calls that write, and the errors that each can come to.
CALLS = {
    "write": ("EIO", "ENOSPC", "EINTR"),
    "pwrite64": ("EIO", "ENOSPC"),
    "fsync,fdatasync": ("EIO", "ENOSPC", "EINTR"),
    "openat": ("EIO", "ENOSPC", "EINTR", "EMFILE"),
    "rename": ("EIO", "ENOSPC"),
    "mkdir": ("EIO", "ENOSPC"),
    "unlink": ("EIO",),
    "flock": ("EINTR", "ENOLCK"),
    "utimensat": ("EIO",),
}
MOST = 20
_ALLOW_ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1))


def documents(turn: int) -> list[Any]:
    return [
        new(b"%d %d " % (turn, part) + bytes(5000 * part), subject=f"{turn}.{part}")
        for part in range(2)
    ]


def write(register: Register, turn: int, told: int, tell: int) -> None:
    """Be the writer: try, say what came of it, and when told to, try again."""
    for _ in range(2):
        os.read(told, 1)
        found: dict[str, Any] = {"code": 0, "said": ""}
        try:
            register.accept(documents(turn), AT)
        except AuditError as error:
            found = {"code": int(exit_code(error)), "said": str(error)}
        except BaseException as error:  # noqa: BLE001 - what a user must never see
            found = {"code": 1, "said": repr(error)}
        # Not by write(2), which is one of the calls that are refused.
        os.writev(tell, [json.dumps(found).encode() + b"\n"])
    os.read(told, 1)


@contextmanager
def writer(register: Register, turn: int) -> Iterator[tuple[int, int, int]]:
    """Yield a waiting writer: its process, where to tell it to go on, its answers."""
    told, telling = os.pipe()
    hearing, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(telling)
        ctypes.CDLL(None).prctl(*_ALLOW_ANY_TRACER, 0, 0, 0)
        try:
            write(register, turn, told, tell)
        finally:
            os._exit(0)
    os.close(told)
    os.close(tell)
    try:
        yield child, telling, hearing
    finally:
        os.close(telling)
        os.waitpid(child, 0)
        os.close(hearing)


@contextmanager
def refusing(child: int, calls: str, error: str, nth: int) -> Iterator[list[str]]:
    """Have the nth call of the child fail; yield a list that gets what was refused."""
    with TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        rule = f"inject={calls}:error={error}:when={nth}"
        words = ["strace", "-p", str(child), "-o", str(trace), "-e", rule]
        refused: list[str] = []
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr is not None
            assert "attached" in tracer.stderr.readline()
            yield refused
            tracer.terminate()
        lines = trace.read_text().splitlines()
        refused += [line for line in lines if "(INJECTED)" in line]


def inject(
    register: Register, calls: str, error: str, nth: int, turn: int
) -> dict[str, Any]:
    """Refuse one call; return what the writer said and what the register then held."""
    # Closed, a register connects anew when it is used: here, and in the writer.
    with register:
        before = register.head().size
    with writer(register, turn) as (child, telling, hearing):
        with refusing(child, calls, error, nth) as refused:
            os.write(telling, b".")
            first = json.loads(_line(hearing))
            with register:
                between = register.head().size - before
                root = merkle.Frontier.of(register.leaf_hashes()).root
                sound = register.head().root == root
        os.write(telling, b".")
        second = json.loads(_line(hearing))
    with register:
        added = list(register.records(after=before - 1))
        contents = [register.read(record) for record in added]
    return {
        "calls": calls, "error": error, "nth": nth, "refused": "".join(refused),
        "code": first["code"], "said": first["said"], "between": between,
        "sound": sound, "again": second["code"], "said_again": second["said"],
        "kept": contents == [document.content for document in documents(turn)],
    }  # fmt: skip


def _line(pipe: int) -> bytes:
    said = b""
    while not said.endswith(b"\n"):
        chunk = os.read(pipe, 65536)
        assert chunk, "the writer is gone"
        said += chunk
    return said


def main() -> None:
    """Refuse every call there is, one at a time."""
    turn = 0
    with TemporaryDirectory() as folder:
        where = f"{folder}/register"
        with create_register(where) as register:
            register.accept(documents(turn), AT)
        for calls, errors in CALLS.items():
            for error in errors:
                for nth in range(1, MOST + 1):
                    turn += 1
                    found = inject(register, calls, error, nth, turn)
                    if not found["refused"]:
                        break
                    sys.stdout.write(json.dumps(found) + "\n")
        with open_register(where) as register:
            assert verify(register).passed


if __name__ == "__main__":
    main()
