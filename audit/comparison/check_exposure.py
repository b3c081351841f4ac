"""Does an exposure fit itself, the policy and the demand it is used with."""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.comparison.factors import most_events, worst_factors
from audit.errors import Problem
from audit.questionnaire.localisation import missing_translations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.comparison.exposure import Driver, Exposure, Loss, Range
    from audit.offer.demand import Demand
    from audit.policy.model import Policy

#: Events drawn at most for a vendor; they take about ten seconds.
MAX_DRAWN = 10**8
#: Money lost in a bad year at most: figures stay whole numbers that JSON can carry.
MAX_LOST = 10**14


def check_exposure(
    exposure: Exposure, policy: Policy, demand: Demand
) -> Iterator[Problem]:
    """Yield every reason why no loss should be drawn from this exposure yet."""
    if exposure.currency != demand.currency:
        message = f"losses are in {exposure.currency}, the demand in {demand.currency}"
        hint = f"write every amount in {demand.currency}"
        yield Problem("exposure-currency", message, "/currency", hint)
    yield from _check_texts(exposure, policy)
    yield from _check_ids(exposure)
    yield from _check_sources(exposure)
    for index, loss in enumerate(exposure.losses):
        pointer = f"/losses/{index}"
        yield from _check_ranges(loss, pointer)
        yield from _check_records(loss, pointer)
        for number, driver in enumerate(loss.drivers):
            yield from _check_driver(driver, policy, f"{pointer}/drivers/{number}")
    yield from _check_volume(exposure)
    yield from _check_amount(exposure, demand)


def _check_texts(exposure: Exposure, policy: Policy) -> Iterator[Problem]:
    languages = policy.languages
    yield from missing_translations(exposure.title, languages, "/title")
    for index, source in enumerate(exposure.sources):
        pointer = f"/sources/{index}"
        yield from missing_translations(source.title, languages, f"{pointer}/title")
        yield from missing_translations(source.note, languages, f"{pointer}/note")
    for index, loss in enumerate(exposure.losses):
        pointer = f"/losses/{index}/title"
        yield from missing_translations(loss.title, languages, pointer)


def _check_ids(exposure: Exposure) -> Iterator[Problem]:
    for place, names in (
        ("sources", [source.id for source in exposure.sources]),
        ("losses", [loss.id for loss in exposure.losses]),
    ):
        for index in _again(names):
            message = f"'{names[index]}' stands twice"
            yield Problem("id-duplicate", message, f"/{place}/{index}/id")


def _again(names: Sequence[str]) -> Iterator[int]:
    """Yield where a name stands that stood before."""
    return (index for index, name in enumerate(names) if name in names[:index])


def _check_sources(exposure: Exposure) -> Iterator[Problem]:
    known = [source.id for source in exposure.sources]
    named = dict(_named_sources(exposure))
    for pointer, name in named.items():
        if name not in known:
            yield _unknown("source", name, known, pointer)
    for index, source in enumerate(exposure.sources):
        if source.id not in named.values():
            message = f"no assumption names the source '{source.id}'"
            hint = "name it where its numbers are used, or leave it out"
            pointer = f"/sources/{index}/id"
            yield Problem("exposure-source-unused", message, pointer, hint)


def _named_sources(exposure: Exposure) -> Iterator[tuple[str, str]]:
    for index, loss in enumerate(exposure.losses):
        for name, given in _ranges(loss):
            yield f"/losses/{index}/{name}/source", given.source
        for number, driver in enumerate(loss.drivers):
            yield f"/losses/{index}/drivers/{number}/source", driver.source


def _ranges(loss: Loss) -> Iterator[tuple[str, Range]]:
    for name in ("frequency", "fixed", "share", "per_record"):
        if (given := getattr(loss, name)) is not None:
            yield name, given


def _check_ranges(loss: Loss, pointer: str) -> Iterator[Problem]:
    for name, given in _ranges(loss):
        for lower, higher in pairwise(("low", "likely", "high")):
            if getattr(given, lower) > getattr(given, higher):
                message = f"'{lower}' of '{name}' is above '{higher}'"
                hint = "write low ≤ likely ≤ high; three equal numbers are a constant"
                where = f"{pointer}/{name}/{lower}"
                yield Problem("exposure-range", message, where, hint)


def _check_records(loss: Loss, pointer: str) -> Iterator[Problem]:
    """Refuse a share of the records that costs nothing, and a cost of no records."""
    if (loss.share is None) is not (loss.per_record is None):
        there, absent = ("share", "per_record")
        if loss.share is None:
            there, absent = absent, there
        message = f"'{there}' says nothing without '{absent}'"
        hint = "an event costs fixed + records × share × per_record"
        yield Problem("exposure-records", message, f"{pointer}/{there}", hint)
    if loss.share is not None and loss.share.high > 1:
        message = "more records than there are cannot be lost at once"
        hint = "write a share between 0 and 1, such as 0.25"
        yield Problem("exposure-share", message, f"{pointer}/share/high", hint)


def _check_driver(driver: Driver, policy: Policy, pointer: str) -> Iterator[Problem]:
    if not driver.domains and not driver.controls:
        message = "this driver names no domain and no control"
        known = ", ".join(domain.id for domain in policy.domains)
        yield Problem("exposure-driver", message, pointer, f"domains: {known}")
    for what, names, known_ids in (
        ("domain", driver.domains, [domain.id for domain in policy.domains]),
        ("control", driver.controls, list(policy.by_id)),
    ):
        for index, name in enumerate(names):
            if name not in known_ids:
                yield _unknown(what, name, known_ids, f"{pointer}/{what}s/{index}")
        for index in _again(names):
            message = f"'{names[index]}' stands twice"
            yield Problem("id-duplicate", message, f"{pointer}/{what}s/{index}")


def _check_volume(exposure: Exposure) -> Iterator[Problem]:
    """Refuse what could not be drawn in reasonable time."""
    yearly = sum(most_events(loss) for loss in exposure.losses)
    if yearly * exposure.trials > MAX_DRAWN:
        message = f"up to {float(yearly):.4g} events a year would be drawn"
        most = MAX_DRAWN // yearly
        hint = f"with these frequencies and factors write at most {most} trials"
        if most < 1_000:
            hint = "take what happens so often together as one event of a month or year"
        yield Problem("exposure-volume", message, "/trials", hint)


def _check_amount(exposure: Exposure, demand: Demand) -> Iterator[Problem]:
    lost = sum(_most_lost(loss, demand) for loss in exposure.losses)
    if lost > MAX_LOST:
        message = f"a bad year would cost {float(lost):.4g} {exposure.currency}"
        hint = "look for a number with too many digits, or an 'up_to' too high"
        yield Problem("exposure-amount", message, "/losses", hint)


def _most_lost(loss: Loss, demand: Demand) -> Fraction:
    """Return what the highest numbers come to in a year of the worst vendor."""
    event = loss.fixed.high
    if loss.share is not None and loss.per_record is not None:
        event += demand.records * loss.share.high * loss.per_record.high
    events = max(Fraction(1), most_events(loss))
    return event * worst_factors(loss)["magnitude"] * events


def _unknown(what: str, name: str, known: Sequence[str], pointer: str) -> Problem:
    close = get_close_matches(name, known, 1)
    shown = "see 'audit show' for the ids"
    if what != "control":
        shown = f"known: {', '.join(sorted(known))}"
    hint = f"did you mean '{close[0]}'?" if close else shown
    return Problem(f"exposure-{what}", f"no {what} '{name}'", pointer, hint)
