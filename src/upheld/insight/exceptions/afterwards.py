"""What exceptions for customers outside our personas led to, beside like cases without one.

Nobody drew lots over who got one, so a difference may have other reasons: it is shown, and what it
comes from is not claimed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from statistics import mean

from upheld.core.event_kinds import EventKind
from upheld.core.intervals import Interval, Share, between_means, between_shares, share
from upheld.core.words import Band, Stance
from upheld.store import granted
from upheld.store import models as rows
from upheld.store.merged import as_one, merging

# So long each is followed; who was decided later than that is not counted yet.
FOLLOWED = timedelta(days=180)
# In a group of fewer one customer more would turn what is told round.
ENOUGH = 10
# So many cases of each group are named.
MOST_CASES = 500


@dataclass(frozen=True, slots=True)
class Follow:
    """One customer at one moment, and what came of them in the time after it."""

    customer: int
    case: int
    at: datetime


Follows = Sequence[Follow]


@dataclass(frozen=True, slots=True)
class Group:
    """How many customers, each once, at their first such case; `cases` are the newest of these."""

    size: int
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that came afterwards. A share of customers, or a mean for each; `difference` None
    where either group is too small to tell."""

    name: str
    excepted: Share | float | None
    like: Share | float | None
    difference: Interval | None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Both groups, and what came of each in the time after. `too_new` is how many got an exception
    and have not been followed long enough."""

    excepted: Group
    like: Group
    measures: tuple[Measure, ...]
    too_new: int

    @property
    def cannot_tell(self) -> bool:
        return min(self.excepted.size, self.like.size) < ENOUGH


def afterwards(now: datetime) -> Afterwards:
    """The first exception of each customer outside our personas; and of each customer the first
    case in the same situations without one, where they had none before. Whoever got one later is
    in both: to leave them out would be to choose by what is asked. Eight statements."""
    firsts = _firsts(_excepted())
    situations = {situation for _, situation in firsts.values()}
    like = _firsts(_without(situations))
    until = now - FOLLOWED
    excepted, others = ([f for f, _ in each.values() if f.at <= until] for each in (firsts, like))
    measures = _measures(excepted, others)
    return Afterwards(_group(excepted), _group(others), measures, len(firsts) - len(excepted))


def _group(follows: Follows) -> Group:
    newest = reversed(follows[-MOST_CASES:])
    return Group(len(follows), tuple(each.case for each in newest))


Row = tuple[int, int, datetime, str]


def _excepted() -> Iterable[Row]:
    given = granted.given().filter(band=Band.OUTSIDE).annotate(person=as_one.person_of())
    told = given.order_by("at", "pk").values_list("person", "case_id", "at", "situation")
    return told.iterator()


def _without(situations: set[str]) -> Iterator[Row]:
    given = granted.given().order_by("-at").annotate(person=as_one.person_of())
    began = dict(given.values_list("person", "at"))
    decided = rows.Decision.objects.filter(situation__in=situations).exclude(stance=Stance.ASK)
    decided = decided.exclude(case__in=merging.parts()).order_by("at", "pk")
    whose = decided.annotate(person=as_one.person_of("case__customer"))
    told = whose.values_list("person", "case_id", "at", "situation")
    return (row for row in told.iterator() if row[0] not in began or row[2] < began[row[0]])


def _firsts(found: Iterable[Row]) -> dict[int, tuple[Follow, str]]:
    firsts: dict[int, tuple[Follow, str]] = {}
    for customer, case, at, situation in found:
        firsts.setdefault(customer, (Follow(customer, case, at), situation))
    return firsts


def _measures(excepted: Follows, like: Follows) -> tuple[Measure, ...]:
    who = {follow.customer for follow in (*excepted, *like)}
    contacts, cases, given, left = _contacts(who), _cases(who), _given(who), _left(who)
    return (
        _mean("More contacts, for each customer", excepted, like, contacts),
        _share("Complained again", excepted, like, cases),
        _share("Got an exception, or another", excepted, like, given),
        _share("Left, or we parted", excepted, like, left),
    )


# What happened to a customer, in which case (0: in none), and when.
Happened = Mapping[int, Sequence[tuple[int, datetime]]]


def _after(follow: Follow, happened: Happened) -> int:
    """How often it happened within the time after, in another case than the one itself."""
    return sum(
        case != follow.case and follow.at < at <= follow.at + FOLLOWED
        for case, at in happened.get(follow.customer, ())
    )


def _mean(name: str, excepted: Follows, like: Follows, happened: Happened) -> Measure:
    one, other = ([float(_after(f, happened)) for f in follows] for follows in (excepted, like))
    told = min(len(one), len(other)) >= ENOUGH
    gap = between_means(one, other) if told else None
    return Measure(name, mean(one) if one else None, mean(other) if other else None, gap)


def _share(name: str, excepted: Follows, like: Follows, happened: Happened) -> Measure:
    one, other = (
        share(sum(_after(f, happened) > 0 for f in follows), len(follows))
        for follows in (excepted, like)
    )
    gap = between_shares(one, other) if one and other else None
    told = min(len(excepted), len(like)) >= ENOUGH
    return Measure(name, one, other, gap if told else None)


def _contacts(who: set[int]) -> Happened:
    made = rows.Contact.objects.filter(inbound=True).annotate(person=as_one.person_of())
    theirs = made.filter(person__in=who).order_by()
    return _grouped(theirs.values_list("person", "case_id", "at"))


def _cases(who: set[int]) -> Happened:
    received = rows.Case.objects.annotate(person=as_one.person_of())
    theirs = received.filter(person__in=who).order_by()
    return _grouped(theirs.values_list("person", "pk", "received_at"))


def _given(who: set[int]) -> Happened:
    given = granted.given().annotate(person=as_one.person_of()).filter(person__in=who)
    return _grouped(given.order_by().values_list("person", "case_id", "at"))


def _left(who: set[int]) -> Happened:
    """Those who were told that we part, and those whose last day was written down."""
    parted = rows.Event.objects.filter(kind=EventKind.PARTED).order_by()
    whose = parted.annotate(person=as_one.person_of("case__customer")).filter(person__in=who)
    told = [(each, None, at) for each, at in whose.values_list("person", "at") if each]
    gone = rows.Customer.objects.filter(left_on__isnull=False)
    people = gone.annotate(person=as_one.person_itself()).filter(person__in=who)
    days = people.values_list("person", "left_on")
    told += [(each, None, datetime.combine(day, time.max, UTC)) for each, day in days if day]
    return _grouped(told)


def _grouped(found: Iterable[tuple[int, int | None, datetime]]) -> Happened:
    grouped: defaultdict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for customer, case, at in found:
        grouped[customer].append((case or 0, at))
    return grouped
