"""Who has how much to do now, so that it can be shared out fairly. It times nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from upheld.core.words import CaseState, Role
from upheld.store import models as rows

# How much of the work on a case is still to come, by where it stands.
TO_COME = {
    CaseState.RECEIVED: Decimal("1.0"),
    CaseState.ACKNOWLEDGED: Decimal("0.9"),
    CaseState.INVESTIGATING: Decimal("0.7"),
    CaseState.DECIDED: Decimal("0.3"),
    CaseState.ANSWERED: Decimal("0.1"),
}
# What each point after the first adds to a case that has one.
EACH_MORE = Decimal("0.5")
# So many times the usual load is too much, and never for a handful of cases.
TOO_MUCH, A_HANDFUL = Decimal("1.5"), 5
_HANDS = (Role.HANDLER, Role.LEAD, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has to do: `cases` open, `effort` in cases of one point with all the work to
    come, `waiting` of them paused until the customer answers; `hours` a week where they are known.

    `too_much` beside what is usual among those who have cases, by the hour where hours are known
    of all of them."""

    person: int
    name: str
    team: str
    cases: int
    effort: Decimal
    waiting: int
    hours: Decimal | None
    too_much: bool


@dataclass(frozen=True, slots=True)
class Workload:
    """Everybody who works on complaints, by their names, and how much is nobody's."""

    loads: tuple[Load, ...]
    nobodys: int
    by_hour: bool

    def of(self, whose: int | None) -> tuple[Load, ...]:
        """What one person has to do, for themself; None: what everybody has, for those who share
        the work out."""
        return tuple(each for each in self.loads if whose in (None, each.person))


def workload() -> Workload:
    """Three statements."""
    loads, nobodys = _effort(), 0
    people = rows.Person.objects.filter(is_active=True, role__in=_HANDS)
    told = list(people.select_related("team", "working_hours").order_by("name", "pk"))
    counted = [(each, *loads.pop(each.pk, (0, Decimal(0), 0))) for each in told]
    nobodys = sum(cases for cases, _, _ in loads.values())
    by_hour = all(_hours(each) for each, cases, _, _ in counted if cases)
    usual = _usual([effort / _divisor(each, by_hour) for each, n, effort, _ in counted if n])
    made = (
        Load(
            person=each.pk,
            name=each.name,
            team=each.team.name if each.team else "",
            cases=cases,
            effort=effort,
            waiting=waiting,
            hours=_hours(each),
            too_much=cases > A_HANDFUL and effort / _divisor(each, by_hour) > usual * TOO_MUCH,
        )
        for each, cases, effort, waiting in counted
    )
    return Workload(tuple(made), nobodys, by_hour)


def _hours(person: rows.Person) -> Decimal | None:
    kept = getattr(person, "working_hours", None)
    return kept.a_week if kept else None


def _divisor(person: rows.Person, by_hour: bool) -> Decimal:
    return (_hours(person) if by_hour else None) or Decimal(1)


def _usual(loads: Sequence[Decimal]) -> Decimal:
    return median(loads) if loads else Decimal(0)


def _effort() -> dict[int | None, tuple[int, Decimal, int]]:
    """By whose they are: how many are open, the effort that is to come, and how many wait. A case
    that leads to another is closed."""
    points = rows.Allegation.objects.filter(case=OuterRef("pk")).order_by().values("case")
    more = Greatest(Coalesce(Subquery(points.annotate(n=Count("pk")).values("n")), 0) - 1, 0)
    still_open = rows.Case.objects.exclude(state=CaseState.CLOSED).order_by()
    counted = still_open.values_list("owner", "state").annotate(
        cases=Count("pk"),
        waiting=Count("pk", filter=Q(paused_since__isnull=False)),
        more=Sum(more),
    )
    found: dict[int | None, tuple[int, Decimal, int]] = {}
    for owner, state, cases, waiting, each_more in counted:
        effort = TO_COME[CaseState(state)] * (cases + EACH_MORE * each_more)
        before = found.get(owner, (0, Decimal(0), 0))
        found[owner] = (before[0] + cases, before[1] + effort, before[2] + waiting)
    return found
