"""A real PostgreSQL for tests: a cluster of its own in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def binaries() -> Path | None:
    """Where Debian keeps the newest server's programs; None without one."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Path]:
    """Yield the folder with the socket of a running server; it is gone afterwards.

    The server refuses to run as root, who runs it as the user ``postgres`` then.
    """
    programs = binaries()
    assert programs is not None
    # Not in pytest's folder, which other users cannot enter; its paths are also
    # longer than a socket's may be.
    folder = Path(tempfile.mkdtemp(prefix="audit-pg-", dir="/tmp"))
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c shared_buffers=16MB"
    options += "" if durable else " -c fsync=off -c full_page_writes=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        made = [str(programs / "initdb"), "-D", str(data), "-A", "trust"]
        _run([*made, "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"])
        _run([*control, "-o", options, "-l", str(folder / "log"), "start"])
        try:
            yield folder
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def outage(folder: Path, _writer: int = 0) -> None:
    """Kill a server with all its processes, as they are, and start it again."""
    data = folder / "data"
    keeper = int((data / "postmaster.pid").read_text().splitlines()[0])
    parents = [
        path for path in Path("/proc").glob("[0-9]*/stat") if _child(path, keeper)
    ]
    for number in (keeper, *(int(path.parent.name) for path in parents)):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            while True:  # until it is buried, pg_ctl takes it for alive
                os.kill(number, 0)
                time.sleep(0.01)
    programs = binaries()
    assert programs is not None
    log = str(folder / "log")
    _run([str(programs / "pg_ctl"), "-D", str(data), "-w", "-s", "-l", log, "restart"])


def _child(stat: Path, parent: int) -> bool:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1]) == parent
    except OSError:  # it ended meanwhile
        return False


def _run(command: list[str]) -> None:
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
