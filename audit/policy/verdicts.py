"""From score to decision: inherent risk, ratings, residual risk, decision rules."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from audit.policy.exact import Exact
from audit.questionnaire.localisation import Text
from audit.questionnaire.types.base import Model

#: Ids of levels may carry underscores: ``very_high``.
LevelId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Decision = Literal["accept", "accept_with_conditions", "reject"]
Percent = Annotated[Exact, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0)]


class FactorScore(Model):
    """Points of an inherent factor while its condition holds."""

    when: dict[str, Any]
    points: Annotated[int, Field(ge=0, le=1000)]


class Factor(Model):
    """One driver of inherent risk; its highest points that may hold count."""

    id: LevelId
    title: Text
    scores: Annotated[tuple[FactorScore, ...], Field(min_length=1)]


class Tier(Model):
    """An inherent risk tier from a number of points on."""

    id: LevelId
    label: Text
    min_points: Count


class Inherent(Model):
    """How much could go wrong before any control is looked at."""

    factors: tuple[Factor, ...]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]


class Rating(Model):
    """A grade of the vendor's controls from a score on (inclusive)."""

    id: LevelId
    label: Text
    min_score: Percent


class Level(Model):
    """A level of residual risk, from the lowest on."""

    id: LevelId
    label: Text


class Residual(Model):
    """Residual risk by inherent tier and rating."""

    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    matrix: dict[str, dict[str, str]]


class DecisionTest(Model):
    """Conditions of a decision rule; all that are given must hold."""

    knock_outs_at_most: Count | None = None
    contradictions_at_most: Count | None = None
    failed_critical_at_most: Count | None = None
    rating_at_least: LevelId | None = None
    residual_at_most: LevelId | None = None
    score_at_least: Percent | None = None
    verified_score_at_least: Percent | None = None
    coverage_at_least: Percent | None = None


class DecisionRule(Model):
    """The decision taken when the test holds; the first match wins."""

    decision: Decision
    when: DecisionTest
