"""Kill writers of a register at random moments, then look for what they promised.

    python -m tests.register.crash --store folder --kills 10000

A writer accepts documents without end and says of each batch, after ``accept`` has
returned, that it is kept. It is killed (SIGKILL) in a phase of its work chosen at
random, a random while after that phase began. Then the register is opened as anybody
would open it: every batch that was promised has to be there with the same bytes, every
other one has to be there wholly or not at all, and the head has to be that of the
records. Prints what was found as JSON; exits with 1 when anything is wrong.

This kills processes, not the machine: what the system was told and had not yet brought
to the disk survives here. For power cuts see ``power.py``.
"""

from __future__ import annotations

import itertools
import json
import mmap
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from audit.errors import EnvironmentProblem
from audit.register import merkle
from audit.register.check import verify
from audit.register.officers import create_sealed_register
from audit.register.places import Folder
from audit.register.readers import Reader
from audit.register.sealing import Identity
from audit.register.store import Register, create_register, open_register
from tests.register.backends import AT, OnServer, new
from tests.register.phases import PHASES, marking, phases_of
from tests.register.postgres import cluster, outage

if TYPE_CHECKING:
    from audit.register.engine import Connection
    from audit.register.model import New

#: Seconds after which a writer that never came to its phase is killed all the same.
PATIENCE = 0.5
#: Longest wait after a phase began: about as long as the longest of them takes.
LINGER = 0.003
#: Share of the kills that come at the very begin of a phase.
AT_ONCE = 0.4
#: Kills after which the register is also opened from nothing.
FRESH = 8
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'audit' AND pid <> pg_backend_pid()
"""

Opener = Callable[[], Register]
Writer = Callable[[Register, int, int], None]  # register, which life, pipe


def content(life: int, turn: int, part: int) -> bytes:
    """The document that a writer accepts, which the harness can make again."""
    chance = random.Random(f"{life} {turn} {part}")
    return chance.randbytes(chance.choice((0, 10, 1000, 30_000)))


def batch(life: int, turn: int) -> list[New]:
    return [
        new(content(life, turn, part), subject=f"{life}.{turn}.{part}")
        for part in range(parts(turn))
    ]


def parts(turn: int) -> int:
    return 1 + turn % 4


def accept_then_promise(register: Register, life: int, pipe: int) -> None:
    """Be a writer: a batch is promised when ``accept`` has returned."""
    for turn in range(1_000_000):
        register.accept(batch(life, turn), AT)
        os.write(pipe, b"%d\n" % turn)


def promise_then_accept(register: Register, life: int, pipe: int) -> None:
    """Be a writer that promises too early."""
    for turn in range(1_000_000):
        os.write(pipe, b"%d\n" % turn)
        register.accept(batch(life, turn), AT)


def contents_last(register: Register, life: int, pipe: int) -> None:
    """Be a writer whose records are there before their contents."""

    @contextmanager
    def writing(self: Folder, blobs: Mapping[str, bytes]) -> Iterator[Connection]:
        with self._locked(), self._transaction() as connection:
            yield connection
        self.blobs.put(blobs)

    Folder.writing = writing  # type: ignore[method-assign, assignment]
    accept_then_promise(register, life, pipe)


def one_by_one(register: Register, life: int, pipe: int) -> None:
    """Be a writer whose batches are many transactions."""
    for turn in range(1_000_000):
        for document in batch(life, turn):
            register.accept([document], AT)
        os.write(pipe, b"%d\n" % turn)


#: All but the first are wrong, each in one way.
WRITERS: dict[str, Writer] = {
    "sound": accept_then_promise,
    "promises-early": promise_then_accept,
    "contents-last": contents_last,
    "one-by-one": one_by_one,
}


@dataclass
class Found:
    """What the kills came to; ``wrong`` is empty when all is well."""

    kills: int = 0
    promised: int = 0
    unpromised: int = 0
    records: int = 0
    swept: int = 0
    phases: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Count another register's kills with these."""
        for name in ("kills", "promised", "unpromised", "records", "swept"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        count(self.phases, other.phases)
        self.wrong += other.wrong


def kill(child: int) -> None:
    """Kill a writer."""
    os.kill(child, signal.SIGKILL)


class Harness:
    """One register and what is known of it so far."""

    def __init__(
        self,
        opener: Opener,
        writer: Writer = accept_then_promise,
        seed: int = 0,
        strike: Callable[[int], None] = kill,
    ) -> None:
        self.opener, self.writer, self.strike = opener, writer, strike
        self.found = Found()
        self.frontier = merkle.Frontier()
        self.life = 0
        self._chance = random.Random(seed)
        self._mark = mmap.mmap(-1, 3)  # shared with the writers, and outlives them
        # Closed, it has no connection that two processes could share, and connects anew
        # when it is used; what Python has to prepare is prepared here, once.
        with opener() as self._warm:
            self._warm.accept(batch(0, 0), AT)
            self.look(self._warm, {0})
            self._phases = phases_of(self._warm)

    def kill_one(self) -> None:
        """Start a writer, kill it, look at what it left."""
        self.life += 1
        phase = self._chance.choice([*self._phases, "any"])
        at_once = self.strike is kill and self._chance.random() < AT_ONCE
        aim = PHASES.index(phase) if at_once and phase in PHASES else 0
        self._mark[:] = bytes([0, aim, self._chance.randint(1, 9)])
        with self.running() as (child, pipe):
            if aim:
                os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            else:
                if self.strike is not kill:  # a server's end costs seconds: be worth it
                    select.select([pipe], [], [], 10)
                self._await(phase)
                self.strike(child)
            said = _drained(pipe)
        count(self.found.phases, {PHASES[self._mark[0]]: 1})
        self.found.kills += 1
        self.look_again({int(turn) for turn in said.split(b"\n")[:-1]})

    @contextmanager
    def running(self) -> Iterator[tuple[int, int]]:
        """Yield a writer's process and the pipe with its promises."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._live(writing)
        os.close(writing)
        try:
            yield child, reading
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reading)

    def _live(self, pipe: int) -> None:
        try:
            with marking(self._mark):
                self.writer(self._warm, self.life, pipe)
        except EnvironmentProblem as error:
            if self.strike is kill:  # else it is its server that was killed
                os.write(2, f"writer {self.life}: {error}\n".encode())
        finally:
            os._exit(1)

    def _await(self, phase: str) -> None:
        end = time.monotonic() + PATIENCE
        if phase == "any":
            end = time.monotonic() + self._chance.uniform(0, 0.03)
        wanted = PHASES.index(phase) if phase in PHASES else -1
        while self._mark[0] != wanted and time.monotonic() < end:
            time.sleep(0.0001)
        time.sleep(self._chance.uniform(0, LINGER))

    def look_again(self, promised: set[int]) -> None:
        """Connect anew and look; whatever keeps the register from opening is wrong."""
        fresh = self.life % FRESH == 0
        try:
            with self.opener() if fresh else self._warm as register:
                self.look(register, promised)
        except Exception as error:  # noqa: BLE001 - any failure here is a finding
            self.wrong(f"the register cannot be read: {error}")

    def look(self, register: Register, promised: set[int]) -> None:
        """Compare what the last writer left with what it promised."""
        while others(register):
            time.sleep(0.001)
        seen: Counter[int] = Counter()
        for record in register.records(after=self.frontier.size - 1):
            self.frontier = self.frontier.append(merkle.leaf_hash(record.body))
            self.found.records += 1
            if record.kind == "settings":
                continue
            life, turn, part = map(int, record.subject.split("."))
            if life != self.life or register.read(record) != content(life, turn, part):
                self.wrong(f"record {record.number} is not what was accepted")
            seen[turn] += 1
        for turn in sorted(promised - set(seen)):
            self.wrong(f"batch {self.life}.{turn} was promised and is lost")
        for turn, count in seen.items():
            if count != parts(turn):
                self.wrong(f"batch {self.life}.{turn} is there in part")
        head = register.head()
        if (head.size, head.root) != (self.frontier.size, self.frontier.root):
            self.wrong("the head is not that of the records")
        self.found.promised += len(promised)
        self.found.unpromised += len(set(seen) - promised)

    def finish(self) -> Found:
        """Verify the whole register, and that a sweep takes all that is left over."""
        with self.opener() as register:
            outcome = verify(register)
            if not outcome.passed:
                self.wrong(f"verify: {outcome.first}")
            self.found.swept = register.sweep(AT.replace(year=2100))
            known = {record.address for record in register.records()}
        folder = Path(register.place.name) / "blobs"
        if folder.is_dir():
            left = {path.name for path in folder.rglob("*") if path.is_file()} - known
            if left:
                self.wrong(f"left after the sweep: {sorted(left)[:3]}")
        return self.found

    def wrong(self, text: str) -> None:
        self.found.wrong.append(f"after kill {self.found.kills}: {text}")


def others(register: Register) -> int:
    """Count sessions beside ours: a server ends what a dead client has asked for."""
    with register.place.reading() as connection:
        if connection.dialect.name == "sqlite":
            return 0
        return int(connection.exec_driver_sql(_OTHERS).scalar_one())


def count(counts: dict[str, int], more: dict[str, int]) -> None:
    """Add counts to counts."""
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number


def _drained(pipe: int) -> bytes:
    said = b""
    while chunk := os.read(pipe, 65536):
        said += chunk
    return said


def plain(where: str) -> Opener:
    """Make a plain register; return what opens it."""
    create_register(where).close()
    return lambda: open_register(where)


def sealed(where: str) -> Opener:
    """Make a sealed register; return what opens it with an identity."""
    officer, recovery = Identity.new(), Identity.new()
    readers = (
        Reader(recipient=officer.recipient, role="officer"),
        Reader(recipient=recovery.recipient, role="recovery"),
    )
    create_sealed_register(where, readers, "Olena Koval", AT).close()
    return lambda: open_register(where, [officer])


@contextmanager
def harnesses(store: str, writer: Writer, seed: int) -> Iterator[Iterator[Harness]]:
    """Yield harnesses without end, each over a register of its own."""
    if store in {"server", "outage"}:
        with cluster(durable=True) as socket:
            strike = partial(outage, socket) if store == "outage" else kill
            yield (
                Harness(plain(OnServer.empty(socket).where), writer, n, strike)
                for n in itertools.count(seed)
            )
        return
    make = sealed if store == "sealed" else plain
    with TemporaryDirectory() as folder:
        yield (Harness(make(f"{folder}/{n}"), writer, n) for n in itertools.count(seed))


@click.command()
@click.option(
    "--store",
    type=click.Choice(["folder", "sealed", "server", "outage"]),
    default="folder",
    help="Where the register lies; 'outage' kills the server and not its clients.",
)
@click.option("--kills", default=10_000, show_default=True)
@click.option("--each", default=250, show_default=True, help="Kills a register.")
@click.option("--seed", default=0, show_default=True)
@click.option("--writer", type=click.Choice(WRITERS), default="sound")
def main(store: str, kills: int, each: int, seed: int, writer: str) -> None:
    """Kill writers of registers; a writer that is not sound has to be found out."""
    total, started = Found(), time.monotonic()
    with harnesses(store, WRITERS[writer], seed) as made:
        while total.kills < kills:
            harness = next(made)
            for _ in range(min(each, kills - total.kills)):
                harness.kill_one()
            total.add(harness.finish())
    shown = asdict(total) | {"seconds": round(time.monotonic() - started, 1)}
    click.echo(json.dumps(shown, indent=2))
    sys.exit(1 if total.wrong else 0)


if __name__ == "__main__":
    main()
