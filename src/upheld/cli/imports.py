"""`upheld import complaints`: a file of complaints becomes cases, chunk by chunk."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.core.obligations import STANDARD

from .django import prepare
from .screen import bar, out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    import polars as pl

    from upheld.store.policies import Rules

_CHUNK = 500


class Format(StrEnum):
    CFPB = "cfpb"


@dataclass(frozen=True, slots=True)
class Summary:
    """What one import did with the rows of its file; `reasons` counts the rejected ones."""

    file: str
    rows: int
    taken: int
    already_there: int
    without_date: int
    rejected: int
    reasons: dict[str, int]
    rejected_file: str | None


def complaints(
    file: Annotated[str, typer.Argument(help="CSV or Parquet.")],
    format: Annotated[Format, typer.Option(help="Whose columns the file has.")] = Format.CFPB,
    regime: Annotated[str, typer.Option(help="Whose rules set the deadlines.")] = "us-cfpb",
    complaint_kind: Annotated[
        str, typer.Option(help="Which of the regime's kinds of complaint they are.")
    ] = STANDARD,
    as_json: AsJson = False,
) -> None:
    """Files every complaint of a file that is not here yet. Run it again at any time.

    A row that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    from . import sheet

    read = sheet.read(file)
    prepare()
    from upheld.store.policies import Rules

    summary = _import(read, Path(file), Rules(regime, complaint_kind), shown=not as_json)
    print_json(asdict(summary)) if as_json else _print(summary)


def _import(read: "pl.DataFrame", file: Path, rules: "Rules", shown: bool) -> Summary:
    from upheld.store import policies

    from . import cfpb, rejected

    now, chosen = datetime.now(UTC), policies.regime(rules.regime)
    policies.check_kind(chosen, rules.complaint_kind)
    prepared = cfpb.prepared(read, chosen.day_of(now), chosen.begins)
    reasons = prepared[cfpb.WHY].drop_nulls()
    rejected_file = rejected.write(read, prepared, file)
    taken, without_date = _take(prepared, rules, now, shown)
    counts = reasons.value_counts(sort=True).rows()
    return Summary(
        file=str(file),
        rows=prepared.height,
        taken=taken,
        already_there=prepared.height - len(reasons) - taken,
        without_date=without_date,
        rejected=len(reasons),
        reasons=dict(counts),
        rejected_file=str(rejected_file) if rejected_file else None,
    )


def _take(prepared: "pl.DataFrame", rules: "Rules", now: datetime, shown: bool) -> tuple[int, int]:
    """Files the rows, one transaction a chunk: how many are new, and how many of these undated."""
    from upheld.steps import may
    from upheld.steps.import_complaints import import_complaints
    from upheld.store import policies

    from . import cfpb

    taken = without_date = 0
    zone, operator = policies.zone(rules.regime), may.Operator()
    chunks = -(-prepared.height // _CHUNK)
    for chunk in bar(prepared.iter_slices(_CHUNK), chunks, "Importing", shown):
        arrivals = list(cfpb.arrivals(chunk, zone, now))
        new = import_complaints(arrivals, rules, operator, now)
        taken += len(new)
        without_date += sum("received_on" in one.particulars for one in new)
    return taken, without_date


def _print(summary: Summary) -> None:
    screen = out()
    screen.print(plain(f"{summary.rows:,} rows in {summary.file}"), style="bold")
    screen.print(f"{summary.taken:>9,}  taken")
    if summary.without_date:
        screen.print(f"{summary.without_date:>9,}  of these without a date: received now")
    screen.print(f"{summary.already_there:>9,}  already there")
    screen.print(f"{summary.rejected:>9,}  rejected")
    for why, count in summary.reasons.items():
        screen.print(plain(f"{count:>9,}    {why}"))
    if summary.rejected_file:
        screen.print(plain(f"The rejected rows are in {summary.rejected_file}"), soft_wrap=True)
