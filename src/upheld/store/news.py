"""Who is to hear of a change or of their idea, and who is not: each person once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, CaseState, LetterState

from . import called, changes, relations
from . import models as rows
from .counted import cases_counted, gathered
from .counted.walked import walked
from .merged import as_one
from .record import events
from .save.act import act
from .sight import seen

_ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED)
# Why somebody is not told now, as `Audience` counts it, the reasons that count first at the front.
NOT_NOW = ("no_news", "parted", "restricted", "open", "unreached", "disowned")
_TOLD = "told"


# So many complaints are read at once, and so many people are told at once.
WINDOW, MOST_AT_ONCE = 1_000, 100


@dataclass(slots=True)
class Audience:
    """Those who complained before a change was made. `to_tell` are the number of each person and
    the newest of their complaints about it, the newest first; the rest is how many are told, and
    are not told now. Why is told `apart` to whoever sees all: to anybody else the count of one
    person would say what a private team has of them.

    They are counted from the newest complaint on until as many are to be told as are told at once:
    where there are `more` complaints than that, all of this is of the newest."""

    to_tell: dict[int, CaseId] = field(default_factory=dict)
    people: int = 0
    told: int = 0
    no_news: int = 0
    parted: int = 0
    restricted: int = 0
    open: int = 0
    unreached: int = 0
    disowned: int = 0
    apart: bool = True
    more: bool = False

    @property
    def not_now(self) -> int:
        return sum(getattr(self, reason) for reason in NOT_NOW)


def audience(change: rows.Change, today: date, now: datetime) -> Audience:
    """Two statements for each thousand complaints. Whoever has a complaint open hears of the
    change when that is answered.

    Those are counted whom whoever looks may see; why somebody is not told is asked of the whole.
    """
    found, known = Audience(apart=not seen.hides()), set[int]()
    for newest, found.more in _from_the_newest(_complained(change, now)):
        new = {person: case for person, case in newest.items() if person not in known}
        known |= new.keys()
        _count(found, new, change, today)
        if len(found.to_tell) >= MOST_AT_ONCE:
            break
    return found


def _from_the_newest(found: "QuerySet[Any]") -> Iterator[tuple[dict[int, CaseId], bool]]:
    """Each person and the newest of these complaints, a window at a time, and whether there are
    others."""
    told, more = found.order_by("-received_at", "-pk"), True
    while more:
        read = list(told.values_list("person", "pk", "received_at")[: WINDOW + 1])
        some, more = read[:WINDOW], len(read) > WINDOW
        yield {person: CaseId(pk) for person, pk, _ in reversed(some)}, more
        if more:
            _, pk, at = some[-1]
            older = Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk)
            told = found.filter(older, received_at__lte=at).order_by("-received_at", "-pk")


@seen.whole()
def _count(found: Audience, newest: Mapping[int, CaseId], change: rows.Change, today: date) -> None:
    """Adds these people, the oldest of whose complaints comes first. Whoever is not told now is
    counted for the first of the reasons."""
    why = who_and_why(newest, change, today)
    left = newest.keys() - why[_TOLD]
    found.people += len(newest)
    found.told += len(newest) - len(left)
    for reason in NOT_NOW:
        setattr(found, reason, getattr(found, reason) + len(left & why[reason]))
        left -= why[reason]
    found.to_tell |= {who: newest[who] for who in reversed(newest) if who in left}


def who_and_why(
    newest: Mapping[int, CaseId], change: rows.Change, today: date
) -> Mapping[str, set[int]]:
    """Of these people, each with their newest complaint, those who were told, and those who are not
    told now, in one statement."""
    theirs = Q(customer__in=_rows_of(newest))
    every = {
        _TOLD: _people(told_to(change).filter(theirs)),
        "no_news": _people(rows.NoNews.objects.filter(theirs, ended_at=None)),
        "parted": _people(relations.parted().filter(theirs)),
        "restricted": _people(relations.holding(today).filter(theirs)),
        "open": _people(rows.Case.objects.exclude(state__in=_ANSWERED).filter(theirs)),
        "unreached": _failing(newest),
        "disowned": _people(called.disowned().filter(pk__in=newest.values())),
    }
    back = _people(came_back(change).filter(theirs)).values_list(Value("unreached"), "person")
    first, *rest = (found.values_list(Value(why), "person") for why, found in every.items())
    found: dict[str, set[int]] = {why: set() for why in every}
    for why, person in first.union(*rest, back, all=True):
        found[why].add(person)
    return found


def told_to(change: rows.Change) -> "QuerySet[rows.ChangeTold]":
    """Those who were told of it: a letter that came back told nobody."""
    return change.told_to.exclude(letter__state=LetterState.FAILED)


def came_back(change: rows.Change) -> "QuerySet[rows.ChangeTold]":
    """Those whose letter was not delivered, at the address that they have still: it is sent again,
    or printed, in its case. Whoever has another since is told again."""
    ours = Lower(Coalesce("customer__merged_into__email", "customer__email"))
    failed = change.told_to.filter(letter__state=LetterState.FAILED)
    return failed.alias(ours=ours, to=Lower("letter__to")).filter(Q(ours="") | Q(to=F("ours")))


def to_see_off(change: rows.Change) -> "QuerySet[rows.Letter]":
    """The letters that were not delivered, with their cases."""
    found = rows.Letter.objects.filter(told_change__change=change, state=LetterState.FAILED)
    return found.select_related("case")


def is_to_hear(change: rows.Change, person: int, case: CaseId, today: date) -> bool:
    """Whether they are still to be told: looked at while nobody else can write."""
    events.hold()
    found = Audience()
    _count(found, {person: case}, change, today)
    return person in found.to_tell


def _failing(people: Collection[int]) -> "QuerySet[Any]":
    """Those whose mail came back from the address that we have: a letter goes to the row that
    stays."""
    theirs = rows.Customer.everything.filter(pk__in=people).exclude(email="")
    return theirs.filter(returned_email=Lower("email")).order_by().annotate(person=F("pk"))


def _complained(change: rows.Change, now: datetime) -> "QuerySet[Any]":
    """What was complained of before the change was made, each with its `person`; what was erased is
    nobody's."""
    by = changes.gathered(change.root_cause)
    until = timezone.make_aware(datetime.combine(change.made_on, time.min))
    found = gathered.newest(
        cases_counted.counted(now).filter(received_at__lt=until, erased_at=None), by
    )
    # Not by the index of states, by which SQLite would read all that was ever answered and sort it.
    answered = walked(found, Q(state__in=_ANSWERED))
    with seen.whole():  # what keeps a letter back is of all their rows
        told: QuerySet[Any] = answered.annotate(person=as_one.person_of())
    return told


def names(change: rows.Change, now: datetime) -> set[str]:
    """How those who complained about it are called, of those whom whoever looks may see."""
    people = _complained(change, now).order_by().values("person")
    theirs = rows.Customer.objects.filter(pk__in=_rows_of(people))
    return set(theirs.exclude(name="").values_list("name", flat=True))


def _rows_of(people: "Collection[int] | QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """The numbers of all rows of these people."""
    every = rows.Customer.everything.order_by()
    # Two asked apart: PostgreSQL would read every customer for an OR.
    merged = every.filter(merged_into__in=people).values("pk")
    return every.filter(pk__in=people).values("pk").union(merged, all=True)


def _people(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """With the customer who stays, whichever of their rows these rows name."""
    alone = found.select_related(None).order_by()
    named: QuerySet[Any] = alone.annotate(person=as_one.person_of())
    return named


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
    """That this person was told, with its event: a letter that never reached them is so no more.
    Raises IntegrityError where they were told before."""
    before = rows.ChangeTold.objects.filter(change=change, customer_id=person)
    before.filter(letter__state=LetterState.FAILED).delete()
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
