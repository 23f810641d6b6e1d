"""A customer's time with us as a line: what each moment says, by year, and how to see less."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from upheld.core.money import Money
from upheld.core.words import how_it_came
from upheld.desk.templatetags.desk import day, letter, word
from upheld.store import models as rows
from upheld.store.life import KINDS, Life, Moment, life

from .mail import Tab
from .rows_behind import without

_A_PAGE = 30
_KINDS = {
    "order": "Orders",
    "contact": "Contacts",
    "complaint": "Complaints",
    "decision": "Decisions",
    "letter": "Letters",
    "promise": "Promises",
    "exception": "Exceptions",
}
_SAID = {
    "order": "Ordered",
    "complaint": "Complained",
    "decision": "Decided",
    "letter": "We wrote",
    "promise": "Promised",
    "exception": "Made an exception",
}
_CAUSED = {"firm": "caused by us", "customer": "caused by the customer"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment: `kind` chooses its mark, `label` says in a word what it is."""

    at: datetime
    kind: str
    label: str
    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class LifePart:
    years: list[tuple[int, list[Entry]]]
    kind_tabs: list[Tab]
    year_tabs: list[Tab]
    told: str
    back: str
    on: str
    whole: Life


def life_part(customer: rows.Customer, query: QueryDict) -> LifePart:
    """The page of the line that an address asks for; what it asks wrongly is not asked."""
    kind = query.get("kind", "")
    kind = kind if kind in KINDS else ""
    year = _whole(query.get("year", ""), 1, 9998)
    number = _whole(query.get("page", ""), 1, 100_000) or 1
    found = life(customer, number, _A_PAGE, kind, year)
    last = max(1, -(-found.found // _A_PAGE))
    if number > last:
        number = last
        found = life(customer, number, _A_PAGE, kind, year)
    return LifePart(
        years=_by_year(found.moments),
        kind_tabs=_kind_tabs(query, found, kind),
        year_tabs=_year_tabs(query, found, year),
        told=_told(found, number),
        back=_to(query, number - 1) if number > 1 else "",
        on=_to(query, number + 1) if number < last else "",
        whole=found,
    )


def _whole(text: str, least: int, most: int) -> int | None:
    number = int(text) if text.isdecimal() and len(text) < 7 else 0
    return number if least <= number <= most else None


def _to(query: QueryDict, number: int) -> str:
    return f"{without(query, page=str(number))}#life"


def _kind_tabs(query: QueryDict, found: Life, chosen: str) -> list[Tab]:
    everything = Tab(
        "Everything", found.kinds.total(), f"{without(query, 'kind')}#life", not chosen
    )
    named = [
        Tab(label, found.kinds[kind], f"{without(query, kind=kind)}#life", kind == chosen)
        for kind, label in _KINDS.items()
        if found.kinds[kind] or kind == chosen
    ]
    return [everything, *named]


def _year_tabs(query: QueryDict, found: Life, chosen: int | None) -> list[Tab]:
    always = Tab("All years", None, f"{without(query, 'year')}#life", chosen is None)
    years = sorted({*found.years, *([chosen] if chosen else [])}, reverse=True)
    named = [
        Tab(str(year), found.years[year], f"{without(query, year=str(year))}#life", year == chosen)
        for year in years
    ]
    return [always, *named] if len(named) > 1 else []


def _told(found: Life, number: int) -> str:
    first = (number - 1) * _A_PAGE + 1
    return f"{first} to {first + len(found.moments) - 1} of {found.found:,}"


def _by_year(moments: list[Moment]) -> list[tuple[int, list[Entry]]]:
    years = groupby(moments, key=lambda one: timezone.localtime(one.at).year)
    return [(year, [_entry(one) for one in group]) for year, group in years]


def _entry(one: Moment) -> Entry:
    return Entry(
        at=one.at,
        kind=one.kind,
        label=_label(one),
        title=_title(one),
        url=reverse("desk:case", args=[one.case]) if one.case else "",
        note=" · ".join(_notes(one)),
    )


def _label(one: Moment) -> str:
    if one.kind != "contact":
        return _SAID[one.kind]
    return "They got in touch" if one.more else "We got in touch"


def _title(one: Moment) -> str:
    if one.kind == "decision":
        return str(word(one.title)) if one.title else "Not decided on the merits"
    return one.title


def _notes(one: Moment) -> Iterator[str]:
    match one.kind:
        case "order":
            yield from _of_order(one)
        case "contact":
            yield how_it_came(one.note).capitalize()
            if one.of in _CAUSED:
                yield _CAUSED[one.of]
        case "decision":
            yield f"owed {Money(one.amount or Decimal(0), one.currency)}"
            if one.more:
                yield f"goodwill {Money(one.more, one.currency)}"
            yield one.note
        case "letter":
            yield letter(one.note)
        case "promise":
            yield f"by {day(one.promised)}: {_STATES[one.note]}"
        case "exception":
            yield word(one.note)
            if one.amount is not None:
                yield str(Money(one.amount, one.currency))
            yield f"until {day(one.promised)}"
        case _:
            yield word(one.note)


_STATES = {"open": "still to be kept", "kept": "kept", "broken": "broken",
           "replaced": "promised anew", "ended": "ended, not kept"}  # fmt: skip


def _of_order(one: Moment) -> Iterator[str]:
    if one.done and one.promised and one.done > one.promised:
        days = (one.done - one.promised).days
        yield f"{days} day{'' if days == 1 else 's'} late"
    elif one.done is None and one.promised:
        yield f"promised for {day(one.promised)}, not there yet"
    yield str(Money(one.amount or Decimal(0), one.currency))
    if one.returned:
        yield f"sent back on {day(one.returned)}"
    yield one.note
