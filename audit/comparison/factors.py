"""How far a vendor's gaps raise a loss, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.assessment.model import Assessment
    from audit.comparison.exposure import Driver, Loss

ZERO, ONE = Fraction(0), Fraction(1)

Factors = dict[Literal["frequency", "magnitude"], Fraction]


def factors(loss: Loss, assessment: Assessment) -> Factors:
    """Return what multiplies the loss's frequency and its magnitude, each ≥ 1."""
    return _product(loss, lambda driver: share_lost(driver, assessment))


def worst_factors(loss: Loss) -> Factors:
    """Return the factors of a vendor that lost every point."""
    return _product(loss, lambda _: ONE)


def most_events(loss: Loss) -> Fraction:
    """Return the yearly rate of the worst vendor at the highest frequency."""
    return loss.frequency.high * worst_factors(loss)["frequency"]


def share_lost(driver: Driver, assessment: Assessment) -> Fraction:
    """Return points lost / points possible over the driver's domains and controls.

    A control that is named twice counts once. Where none applies nothing is lost.
    """
    counted = [
        control
        for control in assessment.controls
        if control.domain in driver.domains or control.id in driver.controls
    ]
    possible = sum((control.possible.exact for control in counted), ZERO)
    points = sum((control.points.exact for control in counted), ZERO)
    return 1 - points / possible if possible else ZERO


def _product(loss: Loss, share: Callable[[Driver], Fraction]) -> Factors:
    """Multiply 1 + (up_to - 1) × share over the drivers."""
    found: Factors = {"frequency": ONE, "magnitude": ONE}
    for driver in loss.drivers:
        found[driver.raises] *= 1 + (driver.up_to - 1) * share(driver)
    return found
