"""Compare two policies, and what the change would do to vendors already assessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.assessment.diff import AssessmentDiff, scopes_of
from audit.assessment.diff import diff as diff_assessments
from audit.candidates import open_candidates
from audit.cases import assess_case, load_policy, load_questionnaire
from audit.cases import questionnaire_of as named
from audit.errors import InputError, Problem
from audit.policy.diff import PolicyDiff
from audit.policy.diff import diff as diff_policies
from audit.signing.embedded import attachments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from audit.cases import Assessed, Loaded
    from audit.documents import Document
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Side:
    """A policy with the questionnaire that it was checked against."""

    policy: Policy
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class VendorMove:
    """One vendor by the old policy and by the new one."""

    vendor: str
    file: str
    as_of: date
    assessments: AssessmentDiff

    @property
    def decision_moved(self) -> bool:
        """Tell whether the decision is another one."""
        return self.assessments.before.decision != self.assessments.after.decision

    @property
    def moved(self) -> bool:
        """Tell whether anything that counts is different."""
        return self.assessments.before != self.assessments.after


@dataclass(frozen=True)
class PolicyComparison:
    """All that ``audit policy diff`` tells."""

    old: Side
    new: Side
    changes: PolicyDiff
    vendors: tuple[VendorMove, ...]


def compare_policies(
    old: str, new: str, responses: Iterable[Path], as_of: date
) -> PolicyComparison:
    """Compare two policies (ids or files); responses may be .json, .zip, .pdf, folders.

    ``as_of`` is the day of responses; a signed report keeps its own.
    """
    sides = [_load(name) for name in (old, new)]
    (before, asked), (after, asked_now) = sides
    return PolicyComparison(
        Side(before.record, asked.record),
        Side(after.record, asked_now.record),
        diff_policies(before.record, after.record),
        tuple(_moves(_files(responses), old, (before, after), as_of)),
    )


def _load(name: str) -> tuple[Loaded[Policy], Loaded[Questionnaire]]:
    questionnaire = load_questionnaire(named(name))
    return load_policy(name, questionnaire.record), questionnaire


def _files(given: Iterable[Path]) -> Iterator[Path]:
    """Yield the files; a folder stands for the reports, packs and responses in it.

    Reports come first: they know the evidence and the review of their response.
    """
    for path in given:
        if not path.is_dir():
            yield path
            continue
        found = [
            *(file for file in sorted(path.glob("*.pdf")) if _of_one_vendor(file)),
            *sorted(path.glob("*.zip")),
            *sorted(path.rglob("response.json")),
        ]
        if not found:
            hint = "a folder holds response.json (also deeper), .zip or .pdf files"
            message = "no response is in this folder"
            raise InputError.of(
                Problem("policy-responses", message, "", hint, str(path))
            )
        yield from found


def _of_one_vendor(pdf: Path) -> bool:
    """Tell a vendor's report from a comparison of several."""
    return "comparison.json" not in attachments(pdf.read_bytes())


def _moves(
    files: Iterable[Path],
    old: str,
    policies: tuple[Loaded[Policy], Loaded[Policy]],
    as_of: date,
) -> Iterator[VendorMove]:
    """Yield what happens to each response, once, however many files hold it."""
    seen = set()
    for path in files:
        (found,) = open_candidates([path], old, as_of)
        if found.case.response.digest not in seen:
            seen.add(found.case.response.digest)
            yield _move(found, path, policies)


def _move(
    found: Assessed, path: Path, policies: tuple[Loaded[Policy], Loaded[Policy]]
) -> VendorMove:
    before, after = (_assessed(found, policy) for policy in policies)
    assessments = diff_assessments(
        before.assessment, after.assessment, (), scopes_of(after.plan)
    )
    vendor = found.response.vendor.name
    return VendorMove(vendor, str(path), found.case.as_of, assessments)


def _assessed(found: Assessed, policy: Loaded[Policy]) -> Assessed:
    case = found.case
    if case.policy.digest == policy.digest:
        return found
    exceptions = case.exceptions and _known(case.exceptions, policy.record)
    return assess_case(replace(case, policy=policy.document, exceptions=exceptions))


def _known(exceptions: Document, policy: Policy) -> Document:
    """Leave out exceptions to controls that this policy does not have."""
    listed = exceptions.data["exceptions"]
    kept = [item for item in listed if item["control"] in policy.by_id]
    return replace(exceptions, data={**exceptions.data, "exceptions": kept})
