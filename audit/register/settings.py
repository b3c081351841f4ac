"""What a register was made with: its format, its name in the world, its recipients."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audit.canonical import canonical
from audit.errors import InputError, Problem
from audit.register.readers import Readers, check_readers, digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.register.readers import Reader

#: Subject of the records that commit to the recipients.
RECIPIENTS = "recipients"


class Settings(BaseModel):
    """Kept as ``register.json`` or as a row of the database.

    Attributes:
        origin: names this register among all; heads begin with it.
        recipients: to whom contents are sealed; without any they are kept as they are.
        coming: the recipients that the log is about to record.
        resealed: number of the first record whose content is not yet sealed to the
            recipients; None when all are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal["audit-register/1"] = "audit-register/1"
    origin: Annotated[str, Field(pattern=r"^audit-register/[0-9a-f]{32}$")]
    recipients: Readers = ()
    coming: Readers = ()
    resealed: Annotated[int, Field(ge=0)] | None = None

    @property
    def body(self) -> bytes:
        """The canonical bytes."""
        return canonical(self.model_dump(mode="json"))

    def agreed(self, recorded: str | None, place: str) -> Readers:
        """Return the recipients that the log records; InputError when none are those.

        Whoever can write the settings could otherwise add a key of their own, or take
        all away, and read what is accepted from then on.
        """
        if recorded is None and not self.recipients:
            return ()
        for readers in (self.recipients, self.coming):
            if recorded == digest_of(readers):
                return readers
        message = "the recipients are not those that the log records"
        hint = "restore the settings; audit register officer add and remove change them"
        if recorded is None:
            message = "the log records no recipients"
            hint = "an init that broke off leaves this: remove it and run init again"
        problem = Problem("register-recipients", message, "", hint, place)
        raise InputError.of(problem)


def new_settings(readers: Sequence[Reader] = ()) -> Settings:
    """Return the settings of a new register, with an origin of its own."""
    origin = f"audit-register/{secrets.token_hex(16)}"
    recipients = check_readers(readers) if readers else ()
    return Settings(origin=origin, recipients=recipients)


def read_settings(body: bytes, place: str) -> Settings:
    """Return stored settings; InputError when they are not ours."""
    try:
        return Settings.model_validate_json(body)
    except ValidationError:
        message = "the settings of the register are damaged or of a newer format"
        hint = "use the toolkit that made it, or restore register.json"
        problem = Problem("register-settings", message, "", hint, place)
        raise InputError.of(problem) from None
