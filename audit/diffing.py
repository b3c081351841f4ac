"""Compare two responses of one vendor, and what the change did to the score."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.assessment.diff import AssessmentDiff, scopes_of
from audit.assessment.diff import diff as diff_assessments
from audit.cases import (
    Case,
    assess_case,
    check_response,
    engine_version,
    load_policy,
    load_questionnaire,
    questionnaire_of,
)
from audit.checking import named_questionnaire
from audit.documents import read_json, validate
from audit.errors import InputError
from audit.evidence_files import observe
from audit.response.diff import ResponseDiff, Side
from audit.response.diff import diff as diff_responses
from audit.response.migrate import Note, migrate
from audit.response.model import Response
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from audit.cases import Loaded
    from audit.documents import Document
    from audit.evidence.model import Observation
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Read:
    """One response as the present version of the questionnaire reads it.

    ``notes`` tell what of an earlier version has no place there.
    """

    document: Document
    record: Response
    notes: tuple[Note, ...]
    observed: tuple[Observation, ...]
    as_of: date


@dataclass(frozen=True)
class Difference:
    """All that ``audit diff`` tells; the last two only with a policy."""

    questionnaire: Questionnaire
    before: Read
    after: Read
    answers: ResponseDiff
    policy: Policy | None = None
    assessments: AssessmentDiff | None = None


def diff_files(
    old: Path,
    new: Path,
    as_of: date,
    *,
    old_as_of: date | None = None,
    policy: str | None = None,
    questionnaire: str | None = None,
) -> Difference:
    """Compare two responses (.json or .zip); InputError lists what is wrong with them.

    Evidence files lie beside each response. ``old_as_of`` is the day of the older one,
    ``as_of`` unless told.
    """
    loaded = _questionnaire(new, policy, questionnaire)
    before = _read(old, loaded, old_as_of or as_of)
    after = _read(new, loaded, as_of)
    found = Difference(
        loaded.record,
        before,
        after,
        diff_responses(
            Side(before.record, before.as_of),
            Side(after.record, after.as_of),
            loaded.record,
        ),
    )
    return found if policy is None else _assessed(found, loaded, policy)


def _questionnaire(
    new: Path, policy: str | None, questionnaire: str | None
) -> Loaded[Questionnaire]:
    if questionnaire is None and policy is not None:
        questionnaire = questionnaire_of(policy)
    if questionnaire is None:
        with opened(new) as submission:
            questionnaire = named_questionnaire(read_response(submission))
    return load_questionnaire(questionnaire)


def _read(path: Path, loaded: Loaded[Questionnaire], as_of: date) -> Read:
    with opened(path) as submission:
        document = read_response(submission)
        listed = validate(Response, document).evidence
        observed = observe(listed, submission.evidence)
    asked = document.data["questionnaire"]
    notes: tuple[Note, ...] = ()
    if (asked["id"], asked["version"]) != (loaded.record.id, loaded.record.version):
        migrated = migrate(document.data, loaded.record, loaded.digest)
        if migrated.problems:
            raise InputError.of(*map(document.at, migrated.problems))
        text = json.dumps(migrated.data, ensure_ascii=False, default=float)
        document, notes = read_json(text.encode(), document.file), migrated.notes
    record = check_response(document, loaded).record
    return Read(document, record, notes, observed, as_of)


def _assessed(
    found: Difference, loaded: Loaded[Questionnaire], name: str
) -> Difference:
    policy = load_policy(name, loaded.record)
    before, after = (
        assess_case(
            Case(
                questionnaire=loaded.document,
                policy=policy.document,
                response=side.document,
                as_of=side.as_of,
                observed=side.observed,
                engine=engine_version(),
            )
        )
        for side in (found.before, found.after)
    )
    changed = [change.link_id for change in found.answers.answers]
    assessments = diff_assessments(
        before.assessment, after.assessment, changed, scopes_of(after.plan)
    )
    return replace(found, policy=policy.record, assessments=assessments)
