"""``audit policy prove``: what holds for every response, before there is one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.failures import ExitCode
from audit.cli.output import note, print_json, print_rows, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.proofs.prove import Tell
    from audit.proving import Proof


@click.command()
@click.argument("policy")
@click.option("--property", "names", multiple=True, help="Only this one (repeatable).")
@options.form
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=0.01, max=3600),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="Most that one question to the solver may take.",
)
@options.as_of
@click.option("--out", type=options.PATH, help="Folder for counterexamples.")
@click.pass_context
def command(
    ctx: click.Context,
    policy: str,
    names: tuple[str, ...],
    form: str,
    seconds: float,
    as_of: date,
    out: Path | None,
) -> None:
    """Prove what holds for every response to POLICY (an id or a file).

    Each property is proved, refuted by a response that the engine itself confirms, or
    unknown with the limit that was reached. Exit 1 when one is refuted.
    """
    from audit import proving

    with _progress(len(proving.known_properties(names))) as tell:
        proof = proving.prove_policy(policy, as_of, names, seconds, tell)
    if form == "json":
        print_json(proof.plain())
    else:
        _print(proof, form)
    if out is not None:
        files = list(proving.counterexamples(proof))
        for name, content in files:
            write_whole(out / name, content)
        responses = sum(name.endswith("response.json") for name, _ in files)
        note(f"{out}: {responses} responses as counterexamples")
    ctx.exit(ExitCode.NOT_ACCEPTED if proof.refuted else ExitCode.OK)


def _print(proof: Proof, form: str) -> None:
    rows = [
        (result.name, result.verdict, len(result.findings), result.claim)
        for result in proof.results
    ]
    print_rows(("property", "verdict", "statements", "claim"), rows, form)
    told = [
        (result.name, finding.subject, finding.verdict, finding.note)
        for result in proof.results
        for finding in result.findings
        if finding.verdict != "proved" or result.name == "gaming-bound"
    ]
    if told:
        click.echo()
        print_rows(("property", "statement", "verdict", "note"), told, form)


@contextmanager
def _progress(count: int) -> Iterator[Tell]:
    """Show a bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=count)
        seen: list[str] = []

        def tell(name: str, settled: int) -> None:
            if name not in seen:
                seen.append(name)
            text = f"{name}: {settled}"
            bar.update(task, completed=len(seen) - 1, description=text)

        yield tell
