"""Many processes that write one register at once.

    python -m tests.register.writers WHERE --writers 32 --each 50

Prints how long they took and what the register holds; exits with 1 when a record was
lost, doubled or refused.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter

import click

from audit.register.merkle import Frontier
from audit.register.store import open_register
from tests.register.backends import AT, new


def write(where: str, name: int, each: int) -> None:
    with open_register(where) as register:
        for turn in range(each):
            subject = f"w{name}-{turn}"
            content = f"{name} {turn}".encode()
            found = register.accept([new(content, subject=subject), new(b"shared")], AT)
            assert found[0].subject == subject


def in_child(where: str, name: int, each: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        write(where, name, each)
    except BaseException as error:  # noqa: BLE001 - a child must end here
        sys.stderr.write(f"writer {name}: {error}\n")
        os._exit(1)
    os._exit(0)


@click.command()
@click.argument("where")
@click.option("--writers", default=32)
@click.option("--each", default=10)
def main(where: str, writers: int, each: int) -> None:
    """Write from many processes, then look at what is there."""
    start = time.perf_counter()
    children = [in_child(where, name, each) for name in range(writers)]
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    seconds = time.perf_counter() - start
    with open_register(where) as register:
        records = list(register.records())
        head = register.head()
        root = Frontier.of(register.leaf_hashes()).root
    subjects = Counter(record.subject for record in records)
    wanted = {f"w{name}-{turn}" for name in range(writers) for turn in range(each)}
    sound = (
        failed == 0
        and subjects == Counter({"r1", *wanted})
        and [record.number for record in records] == list(range(len(wanted) + 1))
        and (head.size, head.root) == (len(records), root)
    )
    click.echo(
        f"{writers} writers, {len(records)} records, {failed} failed, {seconds:.1f} s"
    )
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
