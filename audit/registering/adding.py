"""Add files to the register: recognised, checked, and recorded all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import AuditError, InputError, Problem
from audit.registering import papers
from audit.registering.batch import Batch
from audit.registering.folders import files_in
from audit.registering.parcel import Parcel, kind_of, open_parcel
from audit.registering.reports import take_report
from audit.registering.shelf import Shelf
from audit.registering.submissions import take_if_evidence, take_submission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.register.model import Record
    from audit.register.store import Register
    from audit.registering.reports import Trust

#: Kind → how it is taken, in the order of need: later ones speak of earlier ones.
TAKERS = {
    "questionnaire": papers.take_questionnaire,
    "policy": papers.take_policy,
    "request": papers.take_request,
    "offer": papers.take_offer,
    "submission": take_submission,
    "response": take_submission,
    "review": papers.take_review,
    "exceptions": papers.take_exceptions,
    "signature": papers.take_signature,
}
_ORDER = [*TAKERS, "report"]


def add_files(
    register: Register, vendor: str, files: Sequence[Path], by: str, trust: Trust
) -> tuple[Record, ...]:
    """Record files or folders of a vendor; InputError lists what is wrong with any.

    Returned are the records of all documents, of those too that were there already.
    """
    shelf = Shelf(register)
    batch = Batch(shelf, shelf.card(vendor), by)
    parcels = [open_parcel(path) for path in files_in(files)]
    failed: list[tuple[Parcel, AuditError]] = []
    known: list[tuple[str, Parcel]] = []
    for parcel in parcels:
        try:
            known.append(kind_of(parcel))
        except InputError as error:
            failed.append((parcel, error))
    for kind, parcel in sorted(known, key=lambda one: _ORDER.index(one[0])):
        try:
            _take(batch, kind, parcel, trust)
        except AuditError as error:
            failed.append((parcel, error))
    # Evidence may be a file of any sort, so it is known by its digest alone.
    problems = [
        problem
        for parcel, error in failed
        if not take_if_evidence(batch, parcel)
        for problem in _problems(error, parcel)
    ]
    if problems:
        raise InputError.of(*problems)
    return (*batch.there, *register.accept(batch.news, trust.at))


def _take(batch: Batch, kind: str, parcel: Parcel, trust: Trust) -> None:
    if kind == "report":
        take_report(batch, parcel, trust)
    else:
        TAKERS[kind](batch, parcel)


def _problems(error: AuditError, parcel: Parcel) -> tuple[Problem, ...]:
    said = Problem("register-file", error.message, file=parcel.name)
    return error.problems or (said,)
