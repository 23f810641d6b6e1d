"""What the desk reads beyond store/queues.py: filters and counts of the inbox, contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils import timezone

from upheld.core.forecast import History
from upheld.core.references import read_reference
from upheld.core.words import CaseId, CaseState, MailState
from upheld.store import mail, queues, rare, search
from upheld.store import models as rows
from upheld.store.counted import pace
from upheld.store.merged import complained_too, merging
from upheld.store.search import Among
from upheld.store.sql.asked_again import AskedAgain
from upheld.store.sql.unforeseen import Unforeseen

from .paging import A_PAGE, MOST, Counted


@dataclass(frozen=True, slots=True)
class Pressing:
    """How many open cases there are, how many of them are late, and how many more due today; where
    there are more than `MOST`, one more than that."""

    cases: int
    late: int
    today: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open cases: one person's, all of them, nobody's; how many messages are held, and in how
    many cases that were merged a letter is to be seen off."""

    mine: Pressing
    all: Pressing
    nobody: Pressing
    mail: int
    letters: int

    def of(self, whose: str) -> Pressing:
        return {"mine": self.mine, "nobody": self.nobody}.get(whose, self.all)


def waiting(by: rows.Person, now: datetime) -> Waiting:
    """Counted in one statement, as far as `MOST`: of a backlog without an end it matters to nobody
    how long it is, and to read all of it would take longer the longer it is."""
    (counts,) = _WAITING(by.pk, now, _midnight(now))
    mine, every, nobody = (Pressing(*counts[at : at + 3]) for at in (0, 3, 6))
    return Waiting(mine, every, nobody, *counts[9:])


def _waiting(by: int, now: datetime, midnight: datetime) -> "QuerySet[rows.Person, Any]":
    person, at, end = Unforeseen(by), Unforeseen(now), Unforeseen(midnight)
    today = Q(next_due__gte=at, next_due__lt=end)
    every = queues.inbox().select_related(None).order_by().values("next_due")
    counts = {
        f"{name}_{what}": _HowMany(every.filter(of, is_so)[: MOST + 1])
        for name, of in (("mine", Q(owner=person)), ("all", Q()), ("nobody", Q(owner=None)))
        for what, is_so in (("cases", Q()), ("late", Q(next_due__lt=at)), ("today", today))
    }
    held = _HowMany(mail.listed(MailState.HELD).order_by().values("pk")[: MOST + 1])
    letters = _HowMany(
        complained_too.to_see_off().select_related(None).order_by().values("pk")[: MOST + 1]
    )
    return rows.Person.objects.filter(pk=by).values_list(*counts.values(), held, letters)


_WAITING = AskedAgain(_waiting)


class _HowMany(Subquery):
    """How many rows a statement gives."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


def chosen(
    told: Mapping[str, str], whose: str, by: rows.Person, now: datetime, known: History
) -> "QuerySet[rows.Case]":
    """The cases that the filters ask for, the earliest due first."""
    cases = _of(_in_state(told, now), whose, by.pk)
    if told.get("due") == "likely":
        cases = pace.likely_missed(pace.with_dues(cases), known, now)
    if until := _until(told.get("due", ""), now):
        cases = cases.filter(next_due__lt=until)
    return _found(cases, told.get("q", ""), _among(told))


# JSON that no line tells: to read it of each took a fortieth of a page.
_UNTOLD = ("particulars", "customer__fit_evidence", "customer__relationship")


def _as_lines(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    return pace.with_dues(cases).defer(*_UNTOLD)


def _listed(numbers: Sequence[int]) -> "QuerySet[rows.Case]":
    return _as_lines(rows.Case.objects.filter(pk__in=numbers).select_related("customer", "owner"))


# Cases as a line of the inbox reads them, by their numbers.
listed = AskedAgain(_listed)


def page_of(whose: str, by: rows.Person, start: int) -> list[rows.Case]:
    """A page of what is open, the earliest due first, from so many on. One statement."""
    own = (by.pk,) if whose == "mine" else ()
    return _page_of(whose, start)(*own)


@lru_cache(maxsize=128)
def _page_of(whose: str, start: int) -> AskedAgain:
    def asked(*by: int) -> "QuerySet[rows.Case]":
        found = _of(_as_lines(queues.inbox()), whose, *by)
        return found[start : start + A_PAGE]

    return AskedAgain(asked)


def with_words(query: str, whose: str, by: rows.Person) -> Counted | None:
    """The open cases with these words, the earliest due first, counted as far as `MOST`; of a page
    its rows are read. Two statements, which take no longer the more cases hold the words. None
    where the query has no word, or may be the reference of a case."""
    asked = search.expression(query)
    if not asked or read_reference(query):
        return None
    ((count,),) = _count_with(whose)(by.pk, asked)
    own = (by.pk,) if whose == "mine" else ()
    many = count > MOST
    return Counted(count, lambda start: _page_with(whose, start, many=many)(asked, *own))


@lru_cache
def _count_with(whose: str) -> AskedAgain:
    def asked(by: int, words: str) -> "QuerySet[rows.Person, Any]":
        every = queues.by_due().select_related(None).order_by()
        found = search.open_with(words, _of(every, whose, by)).values("pk")
        return rows.Person.objects.filter(pk=by).values_list(_HowMany(found[: MOST + 1]))

    return AskedAgain(asked)


@lru_cache(maxsize=128)
def _page_with(whose: str, start: int, *, many: bool) -> AskedAgain:
    def asked(words: str, *by: int) -> "QuerySet[rows.Case]":
        cases, page = _of(queues.by_due(), whose, *by), slice(start, start + A_PAGE)
        if many:
            return search.open_with(words, _as_lines(cases), many=True)[page]
        # The numbers of a page first: to put whole cases in order takes longer.
        numbers = search.open_with(words, cases.select_related(None)).values("pk")[page]
        return _as_lines(queues.by_due()).filter(pk__in=numbers)

    return AskedAgain(asked)


def _among(told: Mapping[str, str]) -> Among:
    """Open cases unless closed ones are asked for; what is to be reviewed or seen off may be in any
    state."""
    if told.get("due") in ("review", "letter"):
        return Among.ALL
    return Among.CLOSED if told.get("state") == CaseState.CLOSED else Among.OPEN


def _in_state(told: Mapping[str, str], now: datetime) -> "QuerySet[rows.Case]":
    """The cases as they are listed, of the state that is asked for; which are open or closed says
    the search."""
    state, among = told.get("state", ""), _among(told)
    if among is Among.CLOSED:
        return queues.newest()
    match told.get("due"):
        case "review":
            cases = queues.to_review(timezone.localdate(now))
        case "letter":
            cases = complained_too.to_see_off()
        case _:
            cases = queues.by_due()
    return cases.filter(state=state) if state else cases


def _found(cases: "QuerySet[rows.Case]", query: str, among: Among) -> "QuerySet[rows.Case]":
    """The cases with these words, and the one whose reference this is: 4559 for UP-004559."""
    found = search.matching(cases, query, among)
    named = _leads_to(read_reference(query))
    return found | search.matching(cases, "", among).filter(pk=named) if named else found


def _leads_to(number: CaseId | None) -> int | None:
    """The case that a number leads to: its own, or the one that it was merged into."""
    found = rows.Case.objects.filter(pk=number).first() if number else None
    return merging.leads_to(found).pk if found else None


def to_list(cases: "Iterable[rows.Case]") -> tuple[list[rows.Case], dict[int, rows.Decision]]:
    """Cases with what a line about each tells, and their latest decisions: one statement."""
    listed = list(cases)
    return listed, rare.of_lines(listed)


def _of(cases: "QuerySet[rows.Case]", whose: str, by: int | None = None) -> "QuerySet[rows.Case]":
    if whose == "all":
        return cases
    return cases.filter(owner=by if whose == "mine" else None)


def _until(due_by: str, now: datetime) -> datetime | None:
    midnight = _midnight(now)
    ends = {"late": now, "today": midnight, "week": midnight + timedelta(days=6)}
    return ends.get(due_by)


def _midnight(now: datetime) -> datetime:
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)
