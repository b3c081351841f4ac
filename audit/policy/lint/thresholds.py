"""Conditions whose result no answer can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.conditions.operators import OPERATORS
from audit.policy.lint.remark import Remark
from audit.policy.lint.samples import DAY, samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.codes import LintCode
    from audit.policy.lint.reading import LeafTest, Reading


def idle_thresholds(reading: Reading) -> Iterator[Remark]:
    """Yield conditions that hold for every answer, or for none."""
    for test in reading.tests:
        if test.leaf.op == "answered":
            continue
        truths = _truths(test)
        if truths == {True}:
            yield _remark(test, "threshold-always", "holds whatever is answered")
        elif truths == {False}:
            yield _remark(test, "threshold-never", "holds for no possible answer")


def _truths(test: LeafTest) -> set[bool | None]:
    operator = OPERATORS[test.leaf.op]
    constant = operator.prepare(test.leaf.value, test.field)
    values = samples(test.field, [test.leaf]) or ()
    # What cannot be compared, as money in another currency, proves nothing.
    return {operator.test(value, constant, DAY) for value in values} - {None}


def _remark(test: LeafTest, code: LintCode, what: str) -> Remark:
    question = "/".join(test.key)
    message = f"'{test.leaf.op}' on '{question}' {what}"
    bounds = [
        f"{name} {bound}"
        for name in ("min", "max")
        if (bound := getattr(test.field, name, None)) is not None
    ]
    hint = f"the question allows {', '.join(bounds)}" if bounds else "mend the value"
    return Remark(code, test.owner, message, test.leaf.pointer, hint)
