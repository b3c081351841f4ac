"""Authored exposures: every fault is named with its line, column, pointer and hint.

One good document; every case changes one piece of its text. ``«`` marks the place where
the problem must be reported, and is taken out before the text is read.
"""

from __future__ import annotations

import re
from math import sqrt
from pathlib import Path

import pytest

from audit import library
from audit.comparison import check_exposure as module
from audit.comparison.check_exposure import MAX_DRAWN, check_exposure
from audit.comparison.exposure import Driver, Exposure, Loss, Range
from audit.comparison.loss import losses
from audit.documents import Document, read_document, read_yaml, validate
from audit.errors import InputError, Problem
from audit.offer.demand import Demand
from audit.policy.model import Policy
from tests.comparison.exposure_faults import FAULTS, GOOD, POLICY, Fault
from tests.comparison.losing import demand, moments, vendor

ROOT = Path(__file__).parents[2]
SELECTION = ROOT / "audit" / "demo" / "selection"


def found_in(text: str) -> list[Problem]:
    document = read_yaml(text.encode(), "exposure.yaml")
    return problems(document, POLICY, demand())


def problems(document: Document, policy: Policy, needed: Demand) -> list[Problem]:
    found = check_exposure(validate(Exposure, document), policy, needed)
    return [document.at(problem) for problem in found]


def changed(piece: str, instead: str) -> str:
    assert GOOD.count(piece) == 1
    return GOOD.replace(piece, instead)


def place_of_mark(text: str) -> tuple[int, int]:
    before, _, _ = text.partition("«")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_good_exposure_has_no_problem() -> None:
    assert found_in(GOOD) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_one_problem_at_its_place_bad(fault: Fault) -> None:
    marked = changed(fault.piece, fault.instead)
    (found,) = found_in(marked.replace("«", ""))
    assert (found.code, found.pointer) == (fault.code, fault.pointer)
    assert (found.line, found.column) == place_of_mark(marked)
    assert fault.message in found.message
    assert fault.hint in found.hint
    assert bool(fault.hint) == bool(found.hint)


def test_every_problem_is_found_at_once_bad() -> None:
    text = changed("currency: EUR", "currency: USD").replace("{low: 5000,", "{low: 9,")
    text = text.replace("[CP-1]", "[CP-9]").replace("{low: 80,", "{low: 95,")
    codes = [problem.code for problem in found_in(text)]
    assert codes == ["exposure-currency", "exposure-control", "exposure-range"]


def test_every_code_that_the_checks_can_give_has_a_fault() -> None:
    known = {fault.code for fault in FAULTS} | {"exposure-volume", "exposure-amount"}
    source = Path(module.__file__ or "").read_text("utf-8")
    codes = re.findall(r'Problem\(\s*f?"([^"]+)"', source)
    assert len(codes) >= 8
    for code in codes:
        pattern = re.compile(re.sub(r"\\{\w+\\}", r"\\w+", re.escape(code)))
        assert any(pattern.fullmatch(name) for name in known), code


# Theft has at most 0.5 · 4 = 2 events a year; 100,000 years may have 10^8 events.


@pytest.mark.parametrize(("high", "trials"), [("998.001", 99_999), ("1998", 50_000)])
def test_more_events_than_can_be_drawn_are_refused_bad(high: str, trials: int) -> None:
    (found,) = found_in(changed("likely: 2, high: 2,", f"likely: 2, high: {high},"))
    assert (found.code, found.pointer) == ("exposure-volume", "/trials")
    assert found.hint.endswith(f"at most {trials} trials")
    assert (found.line, found.column) == (6, 9)


def test_events_too_many_for_any_number_of_trials_are_to_be_joined_bad() -> None:
    (found,) = found_in(changed("likely: 2, high: 2,", "likely: 2, high: 199998,"))
    assert found.message == "up to 2e+05 events a year would be drawn"
    assert "as one event of a month or year" in found.hint


def test_as_many_events_as_can_be_drawn_are_allowed() -> None:
    assert MAX_DRAWN == 10**8
    assert found_in(changed("likely: 2, high: 2,", "likely: 2, high: 998,")) == []


# Theft costs at most (7000 + 1000 · per_record) · 2 · 2 a year, outage 91 · 2.


def test_a_year_that_costs_more_than_any_bank_has_is_refused_bad() -> None:
    (found,) = found_in(changed("high: 3, source", "high: 24999999993, source"))
    assert (found.code, found.pointer) == ("exposure-amount", "/losses")
    assert (found.line, found.column) == (12, 3)
    assert found.message == "a bad year would cost 1e+14 EUR"
    assert "too many digits" in found.hint


def test_a_year_may_cost_as_much_as_figures_can_carry() -> None:
    assert found_in(changed("high: 3, source", "high: 24999999992, source")) == []


@pytest.mark.parametrize(
    ("piece", "instead", "pointer"),
    [
        ("trials: 100000", "trials: 999", "/trials"),
        ("trials: 100000", "trials: 2000001", "/trials"),
        ("up_to: 4", "up_to: 0.9", "/losses/0/drivers/0/up_to"),
        ("{low: 80,", "{low: -1,", "/losses/1/fixed/low"),
        ("paid_by: liability", "paid_by: somebody", "/losses/0/paid_by"),
        ("raises: magnitude", "raises: hope", "/losses/0/drivers/1/raises"),
        ("kind: statistic", "kind: rumour", "/sources/0/kind"),
        ("currency: EUR", "currency: EURO", "/currency"),
        ("seed: 1", "seed: 1\nrecoverable: 1.1", "/recoverable"),
    ],
)
def test_the_shape_is_refused_with_its_place_bad(
    piece: str, instead: str, pointer: str
) -> None:
    document = read_yaml(changed(piece, instead).encode(), "exposure.yaml")
    with pytest.raises(InputError) as caught:
        validate(Exposure, document)
    assert pointer in {problem.pointer for problem in caught.value.problems}


def test_the_example_of_the_documentation_is_sound(baseline: Policy) -> None:
    page = (ROOT / "docs" / "exposure.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml exposure\n(.*?)```", page, re.DOTALL)
    assert problems(read_yaml(example.encode(), "page"), baseline, demand()) == []
    keys = {
        key for model in (Exposure, Loss, Driver, Range) for key in model.model_fields
    }
    assert not [
        key for key in keys if f"{key}:" not in example and f"`{key}`" not in page
    ]


# The exposure of the demonstration.


@pytest.fixture(scope="module")
def shown() -> Exposure:
    return validate(Exposure, read_document(SELECTION / "exposure.yaml"))


@pytest.fixture(scope="module")
def baseline() -> Policy:
    path = library.find("policies", "contact-centre-baseline")
    return validate(Policy, read_document(path))


def test_the_demonstration_has_a_sound_exposure(baseline: Policy) -> None:
    document = read_document(SELECTION / "exposure.yaml")
    needed = validate(Demand, read_document(SELECTION / "demand.yaml"))
    assert (needed.records, needed.currency) == (260_000, "EUR")
    assert problems(document, baseline, needed) == []


def test_the_demonstration_covers_what_a_contact_centre_can_lose(
    shown: Exposure,
) -> None:
    assert {loss.id: loss.paid_by for loss in shown.losses} == {
        "intruder": "liability",
        "operator": "liability",
        "card-recordings": "liability",
        "outage": "liability",
        "fine": "nobody",
        "service-level": "service_credit",
    }
    assert all(loss.drivers for loss in shown.losses)


def test_every_number_of_the_demonstration_says_what_is_judged(
    shown: Exposure,
) -> None:
    words = {
        "en": ("Judged:", "Judgement:"),
        "uk": ("Оцінено:", "Експертна оцінка:"),
        "ru": ("Оценено:", "Экспертная оценка:"),
    }
    for source in shown.sources:
        for language, (judged, judgement) in words.items():
            if source.kind == "judgement":
                assert source.title[language].startswith(judgement)
            else:
                assert judged in source.note[language]


def test_the_demonstration_speaks_each_language(shown: Exposure) -> None:
    texts = [shown.title, *(loss.title for loss in shown.losses)]
    texts += [text for source in shown.sources for text in (source.title, source.note)]
    for text in texts:
        assert set(text) == {"en", "uk", "ru"}
        assert not re.search("[ыэёъЫЭЁЪ]", text["uk"]), text
        assert not re.search("[іїєґІЇЄҐ’]", text["ru"]), text
        assert not re.search("[а-яіїєґ]", text["en"].lower()), text


def test_a_vendor_without_gaps_loses_the_mean_of_the_demonstration(
    shown: Exposure,
) -> None:
    found = losses(shown, vendor(), demand(records=260_000))
    for loss in shown.losses:
        whole, spread = moments(loss, 260_000, found)
        error = sqrt(spread / shown.trials)
        assert abs(found.by_loss[loss.id] - whole) < 5 * error + 0.5
        assert set(found.factors[loss.id].values()) == {1}
