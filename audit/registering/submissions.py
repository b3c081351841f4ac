"""Take in a response with its evidence and its signature, packed or loose."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from audit.cases import check_response, read_small
from audit.checking import named_questionnaire, schema_problems
from audit.documents import refuse
from audit.documents.positions import shown
from audit.errors import EvidenceError, InputError, Problem
from audit.evidence_files import safe_path
from audit.file_access import open_regular
from audit.registering.papers import record_signature, signed_digest
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from pathlib import Path

    from audit.documents import Document
    from audit.loading import Loaded
    from audit.registering.batch import Batch
    from audit.registering.parcel import Parcel
    from audit.response.evidence_item import EvidenceItem
    from audit.response.model import Response

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[A-Za-z0-9.+-]+")


def take_submission(batch: Batch, parcel: Parcel) -> None:
    """Take a response, what lies beside it, and the questionnaire it answers."""
    with opened(parcel.path) as submission:
        document = read_response(submission)
        loaded = _checked(batch, document)
        record_response(batch, loaded, submission.response.read_bytes())
        _take_evidence(batch, loaded, submission.evidence)
        if submission.envelope is not None:
            raw, name = read_small(submission.envelope), str(submission.envelope)
            _refuse_other_signature(loaded, raw, name)
            record_signature(batch, raw, name)


def _refuse_other_signature(loaded: Loaded[Response], raw: bytes, name: str) -> None:
    if signed_digest(raw, name) != loaded.digest:
        message = "the signature beside this response is of another one"
        hint = "let the vendor sign the response as it is, or remove the signature"
        problem = Problem("signature-response", message, "", hint, name)
        raise InputError.of(problem)


def _checked(batch: Batch, document: Document) -> Loaded[Response]:
    name = named_questionnaire(document)
    asked = batch.questionnaire(name, document.data["questionnaire"].get("version"))
    loaded = check_response(document, asked)
    refuse(schema_problems(document.data, asked), document)
    subject = f"{asked.record.id}@{asked.record.version}"
    batch.add_shared("questionnaire", subject, asked.document)
    return loaded


def record_response(batch: Batch, loaded: Loaded[Response], raw: bytes) -> None:
    """Put a checked response into the batch, unless it is there or older."""
    response = loaded.record
    batch.refuse_other(response.vendor.name, "/vendor/name", loaded.document)
    batch.responses.append(loaded)
    if _is_recorded(batch, loaded):
        return
    asked = response.questionnaire
    batch.add(
        "response",
        response.response_id,
        raw,
        {
            "questionnaire": f"{asked.id}@{asked.version}",
            "sequence": response.sequence,
            "authored": response.authored.isoformat(),
        },
    )


def _is_recorded(batch: Batch, loaded: Loaded[Response]) -> bool:
    """Tell whether the register holds this very response; an older one is refused."""
    mine = loaded.record
    highest = 0
    for found in batch.shelf.newest("response", batch.card.id, mine.response_id):
        if found.document.digest == loaded.digest:
            batch.there.append(found.record)
            return True
        highest = max(highest, int(found.record.about["sequence"] or 0))
    if mine.sequence <= highest:
        message = f"sequence {highest} of '{mine.response_id}' is recorded already"
        hint = "a changed response needs the next sequence number"
        problem = Problem("response-older", message, "/sequence", hint)
        raise InputError.of(loaded.document.at(problem))
    return False


def _take_evidence(batch: Batch, loaded: Loaded[Response], folder: Path) -> None:
    """Take the listed files that are there; one that is another file is refused."""
    problems = []
    for index, item in enumerate(loaded.record.evidence):
        path = safe_path(folder, item.file)
        if path is None or not path.is_file():
            continue
        with open_regular(path) as file:
            content = file.read(item.size + 1)
        if hashlib.sha256(content).hexdigest() == item.sha256:
            record_evidence(batch, item, content)
            continue
        message = f"{shown(item.file)}: not the file that was listed"
        hint = "ask the vendor for the listed file, or for a new response"
        place = f"/evidence/{index}/file"
        problem = Problem("evidence-changed", message, place, hint)
        problems.append(loaded.document.at(problem))
    if problems:
        raise EvidenceError.of(*problems)


def record_evidence(batch: Batch, item: EvidenceItem, content: bytes) -> None:
    """Put a listed file into the batch."""
    batch.add(
        "evidence",
        item.id,
        content,
        {
            "kind": item.kind,
            "expires": item.expires.isoformat() if item.expires else None,
        },
        media_type_of(item),
    )


def media_type_of(item: EvidenceItem) -> str:
    """Return what the vendor calls the file, if it is the name of a media type."""
    named = item.media_type or ""
    return named if _MEDIA_TYPE.fullmatch(named) else "application/octet-stream"


def take_if_evidence(batch: Batch, parcel: Parcel) -> bool:
    """Take a lone file that the newest response listing it calls evidence."""
    sha256 = hashlib.sha256(parcel.raw).hexdigest()
    for _, response in batch.known_responses():
        for item in response.evidence:
            if item.sha256 == sha256:
                record_evidence(batch, item, parcel.raw)
                return True
    return False
