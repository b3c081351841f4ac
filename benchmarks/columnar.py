"""Scoring in bulk: 100,000 responses of 300 answers in columns, against one by one.

The responses are the demo vendor's with random answers left out, declined or called
not applicable; 400 different ones, repeated. Copies of questions, which no control
reads, make up the 300.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle, islice

from harness import Rounds, Row, interleaved, ratio_row
from material import ANSWERS, AS_OF, assessed

from audit.assessment.assess import Inputs, assess
from audit.canonical import canonical
from audit.cases import Loaded, check_policy, check_questionnaire
from audit.columnar.ingest import ingest
from audit.columnar.library import pl
from audit.columnar.score import score_all
from audit.documents import read_json
from audit.policy.compile import Plan, compile_policy
from audit.questionnaire.model import Questionnaire
from audit.response.model import Answer

ROWS, PART, DIFFERENT = 100_000, 25_000, 400
#: Seconds for all rows, and times faster than one by one: goals, never assertions.
GOAL, FASTER = 10, 50


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of bulk scoring, per response."""
    plan, given = enlarged(), list(islice(responses(), DIFFERENT))
    few = given[:10]
    frame = ingest(plan.questionnaire, given)
    part = pl.concat([frame] * (PART // DIFFERENT + 1)).head(PART).rechunk()
    parts = [part] * (ROWS // PART)

    def one_by_one() -> None:
        for inputs in few:
            assess(plan, inputs)

    def in_columns() -> None:
        for _ in score_all(plan, parts, AS_OF):
            pass

    def into_columns() -> None:
        ingest(plan.questionnaire, given)

    columns, rows, into = interleaved(
        in_columns, one_by_one, into_columns, rounds=rounds.heavy
    )
    each = replace(rows, seconds=tuple(s * ROWS / len(few) for s in rows.seconds))
    name = f"{ROWS:,} × {ANSWERS} answers in columns"
    floor = each, "assess() one by one"
    shown = columns, columns.shown()
    seconds = columns.median
    return [
        ratio_row(name, shown, floor, 1 / FASTER, percent=True),
        Row("  in seconds", shown[1], "", "", f"≤ {GOAL} s", seconds <= GOAL, seconds),
        Row("ingest, per response", into.shown(DIFFERENT), "", ""),
    ]


@cache
def enlarged() -> Plan:
    """Return the demo policy on the questionnaire of ``enlarged_questionnaire``."""
    loaded = enlarged_questionnaire()
    policy = check_policy(assessed().case.policy, loaded.record)
    return compile_policy(policy.record, loaded.record, policy.digest, loaded.digest)


@cache
def enlarged_questionnaire() -> Loaded[Questionnaire]:
    """Return the demo questionnaire with copies of some questions."""
    case = assessed().case
    data = json.loads(canonical(case.questionnaire.data))
    asked = [q for s in data["sections"] for q in s["questions"]]
    answered = [
        i for i, a in assessed().response.answers.items() if a.state == "answered"
    ]
    more = islice(
        cycle(q for q in asked if q["link_id"] in answered), ANSWERS - len(answered)
    )
    copies = [
        {k: v for k, v in q.items() if k != "enable_when"} | {"link_id": f"more-{n:04}"}
        for n, q in enumerate(more)
    ]
    data["sections"][0]["questions"] += copies
    return check_questionnaire(read_json(canonical(data), "enlarged.json"))


def responses() -> Iterator[Inputs]:
    """Yield the demo vendor's response with random answers taken away."""
    done = assessed()
    rng, base = random.Random(1), dict(done.response.answers)  # noqa: S311
    answered = [i for i, a in base.items() if a.state == "answered"]
    for number, name in zip(
        range(ANSWERS - len(answered)), cycle(answered), strict=False
    ):
        base[f"more-{number:04}"] = base[name]
    observed = {item.id: item for item in done.case.observed}
    while True:
        gone = rng.sample(list(base), rng.choice([0, 3, 20]))
        states = ("unknown", "declined", "not_applicable")
        answers = base | {name: Answer(state=rng.choice(states)) for name in gone}
        response = done.response.model_copy(update={"answers": answers})
        yield Inputs(response, done.case.response.digest, AS_OF, observed)
