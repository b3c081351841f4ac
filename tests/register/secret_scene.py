"""Everything an officer does with a register, done in one process that can be watched.

    python -m tests.register.secret_scene FOLDER WHERE… [--sealed]

FOLDER holds a vendor's response in ``in/`` and gets keys and what is written out.
Commands run as from a shell; some of them fail on purpose, some are killed half-way.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import event
from sqlalchemy.engine import Engine

from audit.cli.main import main as audit

POLICY = ("--policy", "contact-centre-baseline", "--as-of", "2026-11-24")


def run(*words: str | Path) -> int:
    """Run a command as a shell would; return its exit code."""
    try:
        audit(list(map(str, words)), prog_name="audit", standalone_mode=True)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def killed(*words: str | Path, after: int) -> bool:
    """Run a command that is killed at its nth sync or statement; tell if it came."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads
        child = os.fork()
    if child == 0:
        sync, left = os.fsync, [after]

        def count(*_: object) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        def fsync(descriptor: int) -> None:
            count()
            sync(descriptor)

        os.fsync = fsync
        event.listen(Engine, "before_cursor_execute", count)
        run(*words)
        os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


@contextmanager
def stdout_to(path: Path) -> Iterator[None]:
    """Send what the block prints to a file, as ``>`` does."""
    kept = os.dup(1)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 1)
        yield
        sys.stdout.flush()
        os.dup2(kept, 1)
    os.close(kept)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("where", nargs=-1)
@click.option("--sealed", is_flag=True)
def main(folder: Path, where: tuple[str, ...], sealed: bool) -> None:
    """Play the scene; exit with 1 when a command ends otherwise than it should."""
    names = ("olena", "bohdan", "stranger")
    public = {name: _identity(folder / f"{name}.age") for name in names}
    codes = [play(folder, place, public, sealed) for place in where]
    click.echo(codes, err=True)
    sys.exit(any(map(any, codes)))


def play(folder: Path, where: str, public: dict[str, str], sealed: bool) -> list[int]:
    """Work on one register; return what was wrong with each command, 0 for nothing."""
    at, olena = ("--register", where), ("--identity", folder / "olena.age")
    recipients = ("--recipient", public["olena"], "--recovery", public["bohdan"])
    codes = [
        run("register", "init", *at, *(recipients if sealed else ())),
        run("register", "vendor", "set", folder / "in" / "card.json", *at, *olena),
    ]
    add = ("register", "add", "dialog-plus", folder / "in" / "response.json", *at)
    codes.append(int(not killed(*add, *olena, after=5)))
    codes.append(int(not killed(*add, *olena, after=25)))
    codes.append(run(*add, *olena))
    with stdout_to(folder / "out"):
        codes.append(run("register", "show", "--raw", _response(where), *at, *olena))
    if sealed:
        codes.append(run("register", "assess", "dialog-plus", *POLICY, *at, *olena))
        codes.append(run("register", "list", *at))
        codes.append(run("register", "verify", *at, *olena))
        new = ("register", "officer", "add", public["stranger"], *at, *olena)
        codes.append(int(not killed(*new, after=25)))
        codes.append(run(*new))
        codes.append(run("register", "show", "2", *at) - 4)
    return codes


def _identity(path: Path) -> str:
    with stdout_to(path.with_suffix(".pub")):
        run("register", "identity", "new", "--no-passphrase", "--out", path)
    return path.with_suffix(".pub").read_text().strip()


def _response(where: str) -> str:
    from audit.register.store import open_register

    with open_register(where) as register:
        return str(next(register.records(kind="response")).number)


if __name__ == "__main__":
    main()
