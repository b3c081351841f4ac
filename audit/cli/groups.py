"""Groups of commands, each of them imported only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class SharedDefaults(click.Group):
    """A group whose table in ``audit.toml`` holds for each of its commands."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Hand the group's defaults on to whichever command is called."""
        ctx = super().make_context(*args, **kwargs)
        if ctx.default_map:
            names = self.list_commands(ctx)
            ctx.default_map = dict.fromkeys(names, ctx.default_map)
        return ctx


class LazyCommands(SharedDefaults):
    """A group whose commands live in ``audit.cli.commands.<prefix>_*_command``.

    Args:
        prefix: the verb.
        helps: command → one line of help.
    """

    def __init__(
        self, *args: Any, prefix: str, helps: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = prefix
        self.helps = helps

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order one works with them."""
        del ctx
        return list(self.helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None for an unknown one."""
        del ctx
        if cmd_name not in self.helps:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f"audit.cli.commands.{self.prefix}_{name}_command")
        command: click.Command = module.command
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the commands with their one-line helps."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self.helps.items()))
