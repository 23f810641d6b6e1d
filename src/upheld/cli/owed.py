"""`upheld owed`: what laws, schemes and contracts give on the facts of one point."""

from datetime import datetime
from typing import Annotated

import typer

from .errors import Refused
from .told import AsJson, print_json

FACTS = "The facts of one point as a JSON object (docs/reference/laws.md), or - for standard input."


def owed(
    facts: Annotated[str | None, typer.Argument(metavar="FACTS", help=FACTS)] = None,
    regime: Annotated[
        list[str] | None,
        typer.Option(
            metavar="<str>",
            help="The law to ask, such as uk-cra; may stand more than once. Left out, those that "
            "the firm sells under (laws.yaml) by the facts' touchpoint.",
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day to work it out for; today if left out."),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--facts", help="List the facts that the laws know instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prints what a law gives on FACTS, and why not the rest.

    What is not known is asked for; nothing is guessed.
    """
    from . import owed_told as told
    from .owed_reading import laws_asked, read_laws

    day = told.day_of(on)
    if listed:
        known = told.facts_data(laws_asked(regime, None, day))
        print_json(known) if as_json else told.show_facts(known)
        return
    if facts is None:
        raise Refused("FACTS are missing: name a JSON file, or list the facts with --facts")
    readings = read_laws(facts, regime, day)
    print_json(told.as_data(readings, day)) if as_json else told.show(readings, day)
