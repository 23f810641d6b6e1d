"""Contest a line of a customer's fit: it stops counting until another person has looked at it.

And note what a customer told of their needs, their use and what they expect.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from upheld.core.as_seen import is_blank
from upheld.core.fitting import Line
from upheld.core.protected import in_words
from upheld.core.words import CaseState
from upheld.store import fitting, load
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight import fit_seen, seen, withheld

from . import may
from .another import acted
from .assess_fit import assess_fit

_LONGEST = 300


class FitError(ValueError):
    """A line that cannot be noted, contested or reviewed so; the message says the mend."""


class ContestMissing(LookupError):
    """No such contest of this customer."""


@transaction.atomic
def note_fit(customer_id: int, text: str, on: date, by: may.Actor, now: datetime) -> int:
    """Keeps one sentence about needs, use or expectations, and assesses anew.

    Raises FitError, CustomerMissing or NotAllowed.
    """
    may.check("know", by)
    customer = load.customer(customer_id)
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST:
        raise FitError(f"text: write one sentence of at most {_LONGEST} characters")
    if found := in_words(said):
        raise FitError(f"text: {found}")
    if on > timezone.localdate(now):
        raise FitError(f"on: {on} is still to come")
    note = rows.FitNote.objects.create(customer=customer, text=said, on=on, at=now, by=by.name)
    fitting.noted(note, _open(customer), now)
    assess_fit(customer_id, by, now)
    return note.pk


@transaction.atomic
def contest_fit(
    customer_id: int, line: str, why: str, by_customer: bool, by: may.Actor, now: datetime
) -> int:
    """Contests a line of the newest assessment, at the customer's word where `by_customer`.

    It stops counting at once. Raises FitError for a line that is not there or is contested
    already, and without a reason; CustomerMissing or NotAllowed.
    """
    may.check("contest_fit", by)
    customer = as_one.stays(load.customer(customer_id))
    if is_blank(why):
        raise FitError("why: say what is not right about the line")
    lines = {each.key: each for each in _lines(customer)}
    if line not in lines:
        raise FitError(f"line: there is no line {line!r} in the newest assessment: assess anew")
    theirs = rows.FitContest.objects.filter(customer__in=as_one.family(customer).values("pk"))
    if theirs.filter(line=line, stands=None).exists():
        raise FitError(f"line: {line!r} is contested already: another person looks at it first")
    contest = rows.FitContest.objects.create(
        customer=customer,
        line=line,
        sentence=lines[line].sentence,
        why=why.strip(),
        by_customer=by_customer,
        at=now,
        by=by.name,
        contested_by=load.signed_in(by),
    )
    fitting.contested(contest, _open(customer), now)
    assess_fit(customer_id, by, now)
    return contest.pk


@transaction.atomic
def review_fit(
    contest_id: int,
    stands: bool,
    found: str,
    by: may.Actor,
    now: datetime,
    customer_id: int | None = None,
) -> None:
    """Another person says whether a contested line stands, and why. Raises FitError for whoever
    contested it, without a reason, for one that was reviewed, and for one that is not of the
    customer where they are named."""
    may.check("review_fit", by)
    found_here = rows.FitContest.objects.filter(pk=contest_id)
    load.write_of(found_here.values("customer"))
    contest = seen.of_writers(found_here.select_for_update(of=("self",), no_key=True), "by").first()
    if contest is None or customer_id not in (None, *as_one.ids(contest.customer)):
        raise ContestMissing(f"there is no contest {contest_id} here")
    if contest.stands is not None:
        raise FitError(f"contest: {withheld.writer(contest.reviewed_by)} has looked at it")
    if acted(contest.contested_by_id, contest.by, by):
        raise FitError("contest: you contested it yourself: another person looks at it")
    if not found.strip():
        raise FitError("found: say what was looked at, and what it showed")
    contest.stands, contest.found = stands, found.strip()
    contest.reviewed_at, contest.reviewed_by = now, by.name
    contest.save()
    fitting.reviewed(contest, _open(contest.customer), now)
    assess_fit(contest.customer_id, by, now)


def _lines(customer: rows.Customer) -> tuple[Line, ...]:
    kept = rows.FitAssessment.objects.filter(customer=customer).first()
    assessed = fitting.assessed_of(kept) if kept else None
    if assessed is None:
        return ()
    hidden = fit_seen.hidden(assessed)
    return tuple(line for line in assessed.lines if line.key not in hidden)


def _open(customer: rows.Customer) -> list[int]:
    waiting = as_one.cases(customer).exclude(state=CaseState.CLOSED)
    return list(waiting.values_list("pk", flat=True))
