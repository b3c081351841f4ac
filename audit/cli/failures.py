"""Errors → messages on stderr and exit codes (the only place that knows them)."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn

import click

from audit.errors import (
    AuditError,
    EnvironmentProblem,
    EvidenceError,
    InputError,
    RenderError,
    SigningError,
)


class ExitCode(IntEnum):
    """What a shell script learns from the command."""

    OK = 0
    NOT_ACCEPTED = 1
    USAGE = 2
    BAD_INPUT = 3
    ENVIRONMENT = 4


_CODES: tuple[tuple[type[AuditError], ExitCode], ...] = (
    (InputError, ExitCode.BAD_INPUT),
    (EvidenceError, ExitCode.BAD_INPUT),
    (SigningError, ExitCode.ENVIRONMENT),
    (RenderError, ExitCode.ENVIRONMENT),
    (EnvironmentProblem, ExitCode.ENVIRONMENT),
)


def exit_code(error: AuditError) -> ExitCode:
    """Return the exit code of an error of ours."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    return ExitCode.BAD_INPUT


def fail(ctx: click.Context, error: Exception) -> NoReturn:
    """Print what is wrong and leave; an error that is not ours goes on its way."""
    if isinstance(error, AuditError):
        code = exit_code(error)
        text = str(error)
    elif isinstance(error, OSError):
        code = ExitCode.ENVIRONMENT
        text = f"{error.filename or 'file'}: {error.strerror or error}"
    else:
        raise error
    click.echo(printable(text), err=True)
    count = len(error.problems) if isinstance(error, AuditError) else 0
    if count > 1:
        click.echo(f"{count} problems", err=True)
    ctx.exit(code)


def printable(text: str) -> str:
    """Return the text with control characters made visible for a terminal."""
    return "".join(
        c if c.isprintable() or c in "\n\t\u00a0\u202f" else f"\\u{ord(c):04x}"
        for c in text
    )
