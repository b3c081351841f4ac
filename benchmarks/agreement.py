"""Both engines on as many random responses as wanted: ``make agreement``.

Prints a line for each policy, and every response that they see differently with its
number, which makes it again.
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from audit.columnar.ingest import ingest
from tests.columnar.both import differences
from tests.columnar.population import BLOCK, POLICIES, cases, plan_of


def main() -> int:
    """Compare, and return 1 when there was a difference."""
    parser = argparse.ArgumentParser(description="Are both engines of one mind?")
    parser.add_argument("--count", type=int, default=10_000, help="of responses")
    parser.add_argument("--start", type=int, default=0, help="number of the first")
    arguments = parser.parse_args()
    found = 0
    for name in POLICIES:
        begun, own = perf_counter(), 0
        for start in range(arguments.start, arguments.start + arguments.count, BLOCK):
            given = cases((name,), range(start, start + BLOCK))
            frame = ingest(plan_of(name).questionnaire, given)
            for line in differences(plan_of(name), given, frame):
                print(f"{name} {line}")
                own += 1
        seconds = perf_counter() - begun
        print(
            f"{name}: {own} differences in {arguments.count} ({seconds:.0f} s)",
            flush=True,
        )
        found += own
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
