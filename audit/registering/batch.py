"""What is about to be recorded together: checked documents, in the order of need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from audit.canonical import canonical
from audit.errors import InputError, Problem
from audit.register.model import New

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.documents import Document
    from audit.loading import Loaded
    from audit.questionnaire.model import Questionnaire
    from audit.register.model import Kind, Record
    from audit.registering.shelf import Shelf
    from audit.response.model import Response
    from audit.vendor.model import VendorCard

JSON = "application/json"


@dataclass(frozen=True)
class Batch:
    """Grows while files are taken in; what it holds counts as if it were recorded.

    ``there`` are the records of what was in the register already.
    """

    shelf: Shelf
    card: VendorCard
    by: str
    news: list[New] = field(default_factory=list)
    there: list[Record] = field(default_factory=list)
    responses: list[Loaded[Response]] = field(default_factory=list)
    questionnaires: list[Loaded[Questionnaire]] = field(default_factory=list)

    def add(
        self,
        kind: Kind,
        subject: str,
        content: bytes,
        about: Mapping[str, Any],
        media_type: str = JSON,
        document: Document | None = None,
    ) -> None:
        """Put one of the vendor's documents into the batch.

        A ``document`` that says what the newest of its subject says is there already,
        however it is laid out.
        """
        if document is not None:
            newest = next(self.shelf.newest(kind, self.card.id, subject), None)
            if newest and newest.document.digest == document.digest:
                self.there.append(newest.record)
                return
        self._put(kind, self.card.id, subject, content, about, media_type)

    def add_shared(
        self,
        kind: Kind,
        subject: str,
        document: Document,
        content: bytes | None = None,
        media_type: str = JSON,
    ) -> None:
        """Put in a questionnaire or policy, which is nobody's, unless it is there.

        Without ``content`` it is written canonically.
        """
        there = any((n.kind, n.subject) == (kind, subject) for n in self.news)
        if there or self.shelf.holds(kind, subject, document):
            return
        content = canonical(document.data) if content is None else content
        self._put(kind, None, subject, content, {}, media_type)

    def _put(
        self,
        kind: Kind,
        vendor: str | None,
        subject: str,
        content: bytes,
        about: Mapping[str, Any],
        media_type: str,
    ) -> None:
        try:
            new = New(
                kind=kind,
                vendor=vendor,
                subject=subject,
                content=content,
                media_type=media_type,
                by=self.by,
                about=dict(about),
            )
        except ValidationError as error:
            place, reason = error.errors()[0]["loc"], error.errors()[0]["msg"]
            message = (
                f"{kind} '{subject[:80]}' cannot be recorded: {place[0]}: {reason}"
            )
            raise InputError.of(Problem("register-record", message)) from None
        self.news.append(new)

    def questionnaire(self, name: str, version: str | None) -> Loaded[Questionnaire]:
        """Return a questionnaire of this batch, the register or the toolkit.

        Without a version it is the newest.
        """
        for loaded in reversed(self.questionnaires):
            found = loaded.record
            if found.id == name and version in {None, found.version}:
                return loaded
        return self.shelf.questionnaire(name, version)

    def known_responses(self) -> Iterator[tuple[str, Response]]:
        """Yield digest and record of the vendor's responses, the newest first."""
        for loaded in reversed(self.responses):
            yield loaded.digest, loaded.record
        for found, response in self.shelf.responses(self.card.id):
            yield found.document.digest, response

    def answered(self, digest: str, place: Problem, document: Document) -> Response:
        """Return the response of a digest; InputError at the place when none is."""
        for known, response in self.known_responses():
            if known == digest:
                return response
        raise InputError.of(document.at(place))

    def refuse_other(self, name: str, pointer: str, document: Document) -> None:
        """Refuse a document about a company that is not the card's."""
        if name != self.card.name:
            message = (
                f"this is about '{name}', and '{self.card.id}' is '{self.card.name}'"
            )
            hint = (
                "give the right vendor, or set its card's name as its responses give it"
            )
            problem = Problem("register-other-vendor", message, pointer, hint)
            raise InputError.of(document.at(problem))
