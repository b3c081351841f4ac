"""Random responses by number: every state, thresholds, evidence, review, exceptions.

Case ``n`` is the same on every machine, so a difference is reproduced by its number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from audit.assessment.assess import Inputs
from audit.assessment.inputs import (
    ControlException,
    Exceptions,
    Judgement,
    Review,
    SignatureFact,
)
from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.conditions.evaluate import Facts, compile_condition
from audit.conditions.model import EvidenceTest, Leaf, Node, Rows, leaves
from audit.conditions.operators import OPERATORS
from audit.conditions.quantities import HOURS, window_start
from audit.documents import read_json
from audit.evidence.model import Observation
from audit.policy.compile import Plan, compile_policy
from audit.response.evidence_item import EvidenceItem
from audit.response.model import Answer, QuestionnaireRef, Response, Vendor
from audit.workbench.testing.worlds import values_of

POLICIES = ("contact-centre-baseline", "contact-centre-strict", "saas-baseline")
#: Days with every trap of a calendar; a block of cases shares one.
DAYS = (date(2026, 11, 24), date(2024, 2, 29), date(2025, 3, 31), date(2027, 1, 1))
BLOCK = 1000
SHA, OTHER = "a" * 64, "b" * 64
VENDOR = "Northline Contact"
#: Values of one question, at most.
_MOST = 400
#: Steps from a constant; most often none, so that limits are met exactly.
_STEPS = (*[Decimal(0)] * 4, *map(Decimal, "1 -1 1e-9 -1e-9 1e-13 -1e-13".split()))
_NEAR = (-400, -31, -1, 0, 1, 30, 400)
_KINDS = ("certificate", "report", "site_visit", "policy", "record")
_LEVELS = ("claimed", "documented", "independent", "verified")


@cache
def plan_of(name: str) -> Plan:
    asked = load_questionnaire(questionnaire_of(name))
    policy = load_policy(name, asked.record)
    return compile_policy(policy.record, asked.record, policy.digest, asked.digest)


def day_of(number: int) -> date:
    return DAYS[number // BLOCK % len(DAYS)]


def nodes_of(plan: Plan) -> Iterator[Node]:
    yield from (gate.node for gate in plan.gates.conditions.values())
    for control in plan.controls:
        yield from (way.condition.node for way in control.ways)
        if control.applies is not None:
            yield control.applies.node
    yield from (c.when.node for c in plan.contradictions)
    yield from (when.node for _, scores in plan.factors for when, _ in scores)


def _model_answers(asked: str) -> Iterator[tuple[str, Any]]:
    """Yield the answers of the vendor who does best in the shipped examples."""
    place = files("audit").joinpath("demo", "vendors", "northline", "response.json")
    data = read_json(place.read_bytes(), "response.json").data
    if data["questionnaire"]["id"] == asked:
        for link_id, answer in data["answers"].items():
            if answer["state"] == "answered":
                yield link_id, answer["value"]


@dataclass(frozen=True)
class Pool:
    """Raw values of one question: those that meet the rules best, and all."""

    good: tuple[Any, ...]
    every: tuple[Any, ...]
    rows: tuple[dict[str, Any], ...] = ()
    cells: tuple[tuple[str, tuple[Any, ...]], ...] = ()


class Population:
    """Random responses to the questionnaire of some plans, on one day."""

    def __init__(self, plans: tuple[Plan, ...], day: date) -> None:
        self.asked, self.day = plans[0].questionnaire, day
        self.controls = sorted({c.control.id for p in plans for c in p.controls})
        self.reads = [c.reads for c in plans[0].controls]
        every = [leaf for p in plans for node in nodes_of(p) for leaf in leaves(node)]
        rules = [
            leaf
            for p in plans
            for c in p.controls
            for leaf in leaves(c.rule.node)
            if not isinstance(leaf, EvidenceTest)
        ]
        self.model = {
            i: v
            for i, v in _model_answers(self.asked.id)
            if self.asked.questions[i].type != "attachment"
        }
        self.pools = {
            link_id: self._pool(
                field,
                [
                    x
                    for x in every
                    if not isinstance(x, EvidenceTest) and x.subject == link_id
                ],
                [x for x in rules if x.subject == link_id],
            )
            for link_id, field in self.asked.questions.items()
        }
        self.waivable = {
            i for i, q in self.asked.questions.items() if q.allow_not_applicable
        }

    def _pool(self, field: Any, own: list[Any], rules: list[Any]) -> Pool:
        values, _ = values_of(field, own, self.day)
        values = [*values, *_more(field, own, self.day)]
        if len(values) > _MOST:
            values = random.Random(len(values)).sample(values, _MOST)
        fit = [raw for raw in values if not any(field.problems(raw, ""))]
        tests = [compile_condition(rule, {rule.subject: field}) for rule in rules]

        def met(raw: Any) -> int:
            subject = rules[0].subject if rules else ""
            facts = Facts({subject: field.comparable(raw)}, {}, self.day)
            return sum(test.run(facts)[0] is True for test in tests)

        held = [met(raw) for raw in fit]
        good = [raw for raw, n in zip(fit, held, strict=True) if n == max(held)]
        rows = [row for table in fit for row in table] if field.type == "table" else []
        cells = [
            (name, tuple(_close(column, name, own, self.day)))
            for name, column in field.fields.items()
        ]
        some = tuple((name, values) for name, values in cells if values)
        return Pool(tuple(good[:20]), tuple(fit), tuple(rows), some)

    def case(self, number: int) -> Inputs:
        """Return case ``number``; the same one every time."""
        rng = random.Random(number)
        evidence = tuple(self._items(rng))
        answers = dict(self._answers(rng, [item.id for item in evidence]))
        agreed = rng.random() < 0.5
        # Every fourth case claims N/A where the questionnaire would not allow it: the
        # check refuses it, the engines must agree all the same.
        allowed = self.waivable if number % 4 else self.pools.keys()
        for reads in rng.sample(self.reads, rng.choice((0, 1, 5))):
            answers |= {i: _waived() for i in reads if i in allowed}
        response = Response.model_construct(
            response_id=f"case-{number}",
            questionnaire=QuestionnaireRef(
                id=self.asked.id, version=self.asked.version
            ),
            vendor=Vendor.model_construct(name=VENDOR, country="UA"),
            authored=self.day,
            answers=answers,
            evidence=evidence,
        )
        return Inputs(
            response=response,
            response_digest=f"sha256:{number:064x}",
            as_of=self.day,
            observed=dict(self._seen(rng, evidence)),
            review=self._review(rng, answers, agreed),
            exceptions=self._exceptions(rng),
            signature=rng.choice([None, _fact("signed"), _fact("unsigned")]),
        )

    def _answers(
        self, rng: random.Random, papers: list[str]
    ) -> Iterator[tuple[str, Answer]]:
        good = rng.choice((0.0, 0.7, 0.95, 0.99, 1.0))
        silent = rng.choice((0.0, 0.0, 0.02, 0.1, 0.4))
        backed = rng.choice((0.0, 0.3, 0.9, 1.0))
        usual = rng.random() < 0.7
        for link_id, pool in self.pools.items():
            drawn = rng.random()
            if drawn < silent:
                answer = self._silent(rng, link_id)
                if answer is not None:
                    yield link_id, answer
                continue
            value = self._value(rng, link_id, pool, papers, rng.random() < good)
            if usual and link_id in self.model and rng.random() < good:
                value = self.model[link_id]
            if value is None:
                continue
            named = (
                rng.sample(papers, min(len(papers), rng.choice((1, 1, 2, 4))))
                if rng.random() < backed
                else ()
            )
            yield (
                link_id,
                _answer(
                    "answered",
                    value=value,
                    carried=silent > 0.02 and rng.random() < 0.03,
                    evidence=tuple(named),
                ),
            )

    def _silent(self, rng: random.Random, link_id: str) -> Answer | None:
        states = ["unknown", "declined", "unanswered", None]
        if link_id in self.waivable:
            states += ["not_applicable"] * 3
        state = rng.choice(states)
        if state == "not_applicable":
            return _waived()
        return _answer(state) if state else None

    def _value(
        self,
        rng: random.Random,
        link_id: str,
        pool: Pool,
        papers: list[str],
        good: bool,
    ) -> Any:
        field = self.asked.questions[link_id]
        if field.type == "attachment":
            return (
                rng.sample(papers, rng.randint(1, min(3, len(papers))))
                if papers
                else None
            )
        if not pool.every:
            return None
        if good and pool.good:
            return rng.choice(pool.good)
        if field.type == "table" and pool.rows and rng.random() < 0.7:
            return self._table(rng, field, pool)
        return rng.choice(pool.every)

    def _table(
        self, rng: random.Random, field: Any, pool: Pool
    ) -> list[dict[str, Any]]:
        size = rng.randint(field.min_rows, min(field.max_rows, field.min_rows + 4))
        required = {name for name, column in field.fields.items() if column.required}
        return [self._row(rng, pool, required) for _ in range(size)]

    def _row(
        self, rng: random.Random, pool: Pool, required: set[str]
    ) -> dict[str, Any]:
        """Return a row with cells close to what conditions compare with, or missing."""
        row = dict(rng.choice(pool.rows))
        for name, values in pool.cells:
            if rng.random() < 0.4:
                row[name] = rng.choice(values)
        return {k: v for k, v in row.items() if k in required or rng.random() < 0.7}

    def _items(self, rng: random.Random) -> Iterator[EvidenceItem]:
        many = rng.choice((0, 1, 3, 8)) if rng.random() < 0.98 else 70
        for number in range(many):
            issued = rng.choice([None, *(self.day + timedelta(n) for n in _NEAR)])
            after = [issued + timedelta(n) for n in (0, 1, 800)] if issued else []
            expires = rng.choice(
                [
                    None,
                    *(
                        d
                        for d in [self.day, self.day - timedelta(1), *after]
                        if not issued or d >= issued
                    ),
                ]
            )
            yield EvidenceItem.model_construct(
                id=f"e{number}",
                title="Paper",
                kind=rng.choice(_KINDS),
                issuer=rng.choice([None, "", VENDOR.upper(), "northline", "Certifier"]),
                issued=issued,
                expires=expires,
                scope=rng.choice(
                    [None, "Hosting and support", "ISO/IEC 27001: Call Centre"]
                ),
                file=f"e{number}.pdf",
                size=1,
                sha256=SHA,
                assurance_claimed=rng.choice(_LEVELS),
            )

    def _seen(
        self, rng: random.Random, items: tuple[EvidenceItem, ...]
    ) -> Iterator[tuple[str, Observation]]:
        for item in items:
            found = rng.choice([SHA] * 6 + [OTHER, None, "absent"])
            if found != "absent":
                yield (
                    item.id,
                    Observation.model_construct(id=item.id, sha256=found, size=1),
                )

    def _review(
        self, rng: random.Random, answers: dict[str, Answer], agreed: bool
    ) -> Review | None:
        if not agreed and rng.random() < 0.4:
            return None
        names = list(self.pools)
        chosen = rng.sample(names, rng.choice((0, 2, 12)))
        judged = [_judgement(rng, link_id) for link_id in [*chosen, *chosen[:1]]]
        if rng.random() < 0.4:
            judged += [_raised(name) for name in rng.sample(names, len(names) // 2)]
        judged += [
            _confirmed(link_id)
            for link_id, answer in answers.items()
            if agreed and answer.state == "not_applicable"
        ]
        return Review.model_construct(response_digest="", judgements=tuple(judged))

    def _exceptions(self, rng: random.Random) -> Exceptions | None:
        if rng.random() < 0.4:
            return None
        day, one = self.day, timedelta(1)
        spans = [
            (day, day),
            (day - one, day - one),
            (day + one, day + one),
            (day - one, day + one),
        ]
        granted = [
            ControlException.model_construct(control=name, granted=start, expires=end)
            for name in rng.sample(self.controls, rng.choice((1, 4, 15)))
            for start, end in [rng.choice(spans)]
        ]
        return Exceptions.model_construct(vendor=VENDOR, exceptions=tuple(granted))


def _answer(state: str, **over: Any) -> Answer:
    """Return an unchecked answer, ten times faster than ``model_construct``."""
    fields = {**_BLANK, "state": state, **over}
    made = Answer.__new__(Answer)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", set(fields))
    return made


_BLANK = dict(Answer(state="unknown"))


def _waived() -> Answer:
    return _answer("not_applicable", justification="None here.")


@cache
def _fact(status: str) -> SignatureFact:
    return SignatureFact(status=status)


def _confirmed(link_id: str) -> Judgement:
    return Judgement.model_construct(link_id=link_id, verdict="confirmed")


@cache
def _raised(link_id: str) -> Judgement:
    return Judgement.model_construct(
        link_id=link_id, verdict="raised", assurance="independent"
    )


def _judgement(rng: random.Random, link_id: str) -> Judgement:
    verdict = rng.choice(("confirmed", "rejected", "raised"))
    level = rng.choice((None, *_LEVELS[1:]))
    return Judgement.model_construct(link_id=link_id, verdict=verdict, assurance=level)


def _more(field: Any, own: list[Any], day: date) -> Iterator[Any]:
    """Yield values close to every constant that a condition compares with."""
    if field.type in {"multi_choice", "country"} and field.many:
        rng = random.Random(len(field.codes))
        for _ in range(20):
            yield rng.sample(field.codes, rng.randint(1, min(5, len(field.codes))))
    elif field.type == "choice":
        yield from field.codes
    elif field.type == "date":
        yield from (d.isoformat() for d in _days(own, day))
    elif field.type in {"integer", "decimal", "duration", "money"}:
        constants = [
            OPERATORS[leaf.op].prepare(leaf.value, field)
            for leaf in own
            if not isinstance(leaf, Rows)
            and leaf.op not in {"answered", "not_applicable", "in", "not_in"}
        ]
        for constant in constants:
            yield from _around(field, constant)
    elif field.type == "text":
        yield from ("Some words.", "Слова")
    elif field.type == "contact":
        yield {"name": "Vira", "email": "vira@example.com"}


def _close(column: Any, name: str, own: list[Any], day: date) -> Iterator[Any]:
    """Yield a table column's valid values that are close to its constants."""
    inner = [
        leaf
        for rows in own
        if isinstance(rows, Rows) and rows.where is not None
        for leaf in leaves(rows.where)
        if isinstance(leaf, Leaf) and leaf.subject == name
    ]
    for raw in _more(column, inner, day):
        if not any(column.problems(raw, "")):
            yield raw


def _days(own: list[Any], day: date) -> Iterator[date]:
    starts = [day]
    for leaf in own:
        if not isinstance(leaf, Rows) and leaf.op in {"within", "older_than"}:
            window = OPERATORS[leaf.op].prepare(leaf.value, None)
            starts.append(window_start(day, window))
    for start in starts:
        yield from (start + timedelta(n) for n in (-1, 0, 1))


def _around(field: Any, constant: Any) -> Iterator[Any]:
    if field.type == "money":
        for step in (Decimal(0), Decimal("0.0001"), Decimal("-0.0001")):
            amount = _decimal(constant.amount) + step
            for currency in (constant.currency, "UAH"):
                yield {"amount": f"{amount:.4f}", "currency": currency}
    elif field.type == "duration":
        for unit, hours in HOURS.items():
            number = constant / hours
            exact = _decimal(number) if 10**12 % number.denominator == 0 else None
            yield from (
                {"value": exact + s, "unit": unit} for s in _STEPS if exact is not None
            )
    elif field.type == "integer":
        yield from (int(constant) + n for n in (-1, 0, 1))
    else:
        yield from (_decimal(constant) + step for step in _STEPS)


def _decimal(number: Any) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


@cache
def population(names: tuple[str, ...], day: date) -> Population:
    return Population(tuple(plan_of(name) for name in names), day)


def cases(names: tuple[str, ...], numbers: range) -> list[Inputs]:
    """Return cases that all fall on the day of the first number."""
    day = day_of(numbers.start)
    found = population(names, day)
    return [found.case(number) for number in numbers]
