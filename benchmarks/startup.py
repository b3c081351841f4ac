"""How long ``audit --help`` and ``import audit`` take, beside what they rest on."""

from __future__ import annotations

import subprocess
import sys

from harness import Rounds, Row, interleaved, ratio_row

#: What the installed ``audit`` script does.
HELP = "import sys; from audit.cli.main import main; sys.exit(main(['--help']))"


def _python(code: str) -> None:
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of start-up; every call is a fresh process."""
    shown, click, imported, nothing = interleaved(
        lambda: _python(HELP),
        lambda: _python("import click"),
        lambda: _python("import audit"),
        lambda: _python("pass"),
        rounds=rounds.light,
    )
    help_floor = click, 'python -c "import click"'
    import_floor = nothing, 'python -c "pass"'
    return [
        ratio_row("audit --help", (shown, shown.shown()), help_floor, 1.5),
        ratio_row("import audit", (imported, imported.shown()), import_floor, 1.1),
    ]
