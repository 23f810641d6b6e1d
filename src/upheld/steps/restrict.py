"""Restrict: a lead decides, another looks at it and lets the letter leave, and anybody may appeal.

No complaint is kept out by it: receiving and investigating read nothing of a restriction.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from upheld.core import reply
from upheld.core import restriction as core
from upheld.core.as_seen import is_blank
from upheld.core.conduct import Family
from upheld.core.reply import Letter, Limits
from upheld.core.restriction import Evidence, Measure, RestrictionError, RestrictionState
from upheld.core.words import CaseId, LetterKind
from upheld.store import in_order, load, policies
from upheld.store import models as rows
from upheld.store.erased.left_open import not_in_an_erased_case
from upheld.store.merged import as_one
from upheld.store.record import events
from upheld.store.save import conduct as save
from upheld.store.sight import seen

from . import may
from .another import acted
from .letters import send_now, sending, today_of


class RestrictionMissing(LookupError):
    """No such restriction."""


@transaction.atomic
def decide(
    case_id: CaseId, measure: Measure, conduct: Collection[int], by: may.Actor, now: datetime
) -> rows.Restriction:
    """A named lead decides it; it binds nobody before another lead has looked at it and its letter
    has left. It is written in the case. Raises RestrictionError."""
    may.check("restrict", by)
    case = load.case(case_id)
    theirs = as_one.family(case.customer).values("pk")
    found = rows.Conduct.objects.filter(pk__in=conduct, customer__in=theirs)
    in_order.hold(found)  # whoever withdraws one holds it
    if strange := set(conduct) - {row.pk for row in found}:
        told = ", ".join(map(str, sorted(strange)))
        raise RestrictionError(f"conduct {told} is no record of this customer: choose of theirs")
    evidence = [_evidence(row) for row in found]
    today = today_of(case, now)
    restriction = core.decided(measure, evidence, as_one.is_any_vulnerable(case.customer), today)
    _not_twice(case, measure)
    return save.restriction_decided(restriction, case, load.signed_in(by), by.name, now)


def _evidence(row: rows.Conduct) -> Evidence:
    placed = row.case_id is not None or row.contact_id is not None
    return Evidence(row.pk, Family(row.family), row.stands, placed)


def _not_twice(case: rows.Case, measure: Measure) -> None:
    events.hold()  # of two who decide it at once in two cases of one person, the second is told
    same = rows.Restriction.objects.filter(
        not_in_an_erased_case("case"),  # where nobody may review it any more
        customer__in=as_one.family(case.customer).values("pk"),
        scope=measure.scope,
        state__in=core.STANDING,
    )
    if same.exists():
        raise RestrictionError("one of this kind stands already: review that one instead")


def draft_letter(row: rows.Restriction, by: may.Actor) -> Letter:
    """What it means for them, kindly, and how to appeal."""
    to = load.addressed(row.case, by.name)
    return reply.restriction(to, _limits(row), policies.voice(row.case.regime))


def _limits(row: rows.Restriction) -> Limits:
    last_day = core.last_day(row.expires_on, row.review_due)
    told = row.scope, row.detail, row.reason, last_day, row.review_due, row.decided_by_name
    return Limits(*told)


@sending
def begin(restriction_id: int, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Another lead looked at it and agrees: its letter leaves, and it holds from now on.

    Raises RestrictionError or LetterBlocked."""
    may.check("review_restriction", by)
    row = _in_state(restriction_id, RestrictionState.DECIDED)
    _by_another(row, by)
    if core.last_day(row.expires_on, row.review_due) <= today_of(row.case, now):
        raise RestrictionError("its end has passed: decide anew if there is still a need")
    _still_borne(row)
    _sees_why(row)
    sent = send_now(row.case, LetterKind.RESTRICTION, letter, None, by, now)
    save.restriction_begun(row, sent, load.signed_in(by), by.name, now)


def _still_borne(row: rows.Restriction) -> None:
    """By conduct that stands, and by what is known today of how they are."""
    evidence = [_evidence(each) for each in _rests_on(row)]
    core.still_borne(evidence, as_one.is_any_vulnerable(row.customer))


@transaction.atomic
def refuse(restriction_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """Another lead looked at it and does not agree. It is over before it began."""
    may.check("review_restriction", by)
    row = _in_state(restriction_id, RestrictionState.DECIDED)
    _by_another(row, by)
    _said(why, "say why it may not begin")
    save.restriction_over(row, RestrictionState.REFUSED, why.strip(), by.name, now)


@sending
def review(
    restriction_id: int,
    stands: bool,
    because: str,
    review_due: date | None,
    by: may.Actor,
    now: datetime,
) -> None:
    """Looks at it anew, by a lead who did not decide it, and tells them what came of it.

    Raises RestrictionError or LetterBlocked."""
    may.check("review_restriction", by)
    row = _in_state(restriction_id, RestrictionState.IN_FORCE)
    if row.looks.filter(at=None).exists():
        raise RestrictionError("they appealed: look at it by settling the appeal")
    _by_another(row, by)
    _looked(row, None, stands, because, review_due, by, now)
    _tell(row, draft_review(row, stands, because, by), by, now)


@transaction.atomic
def appeal(restriction_id: int, words: str, by: may.Actor, now: datetime) -> None:
    """What they say against it, as they said it. Raises RestrictionError."""
    may.check("appeal", by)
    row = _in_state(restriction_id, *core.STANDING)
    _said(words, "write what they say against it, in their words")
    if row.looks.filter(at=None).exists():
        raise RestrictionError("an appeal waits already: add what they say when it is settled")
    save.appealed(row, words.strip(), by.name, now)


@sending
def settle_appeal(
    restriction_id: int,
    stands: bool,
    because: str,
    by: may.Actor,
    now: datetime,
) -> None:
    """Somebody who had no part in it looks at it. Of one that is in force they are told in a letter
    what came of it. Of one that did not begin they were not told.
    Raises RestrictionError or LetterBlocked."""
    may.check("settle_appeal", by)
    row = _in_state(restriction_id, *core.STANDING)
    waiting = row.looks.filter(at=None).first()
    if waiting is None:
        raise RestrictionError("no appeal waits here")
    if had_part(row, by):
        raise RestrictionError("you had a part in it: somebody else looks at an appeal")
    # A review that was due while the appeal waited is made with it: the next is set anew.
    due = row.review_due if row.review_due > today_of(row.case, now) else None
    began = row.state == RestrictionState.IN_FORCE
    _looked(row, waiting, stands, because, due, by, now)
    if began:
        _tell(row, draft_review(row, stands, because, by, appealed=True), by, now)


def draft_review(
    row: rows.Restriction, stands: bool, because: str, by: may.Actor, *, appealed: bool = False
) -> Letter:
    """What a look came to, as they read it."""
    to, voice = load.addressed(row.case, by.name), policies.voice(row.case.regime)
    return reply.restriction_review(to, stands, because, _limits(row), voice, appealed)


def _tell(row: rows.Restriction, letter: Letter, by: may.Actor, now: datetime) -> None:
    send_now(row.case, LetterKind.RESTRICTION_REVIEW, letter, None, by, now)


@sending
def lift(restriction_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """Any lead may end it sooner, at any time; who was told of it is told that it is over.

    Raises RestrictionError or LetterBlocked."""
    may.check("review_restriction", by)
    row = _in_state(restriction_id, *core.STANDING)
    _said(why, "say why it ends")
    if row.state == RestrictionState.IN_FORCE:
        _tell(row, draft_review(row, False, why, by), by, now)
    save.restriction_over(row, RestrictionState.ENDED, why.strip(), by.name, now)


def _looked(
    row: rows.Restriction,
    appealed: rows.RestrictionLook | None,
    stands: bool,
    because: str,
    review_due: date | None,
    by: may.Actor,
    now: datetime,
) -> None:
    if stands:
        _still_borne(row)
        _sees_why(row)
    today = today_of(row.case, now)
    due = core.looked_at(because, stands, review_due, row.expires_on, today)
    person = load.signed_in(by)
    save.looked_at(row, appealed, stands, because.strip(), due, person, by.name, now)
    if not stands:
        save.restriction_over(row, RestrictionState.ENDED, because.strip(), by.name, now)


@seen.whole()
def _rests_on(row: rows.Restriction) -> list[rows.Conduct]:
    """All of it, whoever looks."""
    return list(row.conduct.all())


def is_anothers(row: rows.Restriction) -> bool:
    """Whether what it rests on stands, and all of that is kept from whoever looks."""
    standing = {each.pk for each in _rests_on(row) if each.stands}
    return bool(standing) and not row.conduct.filter(pk__in=standing).exists()


def _sees_why(row: rows.Restriction) -> None:
    if is_anothers(row):
        raise RestrictionError(
            "what it rests on is another team's own: an administrator looks at it"
        )


def _by_another(row: rows.Restriction, by: may.Actor) -> None:
    if acted(row.decided_by_id, row.decided_by_name, by):
        raise RestrictionError("you decided it yourself: another lead looks at it")


def had_part(row: rows.Restriction, by: may.Actor) -> bool:
    """Whether `by` decided or reviewed it, or recorded the conduct that it rests on."""
    parts = [(row.decided_by_id, row.decided_by_name), (row.reviewed_by_id, row.reviewed_by_name)]
    parts += [(look.looked_by_id, look.by) for look in row.looks.exclude(at=None)]
    parts += [(each.recorded_by_id, each.by) for each in _rests_on(row)]
    return any(acted(person_id, name, by) for person_id, name in parts if person_id or name)


def _said(text: str, missing: str) -> None:
    if is_blank(text):
        raise RestrictionError(missing)


def _in_state(restriction_id: int, *states: RestrictionState) -> rows.Restriction:
    found = rows.Restriction.objects.filter(pk=restriction_id)
    load.write_of(found.values("customer"))
    row = (
        found.select_for_update(of=("self",), no_key=True).select_related("case__customer").first()
    )
    if row is None:
        raise RestrictionMissing(f"there is no restriction {restriction_id}")
    load.check_not_erased(row.case)
    if row.state not in states:
        told = " or ".join(state.replace("_", " ") for state in states)
        raise RestrictionError(f"this one is {row.state.replace('_', ' ')}: it must be {told}")
    return row
