"""Exceptions that repeat, who lives on them, and what is left of the budgets."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from upheld.core.budgets import Standing
from upheld.core.deviations import REPEATS
from upheld.core.money import Money
from upheld.insight.exceptions import Repeat, living, repeats
from upheld.insight.learnt import Learnt
from upheld.store import granted, spending
from upheld.store import models as rows

from .part import Told
from .span import Span, day
from .told import Cell, Place, Section, Table, counted, number

_SHOWN = 8


def told(span: Span) -> Told:
    given = granted.given().filter(at__gte=span.since, at__lt=span.seen).order_by()
    count, situations = given.count(), set(given.values_list("situation", flat=True))
    # What nobody was given in these days is no news in them.
    found = [each for each in repeats(span.now) if each.key in situations]
    lives = living() if count else None
    budgets = list(
        rows.Budget.objects.filter(first_on__lte=span.last, last_on__gte=span.first)
        .select_related("team")
        .order_by("first_on", "team__name", "pk")
    )
    stands = [(each, standing) for each, standing in _standing(budgets)]
    return Told(
        Section(
            key="exceptions",
            title="Exceptions and budgets",
            sentence=_sentence(count, found, len(lives.found) if lives else 0),
            tables=tuple(_tables(found, stands)),
            place=Place("exceptions", query=_days(span)),
        ),
        tuple(_learnt(found, len(lives.found) if lives else 0, stands)),
    )


def _days(span: Span) -> str:
    return urlencode({"since": span.first.isoformat(), "until": span.last.isoformat()})


def _standing(budgets: Sequence[rows.Budget]) -> Iterator[tuple[rows.Budget, Standing]]:
    known = spending.standings(budgets)
    return ((each, known[each.pk]) for each in budgets)


def _sentence(count: int, found: Sequence[Repeat], lives: int) -> str:
    if not count:
        return "No exception was given in these days."
    asks = sum(each.asks for each in found)
    many = "1 exception was" if count == 1 else f"{number(count)} exceptions were"
    parts = [f"{many} given."]
    if asks:
        parts.append(f"{number(asks)} situations ask to become a rule, or to stop.")
    if lives:
        parts.append(f"{number(lives)} customers got more than chance gives anybody.")
    return " ".join(parts)


def _tables(
    found: Sequence[Repeat], stands: Sequence[tuple[rows.Budget, Standing]]
) -> Iterator[Table]:  # fmt: skip
    # Of one exception the situation would tell whom it was built for, of one customer.
    if often := [each for each in found if each.times >= REPEATS]:
        head = ("Exceptions that repeat", "Times", "Given", "A year of it for everybody")
        yield Table(head, tuple(map(_repeat, often[:_SHOWN])))
    if stands:
        yield Table(
            ("Budget", "Until", "In all", "Gone", "Left"), tuple(_budget(*each) for each in stands)
        )


def _of(repeat: Repeat) -> Place:
    return Place("exceptions", query=urlencode({"situation": repeat.key}))


def _repeat(repeat: Repeat) -> tuple[Cell, ...]:
    price, code = repeat.price, repeat.usual.currency
    told = (
        f"{Money(price.likely, code)} ({Money(price.low, code)} to {Money(price.high, code)})"
        if price
        else "cannot be said"
    )
    words = repeat.situation.words
    return (
        Cell(f"{words[:1].upper()}{words[1:]}", _of(repeat)),
        counted(number(repeat.times), _of(repeat)),
        counted(str(repeat.gave), _of(repeat)),
        counted(told, _of(repeat)),
    )


def _budget(row: rows.Budget, standing: Standing) -> tuple[Cell, ...]:
    place = Place("budget", str(row.pk))
    gone = standing.spent + standing.committed
    return (
        Cell(row.team.name, place),
        Cell(day(row.last_on)),
        counted(str(standing.amount), place),
        counted(str(gone), place),
        counted(str(standing.left), place),
    )


def _learnt(
    found: Sequence[Repeat], lives: int, stands: Sequence[tuple[rows.Budget, Standing]]
) -> Iterator[Learnt]:  # fmt: skip
    if lives:
        yield Learnt(
            kind="living",
            about="",
            sentence=f"{number(lives)} customers live on exceptions: they got more of them than "
            "chance gives anybody.",
            figure=f"{number(lives)} customers",
            page="exception_customers",
            then="Look at why the same few get exceptions, and say what they are owed.",
        )
    asking = [each for each in found if each.asks and each.price]
    dearest = sorted(asking, key=lambda each: -(each.price.likely if each.price else 0))
    for each in dearest[:2]:
        assert each.price, "those without a price were left out"
        likely = Money(each.price.likely, each.usual.currency)
        yield Learnt(
            kind="exception",
            about=each.key,
            sentence=f"The same exception was given {number(each.times)} times "
            f"({each.situation.words}).",
            figure=f"{likely} a year if everybody gets it",
            page="exceptions",
            query=urlencode({"situation": each.key}),
            stake=likely,
            then=f"Make a rule of what is given again and again ({each.situation.words}), or stop.",
        )
    for row, standing in stands:
        if standing.left.amount < 0:
            over = Money(-standing.left.amount, row.currency)
            yield Learnt(
                kind="budget",
                about=str(row.pk),
                sentence=f"{row.team.name} gave more than its budget until {day(row.last_on)}.",
                figure=f"{over} over",
                page="budget",
                argument=str(row.pk),
                then=f"Look at what {row.team.name} gave, and set the budget or the rule anew.",
            )
