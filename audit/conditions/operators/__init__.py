"""The closed set of scalar operators: one file a family, one table for all."""

from __future__ import annotations

from audit.conditions.operators import equality, membership, presence, quantity, time
from audit.conditions.operators.base import Operator

FAMILIES = (presence, equality, membership, quantity, time)

OPERATORS: dict[str, Operator] = {
    operator.name: operator for family in FAMILIES for operator in family.OPERATORS
}

#: Operators on the rows of a table; they take a condition (or a count).
ROW_OPERATORS = ("every_row", "any_row", "no_row", "rows_at_least")

#: Ways to combine conditions.
COMBINATIONS = ("all", "any", "none")
