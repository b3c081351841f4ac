"""The officer's request: what was asked of whom, and the newest answer accepted.

The request's id and nonce stand in the blank response that the vendor is given. The
officer keeps this file and gives it with ``--request``: a response to another request,
an older one, or another one with the same sequence number is then refused.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StrictInt

from audit.documents import read_document, validate
from audit.errors import InputError, Problem
from audit.file_access import replacing
from audit.questionnaire.model import Slug, Version
from audit.questionnaire.types.base import Model
from audit.response.model import Digest, Line, Request, Response
from audit.signing.fields import Moment, write_moment
from audit.signing.keyring import unpack_ring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from audit.cases import Case, Loaded
    from audit.questionnaire.model import Questionnaire

Count = Annotated[StrictInt, Field(ge=1)]


class Asked(Model):
    """The questionnaire that was issued."""

    id: Slug
    version: Version
    digest: Digest


class Accepted(Model):
    """The newest response that was assessed under the request."""

    sequence: Count
    digest: Digest


class RequestRecord(Request):
    """The request file; ``keys_version`` is the highest list of keys seen with it."""

    format: Literal["audit-request/1"] = "audit-request/1"
    vendor: Line
    questionnaire: Asked
    issued: Moment
    accepted: Accepted | None = None
    keys_version: Count | None = None


def new_request(
    request: Request, vendor: str, questionnaire: Loaded[Questionnaire], at: datetime
) -> bytes:
    """Return the content of a new request file."""
    if not vendor.isprintable() or not 1 <= len(vendor.strip()) <= 300:
        text = "the vendor's name must be 1 to 300 characters, none of them hidden"
        raise InputError.of(Problem("request-vendor", text))
    asked = questionnaire.record
    record = RequestRecord(
        id=request.id,
        nonce=request.nonce,
        vendor=vendor,
        questionnaire=Asked(
            id=asked.id, version=asked.version, digest=questionnaire.digest
        ),
        issued=write_moment(at),
    )
    return _text(record)


def check_request(path: Path, case: Case) -> RequestRecord:
    """Return the request with this case's response as the newest accepted.

    InputError lists every reason why the response is no answer to the request.
    """
    request = validate(RequestRecord, read_document(path))
    response = validate(Response, case.response)
    version = unpack_ring(case.keys, "keys.json").version if case.keys else None
    problems = (
        *_other_request(request, response, case),
        *_older(request, response, case.response.digest),
        *_older_keys(request, version),
    )
    if problems:
        raise InputError.of(*map(case.response.at, problems))
    newest = Accepted(sequence=response.sequence, digest=case.response.digest)
    known = version or request.keys_version
    return request.model_copy(update={"accepted": newest, "keys_version": known})


def accept(path: Path, case: Case) -> None:
    """Write the response down as the newest accepted, after checking it once more."""
    content = _text(check_request(path, case))
    if path.read_bytes() != content:
        with replacing(path) as file:
            file.write(content)


def _text(record: RequestRecord) -> bytes:
    data = record.model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _other_request(
    request: RequestRecord, response: Response, case: Case
) -> Iterator[Problem]:
    answered = response.request
    if answered is None:
        hint = "ask for the response that was issued with the request"
        text = "the response answers no request"
        yield Problem("request-missing", text, "", hint)
    else:
        for part in ("id", "nonce"):
            if getattr(answered, part) != getattr(request, part):
                text = f"the response answers another request: its {part} differs"
                yield Problem(f"request-{part}", text, f"/request/{part}")
    if case.questionnaire.digest != request.questionnaire.digest:
        text = "the request was for another questionnaire"
        hint = "assess by the policy of the questionnaire that was issued"
        yield Problem("request-questionnaire", text, "/questionnaire", hint)
    if response.vendor.name != request.vendor:
        text = f"the request went to '{request.vendor}'"
        yield Problem("request-vendor", text, "/vendor/name")


def _older(
    request: RequestRecord, response: Response, digest: str
) -> Iterator[Problem]:
    newest = request.accepted
    if newest is None:
        return
    if response.sequence < newest.sequence:
        text = f"older than the response accepted last (sequence {newest.sequence})"
        hint = "an old response was sent again, or its sequence was not raised"
        yield Problem("request-older", text, "/sequence", hint)
    elif response.sequence == newest.sequence and digest != newest.digest:
        text = f"another response with sequence {newest.sequence} was accepted before"
        hint = "a changed response needs the next sequence number"
        yield Problem("request-changed", text, "/sequence", hint)


def _older_keys(request: RequestRecord, version: int | None) -> Iterator[Problem]:
    known = request.keys_version
    if known is not None and version is not None and version < known:
        text = f"the list of keys has version {version}, older than {known} seen before"
        hint = "ask its owner for the present one"
        yield Problem("keys-rollback", text, "", hint, "keys.json")
