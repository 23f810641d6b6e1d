"""A report as a file, HTML that stands alone or a PDF: from what was told and nothing else."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from upheld.insight.learnt import Learnt
from upheld.store.typeset import typeset

from .span import day
from .told import Bars, Cell, Figure, Place, Report, Section, Table


def site() -> str:
    """Where the desk is, as people know it; empty where nobody said."""
    return str(settings.SITE).rstrip("/")


def as_html(report: Report, site: str) -> str:
    """One file with its style and its charts in it; each number leads to its rows under `site`."""
    return render_to_string("desk/report/alone.html", {"report": report, "site": site})


def as_pdf(report: Report, site: str) -> bytes:
    """Tagged, with its fonts and charts in it. Raises NotPrintable."""
    return typeset(_template(), "report", _told(report, site))


def file_name(report: Report, ending: str) -> str:
    return f"report-{report.first}-{report.last}.{ending}"


@cache
def _template() -> bytes:
    return Path(__file__).with_name("report.typ").read_bytes()


def _told(report: Report, site: str) -> dict[str, Any]:
    address = _Addresses(site)
    return {
        "firm": report.firm,
        "days": report.days,
        "told_on": f"Told on {day(timezone.localdate(report.at))}; whole days in {report.zone}.",
        "headline": report.headline,
        "limits": report.limits,
        "front": [_bars(each) for each in report.front],
        "figures": [_figure(each, address) for each in report.figures],
        "learnt": [_learnt(each, address) for each in report.learnt],
        "next": report.next,
        "sections": [_section(each, address, report.front) for each in report.sections],
    }


class _Addresses:
    """The address of each place, as the desk's own tag makes it; none without a site."""

    def __init__(self, site: str) -> None:
        self.site = site

    def of(self, place: Place | Learnt) -> str:
        told = {"place": place, "site": self.site}
        known = self.site and place.page
        return render_to_string("desk/report/address.txt", told).strip() if known else ""


def _figure(each: Figure, address: _Addresses) -> dict[str, Any]:
    urls = {"url": address.of(each.place), "earlier": address.of(each.then)}
    return {**asdict(each), **urls}


def _learnt(each: Learnt, address: _Addresses) -> dict[str, str]:
    rest = render_to_string("desk/report/stake.txt", {"each": each}).strip()
    return {"sentence": each.sentence, "figure": each.figure, "rest": rest, "url": address.of(each)}


def _section(each: Section, address: _Addresses, front: Sequence[Bars]) -> dict[str, Any]:
    return {
        "title": each.title,
        "sentence": each.sentence,
        "url": address.of(each.place),
        "learnt": [_learnt(one, address) for one in each.learnt],
        "bars": [_bars(one) for one in each.bars if one not in front],
        "tables": [_table(one, address) for one in each.tables],
        "limits": each.limits,
    }


def _bars(bars: Bars) -> dict[str, str]:
    """A picture on paper leads nowhere: its numbers do, in the table below it."""
    still = replace(bars, places=())
    drawing = render_to_string("desk/report/chart.svg", {"bars": still}).strip()
    return {"title": bars.title, "told": bars.told, "svg": drawing}


def _table(table: Table, address: _Addresses) -> dict[str, Any]:
    numbers = [bool(table.rows) and all(row[at].number for row in table.rows)
               for at in range(len(table.head))]  # fmt: skip
    rows = [[_cell(cell, address) for cell in row] for row in table.rows]
    return {"head": table.head, "numbers": numbers, "rows": rows}


def _cell(cell: Cell, address: _Addresses) -> dict[str, str]:
    return {"text": cell.text, "url": address.of(cell.place)}
