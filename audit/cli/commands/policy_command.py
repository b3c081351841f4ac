"""``audit policy``: work on a policy before anyone is judged by it."""

from __future__ import annotations

from importlib import import_module

import click

#: Command → one line of help; its module is imported when it is called.
COMMANDS = {
    "check": "Check and lint policies against their questionnaires.",
    "explain": "Put a control in plain words.",
    "diff": "Tell what changed between two policies, and for whom.",
    "test": "Run a policy's tests; find what they would not notice; propose some.",
    "prove": "Prove what holds for every response, or show one that refutes it.",
}


class PolicyGroup(click.Group):
    """A group whose commands live in ``audit.cli.commands.policy_*_command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order one works with them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None for an unknown one."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"audit.cli.commands.policy_{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the commands with their one-line helps."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=PolicyGroup)
def command() -> None:
    """Work on policies."""
