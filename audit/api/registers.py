"""What many vendors need: a register, its overview, all judged again."""

from __future__ import annotations

from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING

from audit import pipeline
from audit.api.given import day_of, moment_of
from audit.bulk import ordering
from audit.register import store
from audit.register.store import Register
from audit.registering.identities import read_identities

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.api.given import Place
    from audit.bulk.ordering import Done
    from audit.report.register.portfolio import Portfolio


def open_register(
    where: Place, identity: Place | None = None, passphrase: str | bytes = b""
) -> Register:
    """Open a register; ``with`` closes it again.

    Args:
        where: its folder, or ``postgresql://host/database``.
        identity: file of your age identity, for a sealed one.
        passphrase: that of the identity, if it has one.

    Raises:
        InputError: there is no register, or one of a newer toolkit.
        KeyProblem: the identity does not open.
    """
    secret = passphrase.encode() if isinstance(passphrase, str) else passphrase
    found = read_identities(Path(identity), lambda: secret) if identity else ()
    return store.open_register(fspath(where), found)


def portfolio(
    register: Register, *, as_of: date | None = None, soon: int = 90
) -> Portfolio:
    """Return how every vendor stands on a day, the most urgent first.

    Args:
        register: an opened one.
        as_of: the day, today if it is not given.
        soon: days ahead that count as soon.
    """
    return pipeline.portfolio(register, day_of(as_of), soon=soon)


def rescore(
    responses: Register | Iterable[Place],
    policy: Place,
    *,
    as_of: date | None = None,
    processes: int = 1,
) -> Done:
    """Judge every vendor's newest response, or response files, by another policy.

    Nothing is recorded. A response that cannot be judged is a row with its fault.

    Args:
        responses: an opened register, or files.
        policy: id, file, or ``id@version`` of the register.
        as_of: the day, today if it is not given.
        processes: above 1, call it below ``if __name__ == "__main__":``.

    Raises:
        InputError: the policy cannot be used.
    """
    order = ordering.Order(
        policy=fspath(policy),
        as_of=day_of(as_of),
        at=moment_of(None),
        processes=processes,
    )
    if isinstance(responses, Register):
        return ordering.rescore_register(responses, order, _silent)
    files = [Path(response) for response in responses]
    return ordering.rescore_files(files, order, _silent)


def _silent(what: str, done: int, whole: int) -> None:
    """Show no progress."""
