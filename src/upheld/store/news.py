"""Who is to hear of a change or of their idea, and who is not: each person once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from upheld.core.words import CaseId, CaseState, EventKind

from . import as_one, cases_counted, changes, gathered, relations, seen
from . import models as rows
from .save.act import act

_ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who complained before a change was made. `to_tell` are the number of each person and
    the newest of their complaints about it, the newest first; the rest is how many are told, and
    are not told now."""

    to_tell: tuple[tuple[int, CaseId], ...]
    people: int
    told: int
    no_news: int
    parted: int
    restricted: int
    open: int


def audience(change: rows.Change, today: date, now: datetime) -> Audience:
    """Six statements. Whoever has a complaint open hears of the change when that is answered.

    Those are counted whom whoever looks may see; why somebody is not told is asked of the whole.
    """
    newest = _complained(change, now)
    with seen.whole():
        told = _people(rows.ChangeTold.objects.filter(change=change))
        unwilling, gone = no_news(), _people(relations.parted())
        limited = _people(relations.holding(today))
        working = _people(rows.Case.objects.exclude(state__in=_ANSWERED).filter(_theirs(newest)))
    left = newest.keys() - told
    free = left - unwilling - gone - limited - working
    return Audience(
        to_tell=tuple((who, newest[who]) for who in reversed(newest) if who in free),
        people=len(newest),
        told=len(newest.keys() & told),
        no_news=len(left & unwilling),
        parted=len((left & gone) - unwilling),
        restricted=len((left & limited) - unwilling - gone),
        open=len((left & working) - unwilling - gone - limited),
    )


def _complained(change: rows.Change, now: datetime) -> dict[int, CaseId]:
    """Each person, and the newest of what they complained of before the change was made; what was
    erased is nobody's."""
    by = changes.gathered(change.root_cause)
    found = gathered.cases(cases_counted.counted(now), by).filter(
        received_at__date__lt=change.made_on, state__in=_ANSWERED, erased_at=None
    )
    told = found.annotate(person=as_one.person_of()).order_by("received_at", "pk")
    return {person: CaseId(pk) for person, pk in told.values_list("person", "pk")}


@seen.whole()
def names(change: rows.Change, now: datetime) -> set[str]:
    """How those who complained about it are called, whoever looks."""
    people = list(_complained(change, now))
    theirs = rows.Customer.everything.filter(_of_person(people))
    return set(theirs.exclude(name="").values_list("name", flat=True))


def _of_person(people: Collection[int]) -> Q:
    return Q(pk__in=people) | Q(merged_into__in=people)


def _theirs(people: Iterable[int]) -> Q:
    return Q(customer__in=list(people)) | Q(customer__merged_into__in=list(people))


def _people(found: "QuerySet[Any]") -> set[int]:
    """The customers who stay, whichever of their rows these rows name."""
    named = found.order_by().annotate(person=as_one.person_of())
    return set(named.values_list("person", flat=True))


def no_news() -> set[int]:
    """Everybody who wants no letter but about their own complaint."""
    return _people(rows.NoNews.objects.filter(ended_at=None))


def wants_no_news(customer: rows.Customer) -> bool:
    theirs = as_one.family(customer).values("pk")
    return rows.NoNews.objects.filter(customer__in=theirs, ended_at=None).exists()


def asked_for_none(case: rows.Case, words: str, by: str, now: datetime) -> None:
    rows.NoNews.objects.create(customer=case.customer, words=words, at=now, by=by)
    act(case, EventKind.NO_NEWS_ASKED, by, now, {"customer": case.customer_id, "words": words})


def asked_again(case: rows.Case, by: str, now: datetime) -> None:
    theirs = as_one.family(case.customer).values("pk")
    rows.NoNews.objects.filter(customer__in=theirs, ended_at=None).update(ended_at=now)
    act(case, EventKind.NEWS_ASKED, by, now, {"customer": case.customer_id})


def told(change: rows.Change, person: int, letter: rows.Letter, by: str, now: datetime) -> None:
    """That this person was told, with its event. Raises IntegrityError where they were before."""
    rows.ChangeTold.objects.create(change=change, customer_id=person, letter=letter, at=now)
    changes.acted(
        change, EventKind.CHANGE_TOLD, by, now, {"letter": letter.pk}, case=letter.case_id
    )


def ideas() -> "QuerySet[rows.Idea]":
    """Every idea with what became of it, the newest first."""
    return rows.Idea.objects.select_related("case__customer", "fate__change")


def settled(
    idea: rows.Idea, state: str, change: rows.Change | None, because: str, by: str, now: datetime
) -> None:
    """What becomes of an idea, with its event."""
    told = {"state": state, "change": change, "because": because, "at": now, "by": by}
    rows.IdeaFate.objects.update_or_create(idea=idea, defaults=told)
    data = {"idea": idea.pk, "state": state, "because": because}
    data |= {"change": change.pk, "name": change.name} if change else {}
    act(idea.case, EventKind.IDEA_LOOKED_AT, by, now, data)


def told_of_idea(fate: rows.IdeaFate, letter: rows.Letter, by: str, now: datetime) -> bool:
    """Marks that they were told; False where another was quicker."""
    mine = rows.IdeaFate.objects.filter(pk=fate.pk, letter=None).update(letter=letter)
    act(letter.case, EventKind.IDEA_TOLD, by, now, {"idea": fate.idea_id, "letter": letter.pk})
    return bool(mine)
