"""Measure everything and print one table: ``python benchmarks/run.py``.

Ratios compare things of the same run, so they hold on any machine. A missed target is
shown and never an error: the table informs, tests decide.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module

from harness import Rounds, Row

BENCHMARKS = (
    "startup",
    "parse",
    "check",
    "assess",
    "columnar",
    "rescore",
    "render",
    "sign",
    "verify",
)
FULL, QUICK = Rounds(light=15, heavy=5), Rounds(light=3, heavy=1)
HEADER = ("", "median", "ratio", "floor", "target", "met")


def main() -> None:
    """Run the chosen benchmarks and print their lines."""
    parser = argparse.ArgumentParser(description="Medians and ratios to a floor.")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--quick", action="store_true", help="few rounds, rough")
    arguments = parser.parse_args()
    names = arguments.names or BENCHMARKS
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        parser.error(f"unknown: {', '.join(unknown)}")
    rounds = QUICK if arguments.quick else FULL
    rows = {name: import_module(name).run(rounds) for name in names}
    if arguments.json:
        plain = {name: [asdict(row) for row in found] for name, found in rows.items()}
        whole = machine() | {"benchmarks": plain}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    print(", ".join(str(value) for value in machine().values()))
    print_table([row for found in rows.values() for row in found])


def machine() -> dict[str, str]:
    """Return what the figures depend on; a load above zero makes them rougher."""
    return {
        "python": f"Python {platform.python_version()}",
        "cores": f"{os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.machine()}",
        "load": f"load {os.getloadavg()[0]:.1f}",
    }


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows in aligned columns."""
    words = {True: "yes", False: "no", None: ""}
    cells = [HEADER] + [
        (r.name, r.median, r.ratio, r.floor, r.target, words[r.met]) for r in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell.ljust(w) for cell, w in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())


if __name__ == "__main__":
    main()
