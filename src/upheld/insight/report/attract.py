"""Customers whom we attract: which campaign disappoints, and which brings those we can thrill."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.utils import timezone

from upheld.core.intervals import told as told_number
from upheld.core.intervals import told_share
from upheld.core.words import Band
from upheld.insight.learnt import Learnt
from upheld.insight.sources import Judged, Verdict, sources
from upheld.store import models as rows
from upheld.store.brought import By, with_key
from upheld.store.counted import case_days, cases_counted

from . import stakes
from .part import Told
from .span import Span
from .told import Cell, Place, Section, Table, counted, number

_PLACE = Place("sources", query=urlencode({"by": By.CAMPAIGN.value}))


def told(span: Span) -> Told:
    """By campaign, of all customers so far: few come in these days alone."""
    found = sources(By.CAMPAIGN, span.now)
    named = [each for each in found.rows if each.row.key and each.row.customers]
    return Told(
        Section(
            key="sources",
            title="Customers whom we attract",
            sentence=_sentence(named),
            tables=(_table(named),) if named else (),
            limits=(*found.limits, "A campaign is judged by all that is known of it so far."),
            place=_PLACE,
        ),
        tuple(_learnt(named, span)),
    )


def _sentence(named: Sequence[Judged]) -> str:
    bad = [each.row.name for each in named if each.verdict is Verdict.DISAPPOINTS]
    good = [each.row.name for each in named if each.verdict is Verdict.THRILLS]
    parts = [
        f"Whom we disappoint come by {_and(bad)}." if bad else "",
        f"Whom we can thrill come by {_and(good)}." if good else "",
    ]
    nothing = "No campaign can be told apart from the others."
    return " ".join(filter(None, parts)) or nothing


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _table(named: Sequence[Judged]) -> Table:
    head = ("Campaign", "Customers", "Core", "Complaints for each hundred", "Broken promises", "So")
    return Table(head, tuple(map(_row, named)))


def _row(one: Judged) -> tuple[Cell, ...]:
    row = one.row
    asked = urlencode({"campaign": row.key})
    return (
        Cell(row.name, _PLACE),
        counted(number(row.customers), Place("customers", query=asked)),
        counted(
            told_share(row.of_band(Band.CORE)),
            Place("customers", query=f"{asked}&band={Band.CORE.value}"),
        ),
        counted(told_number(row.complaint_rate), Place("complaints", query=asked)),
        counted(number(row.broken), Place("complaints", query=f"{asked}&about=broken")),
        Cell(one.verdict.replace("_", " ").capitalize()),
    )


def _learnt(named: Sequence[Judged], span: Span) -> Iterator[Learnt]:
    """Of those who came by it somebody complained in these days: else it is no news."""
    cases = case_days.received(cases_counted.counted(span.seen), span.since, span.seen)
    for one in named:
        came = with_key(rows.Customer.everything.order_by(), By.CAMPAIGN, one.row.key)
        theirs = cases.filter(customer__in=came.values("pk"))
        if one.verdict is Verdict.DISAPPOINTS and (many := theirs.count()):
            row = one.row
            promised = f"“{row.promise}”" if row.promise else "what it promises"
            again = row.ends is not None and row.ends < timezone.localdate(span.now)
            yield Learnt(
                kind="source",
                about=row.key,
                sentence=f"“{row.name}” brings customers whom we disappoint. {one.because[0]}",
                figure=f"{number(many)} complaints by those whom it brought",
                page="complaints",
                query=span.asked(campaign=row.key),
                stake=stakes.of_cases(theirs, span.days),
                then=f"Let nobody promise {promised} again before it can be kept."
                if again
                else f"Stop promising {promised} until it is kept.",
            )
