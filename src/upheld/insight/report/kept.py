"""What we had to do by a day, and whether we did: clocks, promises in letters, days of orders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils import timezone

from upheld.core.intervals import Beside, Share, share, shares_beside, told_share
from upheld.core.promises.commitments import CommitmentState
from upheld.insight.learnt import Learnt
from upheld.store import models as rows
from upheld.store.counted import case_days, cases_counted, order_days
from upheld.store.erased.left_open import not_in_an_erased_case

from . import beside, stakes
from .part import Told
from .span import Span
from .told import Cell, Figure, Place, Section, Table, counted, number

# An area with fewer orders is not set beside the others.
_ENOUGH = 30


@dataclass(frozen=True, slots=True)
class Clocks:
    """Of how many complaints one kind was due, and of how many it was missed."""

    kind: str
    binding: bool
    due: int
    missed: int


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas whose orders miss their day more often than those of all others, for sure."""

    names: tuple[str, ...]
    here: Share
    elsewhere: Share


def told(span: Span) -> Told:
    found, before = _clocks(span), _clocks(span.before)
    promises, areas = _promises(span), _areas(span)
    return Told(
        Section(
            key="kept",
            title="What we had to do by a day",
            sentence=_sentence(found),
            tables=tuple(_tables(found, promises, areas, span)),
            place=_place(span, True),
        ),
        tuple(_learnt(found, promises, areas, span)),
        tuple(_figures(found, before, span)),
    )


def _clocks(span: Span) -> list[Clocks]:
    """Two statements. A complaint counts once for each kind, though a rule may give it two days (as
    DISP 1.6.2AR does for payment services), so that the list behind it has as many."""
    found = []
    for forces, binding in ((case_days.BINDING, True), (case_days.OWN, False)):
        due = case_days.due(forces, span.since, span.until, span.now).values_list("kind")
        missed = Count("case", filter=case_days.was_missed(span.now), distinct=True)
        cases = Count("case", distinct=True)
        for kind, n, late in due.annotate(n=cases, late=missed).order_by("kind"):
            found.append(Clocks(kind, binding, n, late))
    return found


def _sums(found: Sequence[Clocks], binding: bool) -> tuple[int, int]:
    some = [each for each in found if each.binding is binding]
    return sum(each.due for each in some), sum(each.missed for each in some)


def _sentence(found: Sequence[Clocks]) -> str:
    parts = []
    for binding, words in ((True, "moments that bind us"), (False, "targets of our own")):
        due, missed = _sums(found, binding)
        if due:
            parts.append(f"We missed {number(missed)} of {number(due)} {words}.")
    return " ".join(parts) or "Nothing was due in these days."


def _figures(
    found: Sequence[Clocks], before: Sequence[Clocks], span: Span
) -> Iterator[Figure]:  # fmt: skip
    """What binds us, where anything does; else our own targets."""
    binding = _sums(found, True)[0] > 0
    due, missed = _sums(found, binding)
    due_then, missed_then = _sums(before, binding)
    now, then = share(due - missed, due), share(due_then - missed_then, due_then)
    yield Figure(
        "Done in time, as we must" if binding else "Done in time, as we aim to",
        f"{now.likely * 100:.0f}%" if now else "cannot be said",
        between=f"{number(missed)} of {number(due)} missed" if now else "",
        before=f"{then.likely * 100:.0f}%" if then else "",
        moved=beside.shares(now, then),
        place=_place(span, binding),
        then=_place(span.before, binding),
    )


def _place(span: Span, binding: bool, **clock: str) -> Place:
    """The complaints that missed it."""
    which = case_days.MISSED if binding else case_days.LATE
    return Place("complaints", query=span.asked(what=which, **clock))


def _due(span: Span, each: Clocks) -> Place:
    which = case_days.DUE if each.binding else case_days.AIMED
    return Place("complaints", query=span.asked(what=which, clock=each.kind))


def _promises(span: Span) -> dict[str, int]:
    settled = rows.Commitment.objects.filter(settled_at__gte=span.since, settled_at__lt=span.seen)
    settled = settled.filter(state__in=(CommitmentState.KEPT, CommitmentState.BROKEN))
    found = dict(settled.order_by().values_list("state").annotate(n=Count("pk")))
    still = Q(not_in_an_erased_case("case"), state=CommitmentState.OPEN)
    late = rows.Commitment.objects.filter(still, due__lt=span.now)
    return {**found, "late": late.count()}


def _areas(span: Span) -> Areas | None:
    """One statement. Of many areas each must be surer, so that all of them together are wrong 5
    times in 100; None where no area stands out."""
    today = timezone.localdate(span.now)
    orders = order_days.promised(span.first, span.last, today).exclude(customer__area="")
    grouped = orders.values_list("customer__area")
    told = list(grouped.annotate(n=Count("pk"), late=Count("pk", filter=order_days.late())))
    every, all_late = (sum(row[at] for row in told) for at in (1, 2))
    worse = [
        (area, n, late)
        for area, n, late in told
        if n >= _ENOUGH
        and shares_beside(late, n, all_late - late, every - n, len(told)) is Beside.ABOVE
    ]
    n, late = (sum(row[at] for row in worse) for at in (1, 2))
    here, elsewhere = share(late, n), share(all_late - late, every - n)
    if here is None or elsewhere is None:
        return None
    return Areas(tuple(sorted(area for area, _, _ in worse)), here, elsewhere)


def _of_areas(areas: Areas, span: Span, **late: str) -> Place:
    return Place("orders", query=span.asked(area=",".join(areas.names), **late))


def _elsewhere(areas: Areas, span: Span, **late: str) -> Place:
    return Place("orders", query=span.asked(elsewhere=",".join(areas.names), **late))


def _tables(
    found: Sequence[Clocks], promises: dict[str, int], areas: Areas | None, span: Span
) -> Iterator[Table]:
    if found:
        head = ("What was due", "Whose rule", "Due", "Missed")
        yield Table(head, tuple(_clock(each, span) for each in found))
    if any(promises.values()):
        rows_told = tuple(
            (Cell(words), counted(number(promises.get(state, 0)), Place("promises", query=asked)))
            for state, asked, words in (
                ("kept", span.asked(state="kept"), "Kept"),
                ("broken", span.asked(state="broken"), "Broken"),
                ("late", urlencode({"state": "open", "late": "1"}), "Open, and their day is over"),
            )
        )  # fmt: skip
        yield Table(("What we promised in letters", "Promises"), rows_told)
    if areas:
        yield Table(
            ("Orders that missed their day", "Late or not come", "Of all"),
            (
                (Cell(f"Areas {', '.join(areas.names)}"),
                 counted(number(areas.here.count), _of_areas(areas, span, late="1")),
                 counted(told_share(areas.here), _of_areas(areas, span))),
                (Cell("Everywhere else"),
                 counted(number(areas.elsewhere.count), _elsewhere(areas, span, late="1")),
                 counted(told_share(areas.elsewhere), _elsewhere(areas, span))),
            ),
        )  # fmt: skip


def _clock(each: Clocks, span: Span) -> tuple[Cell, ...]:
    return (
        Cell(each.kind.replace("_", " ").capitalize()),
        Cell("Binds us" if each.binding else "Our own target"),
        counted(number(each.due), _due(span, each)),
        counted(number(each.missed), _place(span, each.binding, clock=each.kind)),
    )


def _learnt(
    found: Sequence[Clocks], promises: dict[str, int], areas: Areas | None, span: Span
) -> Iterator[Learnt]:
    due, missed = _sums(found, True)
    if missed:
        worst = max((each for each in found if each.binding), key=lambda each: each.missed)
        what = worst.kind.replace("_", " ")
        place = _place(span, True)
        yield Learnt(
            kind="obligation",
            about=worst.kind,
            sentence=f"We missed {number(missed)} of {number(due)} moments that bind us.",
            figure=f"{number(missed)} of {number(due)}",
            page=place.page,
            query=place.query,
            then=f"Let one person see each day which {what} is due, and answer for it.",
        )
    if broken := promises.get("broken", 0):
        yield Learnt(
            kind="promise",
            about="broken",
            sentence=f"We broke {number(broken)} of the promises that our letters made.",
            figure=f"{number(broken)} promises",
            page="promises",
            query=span.asked(state="broken"),
            then="Let no letter promise a day that nobody has agreed to.",
        )
    if areas:
        place = _of_areas(areas, span, late="1")
        names = ", ".join(areas.names)
        yield Learnt(
            kind="delivery",
            about=names,
            sentence=f"Orders to {names} miss their day: {told_share(areas.here)}, everywhere else "
            f"{told_share(areas.elsewhere)}.",
            figure=f"{number(areas.here.count)} of {number(areas.here.all)} orders",
            page=place.page,
            query=place.query,
            stake=stakes.of_cases(_about_late(areas, span), span.days),
            then=f"Go and see what happens to orders on their way to {names}.",
        )


def _about_late(areas: Areas, span: Span) -> case_days.Cases:
    """The complaints of these days about an order of these areas that missed its day."""
    orders = rows.Order.objects.filter(order_days.late(), customer__area__in=areas.names)
    since = span.first - timedelta(days=92)
    theirs = orders.filter(Q(promised_on__gte=since, promised_on__lte=span.last)).order_by()
    cases = case_days.received(cases_counted.counted(span.seen), span.since, span.seen)
    return cases.filter(order__in=theirs.values("pk"))
