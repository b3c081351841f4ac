"""``audit register check-proof``: without the register, offline."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from audit.cli import head_options, options
from audit.cli.failures import ExitCode
from audit.cli.output import print_json


@click.command()
@click.argument("proof", type=options.INPUT)
@click.option(
    "--record", "document", type=options.FILE, help="Document the record is about."
)
@head_options.keys
@head_options.keys_root
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(
    ctx: click.Context,
    proof: Path,
    document: Path | None,
    keys: Path | None,
    keys_root: Path | None,
    form: str,
) -> None:
    """Check a proof by the list of keys alone; exit 1 when it proves nothing."""
    from audit.registering.proof_checking import check_proof

    ring = head_options.read_keys(keys, keys_root)
    if ring is None:
        raise click.UsageError("--keys and --keys-root say who may sign heads")
    content = document.read_bytes() if document else None
    raw = options.read_input(proof)
    steps = check_proof(raw, str(proof), ring, options.now(), content)
    proved = all(step.status != "failed" for step in steps)
    if form == "json":
        print_json({"proved": proved, "steps": [asdict(step) for step in steps]})
    else:
        head_options.show_steps(steps)
        click.echo("PROVED" if proved else "NOT PROVED")
    ctx.exit(ExitCode.OK if proved else ExitCode.NOT_ACCEPTED)
