"""Are documents judged in chunks what they are one by one: both engines, 10,000 times.

The random cases of ``agreement.py`` become documents (response, review, exceptions and
what was seen of the evidence); each is judged by ``assess`` alone, and in chunks of
the usual size by either engine. Documents that do not check have to fail alike.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from audit.assessment.assess import Inputs, assess
from audit.assessment.inputs import SignatureFact
from audit.bulk.judging import _verdict, judge
from audit.bulk.model import Brief, Item, Outcome
from audit.bulk.opening import bench_of, pack
from audit.bulk.rescoring import SIZES
from audit.canonical import canonical
from audit.cases import check_response, load_exceptions, load_review
from audit.documents import read_json
from audit.errors import InputError
from audit.evidence.model import Observation
from audit.loading import load_questionnaire, questionnaire_of, read_policy
from tests.columnar.population import BLOCK, cases, day_of


def main() -> int:
    """Compare, and return 1 when there was a difference."""
    parser = argparse.ArgumentParser(description="Is judging in bulk judging alone?")
    parser.add_argument("--policy", default="saas-baseline")
    parser.add_argument("--verdicts", type=int, default=10_000, help="at least")
    wanted = parser.parse_args()
    start = judged = apart = 0
    while judged < wanted.verdicts:
        whole, other = block(wanted.policy, start)
        start, judged, apart = start + BLOCK // 2, judged + whole, apart + other
    print(f"{wanted.policy}: {apart} differences in {judged} verdicts of {start}")
    return 1 if apart else 0


def block(name: str, start: int) -> tuple[int, int]:
    """Return how many of a block have a verdict, and how many differ."""
    asked = load_questionnaire(questionnaire_of(name))
    policy = read_policy(name)
    packed = pack(canonical(policy.data)), pack(canonical(asked.document.data))
    brief = Brief(*packed, day_of(start), "exact", "agreement")
    given = cases((name,), range(start, start + BLOCK // 2))
    items = [item for case in given if (item := document(case)) is not None]
    alone = [one(brief, item) for item in items]
    judged = sum(outcome.verdict is not None for outcome in alone)
    apart = 0
    for engine in ("exact", "columnar"):
        own, size = replace(brief, engine=engine), SIZES[engine]
        found: list[Outcome] = []
        for first in range(0, len(items), size):
            found += judge(own, items[first : first + size])
        for mine, other, item in zip(alone, found, items, strict=True):
            if mine.verdict != other.verdict or bool(mine.fault) != bool(other.fault):
                print(f"{item.name}, {engine}: {mine} ≠ {other}")
                apart += 1
    return judged, apart


def document(case: Inputs) -> Item | None:
    """Return a case as documents; None for one that JSON cannot say."""
    try:
        return _document(case)
    except InputError:
        return None


def _document(case: Inputs) -> Item:
    response = _plain(case.response)
    raw = canonical(response)
    digest = read_json(raw, "response").digest
    reviews = ()
    if case.review is not None:
        review = {**_plain(case.review), "response_digest": digest}
        said = {"note": "Seen.", "by": "O", "at": "2020-01-01"}
        review["judgements"] = [{**said, **own} for own in review["judgements"]]
        reviews = (pack(canonical(review)),)
    seen = [
        case.observed.get(item.id) or Observation(id=item.id)
        for item in case.response.evidence
    ]
    granted = None
    if case.exceptions is not None:
        waivers = _plain(case.exceptions)
        said = dict.fromkeys(("reason", "compensating_control", "approver"), "O")
        waivers["exceptions"] = [{**said, **own} for own in waivers["exceptions"]]
        waivers["vendor"] = case.response.vendor.name
        granted = pack(canonical(waivers))
    name = case.response.response_id
    fact = case.signature or SignatureFact(status="unsigned")
    return Item(name, pack(raw), reviews, granted, (), tuple(seen), fact)


def _plain(record: Any) -> dict[str, Any]:
    return _json(record.model_dump(exclude_none=True, warnings=False))


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def one(brief: Brief, item: Item) -> Outcome:
    """Check and judge one item as ``assess_case`` does, the policy being checked."""
    bench = bench_of(brief.policy, brief.questionnaire, brief.as_of)

    def read(packed: bytes) -> Any:
        return read_json(zlib.decompress(packed), item.name)

    try:
        response = check_response(read(item.response), bench.questionnaire)
        vendor, granted = response.record.vendor.name, item.exceptions
        inputs = Inputs(
            response=response.record,
            response_digest=response.digest,
            as_of=brief.as_of,
            observed={seen.id: seen for seen in item.observed or ()},
            review=load_review(read(item.reviews[0]), response)
            if item.reviews
            else None,
            exceptions=load_exceptions(read(granted), bench.plan, vendor)
            if granted
            else None,
            engine=brief.version,
            signature=item.signature,
        )
        return Outcome(_verdict(dict(assess(bench.plan, inputs))))
    except InputError as error:
        return Outcome(fault=str(error))


if __name__ == "__main__":
    sys.exit(main())
