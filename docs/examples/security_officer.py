"""Assess every vendor in a folder and sign a report on each that can be judged.

Usage: python security_officer.py VENDORS KEY.p12 PASSPHRASE-FILE
"""

import sys
from datetime import date
from pathlib import Path

import audit

POLICY = "contact-centre-baseline"
DAY = date(2026, 11, 24)


def main(vendors: Path, key: Path, passphrase: Path) -> None:
    signer = audit.load_signer(key, passphrase.read_text().strip())
    for folder in sorted(path for path in vendors.iterdir() if path.is_dir()):
        try:
            assessed = audit.assess_folder(folder, POLICY, as_of=DAY)
        except audit.InputError as error:
            print(f"{folder.name}: not judged")
            print(*(f"  {p.pointer}: {p.message}" for p in error.problems), sep="\n")
            continue
        report = audit.sign(audit.draw(assessed, "pdf", "en"), signer)
        (vendors / f"{folder.name}.pdf").write_bytes(report)
        found = assessed.assessment
        verdict = audit.verify(report, trust=signer.roots).verdict
        print(f"{folder.name}: {found.decision}, {found.scores.score.shown}, {verdict}")


main(*map(Path, sys.argv[1:]))
