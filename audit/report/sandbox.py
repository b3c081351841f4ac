"""Draw the PDF in a child process that cannot run for ever or eat all memory."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

from audit.errors import EnvironmentProblem, RenderError

if TYPE_CHECKING:
    from audit.report.formats.pdf import Attached

#: Limits of one rendering: seconds of wall clock, seconds of CPU, bytes of memory.
WALL_SECONDS = 180
CPU_SECONDS = 150
MEMORY_BYTES = 3 * 1024**3


def render_in_child(
    html: str, css: str, attached: tuple[Attached, ...], as_of: date
) -> bytes:
    """Return the PDF; RenderError when the child fails or passes a limit."""
    job = {
        "html": html,
        "css": css,
        "as_of": as_of.isoformat(),
        "attached": [
            [
                a.name,
                base64.b64encode(a.content).decode(),
                a.description,
                a.relationship,
            ]
            for a in attached
        ],
    }
    command = [sys.executable, "-m", "audit.report.sandbox"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderError(f"drawing took more than {WALL_SECONDS} s") from None
    if done.returncode == _LACKING:
        raise EnvironmentProblem(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RenderError(f"the report could not be drawn: {lines[-1:] or 'killed'}")
    return done.stdout


_LACKING = 4


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child() -> int:
    from audit.report.formats.pdf import Attached, render_pdf

    _limit()
    job = json.loads(sys.stdin.buffer.read())
    attached = tuple(
        Attached(name, base64.b64decode(content), description, relationship)
        for name, content, description, relationship in job["attached"]
    )
    try:
        pdf = render_pdf(
            job["html"], job["css"], attached, date.fromisoformat(job["as_of"])
        )
    except EnvironmentProblem as problem:
        sys.stderr.write(str(problem))
        return _LACKING
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(_child())
