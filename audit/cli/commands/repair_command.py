"""``audit repair``: the smallest set of gaps to close for a rating or a decision."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.failures import ExitCode
from audit.cli.output import print_json
from audit.cli.proofs import Proofs, proofs

if TYPE_CHECKING:
    from audit.remedy.goal import Goal


class Effort(click.ParamType[Fraction]):
    """Person-days as 2, 0.5 or 1/2."""

    name = "person-days"

    def convert(self, value: object, param: object, ctx: object) -> Fraction:
        """Return the exact number; a usage error for what is none or below 0."""
        try:
            effort = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            effort = Fraction(-1)
        if effort < 0:
            self.fail(f"{value!r} is no number of person-days", param, ctx)  # type: ignore[arg-type]
        return effort


@click.command()
@click.argument("response", type=options.INPUT)
@options.policy
@click.option("--to-rating", help="Reach this rating of the policy, or a better one.")
@click.option(
    "--to-decision",
    type=click.Choice(["accept", "accept_with_conditions"]),
    help="Reach this decision, or a better one.",
)
@click.option("--lift-knock-outs", is_flag=True, help="Leave no knock-out unmet.")
@click.option("--fewest", is_flag=True, help="Fewest controls, not least effort.")
@click.option(
    "--evidence-effort", type=Effort(), default="1/2", show_default=True,
    help="Person-days to prove what is met already.",
)  # fmt: skip
@click.option(
    "--correction-effort", type=Effort(), default="0", show_default=True,
    help="Person-days to correct contradicting answers.",
)  # fmt: skip
@options.as_of
@options.evidence
@options.review
@options.exceptions
@proofs
@options.language
@options.form
@click.pass_context
def command(
    ctx: click.Context,
    /,
    response: Path,
    policy: str,
    to_rating: str | None,
    to_decision: str | None,
    lift_knock_outs: bool,
    fewest: bool,
    evidence_effort: Fraction,
    correction_effort: Fraction,
    as_of: date,
    evidence: Path | None,
    review: Path | None,
    exceptions: Path | None,
    language: str,
    form: str,
    **proving: Path | None,
) -> None:
    """Find the provably smallest set of gaps to close; exit 1 when none suffices."""
    from audit import pipeline, repairing
    from audit.remedy.repair import Repair
    from audit.remedy.step import Efforts

    goal = _goal(to_rating, to_decision, lift=lift_knock_outs)
    words = (policy, response, as_of, evidence, review, exceptions)
    assessed = pipeline.assess_case(Proofs(**proving).open_case(*words))
    efforts = Efforts(evidence_effort, correction_effort)
    found = repairing.repair_case(assessed, goal, efforts, fewest=fewest)
    if form == "json":
        print_json(repairing.plain(found, language))
    else:
        from audit.cli.repair_summary import print_repair

        given = {"policy": policy, "as-of": as_of, "evidence": evidence}
        given |= {"review": review, "exceptions": exceptions}
        told = [f"--{name}={value}" for name, value in given.items() if value]
        print_repair(found, language, form, [str(response), *told])
    reached = isinstance(found.result, Repair)
    ctx.exit(ExitCode.OK if reached else ExitCode.NOT_ACCEPTED)


def _goal(to_rating: str | None, to_decision: str | None, *, lift: bool) -> Goal:
    from audit.remedy.goal import Goal

    goals = []
    if to_rating is not None:
        goals.append(Goal("rating", to_rating))
    if to_decision is not None:
        goals.append(Goal("decision", to_decision))
    if lift:
        goals.append(Goal("knock_outs"))
    if len(goals) != 1:
        message = "give one of --to-rating, --to-decision, --lift-knock-outs"
        raise click.UsageError(message)
    return goals[0]
