"""What a verification says: a three-valued verdict and the numbered steps behind it.

The words are those of ETSI EN 319 102-1: an altered document is TOTAL-FAILED, a sound
signature that cannot be tied to our roots is INDETERMINATE.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Verdict(StrEnum):
    """The answer to "may I rely on this signature?"."""

    PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    FAILED = "TOTAL-FAILED"


class StepStatus(StrEnum):
    """How one step ended."""

    PASSED = "passed"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"
    SKIPPED = "skipped"


class SubIndication(StrEnum):
    """Why a verdict is not TOTAL-PASSED (ETSI EN 319 102-1, table 6)."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    REVOCATION_OUT_OF_BOUNDS_NO_POE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    TRY_LATER = "TRY_LATER"
    GENERIC = "GENERIC"

    @classmethod
    def named(cls, name: str) -> SubIndication:
        """Return the member of that name, GENERIC for a name we do not use."""
        return cls.__members__.get(name, cls.GENERIC)


class Defect(Exception):
    """One thing a check found wrong; `verify` turns it into a failed step.

    Attributes:
        code: stable machine-readable reason, e.g. ``trailing-bytes``.
        detail: the same for a person.
        sub_indication: the ETSI word.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        sub_indication: SubIndication = SubIndication.FORMAT_FAILURE,
    ) -> None:
        """Name the defect."""
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.sub_indication = sub_indication


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to, before it is numbered."""

    status: StepStatus
    detail: str
    sub_indication: SubIndication | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step of a verification."""

    number: int
    name: str
    status: StepStatus
    detail: str
    sub_indication: SubIndication | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """A verdict, the steps that led to it and what the signature says of itself.

    Attributes:
        verdict: the three-valued answer.
        steps: every step in order, also the skipped ones.
        signer: subject of the signing certificate, empty when none could be read.
        fingerprint: SHA-256 of the signing certificate in hex, empty when none.
        claimed_time: the signer's own word about when; nothing proves it.
        proved_time: time from a trusted timestamp, if there is one.
    """

    verdict: Verdict
    steps: tuple[Step, ...]
    signer: str = ""
    fingerprint: str = ""
    claimed_time: datetime | None = None
    proved_time: datetime | None = None

    @property
    def passed(self) -> bool:
        """Whether the verdict is TOTAL-PASSED."""
        return self.verdict is Verdict.PASSED

    @property
    def decisive(self) -> Step | None:
        """The first step that explains a verdict other than TOTAL-PASSED."""
        for status in (StepStatus.FAILED, StepStatus.INDETERMINATE):
            for step in self.steps:
                if step.status is status:
                    return step
        return None

    @property
    def sub_indication(self) -> SubIndication | None:
        """The ETSI reason of the decisive step."""
        return self.decisive.sub_indication if self.decisive else None


def conclude(steps: Iterable[Step], mandatory: frozenset[str]) -> Verdict:
    """Draw the verdict from the steps.

    Args:
        steps: the steps taken.
        mandatory: names of the steps that must have *passed*; a skipped or missing one
            never yields TOTAL-PASSED.

    Returns:
        TOTAL-FAILED if one failed, else INDETERMINATE if one is undecided.
    """
    taken = tuple(steps)
    states = {step.status for step in taken}
    passed = {step.name for step in taken if step.status is StepStatus.PASSED}
    if StepStatus.FAILED in states:
        return Verdict.FAILED
    if StepStatus.INDETERMINATE in states or not mandatory <= passed:
        return Verdict.INDETERMINATE
    return Verdict.PASSED
