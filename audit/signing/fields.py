"""What the signed JSON records share: frozen models, moments, names, key ids."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Role = Literal["vendor", "assessor", "policy_owner"]
ROLES: tuple[Role, ...] = get_args(Role)
MAX_PAYLOAD_BYTES = 1 << 20
MAX_ENVELOPE_BYTES = 2 << 20
MOMENT_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"


class SignedRecord(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _real_moment(text: str) -> str:
    read_moment(text)
    return text


def _printable(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("hidden characters or spaces at the ends")
    return text


#: A moment in UTC as RFC 3339 writes it, to the second.
Moment = Annotated[str, Field(pattern=MOMENT_FORM), AfterValidator(_real_moment)]
#: A name on one line without hidden characters.
Name = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_printable)]
#: SHA-256 of a public key in the form of TUF and in-toto.
KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def write_moment(moment: datetime) -> str:
    """Return an aware moment in UTC, seconds cut off: ``2026-11-24T09:30:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_moment(text: str) -> datetime:
    """Return the aware moment; ValueError for a day or hour that does not exist."""
    return datetime.fromisoformat(text)
