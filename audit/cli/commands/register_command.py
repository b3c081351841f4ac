"""``audit register``: what was accepted about vendors, kept for good."""

from __future__ import annotations

import click

from audit.cli.groups import LazyCommands

#: Command → one line of help; its module is imported when it is called.
COMMANDS = {
    "init": "Make a register, sealed to its officers or plain.",
    "officer": "Change who can open a sealed register.",
    "identity": "Make the age key with which an officer opens registers.",
    "roles": "Print the SQL that lets PostgreSQL roles write or read.",
    "vendor": "Set and show vendor cards.",
    "add": "Check a vendor's files and record them.",
    "assess": "Assess a vendor's newest response and record the assessment.",
    "portfolio": "Show how every vendor stands, and what falls due.",
    "calendar": "Write what falls due as a calendar (.ics).",
    "trend": "Show a vendor's scores over time, and why they changed.",
    "forecast": "Foretell what changes while no document does.",
    "list": "List records.",
    "show": "Show a record and its document.",
    "export": "Write a vendor's documents into a folder, byte for byte.",
    "parquet": "Write answers and assessments as Parquet tables.",
    "sweep": "Remove contents that a crash left without a record.",
    "verify": "Recompute the register; name the first record that was altered.",
    "head": "Print the register's head, or sign it to be kept elsewhere.",
    "prove": "Prove to others that a record is in the register.",
    "check-proof": "Check such a proof, without the register.",
}


@click.group(cls=LazyCommands, prefix="register", helps=COMMANDS)
def command() -> None:
    """Keep what was accepted about vendors."""
