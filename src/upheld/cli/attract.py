"""`upheld sources` and `upheld journey`: whom we attract, and what goes wrong on their way."""

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.journey import Journey, Quarter
    from upheld.insight.journey.hurt import Hurting
    from upheld.insight.sources import Sources

_QUARTER = re.compile(r"(\d{4}) ?Q([1-4])")


class Grouped(StrEnum):
    """By what customers are told apart."""

    SOURCE = "source"
    CAMPAIGN = "campaign"
    PROMISE = "promise"


def sources(
    by: Annotated[Grouped, typer.Option(help="By what customers are told apart.")] = Grouped.SOURCE,
    as_json: AsJson = False,
) -> None:
    """Tells which communication brings customers whom we can thrill, and which disappoints.

    Each source, campaign or promise stands beside all the others together, and a verdict is told
    only where chance makes so large a difference fewer than 5 times in 100.
    """
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.sources import sources as insight
    from upheld.insight.sources.told import sources_data
    from upheld.store.brought import By

    found = insight(By(by.value), timezone.now(), sees_costs=True)
    print_json(sources_data(found, sees_value=True)) if as_json else _show_sources(found)


def _show_sources(found: "Sources") -> None:
    from upheld.core.intervals import told, told_share
    from upheld.core.words import Band

    from .screen import out, plain

    screen = out()
    if not found.total.customers:
        screen.print(plain("No customer is on record yet."))
        return
    heads = ("customers", "core", "complaints", "broken", "cost each", "caused by us", "verdict")
    table = _table(found.by.value, *heads)
    for each in found.rows:
        row = each.row
        cells = (
            f"{row.customers:,}",
            told_share(row.of_band(Band.CORE)),
            told(row.complaint_rate),
            told(row.broken_rate),
            told(row.serving.cost, 2),
            told(row.caused.cost, 2),
            each.verdict.replace("_", " "),
        )
        table.add_row(plain(row.name), *cells)
    screen.print(table)
    screen.print(plain("Complaints and broken promises are for each hundred customers."))
    currency = found.total.serving.currency
    if currency:
        screen.print(plain(f"What serving each cost is in {currency}; what we caused is apart."))
    for limit in (*found.limits, *([f"{found.trouble}."] if found.trouble else [])):
        screen.print(plain(limit))


def journey(
    persona: Annotated[str, typer.Option(help="Of this persona alone, by its key.")] = "",
    quarter: Annotated[str, typer.Option(help='Of this quarter alone, such as "2026 Q3".')] = "",
    hurt: Annotated[
        bool, typer.Option("--hurt", help="Where it hurts most, and what that costs a year.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tells the journey from first contact to getting paid, and what goes wrong on it.

    Complaints are for each thousand passages of a touchpoint; failure demand is the share of its
    contacts that we caused. With `--hurt` it tells of the last twelve months how bad it was, whom
    it cost us and what.
    """
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.journey import journey as insight
    from upheld.insight.journey.told import journey_data

    if hurt and quarter:
        raise Refused("--hurt: it tells of the last twelve months: leave out --quarter")
    if hurt:
        _tell_hurt(timezone.now(), persona, as_json)
        return
    found = insight(timezone.now(), persona, _quarter(quarter))
    _check(found, persona, quarter)
    print_json(journey_data(found)) if as_json else _show_journey(found)


def _tell_hurt(now: datetime, persona: str, as_json: bool) -> None:
    from upheld.insight.journey.hurt import hurting
    from upheld.insight.journey.hurt_told import hurting_data

    found = hurting(now, persona)
    _check(found.journey, persona, "")
    print_json(hurting_data(found)) if as_json else _show_hurt(found)


def _show_hurt(found: "Hurting") -> None:
    from upheld.core.intervals import told, told_share

    from .screen import out, plain

    screen = out()
    if not found.points:
        screen.print(plain("Nothing went wrong on the journey in the last twelve months."))
        return
    heads = ("faults", "heavy", "people hit", "lost more than expected", f"{found.currency} a year")
    table = _table("touchpoint", *heads)
    for each in found.points:
        table.add_row(
            plain(each.at.touchpoint.name),
            f"{each.weight.faults:,}",
            told_share(each.weight.heavy),
            f"{each.hit:,}",
            told(each.lost.customers if each.lost else None, 0),
            told(each.cost.get(found.currency), 0),
        )
    screen.print(table)
    for limit in found.limits:
        screen.print(plain(limit))


def _quarter(text: str) -> "Quarter | None":
    from upheld.insight.journey import Quarter

    if not text:
        return None
    found = _QUARTER.fullmatch(text)
    if found is None:
        raise Refused(f'--quarter: {text!r} is no quarter: write it as "2026 Q3"')
    return Quarter(int(found[1]), int(found[2]))


def _check(found: "Journey", persona: str, quarter: str) -> None:
    from upheld.tables.problems import unknown

    if persona and found.persona is None:
        known = [each.key for each in found.personas]
        raise Refused(f"--persona: {unknown(persona, known)}" if known else _NO_PERSONA)
    if quarter and found.quarter is None:
        raise Refused(f"--quarter: nothing is on record in {quarter}")


_NO_PERSONA = "--persona: none is declared: declare it with upheld personas import"


def _show_journey(found: "Journey") -> None:
    from upheld.core.intervals import told, told_share

    from .screen import out, plain

    screen = out()
    if not found.points:
        screen.print(plain("No touchpoint is declared yet."))
        return
    table = _table("touchpoint", "nature", "passages", "complaints", "each thousand", "failure")
    for at in found.points:
        table.add_row(
            plain(at.touchpoint.name),
            "hand-off" if at.touchpoint.nature == "product" else "handshake",
            f"{at.passages:,}",
            f"{at.count.complaints:,}",
            told(at.complaint_rate),
            told_share(at.failure),
        )
    screen.print(table)
    for limit in found.limits:
        screen.print(plain(limit))


def _table(first: str, *heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first)
    for head in heads:
        table.add_column(head, justify="right")
    return table
