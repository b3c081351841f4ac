"""Assumptions about yearly losses, as a frozen record (YAML), each with a source."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from audit.offer.model import Currency, Share
from audit.policy.exact import Exact
from audit.policy.model import ControlId
from audit.questionnaire.localisation import Text
from audit.questionnaire.model import Slug, Version
from audit.questionnaire.types.base import Day, Model


class Source(Model):
    """Where an assumption comes from; ``judgement`` when nobody measured it.

    ``note`` tells what was measured or written there and what is judged from it.
    """

    id: Slug
    kind: Literal["statistic", "law", "contract", "judgement"]
    title: Text
    note: Text


class Range(Model):
    """Lowest, most likely and highest value of a PERT distribution."""

    low: Annotated[Exact, Field(ge=0, le=10**12)]
    likely: Annotated[Exact, Field(ge=0, le=10**12)]
    high: Annotated[Exact, Field(ge=0, le=10**12)]
    source: Slug


class Driver(Model):
    """How far gaps raise the frequency or the magnitude of a loss.

    The factor is 1 + (up_to - 1) × the share of points lost in these domains and
    controls together.
    """

    raises: Literal["frequency", "magnitude"]
    domains: tuple[Slug, ...] = ()
    controls: tuple[ControlId, ...] = ()
    up_to: Annotated[Exact, Field(ge=1, le=100)]
    source: Slug


class Loss(Model):
    """One kind of loss event.

    A year has Poisson(frequency) events; one costs ``fixed`` + records × ``share`` ×
    ``per_record``, in the exposure's currency. ``paid_by`` tells how the vendor pays
    part of it back.
    """

    id: Slug
    title: Text
    frequency: Range
    fixed: Range
    share: Range | None = None
    per_record: Range | None = None
    drivers: tuple[Driver, ...] = ()
    paid_by: Literal["liability", "service_credit", "nobody"] = "nobody"


class Exposure(Model):
    """What can be lost in a year with a vendor.

    ``recoverable`` is the share of a loss under liability that can be had from the
    vendor at all, before its cap.
    """

    id: Slug
    version: Version
    title: Text
    date: Day
    currency: Currency
    trials: Annotated[int, Field(ge=1_000, le=2_000_000)] = 100_000
    seed: Annotated[int, Field(ge=0, le=2**53)]
    recoverable: Share = Fraction(1)
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    losses: Annotated[tuple[Loss, ...], Field(min_length=1, max_length=20)]
