"""The head of a register in a report: every copy of it keeps the head elsewhere."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.register.checkpoint import Checkpoint, read_checkpoint

#: The file's name among those that a report carries.
REPORT_HEAD = "register-head.json"


class ReportHead(BaseModel):
    """Where the register stood when the report was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal["audit-report-head/1"] = "audit-report-head/1"
    checkpoint: str


def pack_head(checkpoint: Checkpoint) -> bytes:
    """Return the file's content."""
    return canonical(ReportHead(checkpoint=checkpoint.text).model_dump())


def unpack_head(raw: bytes, file: str) -> Checkpoint:
    """Return the head in the file; InputError when it is malformed."""
    found = validate(ReportHead, read_json(raw, file))
    return read_checkpoint(found.checkpoint, file)
