"""Tasks of files: responses, packed ones, and folders of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import library
from audit.assessment.inputs import SignatureFact
from audit.bulk.model import Item, Task, told
from audit.bulk.opening import pack
from audit.canonical import canonical
from audit.documents import read_document, validate
from audit.errors import AuditError, InputError, Problem
from audit.evidence_files import observe
from audit.response.model import Response
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audit.documents import Document


@dataclass(frozen=True, slots=True)
class Loose:
    """Files as a source of tasks; review and exceptions lie beside a response."""

    given: Sequence[Path]

    def tasks(self) -> Iterator[Task]:
        """Yield each response; one that cannot be read yields its fault."""
        for path in self._files():
            try:
                item, response = _opened(path)
            except (AuditError, OSError) as error:
                fault = told(error) if isinstance(error, AuditError) else str(error)
                yield Task(str(path), "", "", "", fault=fault)
                continue
            asked = response.questionnaire
            name = f"{asked.id}@{asked.version}"
            digest = hashlib.sha256(repr(item).encode()).hexdigest()
            yield Task(str(path), response.response_id, name, digest)

    def _files(self) -> Iterator[Path]:
        for path in self.given:
            if not path.is_dir():
                yield path
                continue
            found = [*sorted(path.rglob("response.json")), *sorted(path.glob("*.zip"))]
            if not found:
                message = "no response is in this folder"
                hint = "a folder holds response.json (also deeper) or .zip files"
                problem = Problem("bulk-responses", message, "", hint, str(path))
                raise InputError.of(problem)
            yield from found

    def questionnaire(self, name: str) -> Document:
        """Return the shipped questionnaire of the id."""
        own, _, _ = name.partition("@")
        return read_document(library.find("questionnaires", own))

    def load(self, task: Task) -> Item:
        """Read a task's files again; InputError names what cannot be read."""
        from pathlib import Path

        return _opened(Path(task.vendor))[0]


def _opened(path: Path) -> tuple[Item, Response]:
    with opened(path) as submission:
        document = read_response(submission)
        response = validate(Response, document)
        observed = observe(response.evidence, submission.evidence)
    review, exceptions = (_beside(path, name) for name in ("review", "exceptions"))
    item = Item(
        name=str(path),
        response=pack(canonical(document.data)),
        reviews=(review,) if review else (),
        exceptions=exceptions,
        observed=observed,
        signature=SignatureFact(status="unsigned"),
    )
    return item, response


def _beside(path: Path, name: str) -> bytes | None:
    file = path.parent / f"{name}.json"
    return pack(canonical(read_document(file).data)) if file.is_file() else None
