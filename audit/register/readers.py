"""Who can open a sealed register: its officers, and who recovers it without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audit.canonical import digest
from audit.errors import InputError, KeyProblem, Problem
from audit.register.sealing import parse_recipient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.register.sealing import Identity

Role = Literal["officer", "recovery"]
_Recipient = Annotated[str, Field(pattern=r"^age1[0-9a-z]{58}$")]


class Reader(BaseModel):
    """A public age key, whose it is and what for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    recipient: _Recipient
    role: Role
    name: Annotated[str, Field(max_length=100)] = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.recipient})" if self.name else self.recipient


Readers = tuple[Reader, ...]


def parse_reader(text: str, role: Role) -> Reader:
    """Return the reader that ``age1…`` or ``NAME=age1…`` names."""
    name, _, recipient = text.rpartition("=")
    key = parse_recipient(recipient.strip())
    try:
        return Reader(recipient=key, role=role, name=name.strip())
    except ValidationError:
        raise _refused("the name is longer than 100 characters", "shorten it") from None


def check_readers(readers: Sequence[Reader]) -> Readers:
    """Return the readers if a register may be sealed to them, else InputError.

    An officer and somebody who recovers are two keys: the loss of one must not be the
    loss of the register.
    """
    roles = {reader.role for reader in readers}
    if "officer" not in roles:
        raise _refused("nobody would read this register", "give --recipient age1…")
    if "recovery" not in roles:
        hint = (
            "give --recovery age1…, a key kept apart: audit register identity new "
            "--out recovery.age"
        )
        raise _refused("a lost identity would lose this register", hint)
    if len({reader.recipient for reader in readers}) < len(readers):
        hint = "an officer and who recovers need keys of their own"
        raise _refused("a key stands twice among the recipients", hint)
    return tuple(readers)


def find_reader(readers: Readers, who: str) -> Reader:
    """Return the one reader of a name or key; InputError lists all if there is none."""
    found = [r for r in readers if who and who in {r.name, r.recipient}]
    if len(found) == 1:
        return found[0]
    message = "several are called" if found else "none of the register's keys is"
    hint = "; ".join(map(str, readers)) or "the register is not sealed"
    raise _refused(f"{message} {who!r}", hint)


def digest_of(readers: Readers) -> str:
    """Return what a record of the log says to commit to this list."""
    return digest([reader.model_dump() for reader in readers])


def check_identities(readers: Readers, identities: Sequence[Identity]) -> None:
    """Raise KeyProblem when none of the identities given opens a sealed register."""
    known = {reader.recipient for reader in readers}
    strangers = [i.recipient for i in identities if i.recipient not in known]
    if readers and identities and len(strangers) == len(identities):
        message = f"this register is not sealed to {strangers[0]}"
        hint = "audit register officer list tells whose identities open it"
        raise KeyProblem.of(Problem("identity-stranger", message, hint=hint))


def _refused(message: str, hint: str) -> InputError:
    return InputError.of(Problem("register-recipient", message, hint=hint))
