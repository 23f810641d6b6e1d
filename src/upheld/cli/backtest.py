"""`upheld backtest`: what a draft would have decided otherwise, and what that would have cost."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from .errors import Refused
from .reading import checked_path, read_policy
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.backtest import Cases, Report
    from upheld.tables import Policy

_BROKEN = 1


def backtest(
    draft: Annotated[Path, typer.Option(help="The folder of the draft.")],
    against: Annotated[
        Path | None,
        typer.Option(help="Compare with the policy in this folder, not with that in force."),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(help="Past cases as .jsonl, .parquet or .csv, not those decided here."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decides past cases by a draft, and by the policy of their day.

    Nothing is stored. Exits 1 when the draft would break a promise or take away what was owed.
    """
    report = _report(draft, against, cases)
    from upheld.insight.backtest import as_data

    from .backtest_told import show

    print_json(as_data(report)) if as_json else show(report)
    if report.broken:
        raise typer.Exit(_BROKEN)


def _report(draft: Path, against: Path | None, cases: Path | None) -> "Report":
    policy, chosen = read_policy(draft), _chosen(cases)
    in_force = _in_force(against)
    from upheld.insight import backtest as insight

    try:
        return insight.backtest(policy, in_force, _watched(chosen), datetime.now(UTC))
    except insight.BadFile as error:
        raise Refused(*error.problems) from None
    except insight.CannotCompare as error:
        raise Refused(str(error)) from None


def _chosen(cases: Path | None) -> "Iterable[Cases]":
    if cases is None:
        from .django import prepare

        prepare()
        from upheld.insight.backtest.past import decided_cases

        return decided_cases()
    from upheld.insight.backtest.files import read

    from .django import open_if_there

    open_if_there()
    return read(checked_path(str(cases)))


def _in_force(folder: Path | None) -> "Callable[[date], Policy]":
    from upheld.store import policies

    if folder is None:
        return policies.by_day()
    against = read_policy(folder)
    return lambda day: against


def _watched(batches: "Iterable[Cases]") -> "Iterator[Cases]":
    """The batches, counted aloud while a person watches."""
    watched, count = Console(stderr=True), 0
    with watched.status("Deciding past cases") as status:
        for batch in batches:
            yield batch
            count += len(batch.names)
            status.update(f"Decided {count:,} cases twice")
