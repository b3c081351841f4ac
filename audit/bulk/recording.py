"""Put the assessments of a run into the register, chunk by chunk as they come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.canonical import canonical
from audit.register.model import New
from audit.registering.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from audit.bulk.model import Outcome, Task
    from audit.bulk.rescoring import Rescoring
    from audit.documents import Document
    from audit.register.model import Kind
    from audit.register.store import Register

JSON = "application/json"
#: Assessments of one transaction.
TOGETHER = 100


def recorded(
    register: Register,
    found: Rescoring,
    pairs: Iterable[tuple[Task, Outcome]],
    by: str,
    at: datetime,
) -> Iterator[tuple[Task, Outcome]]:
    """Record what comes and hand it on without its assessment.

    What was recorded before a run was killed is not recorded again.
    """
    _record_shared(register, found, by, at)
    news: list[New] = []
    for task, outcome in pairs:
        if outcome.verdict is not None:
            news.append(_assessment(task, outcome, by, found))
        if len(news) >= TOGETHER:
            register.accept(news, at)
            news = []
        yield task, replace(outcome, content=b"", facts={})
    if news:
        register.accept(news, at)


def _record_shared(register: Register, found: Rescoring, by: str, at: datetime) -> None:
    """Record the policy and the questionnaires, unless they are there."""
    shelf, news = Shelf(register), []
    documents: list[tuple[Kind, str, Document]] = [
        ("questionnaire", name, found.source.questionnaire(name))
        for name in found.briefs
    ]
    documents.append(("policy", found.policy_name, found.policy))
    for kind, subject, document in documents:
        if not shelf.holds(kind, subject, document):
            content = canonical(document.data)
            news.append(
                New(
                    kind=kind,
                    vendor=None,
                    subject=subject,
                    content=content,
                    media_type=JSON,
                    by=by,
                )
            )
    register.accept(news, at)


def _assessment(task: Task, outcome: Outcome, by: str, found: Rescoring) -> New:
    return New(
        kind="assessment",
        vendor=task.vendor,
        subject=f"{found.policy_name}/{found.brief.as_of}",
        content=outcome.content,
        media_type=JSON,
        by=by,
        about=outcome.facts,
    )
