"""What we caused ourselves: failure demand, what it costs, and whom we made come again."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from upheld.core.intervals import Interval
from upheld.core.money import Money
from upheld.core.serving import CausedBy
from upheld.insight.learnt import Learnt
from upheld.insight.profit import Failure, Group, Scope, costs, failure, looked_into, not_verified
from upheld.store.policy_files.costs_file import CostsMissing, rates
from upheld.store.policy_files.data_files import BadData

from . import beside, stakes
from .part import Told
from .span import Span
from .told import Bars, Cell, Figure, Place, Section, Table, counted, number

_SHOWN = 10
# More columns do not fit beside each other.
_MONTHS = 13
# Whoever came so often by our doing in these days is told of.
_OFTEN = 15
_TITLE = "What we caused ourselves"


def told(span: Span) -> Told:
    try:
        known = rates()
    except (BadData, CostsMissing) as error:
        return Told(Section("caused", _TITLE, f"This cannot be told: {error}."))
    scope, before = (Scope(each.seen, each.since) for each in (span, span.before))
    cases = looked_into(scope)
    found = failure(known, scope, cases)
    cost = sum(
        (each.amount for each in costs(known, scope, cases) if each.caused_by is CausedBy.FIRM),
        Decimal(0),
    )
    money = Money(cost, known.currency)
    return Told(
        Section(
            key="caused",
            title=_TITLE,
            sentence=_sentence(found, money),
            bars=tuple(_bars(found, span)),
            tables=tuple(_tables(found, span)),
            limits=tuple(filter(None, [not_verified(known)])),
            place=_of_failure(span),
        ),
        tuple(_learnt(found, money, span)),
        tuple(_figures(found, failure(known, before, cases), span)),
    )


def _of_failure(span: Span, **more: str) -> Place:
    return Place("failure", query=span.asked(**more))


def _place(span: Span, **more: str) -> Place:
    return Place("contacts", query=span.asked(**more))


def _sentence(found: Failure, money: Money) -> str:
    total = found.total
    if total is None:
        return "Nobody came to us in these days, so there is no share to tell."
    return (
        f"Of {number(total.contacts)} contacts from customers we caused {number(total.ours)} "
        f"ourselves; all that was our doing cost about {money}."
    )


def _figures(found: Failure, before: Failure, span: Span) -> Iterator[Figure]:
    now, earlier = found.total, before.total
    told = _share(now)
    yield Figure(
        "Contacts that we caused",
        f"{told.likely * 100:.0f}%" if told else "cannot be said",
        between=f"{told.low * 100:.0f} to {told.high * 100:.0f}%" if told else "",
        before=f"{earlier.share * 100:.0f}%" if earlier else "",
        moved=_moved(now, earlier),
        place=_of_failure(span),
        then=_of_failure(span.before),
    )


def _bars(found: Failure, span: Span) -> Iterator[Bars]:
    """By month, where there are several to set beside each other."""
    months = found.months[-_MONTHS:]
    if len(months) < 2:
        return
    yield Bars(
        title="Contacts each month",
        told="Contacts from customers each month, those that we caused ourselves marked",
        keys=("caused by us", "not by us"),
        labels=tuple(f"{date.fromisoformat(f'{each.key}-01'):%b %y}" for each in months),
        amounts=tuple((float(each.ours), float(each.contacts - each.ours)) for each in months),
        places=tuple(_of_failure(span, month=each.key) for each in months),
    )


def _share(group: Group | None) -> Interval | None:
    return Interval(group.low, group.share, group.high) if group else None


def _moved(now: Group | None, before: Group | None) -> str:
    """One customer's contacts hang together, which the two intervals know."""
    if now is None or before is None:
        return ""
    if now.low > before.high:
        return "more than before"
    return "less than before" if now.high < before.low else beside.CANNOT_TELL


def _tables(found: Failure, span: Span) -> Iterator[Table]:
    if found.total is None:
        return
    head = ("What it was about", "Contacts", "Caused by us", "Share")
    topics = tuple(_topic(each, span) for each in found.topics[:_SHOWN])
    yield Table(head, topics)
    callers = [each for each in found.callers if each.ours >= _OFTEN]
    if callers:
        yield Table(
            ("A customer whom we made come again", "Contacts", "Caused by us", "Mostly about"),
            tuple(
                (
                    Cell("Their page", Place("customer", str(each.customer))),
                    counted(number(each.contacts), _place(span, customer=str(each.customer))),
                    counted(number(each.ours),
                            _place(span, customer=str(each.customer), has="firm")),
                    Cell(each.topic.capitalize()),
                )
                for each in callers
            ),
        )  # fmt: skip


def _topic(group: Group, span: Span) -> tuple[Cell, ...]:
    all_of = _of_failure(span, topic=group.key)
    ours = _of_failure(span, topic=group.key, ours="1")
    share = f"{group.share * 100:.0f}% ({group.low * 100:.0f} to {group.high * 100:.0f})"
    return (
        Cell(group.key.capitalize() or "Not written down"),
        counted(number(group.contacts), all_of),
        counted(number(group.ours), ours),
        counted(share, all_of),
    )


def _learnt(found: Failure, money: Money, span: Span) -> Iterator[Learnt]:
    total = found.total
    if total and total.ours and total.contacts >= 30:
        most = next((each for each in found.topics if each.key and each.ours), None)
        topic = most.key.lower() if most else ""
        about = f", most often about {topic}" if most else ""
        yield Learnt(
            kind="caused",
            about=most.key if most else "",
            sentence=f"We caused {total.share * 100:.0f}% of what customers came to us with "
            f"({total.low * 100:.0f} to {total.high * 100:.0f}){about}.",
            figure=f"{number(total.ours)} of {number(total.contacts)} contacts",
            page="failure",
            query=span.asked(),
            stake=stakes.a_year(money.amount, money.currency, span.days),
            then=f"Take away what makes people come to us about {topic}." if most else "",
        )
    for each in found.callers:
        if each.ours >= _OFTEN:
            yield Learnt(
                kind="caller",
                about=str(each.customer),
                sentence=f"One customer came to us {number(each.contacts)} times; "
                f"{number(each.ours)} of them we caused ourselves.",
                figure=f"{number(each.ours)} of {number(each.contacts)} contacts",
                page="contacts",
                query=span.asked(customer=str(each.customer)),
                then="Find what was never put right for the customer who came to us "
                f"{number(each.contacts)} times, and put it right.",
            )
