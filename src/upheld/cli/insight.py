"""`upheld insight report`: what a board reads; and `upheld team`."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .errors import Refused
from .moments import read_day
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.report import Report
    from upheld.insight.team import Team

insight = typer.Typer(help="What many complaints teach.", no_args_is_help=True)
_First = Annotated[str, typer.Option("--from", help="The first day, such as 2026-10-01.")]
_Last = Annotated[str, typer.Option("--to", help="The last day, itself in the report.")]
_YEAR = timedelta(days=364)


@insight.command()
def report(
    first: _First,
    last: _Last,
    to_file: Annotated[
        Path | None, typer.Option("--to-file", help="A file to write: .html or .pdf.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tells what happened, what was learnt and what to do next, for a board.

    With --to-file it writes the report as a page that stands alone, or as a PDF; each number leads
    to its rows in the desk where UPHELD_SITE says where that is.
    """
    days = read_day("--from", first), read_day("--to", last)
    ending = _ending(to_file)
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.report import ReportError, as_data
    from upheld.insight.report import report as made

    try:
        found = made(*days, timezone.now())
    except ReportError as error:
        raise Refused(str(error)) from None
    if to_file:
        _write(found, to_file, ending)
    if as_json:
        print_json(as_data(found))
    else:
        _show(found, to_file)


def _ending(path: Path | None) -> str:
    if path is None:
        return ""
    if path.is_dir():
        raise Refused(f"--to-file {path} is a folder: name a file in it")
    ending = path.suffix.lower()
    if ending not in (".html", ".pdf"):
        raise Refused(f"--to-file {path}: a report is written as .html or as .pdf")
    return ending


def _write(found: "Report", path: Path, ending: str) -> None:
    from upheld.insight.report.files import as_html, as_pdf, site
    from upheld.store.typeset import NotPrintable

    try:
        content = as_pdf(found, site()) if ending == ".pdf" else as_html(found, site()).encode()
    except NotPrintable as error:
        raise Refused(str(error)) from None
    path.write_bytes(content)


def _show(found: "Report", path: Path | None) -> None:
    from .screen import out, plain

    screen = out()
    lines = [f"{found.firm}: {found.days}", found.headline, ""]
    for figure in found.figures:
        beside = f" ({figure.between})" if figure.between else ""
        before = f"; {figure.before} before" if figure.before else ""
        lines.append(f"  {figure.name}: {figure.value}{beside}{before}")
    lines += ["", "What was learnt:"]
    lines += [f"  {at}. {each.sentence} [{each.figure}]" for at, each in enumerate(found.learnt, 1)]
    lines += ["", "What to do next:", *(f"  {sentence}" for sentence in found.next)]
    lines += ["", *found.limits] if found.limits else []
    lines += ["", f"Written: {path}"] if path else []
    for line in lines:
        screen.print(plain(line))


def team(
    first: Annotated[
        str, typer.Option("--from", help="The first day; else that of the last 12 months.")
    ] = "",
    last: Annotated[str, typer.Option("--to", help="The last day; else today.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tells how long each step takes, what was right the first time, and who has how much to do.

    Times are told of steps, teams and topics, never of a person.
    """
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.report import ReportError
    from upheld.insight.report.span import span
    from upheld.insight.team import team as made
    from upheld.insight.team.told import team_data

    now = timezone.now()
    until = read_day("--to", last) if last else timezone.localdate(now)
    try:
        days = span(read_day("--from", first) if first else until - _YEAR, until, now)
    except ReportError as error:
        raise Refused(str(error)) from None
    found = made(days.since, days.until, now)
    print_json(team_data(found)) if as_json else _show_team(found)


def _show_team(found: "Team") -> None:
    from upheld.core.intervals import told_share
    from upheld.insight.team.told import counted_in, days_told
    from upheld.insight.team.workload import workload

    from .screen import out, plain

    screen = out()
    screen.print(plain(f"{found.complaints:,} complaints came."))
    for each in found.steps:
        half, ninth = (days_told(of, counted_in(each)) for of in (each.took.half, each.took.ninth))
        screen.print(plain(f"  {each.step.capitalize()}: half within {half}, nine in ten {ninth}"))
    right = found.right
    screen.print(plain(f"Right the first time: {told_share(right.right)} of {right.answered:,}."))
    screen.print(plain(f"Words of praise: {found.praised:,}."))
    for load in workload().loads:
        hours = f", {load.hours} hours a week" if load.hours is not None else ""
        much = ": too much" if load.too_much else ""
        told = f"{load.name}: {load.cases} open, effort {load.effort:.1f}{hours}{much}"
        screen.print(plain(f"  {told}"))
    for limit in found.limits:
        screen.print(plain(limit))
