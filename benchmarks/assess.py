"""Assessing: the compiled rules alone, the whole assessment, the whole case."""

from __future__ import annotations

from dataclasses import replace

from harness import Rounds, Row, Times, interleaved, ratio_row
from material import AS_OF, assessed

from audit.assessment.assess import Inputs, assess
from audit.assessment.facts import lay_ground
from audit.cases import assess_case, load_exceptions, load_review
from audit.pipeline import Loaded
from audit.response.answers import read_answers

#: Microseconds per control: a goal to look at, never an assertion.
GOAL = 20


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of assessing, per control of the demo policy."""
    done = assessed()
    plan, inputs = done.plan, _inputs()
    book = read_answers(done.response, plan.questionnaire, plan.gates, AS_OF)
    ground = lay_ground(
        plan, book, done.response, inputs.observed, inputs.review, AS_OF
    )
    facts = ground.facts
    rules = [control.rule.run for control in plan.controls]
    reads = [control.reads for control in plan.controls]

    def run_rules() -> None:
        for rule in rules:
            rule(facts)

    def look_up() -> None:
        for names in reads:
            for name in names:
                facts.values.get(name)

    closures, whole, case, floor = interleaved(
        run_rules,
        lambda: assess(plan, inputs),
        lambda: assess_case(done.case),
        look_up,
        rounds=rounds.light,
    )
    each = f"per control of {len(rules)}"
    return [
        _row(f"compiled rules, {each}", closures, (floor, "dict lookups"), len(rules)),
        _row(f"assess(), {each}", whole, (closures, "compiled rules"), len(rules)),
        ratio_row("check, compile, assess", (case, case.shown()), (whole, "assess()")),
    ]


def _inputs() -> Inputs:
    done, case = assessed(), assessed().case
    response = Loaded(done.response, case.response)
    vendor = done.response.vendor.name
    return Inputs(
        response=done.response,
        response_digest=case.response.digest,
        as_of=AS_OF,
        observed={item.id: item for item in case.observed},
        review=load_review(case.review, response) if case.review else None,
        exceptions=(
            load_exceptions(case.exceptions, done.plan, vendor)
            if case.exceptions
            else None
        ),
        engine=case.engine,
    )


def _row(name: str, own: Times, floor: tuple[Times, str], controls: int) -> Row:
    row = ratio_row(name, (own, own.shown(controls)), floor)
    each = own.median * 1e6 / controls
    return replace(row, target=f"≤ {GOAL} µs", met=each <= GOAL, value=each)
