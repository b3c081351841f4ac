"""``audit register verify``: is all of it as it was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import head_options, options, register_options
from audit.cli.failures import ExitCode, printable
from audit.cli.output import note, print_json
from audit.cli.progress import progress_bars

if TYPE_CHECKING:
    from audit.register.faults import Verification
    from audit.registering.signed_head import KeptHead


@click.command()
@register_options.register
@register_options.identity
@register_options.identity_passphrase_file
@click.option(
    "--head",
    "heads",
    type=options.FILE,
    multiple=True,
    help="A head kept elsewhere: signed, as its three lines, or in a report (.pdf).",
)
@head_options.keys
@head_options.keys_root
@click.option("--no-contents", is_flag=True, help="Do not read the documents.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(
    ctx: click.Context,
    register: str,
    identity: Path | None,
    identity_passphrase_file: Path | None,
    heads: tuple[Path, ...],
    keys: Path | None,
    keys_root: Path | None,
    no_contents: bool,
    form: str,
) -> None:
    """Recompute the whole register and name the first record that was altered.

    Exit code 1 when anything is not as it was recorded. Only a head that was kept
    elsewhere tells of a log that was rewritten as a whole.
    """
    from audit.register.check import verify
    from audit.registering.kept_heads import read_heads

    ring = head_options.read_keys(keys, keys_root)
    files = [(path.read_bytes(), str(path)) for path in heads]
    kept = read_heads(files, ring, options.now())
    for path, head in zip(heads, kept, strict=True):
        note(printable(f"{path}: {_shown(head, path)}"))
    with (
        register_options.open_with(
            register, identity, identity_passphrase_file
        ) as opened,
        progress_bars() as tell,
    ):
        points = [head.checkpoint for head in kept]
        done = verify(opened, points, contents=not no_contents, progress=tell)
    _show(done, form)
    ctx.exit(ExitCode.OK if done.passed else ExitCode.NOT_ACCEPTED)


def _shown(head: KeptHead, path: Path) -> str:
    by = "signature not checked: give --keys and --keys-root"
    if head.signer:
        by = f"signed by {head.signer} at {head.signed_at}"
    elif path.suffix.lower() == ".pdf":
        by = "as a report carries it, which audit verify checks"
    return f"{head.checkpoint.size} records, {by}"


def _show(done: Verification, form: str) -> None:
    if form == "json":
        print_json(done.as_dict())
        return
    head_options.show_steps(done.steps)
    if done.passed:
        click.echo(f"VERIFIED: {done.size} records of {done.origin}")
    else:
        click.echo(printable(f"NOT VERIFIED: {done.first}"))
