"""Acknowledge: received, who, by when, what happens next. The answer comes after."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from upheld.core import reply
from upheld.core.checks import blocked
from upheld.core.obligations import ANSWERS, HOLDING, End
from upheld.core.post import Kind
from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind, MailState
from upheld.store import clocks, knocks, load, mail, policies, save
from upheld.store import models as rows
from upheld.store.called import THEY_WROTE
from upheld.store.merged import own_day
from upheld.store.record import events
from upheld.store.sight import seen

from . import may
from .assign import still_works
from .letters import problems_of, required_of, send_now, sending


def draft_acknowledgement(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """The letter that the firm's voice gives, for a person to read before it goes; of what a
    stranger may have written under this address nothing, which it would spread in our name."""
    to = load.addressed(case, by.name)
    wanted = required_of(case, LetterKind.ACKNOWLEDGEMENT)
    said = reply.acknowledgement_to_anybody if is_bare(case) else reply.acknowledgement
    return said(to, _answer_by(case, now), policies.voice(case.regime), wanted)


def is_bare(case: rows.Case) -> bool:
    """Whether the draft says nothing that they wrote: what a colleague took in is not bare, who
    knows whom it is from."""
    return case.known_to_be_theirs is False


def _answer_by(case: rows.Case, now: datetime) -> date:
    """The first day on which an answer is due and still can be; a week ahead when all are past."""
    ahead = [clock for clock in own_day.clocks(case) if clock.due > now]
    answers = [clock.due_on for clock in ahead if clock.kind in ANSWERS]
    # What reaches them by its day where nothing says when the answer does.
    letters = [clock.due_on for clock in ahead if clock.kind in HOLDING]
    there = now.astimezone(policies.zone(case.regime))
    return min(answers or letters, default=(there + timedelta(days=7)).date())


BY_ITSELF = may.Operator("acknowledgement by itself, as the policy says")
# So many a day to one mailbox: two machines that write to each other end there. To one that nobody
# knows to be the writer's, one: a stranger may have written it, and the rest wait for a person.
_MOST_A_DAY = 5
_MOST_TO_ANYBODY = 1


def may_by_itself(now: datetime) -> "QuerySet[rows.Case]":
    """The cases that may be acknowledged before a person has read them: they wrote to us, mail to
    them arrives as far as we know, and the day for it is not over.

    What was imported is old, and what a machine sent gets no answer from one (RFC 3834, section 2).
    """
    waits = rows.Clock.objects.filter(
        case=OuterRef("pk"), ends=End.ACKNOWLEDGEMENT, met_at=None, due__gt=now
    )
    made_of = rows.Incoming.objects.filter(case=OuterRef("pk"), state=MailState.PLACED)
    machines = made_of.exclude(kind__in=(Kind.PERSON, Kind.FORGED))
    old = made_of.filter(came_by__in=mail.OLD)
    found = rows.Case.objects.filter(
        Exists(waits), ~Exists(machines), ~Exists(old),
        state=CaseState.RECEIVED, channel__in=THEY_WROTE, source="",
    )  # fmt: skip
    reached = found.exclude(customer__email="").exclude(
        customer__email=F("customer__returned_email")
    )
    return reached.order_by("pk")


@sending
def acknowledge_by_itself(case_id: CaseId, now: datetime) -> bool:
    """Acknowledges a case that `may_by_itself`; whether it did. Raises LetterBlocked.

    It says what they wrote where the case is known to be from the customer, and nothing of it
    elsewhere: anybody may give us anybody's address."""
    case = load.case(case_id)
    events.hold()  # of two cases of one address at once, the second counts the letter of the first
    if not may_by_itself(now).filter(pk=case_id).exists() or _often(case, now):
        return False
    acknowledge(case_id, _by_itself(case, now), BY_ITSELF, now)
    case.letters.filter(by=BY_ITSELF.name).update(automatic=True)
    return True


def _by_itself(case: rows.Case, now: datetime) -> Letter:
    """Without their name where a check would hold the letter for it: whatever somebody calls
    themselves, they hear that we have their complaint."""
    to, wanted = load.addressed(case, ""), required_of(case, LetterKind.ACKNOWLEDGEMENT)
    said = reply.acknowledgement_by_itself if _theirs(case) else reply.acknowledgement_to_anybody
    by_name, bare = (
        said(each, _answer_by(case, now), policies.voice(case.regime), wanted)
        for each in (to, replace(to, name=""))
    )
    held = by_name != bare and blocked(problems_of(by_name, None, case, now))
    return bare if held else by_name


def _theirs(case: rows.Case) -> bool:
    """What a colleague or a program took in is not known to be: a program may pass on a form."""
    return case.known_to_be_theirs is True


@seen.whole()
def _often(case: rows.Case, now: datetime) -> bool:
    recent = rows.Letter.objects.filter(
        knocks.sent_to_mailbox(case.customer.email),
        automatic=True,
        queued_at__gt=now - timedelta(days=1),
    )
    return recent.count() >= (_MOST_A_DAY if _theirs(case) else _MOST_TO_ANYBODY)


@sending
def acknowledge(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends an acknowledgement; a case that was nobody's is then theirs who sent it.

    Raises LetterBlocked when it says more than it may."""
    case = load.case(case_id)
    may.check("acknowledge", by, case.state)
    person = load.signed_in(by) if case.owner_id is None else None
    owner = still_works(person.pk) if person else None
    send_now(case, LetterKind.ACKNOWLEDGEMENT, letter, None, by, now)
    if owner:
        save.assigned(case, owner, by.name, now)
    clocks.met(case, End.ACKNOWLEDGEMENT, now)
    save.moved(case, CaseState.ACKNOWLEDGED, now)
