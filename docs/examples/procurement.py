"""Compare the vendors in a folder, and write the clauses for the one that leads.

Usage: python procurement.py VENDORS SELECTION
"""

import sys
from datetime import date
from pathlib import Path

import audit

POLICY = "contact-centre-baseline"
DAY = date(2026, 11, 24)


def main(vendors: Path, selection: Path) -> None:
    folders = sorted(path for path in vendors.iterdir() if path.is_dir())
    compared = audit.compare(
        [audit.assess_folder(folder, POLICY, as_of=DAY) for folder in folders],
        as_of=DAY,
        demand=selection / "demand.yaml",
        criteria=selection / "criteria.yaml",
        offers=sorted((selection / "offers").iterdir()),
    )
    for one in compared.comparison.candidates:
        price = f"{round(one.cost.of('base').month):,}" if one.cost else "no offer"
        bar = "█" * round(one.scores.score.exact / 5)
        print(f"{one.rank or '–'}  {one.vendor:<32} {price:>10} {bar}")
    Path("comparison.xlsx").write_bytes(audit.draw(compared, "xlsx"))
    leader = compared.candidates[0]
    Path("clauses.html").write_bytes(audit.draw_conditions(leader, "html"))
    print(audit.conditions_of(leader).check)


main(*map(Path, sys.argv[1:]))
