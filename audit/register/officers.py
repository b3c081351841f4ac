"""Change who can open a sealed register, so that no crash leaves it unreadable.

The new list is noted as coming, then recorded in the log, then made the present one;
whichever the log records counts at every moment. Contents are sealed anew one by one,
under the addresses they have; a break leaves a number to go on from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical
from audit.errors import AuditError, InputError, Problem
from audit.register.model import New
from audit.register.readers import check_readers, digest_of
from audit.register.sealing import Age
from audit.register.settings import RECIPIENTS
from audit.register.store import create_register

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from audit.register.readers import Reader, Readers
    from audit.register.settings import Settings
    from audit.register.store import Register, Row

    #: Told how many records of how many are done.
    Progress = Callable[[int, int], None]

_STRIDE = 200


def create_sealed_register(
    where: str | Path, readers: Sequence[Reader], by: str, at: datetime
) -> Register:
    """Make a register that the readers alone can open; its log begins with them."""
    register = create_register(where, check_readers(readers))
    register.accept([_entry(register.readers, by)], at)
    return register


def change_readers(
    register: Register,
    readers: Sequence[Reader],
    by: str,
    at: datetime,
    progress: Progress | None = None,
) -> None:
    """Give a sealed register other readers, and seal all its contents to them.

    Args:
        register: opened with an identity.
        readers: the new list, whole.
        by: who decided it.
        at: when.
        progress: told how many records of how many are done.

    Raises:
        InputError: the list cannot be used, or some contents do not open.
    """
    wanted = check_readers(readers)
    _check_stays(_age(register), wanted)
    with register.place.alone():
        register.reload()
        _keep(register, coming=wanted, recipients=register.readers)
        register.accept([_entry(wanted, by)], at)
        _keep(register, recipients=wanted, coming=(), resealed=0)
        register.reload()
        _reseal(register, progress)


def finish_resealing(register: Register, progress: Progress | None = None) -> None:
    """Go on where a change of readers broke off."""
    _age(register).check_opens()
    with register.place.alone():
        register.reload()
        if register.readers != register.settings.recipients:
            _keep(register, recipients=register.readers, coming=(), resealed=0)
            register.reload()
        _reseal(register, progress)


def _reseal(register: Register, progress: Progress | None) -> None:
    begin, age = register.settings.resealed, _age(register)
    if begin is None:
        return
    total = register.head().size
    problems: list[Problem] = []
    for row in register.rows(after=begin - 1):
        try:
            _reseal_one(register, age, row)
        except AuditError as error:
            problems += error.problems
        if progress:
            progress(row.number + 1, total)
        if row.number % _STRIDE == 0 and not problems:
            _keep(register, resealed=row.number + 1)
    if problems:
        raise InputError.of(*problems)
    _keep(register, resealed=None)


def _reseal_one(register: Register, age: Age, row: Row) -> None:
    stored = register.stored(row.address)
    what = f"the content of record {row.number} ({row.kind} {row.subject})"
    hint = "restore it from a copy, then: audit register officer reseal"
    if stored is None:
        problem = Problem("blob-missing", f"{what} is missing", "", hint)
        raise InputError.of(problem)
    try:
        sealed, address = age.reseal(stored)
    except InputError as error:
        message = f"{what}: {error.message}"
        raise InputError.of(Problem("blob-altered", message, "", hint)) from None
    if address != row.address:
        raise InputError.of(Problem("blob-altered", f"{what} was altered", "", hint))
    register.place.replace(address, sealed)


def _check_stays(age: Age, wanted: Readers) -> None:
    age.check_opens()
    staying = {reader.recipient for reader in wanted}
    if not any(identity.recipient in staying for identity in age.identities):
        message = "your own identity would open nothing any more"
        hint = "let another officer remove you, with another --identity"
        raise InputError.of(Problem("register-recipient", message, "", hint))


def _age(register: Register) -> Age:
    if isinstance(register.sealer, Age):
        return register.sealer
    message = "this register is not sealed: everybody who has it reads it"
    hint = "make a sealed one (audit register init --recipient) and record anew there"
    problem = Problem("register-plain", message, "", hint, register.place.name)
    raise InputError.of(problem)


def _entry(readers: Readers, by: str) -> New:
    """Return the document that has the log commit to a list of readers."""
    roles = [reader.role for reader in readers]
    return New(
        kind="settings",
        vendor=None,
        subject=RECIPIENTS,
        content=canonical([reader.model_dump() for reader in readers]),
        media_type="application/json",
        by=by,
        about={
            RECIPIENTS: digest_of(readers),
            "officers": roles.count("officer"),
            "recovery": roles.count("recovery"),
        },
    )


def _keep(register: Register, **changes: object) -> None:
    settings: Settings = register.settings.model_copy(update=changes)
    register.place.keep(settings.body)
    register.settings = settings
