"""``audit policy``: work on a policy before anyone is judged by it."""

from __future__ import annotations

import click

from audit.cli.groups import LazyCommands

#: Command → one line of help; its module is imported when it is called.
COMMANDS = {
    "resolve": "Print the policy that a layer comes to.",
    "check": "Check and lint policies against their questionnaires.",
    "explain": "Put a control in plain words.",
    "diff": "Tell what changed between two policies, and for whom.",
    "test": "Run a policy's tests; find what they would not notice; propose some.",
    "prove": "Prove what holds for every response, or show one that refutes it.",
}


@click.group(cls=LazyCommands, prefix="policy", helps=COMMANDS)
def command() -> None:
    """Work on policies."""
