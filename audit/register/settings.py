"""What a register was made with: its format, its name in the world, its recipients."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audit.canonical import canonical
from audit.errors import InputError, Problem
from audit.register.sealing import parse_recipient

if TYPE_CHECKING:
    from collections.abc import Sequence

Recipient = Annotated[str, Field(pattern=r"^age1[0-9a-z]{20,}$", max_length=4000)]


class Settings(BaseModel):
    """Kept as ``register.json`` or as a row of the database.

    ``origin`` names this register among all; heads begin with it. Blobs are sealed to
    the ``recipients``; without any they are kept as they are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal["audit-register/1"] = "audit-register/1"
    origin: Annotated[str, Field(pattern=r"^audit-register/[0-9a-f]{32}$")]
    recipients: tuple[Recipient, ...] = ()

    @property
    def body(self) -> bytes:
        """The canonical bytes."""
        return canonical(self.model_dump(mode="json"))


def new_settings(recipients: Sequence[str] = ()) -> Settings:
    """Return the settings of a new register, with an origin of its own."""
    origin = f"audit-register/{secrets.token_hex(16)}"
    known = dict.fromkeys(map(parse_recipient, recipients))
    return Settings(origin=origin, recipients=tuple(known))


def read_settings(body: bytes, place: str) -> Settings:
    """Return stored settings; InputError when they are not ours."""
    try:
        return Settings.model_validate_json(body)
    except ValidationError:
        message = "the settings of the register are damaged or of a newer format"
        hint = "use the toolkit that made it, or restore register.json"
        problem = Problem("register-settings", message, "", hint, place)
        raise InputError.of(problem) from None
