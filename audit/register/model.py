"""What the register keeps: records, what becomes one, and the head over all of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
)

from audit.canonical import MAX_NUMBER, canonical
from audit.errors import InputError, Problem

Kind = Literal[
    "vendor",
    "questionnaire",
    "policy",
    "request",
    "response",
    "signature",
    "review",
    "exceptions",
    "evidence",
    "assessment",
    "report",
    "offer",
    "settings",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

VendorId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Address = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MediaType = Annotated[
    str, Field(pattern=r"^[a-z0-9.+-]+/[A-Za-z0-9.+-]+$", max_length=100)
]
#: A moment in UTC as RFC 3339 writes it, to the second.
Moment = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
]


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("hidden characters")
    return text


Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_printable)]
_Text = Annotated[StrictStr, Field(max_length=1000), AfterValidator(_printable)]
_Whole = Annotated[StrictInt, Field(ge=-MAX_NUMBER, le=MAX_NUMBER)]
#: The few facts that listings need, never an answer.
About = dict[
    Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")],
    StrictBool | _Whole | _Text | None,
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class New(_Frozen):
    """A document to be accepted; it becomes a record and a blob."""

    kind: Kind
    vendor: VendorId | None
    subject: Line
    content: Annotated[bytes, Field(repr=False)]
    media_type: MediaType
    by: Line
    about: About = {}


class Record(_Frozen):
    """One entry of the log: which document was accepted, when and by whom."""

    format: Literal["audit-record/1"] = "audit-record/1"
    number: Annotated[StrictInt, Field(ge=0)]
    kind: Kind
    vendor: VendorId | None
    subject: Line
    address: Address
    size: Annotated[StrictInt, Field(ge=0)]
    media_type: MediaType
    recorded_at: Moment
    by: Line
    about: About = {}

    @classmethod
    def of(cls, new: New, number: int, address: str, at: datetime) -> Self:
        """Return the record that a new document gets."""
        return cls(
            number=number,
            address=address,
            size=len(new.content),
            recorded_at=write_moment(at),
            **new.model_dump(exclude={"content"}),
        )

    @property
    def body(self) -> bytes:
        """The canonical bytes, which are the leaf's entry."""
        return canonical(self.model_dump())

    @classmethod
    def read(cls, number: int, body: bytes) -> Self:
        """Return the record of a stored body; InputError when it was altered."""
        try:
            record = cls.model_validate_json(body)
        except ValidationError:
            record = None
        if record is None or record.number != number or record.body != body:
            message = f"record {number} was altered: its body is no record {number}"
            hint = "audit register verify names everything that does not agree"
            raise InputError.of(Problem("record-altered", message, hint=hint))
        return record


class Head(_Frozen):
    """How many records there are, and the root of the tree over them."""

    size: int
    root: bytes


def write_moment(at: datetime) -> str:
    """Return an aware moment in UTC, seconds cut off: ``2026-11-24T09:30:00Z``."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
