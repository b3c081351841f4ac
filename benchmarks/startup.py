"""How long the user waits for ``audit --help``, beside importing click alone."""

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
    shown, floor = interleaved(
        lambda: _python(HELP),
        lambda: _python("import click"),
        rounds=rounds.light,
    )
    name = 'python -c "import click"'
    return [ratio_row("audit --help", (shown, shown.shown()), (floor, name), 1.5)]
