"""One statement about the state of a certificate, from whichever source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """What an issuer says about one certificate.

    Attributes:
        issued: when it said so.
        until: when it promised to say more; None if it did not promise.
        revoked_at: since when the certificate is revoked, None if it is not.
        reason: why, as RFC 5280 names it.
    """

    issued: datetime
    until: datetime | None
    revoked_at: datetime | None = None
    reason: str = ""

    def tells_about(self, moment: datetime) -> bool:
        """Tell whether it was made at or after the moment, or still held then."""
        return moment <= (self.until or self.issued)
