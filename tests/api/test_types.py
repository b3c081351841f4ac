"""mypy, strict, takes the example scripts and refuses wrong calls, each for one reason."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: A call and what mypy finds wrong with it; a sound twin has nothing.
CALLS = {
    'audit.assess("r.json", "policy").assessment.decision': "",
    'audit.assess("r.json").assessment.decision': "call-arg",
    'audit.asess("r.json", "policy")': "attr-defined",
    'audit.check("r.json").complete': "",
    'audit.check("r.json").complet': "attr-defined",
    'audit.draw(assessed, "md", "uk")': "",
    'audit.draw(assessed, "xlsx", "uk")': "call-overload",
    'audit.draw(compared, "xlsx", "uk")': "",
    'audit.draw(compared, "docx", "uk")': "call-overload",
    'audit.repair(assessed, to_decision="accept")': "",
    'audit.repair(assessed, to_decision="accepted")': "arg-type",
    'audit.verify(b"%PDF", trust=["roots.pem"]).passed': "",
    "audit.verify(1, trust=[]).passed": "arg-type",
}
_HEAD = """import audit

def f(assessed: audit.Assessed, compared: audit.Compared) -> None:
"""


def test_mypy_takes_what_is_right_and_refuses_what_is_wrong_bad(tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    snippet.write_text(_HEAD + "".join(f"    print({call})\n" for call in CALLS))
    scripts = sorted((ROOT / "docs/examples").glob("*.py"))
    assert len(scripts) == 3
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", *scripts, snippet],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    first = _HEAD.count("\n") + 1
    expected = {line: code for line, code in enumerate(CALLS.values(), first) if code}
    found = re.findall(
        r"^(\S+?):(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.MULTILINE
    )
    assert {int(line): code for _, line, code in found} == expected, done.stdout
    assert {Path(file).name for file, _, _ in found} == {"snippet.py"}
