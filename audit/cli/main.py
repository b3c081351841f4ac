"""The ``audit`` command; a verb's module is imported only when it is called."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

#: Verb → one line of help, so that ``--help`` imports nothing else.
VERBS = {
    "demo": "Make a folder with three vendors: scored, signed and verified.",
    "list": "List the shipped questionnaires and policies.",
    "show": "Show a questionnaire, a policy or an assessment.",
    "issue": "Make the folder that a vendor fills in.",
    "import": "Turn a questionnaire of another format into one of ours.",
    "crosswalk": "Draft answers to our questions from imported answers.",
    "fill": "Answer the questions in the terminal, one by one.",
    "evidence": "Add, list and check the evidence of a response.",
    "merge": "Merge the parts of several respondents into one response.",
    "pack": "Pack a response and its evidence into one file to send.",
    "check": "Check a vendor's response and tell what is left to answer.",
    "assess": "Assess a response by a policy.",
    "diff": "Tell what changed between two responses, and what it did to a score.",
    "compare": "Compare candidates by protection, service and price.",
    "conditions": "Turn every open gap into a clause for the contract.",
    "whatif": "Tell what other answers or closed gaps would do to the decision.",
    "repair": "Find the smallest set of gaps to close for a rating or decision.",
    "export": "Hand an assessment over as OSCAL, CycloneDX, SARIF, JUnit or a table.",
    "report": "Draw the PDF risk report (and sign it with --key).",
    "sign": "Sign a PDF report.",
    "timestamp": "Attach a timestamp authority's answer to a signed report.",
    "archive": "Append revocation lists and responses to a stamped report.",
    "verify": "Check a signed report: structure, signature, replay, numbers.",
    "keys": "Create and inspect signing keys.",
    "policy": "Check and explain policies.",
    "register": "Keep what was accepted about vendors.",
    "rescore": "Judge every vendor again by another policy.",
    "doctor": "Tell what this machine lacks.",
}


#: Defaults for this folder.
SETTINGS = Path("audit.toml")


def load_command(verb: str) -> click.Command:
    """Import and return a known verb."""
    module = import_module(f"audit.cli.commands.{verb}_command")
    command: click.Command = module.command
    return command


class LazyGroup(click.Group):
    """A group whose commands live in ``audit.cli.commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order a user meets them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module; None for an unknown verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        return load_command(cmd_name)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the verbs with their one-line helps."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Take defaults from ``audit.toml``: flag, then AUDIT_*, then the file."""
        if SETTINGS.is_file():
            from audit.cli.settings import read_settings

            kwargs["default_map"] = read_settings(SETTINGS, VERBS, load_command)
        return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; our own errors become messages and exit codes."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from audit.cli.failures import fail

            return fail(ctx, error)


@click.group(cls=LazyGroup, context_settings={"auto_envvar_prefix": "AUDIT"})
@click.version_option(package_name="vendor-audit", prog_name="audit")
def main() -> None:
    """Assess how a vendor stores and protects your customers' data."""
