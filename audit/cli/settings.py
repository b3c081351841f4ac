"""Defaults for the verbs' options from ``audit.toml`` in the current folder."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def read_settings(
    path: Path, verbs: Iterable[str], command: Callable[[str], click.Command]
) -> dict[str, Any]:
    """Return verb → option → default; a usage error names what is not understood.

    Options are written as on the command line without the dashes: ``as-of`` of
    ``[assess]`` is ``--as-of``. ``[all]`` is for every verb that has the option.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path}: {error}") from None
    known = list(verbs)
    for verb, options in data.items():
        if verb != "all" and verb not in known:
            listed = ", ".join(["all", *known])
            raise click.UsageError(f"{path}: no verb '{verb}'; known: {listed}")
        if not isinstance(options, dict):
            raise click.UsageError(f"{path}: '{verb}' is a table of options: [{verb}]")
        if verb != "all":
            _refuse_unknown(path, verb, options, command(verb))
    shared = _named(data.pop("all", {}))
    return {verb: shared | _named(data.get(verb, {})) for verb in known}


def _refuse_unknown(
    path: Path, verb: str, options: dict[str, Any], command: click.Command
) -> None:
    if isinstance(command, click.Group):
        return
    known = {o.name: o.opts[0].lstrip("-") for o in command.params}
    for written, name in zip(options, _named(options), strict=True):
        if name not in known:
            listed = ", ".join(known.values())
            message = f"{path}: [{verb}] has no option '{written}'; known: {listed}"
            raise click.UsageError(message)


def _named(options: dict[str, Any]) -> dict[str, Any]:
    renamed = {"lang": "language", "format": "form", "from": "earlier"}
    return {
        renamed.get(name, name.replace("-", "_")): value
        for name, value in options.items()
    }
