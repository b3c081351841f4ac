"""What a measure is worth: each rule by hand, each with what it refuses to pay."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from audit.comparison.model import MeasureValue
from audit.comparison.values import Interval, criterion_values, total
from tests import builders as b
from tests.comparison.ranked import (
    HALF,
    assessed,
    cost,
    criteria,
    criterion,
    duration,
    known,
    line,
    options,
    price,
    rows,
)

F = Fraction
CLAIMED, DOCUMENTED = F(3, 5), F(17, 20)  # what the tiny policy pays


def measured(measure: dict[str, Any], answers: dict[str, Any], **over: Any):
    """Return what one measure comes to, and check that its criterion is the same."""
    asked = criteria(criterion("only", measure))
    (value,) = criterion_values(asked, known(answers, **over))
    (found,) = value.measures
    assert interval(value) == interval(found) == total(asked, (value,))
    return found


def interval(found: Any) -> Interval:
    return Interval(found.low.exact, found.value.exact, found.high.exact)


def sure(found: MeasureValue) -> F:
    """Return a value that is no interval."""
    assert found.low == found.value == found.high
    assert found.factor == 1
    return found.value.exact


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        (50, F(0)),
        (Decimal("50.1"), F(2, 7)),
        (Decimal("78.4"), F(568, 7)),
        (85, F(100)),
        (0, F(0)),  # beyond the worst end, no less than nothing
        (100, F(100)),  # beyond the best end, no more than all
    ],
)
def test_a_number_lies_on_the_line_and_never_beyond_its_ends(
    answer: Any, worth: F
) -> None:
    found = measured(line("q-share", 50, 85), {"q-share": answer})
    assert sure(found) == worth
    assert found.reading == F(answer)


def test_a_line_may_fall_so_that_less_is_better() -> None:
    falling = line("q-number", 80, 20)
    assert sure(measured(falling, {"q-number": 35})) == 75
    assert sure(measured(falling, {"q-number": 90})) == 0
    assert sure(measured(falling, {"q-number": 0})) == 100


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        (duration(30), F(100)),
        (duration(720, "h"), F(100)),
        (duration(8, "wk"), F(640, 9)),
        (duration(120), F(0)),
        (duration(1, "a"), F(0)),
        (duration(0), F(100)),
    ],
)
def test_a_duration_is_measured_in_hours_whatever_its_unit(
    answer: Any, worth: F
) -> None:
    found = measured(line("q-time", "120 d", "30 d"), {"q-time": answer})
    assert sure(found) == worth
    assert (
        found.reading
        == answer["value"] * {"d": 24, "h": 1, "wk": 168, "a": 8760}[answer["unit"]]
    )


@pytest.mark.parametrize(("count", "worth"), [(0, 0), (3, 60), (5, 100), (9, 100)])
def test_the_rows_of_a_table_are_counted(count: int, worth: int) -> None:
    found = measured(line("q-projects", 0, 5), {"q-projects": rows(count)})
    assert (sure(found), found.reading) == (worth, count)


WAYS = {"plain_files": 0, "encrypted": 80, "none": Decimal("12.5")}


@pytest.mark.parametrize(("code", "worth"), WAYS.items())
def test_an_option_is_worth_what_the_table_says(code: str, worth: Any) -> None:
    found = measured(options("q-way", WAYS), {"q-way": code})
    assert sure(found) == found.reading == F(worth)


TASKS = {"accounts": 50, "rules": 30, "tests": 40}


@pytest.mark.parametrize(
    ("codes", "worth", "sum_of"),
    [
        (["rules"], 30, 30),
        (["tests", "rules"], 70, 70),
        (["accounts", "rules", "tests"], 100, 120),
    ],
)
def test_options_add_up_to_100_at_most(
    codes: list[str], worth: int, sum_of: int
) -> None:
    found = measured(options("q-tasks", TASKS), {"q-tasks": codes})
    assert (sure(found), found.reading) == (worth, sum_of)


@pytest.mark.parametrize(("answer", "worth"), [(True, 90), (False, 10)])
def test_a_yes_or_no_is_an_option_too(answer: bool, worth: int) -> None:
    found = measured(options("q-live", {"yes": 90, "no": 10}), {"q-live": answer})
    assert sure(found) == worth


SILENT = [None, b.state("declined"), b.state("unknown"), b.state("unanswered"), b.na()]


@pytest.mark.parametrize("silence", SILENT, ids=str)
@pytest.mark.parametrize(
    "measure",
    [
        line("q-time", "120 d", "30 d"),
        line("q-number", 80, 20),  # where nothing would be best
        line("q-projects", 5, 0),
        options("q-live", {"yes": 0, "no": 100}),
        options("q-tasks", TASKS),
    ],
    ids=lambda measure: measure["answer"],
)
def test_silence_is_worth_nothing_and_reads_as_nothing(
    measure: dict[str, Any], silence: Any
) -> None:
    given = {} if silence is None else {measure["answer"]: silence}
    found = measured({**measure, "evidence_floor": "documented"}, given)
    assert (sure(found), found.reading) == (0, None)


def test_a_question_that_was_not_asked_is_worth_nothing() -> None:
    measure = line("q-gated", 0, 100)
    asked = measured(measure, {"q-a": True, "q-gated": 40})
    hidden = measured(measure, {"q-a": False, "q-gated": 40})
    assert (sure(asked), sure(hidden), hidden.reading) == (40, 0, None)


def test_a_carried_answer_counts_only_once_it_is_confirmed() -> None:
    measure = line("q-share", 0, 100)
    carried = b.given(40, carried=True)
    assert measured(measure, {"q-share": carried}).reading is None
    assert measured(measure, {"q-share": b.given(40)}).reading == 40


@pytest.mark.parametrize(
    ("floor", "evidence", "low", "factor"),
    [
        ("claimed", (), 40, F(1)),
        ("documented", (), 0, CLAIMED),
        ("documented", ("doc",), 40, F(1)),
        ("independent", ("doc",), 0, DOCUMENTED),
        ("independent", ("doc", "cert"), 40, F(1)),
        # The tiny policy pays independent evidence in full, but it proves less.
        ("verified", ("cert",), 0, F(1)),
    ],
)
def test_below_the_floor_an_answer_is_worth_the_policys_factor(
    floor: str, evidence: tuple[str, ...], low: int, factor: F
) -> None:
    measure = line("q-share", 0, 100, evidence_floor=floor)
    found = measured(measure, {"q-share": b.given(40, *evidence)})
    assert found.factor == factor
    assert interval(found) == (low, 40 * factor, 40)


def test_an_option_below_the_floor_is_discounted_in_the_same_way() -> None:
    measure = options("q-tasks", TASKS, evidence_floor="documented")
    found = measured(measure, {"q-tasks": ["accounts", "rules", "tests"]})
    assert interval(found) == (0, 60, 100)  # the sum is cut before the discount


def test_an_answer_that_the_review_rejected_is_worth_nothing() -> None:
    measure = line("q-share", 0, 100)
    given = {"q-share": b.given(40, "cert")}
    rejected = measured(measure, given, review=[b.judgement("q-share", "rejected")])
    confirmed = measured(measure, given, review=[b.judgement("q-share")])
    assert (sure(rejected), rejected.reading) == (0, None)
    assert (sure(confirmed), confirmed.reading) == (40, 40)


def test_a_raised_answer_reaches_the_floor_that_evidence_did_not() -> None:
    measure = line("q-share", 0, 100, evidence_floor="verified")
    raised = [b.judgement("q-share", "raised", assurance="verified")]
    given = {"q-share": b.given(40, "cert")}
    assert sure(measured(measure, given, review=raised)) == 40
    assert measured(measure, given).low.exact == 0


def test_a_contradicted_answer_counts_as_claimed_whatever_its_evidence() -> None:
    clash = {"all": [b.yes("q-a"), {"answer": "q-share", "above": 30}]}
    rules = b.policy(b.control("A"), contradictions=[b.contradiction("X-1", clash)])
    measure = line("q-share", 0, 100, evidence_floor="documented")
    given = {"q-a": True, "q-share": b.given(40, "cert")}
    contradicted = measured(measure, given, rules=rules)
    assert interval(contradicted) == (0, 24, 40)
    assert sure(measured(measure, {**given, "q-a": False}, rules=rules)) == 40


def test_the_assessment_is_verified_then_score_then_claimed() -> None:
    given = {"q-a": True, "q-b": True, "q-scope": False}
    found = measured(assessed(), given)
    # A passes on words below its floor, B has none: (1 · 3/5 + 2 · 1) / 3.
    assert interval(found) == (F(200, 3), F(260, 3), 100)
    assert (found.subject, found.reading) == ("score", F(260, 3))


@pytest.mark.parametrize(
    ("domain", "ends"),
    [
        ("security", (F(200, 3), F(260, 3), 100)),
        ("privacy", (0, 60, 100)),
        (None, (40, 76, 100)),  # three parts of security, two of privacy
    ],
)
def test_a_domain_is_measured_by_its_own_scores(
    domain: str | None, ends: tuple[F, F, F]
) -> None:
    given = {"q-a": True, "q-b": True, "q-scope": True}
    found = measured(assessed(domain), given)
    assert interval(found) == ends
    assert (found.subject, found.reading) == (domain or "score", ends[1])


def test_the_whole_stands_in_for_a_domain_that_does_not_apply() -> None:
    given = {"q-a": True, "q-b": False, "q-scope": False}
    inapplicable = measured(assessed("privacy"), given)
    whole = measured(assessed(), given)
    assert interval(inapplicable) == interval(whole) == (0, 20, F(100, 3))


def test_silence_about_the_scope_does_not_make_the_whole_stand_in() -> None:
    silent = measured(assessed("privacy"), {"q-a": True, "q-b": True})
    assert interval(silent) == (0, 0, 0)


@pytest.mark.parametrize(
    ("month", "worth"),
    [(200, 0), (F(500, 3), F(100, 3)), (100, 100), (90, 100), (1000, 0)],
)
def test_a_price_lies_on_the_line_that_the_criteria_give(month: Any, worth: F) -> None:
    found = measured(price(200, 100), {}, paid=cost(month))
    assert (sure(found), found.reading) == (worth, month)


def test_a_price_is_that_of_the_scenario() -> None:
    paid = cost(120, peak=190)
    assert sure(measured(price(scenario="peak"), {}, paid=paid)) == 10
    assert sure(measured(price(scenario="base"), {}, paid=paid)) == 80


def test_without_an_offer_a_price_is_worth_nothing() -> None:
    found = measured(price(), {})
    assert (sure(found), found.reading) == (0, None)


def test_a_criterion_is_the_weighted_mean_of_its_measures_and_so_is_the_total() -> None:
    asked = criteria(
        criterion(
            "mixed",
            line("q-share", 0, 100, weight=3, evidence_floor="documented"),
            line("q-number", 0, 10, weight=HALF),
            weight=2,
        ),
        criterion("money", price(), weight=Decimal("1.5")),
    )
    given = {"q-share": 50, "q-number": 7}
    values = criterion_values(asked, known(given, paid=cost(140)))
    mixed, money = values
    # (3 · 50 · 3/5 + 1/2 · 70) / (7/2), the bounds with 0 and 50 for 30.
    assert interval(mixed) == (10, F(250, 7), F(370, 7))
    assert interval(money) == (60, 60, 60)
    assert total(asked, values) == (
        (2 * F(10) + F(3, 2) * 60) / F(7, 2),
        (2 * F(250, 7) + F(3, 2) * 60) / F(7, 2),
        (2 * F(370, 7) + F(3, 2) * 60) / F(7, 2),
    )


def test_a_line_that_nobody_checked_is_no_line() -> None:
    with pytest.raises(ValueError, match="q-time"):
        measured(line("q-time", 30, 120), {"q-time": duration(30)})
