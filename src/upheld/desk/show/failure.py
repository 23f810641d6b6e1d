"""What we cause ourselves, as its page shows it, and the contacts behind each figure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import QueryDict

from upheld.core.serving import CausedBy, Rates
from upheld.desk.charts.columns import columns
from upheld.desk.paging import MOST, Pages
from upheld.insight.profit import Failure, Group, Scope, contacts_of, doing_of
from upheld.store.counted.lists import contacts_told
from upheld.store.models import Case, Contact, Customer

_LABELS = {"product": "Products", "service": "Services"}
_UNKNOWN, _NO_TOPIC = "Neither is known", "No topic is known"
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_BY = ("month", "touchpoint", "topic")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """`query` opens the contacts behind it."""

    label: str
    group: Group
    query: str
    share: str
    between: str


@dataclass(frozen=True, slots=True)
class CallerLine:
    pk: int
    name: str
    contacts: int
    ours: int
    topic: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact with whose doing it was, by the findings of its case."""

    customer: int
    name: str
    at: datetime
    channel: str
    summary: str
    case: Case | None
    doing: str


def failure_page(found: Failure) -> dict[str, Any]:
    """All that the page shows beside the contacts behind a figure."""
    months = [
        {"ours": Decimal(each.ours), "others": Decimal(each.contacts - each.ours)}
        for each in found.months
    ]
    return {
        "failure": found,
        "total": _group(found.total, "") if found.total else None,
        "chart": columns(months),
        "keys": [("ours", "Caused by us"), ("others", "Not caused by us")],
        "ends": [_month(each.key) for each in (*found.months[:1], *found.months[-1:])],
        "most": max((each.contacts for each in found.months), default=0),
        "parts": [
            ("Month", [_group(each, "month") for each in reversed(found.months)]),
            ("Product or service", [_group(each, "touchpoint") for each in found.touchpoints]),
            ("Topic", [_group(each, "topic") for each in found.topics]),
        ],
        "callers": _callers(found),
    }


@dataclass(frozen=True, slots=True)
class Behind:
    """The contacts behind a figure; `asked` is the address's question without its page."""

    title: str
    note: str
    page: "Page[Contact]"
    lines: tuple[ContactLine, ...]
    asked: str


def contacts_behind(rates: Rates, scope: Scope, told: QueryDict) -> Behind | None:
    """The contacts that the address asks for; None where it asks for none."""
    # PostgreSQL takes no text that holds a null.
    among = {name: str(told[name]).replace("\0", "") for name in _BY if name in told}
    ours = told.get("ours") == "1"
    if not among and not ours:
        return None
    if not _MONTH.fullmatch(among.get("month", "2000-01")):
        among.pop("month")
    pages = Pages(contacts_of(scope, among, ours), contacts_told)
    page = pages.get_page(told.get("page"))
    asked = told.copy()
    asked.pop("page", None)
    title = ", ".join([_label(name, key) for name, key in among.items()]) or "All contacts"
    title = f"{title}: what we caused" if ours else title
    note = f"The newest {MOST:,}." if pages.more else "The newest first."
    return Behind(title, note, page, tuple(_contacts(list(page), rates)), asked.urlencode())


def _contacts(contacts: list[Contact], rates: Rates) -> list[ContactLine]:
    return [
        ContactLine(
            each.customer_id,
            str(each.customer),
            each.at,
            each.channel,
            each.summary,
            each.case,
            _DOING[doing],
        )
        for each, doing in zip(contacts, doing_of(contacts, rates), strict=True)
    ]


_DOING = {CausedBy.FIRM: "Ours", CausedBy.CUSTOMER: "The customer's", CausedBy.NEUTRAL: "Nobody's"}


def _label(name: str, key: str) -> str:
    if name == "month":
        return _month(key)
    if name == "touchpoint":
        return _LABELS.get(key, _UNKNOWN)
    return key.capitalize() or _NO_TOPIC


def _month(key: str) -> str:
    return f"{date.fromisoformat(f'{key}-01'):%b %Y}"


def _group(group: Group, name: str) -> GroupLine:
    query = urlencode({name: group.key}) if name else ""
    label = _label(name, group.key) if name else "In all"
    between = f"{group.low:.0%} to {group.high:.0%}"
    return GroupLine(label, group, query, f"{group.share:.0%}", between)


def _callers(found: Failure) -> list[CallerLine]:
    named = Customer.objects.in_bulk([each.customer for each in found.callers])
    return [
        CallerLine(each.customer, str(named[each.customer]), each.contacts, each.ours, each.topic)
        for each in found.callers
        if each.customer in named
    ]
