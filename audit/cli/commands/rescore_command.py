"""``audit rescore``: judge every vendor again by another policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options, register_options
from audit.cli.failures import ExitCode, printable
from audit.cli.output import note, print_json, print_rows, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.bulk.moves import Move
    from audit.bulk.ordering import Done, Order

#: Rows that a table on the terminal shows.
SHOWN = 100
_CHANGES = ("score", "rating", "residual", "decision")


@click.command()
@click.argument("responses", type=options.PATH, nargs=-1)
@click.option("--policy", required=True, help="Id, file, or recorded id@version.")
@click.option("--register", envvar="AUDIT_REGISTER", help="Register to judge.")
@register_options.identity
@register_options.identity_passphrase_file
@click.option("--answers", type=options.PATH, help="Folder of `register parquet`.")
@click.option("--every-response", is_flag=True, help="Not only the newest of each.")
@options.as_of
@click.option("--keys", type=options.FILE, help="List of keys to check signatures by.")
@click.option("--keys-root", type=options.FILE, help="Public PEM of the list's signer.")
@click.option(
    "--engine",
    type=click.Choice(["exact", "columnar"]),
    help="How to judge; both give the same numbers [columnar for many].",
)
@click.option("--processes", type=click.IntRange(1, 256), help="[one a core]")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler: tcp://host:port.")
@click.option("--work", type=options.PATH, help="Folder that keeps what is done.")
@click.option("--record", is_flag=True, help="Record the assessments.")
@click.option("--reports", type=options.PATH, help="Folder for everyone's PDF report.")
@options.language
@register_options.by
@click.option("--allow-failures", is_flag=True, help="Do not exit with 3 for them.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
@click.option("-o", "--out", type=options.PATH, help=".parquet, .csv, .json or .xlsx.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    responses: tuple[Path, ...],
    register: str | None,
    answers: Path | None,
    identity: Path | None,
    identity_passphrase_file: Path | None,
    form: str,
    out: Path | None,
    allow_failures: bool,
    **given: Any,
) -> None:
    """Judge RESPONSES or the newest response of every vendor again.

    Exit 1 when a decision moved, 3 when a response could not be judged.
    """
    from audit.bulk.tables import table_bytes, writer_of

    if [bool(responses), bool(register), bool(answers)].count(True) != 1:
        raise click.UsageError("give one: --register, --answers or RESPONSES")
    if out is not None:
        writer_of(out.suffix)
    order = _order(bool(register), **given)
    if answers is not None:
        _refuse_others(order)
    key = identity, identity_passphrase_file
    done = _done(order, responses, register, answers, key)
    if done.kept.damaged:
        note(f"{done.kept.damaged} kept chunks were damaged and were made again")
    _print(done, form)
    if out is not None:
        write_whole(out, table_bytes(out.suffix, done.moves))
        note(f"{out}: {len(done.moves)} rows")
    if done.failed and not allow_failures:
        ctx.exit(ExitCode.BAD_INPUT)
    moved = any(move.moved == "decision" for move in done.moves)
    ctx.exit(ExitCode.NOT_ACCEPTED if moved else ExitCode.OK)


def _order(  # one parameter an option
    of_register: bool,
    record: bool,
    by: str,
    keys: Path | None,
    keys_root: Path | None,
    every_response: bool,
    **given: Any,
) -> Order:
    from audit.bulk.ordering import Order

    if (keys is None) != (keys_root is None):
        raise click.UsageError("--keys and --keys-root go together")
    if given["scheduler"] and given["processes"]:
        raise click.UsageError("--scheduler has its own workers, no --processes")
    if not of_register and (record or keys or every_response):
        message = "--record, --keys and --every-response need a --register"
        raise click.UsageError(message)
    if record and (every_response or given["engine"] == "columnar"):
        message = "only the exact assessment of the newest response can be recorded"
        raise click.UsageError(message)
    pinned = (keys, keys_root) if keys and keys_root else None
    name = by if record else None
    now = options.now()
    return Order(at=now, every=every_response, keys=pinned, by=name, **given)


def _refuse_others(order: Order) -> None:
    """Refuse options of which an export has no use: it is judged here, in columns."""
    given = (order.scheduler, order.processes, order.work, order.reports)
    if any(given) or order.engine == "exact":
        message = "--answers are judged in this process and in columns, in seconds"
        raise click.UsageError(message)


def _done(
    order: Order,
    responses: tuple[Path, ...],
    register: str | None,
    answers: Path | None,
    key: tuple[Path | None, Path | None],
) -> Done:
    from audit.bulk.ordering import rescore_export, rescore_files, rescore_register
    from audit.cli.progress import progress_bars

    with progress_bars() as tell:
        if answers is not None:
            return rescore_export(answers, order, tell)
        if register is None:
            return rescore_files(responses, order, tell)
        with register_options.open_with(register, *key) as found:
            return rescore_register(found, order, tell)


def _print(done: Done, form: str) -> None:
    from audit.bulk.moves import COLUMNS, summary

    rows = (move.row for move in done.moves)
    if form == "json":
        print_json(list(rows))
    elif form == "csv":
        print_rows(list(COLUMNS), (tuple(row.values()) for row in rows), "csv")
    else:
        _print_table(done.moves)
    for vendor, fault in _faults(done):
        note(printable(f"failed: {vendor}: {fault}"))
    note(f"{summary(done.moves)}; engine {done.engine}")


def _print_table(moves: Sequence[Move]) -> None:
    shown = [move.row for move in moves[:SHOWN] if move.outcome.verdict]
    rows = [
        (
            row["vendor"],
            row["response"],
            *(_change(row[f"old_{name}"], row[name]) for name in _CHANGES),
            row["moved"],
        )
        for row in shown
    ]
    print_rows(("vendor", "response", *_CHANGES, "moved"), rows)
    if len(moves) > SHOWN:
        note(f"{len(moves) - SHOWN} more rows: --format csv, or -o FILE")


def _change(old: str | None, new: str) -> str:
    return new if old in {None, new} else f"{old} → {new}"


def _faults(done: Done) -> Iterator[tuple[str, str]]:
    for move in done.moves:
        if move.outcome.verdict is None:
            yield move.task.vendor, move.outcome.fault
    yield from done.undrawn
