"""Tell of a change: those who complained about it hear what we changed, once, by a letter."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from upheld.core import reply
from upheld.core.changes import ChangeError, Verdict, about_less
from upheld.core.reply import Letter, News
from upheld.core.words import CaseId, LetterKind
from upheld.store import changes, load, news, policies
from upheld.store import models as rows

from . import may
from .letters import LetterBlocked, keep_blocked, send_now
from .nobody_named import refuse_names


@dataclass(frozen=True, slots=True)
class Told:
    """How many letters are on their way, how many more are to be told, and what kept one back.
    Where there are `more`, so many are left at least."""

    letters: int
    left: int
    blocked: tuple[str, ...] = ()
    more: bool = False


def news_of(change: rows.Change, told_as: str = "") -> News:
    """What a letter tells of it: no more than its newest check found."""
    check = changes.latest(change)
    verdict = Verdict(check.verdict) if check else Verdict.CANNOT_TELL
    found = changes.ratio(check) if check else None
    less = about_less(found) if verdict is Verdict.WORKED and found else ""
    return News(told_as or change.told_as, change.made_on, verdict, less)


def draft_news(case: rows.Case, change: rows.Change, told_as: str, by: may.Actor) -> Letter:
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    return reply.change(to, news_of(change, told_as), voice)


def tell_change(
    number: int, told_as: str, by: may.Actor, now: datetime, most: int = news.MOST_AT_ONCE
) -> Told:
    """Queues a letter to each who complained before the change was made and was not told yet.

    One that its checks block stays behind, and the rest goes on. `told_as` is what we do now, in
    other words than the change's own where it is not empty. Each letter is a transaction of its
    own, so that it may be stopped and begun again. Raises ChangeError or NotAllowed."""
    may.check("tell_change", by)
    change = changes.change(number)
    if timezone.localdate(now) < change.made_on:
        raise ChangeError("it is not made yet: nobody is told of what is still to come")
    refuse_names(change, told_as or change.told_as, now)
    who = news.audience(change, timezone.localdate(now), now)
    waiting = list(who.to_tell.items())
    sent, blocked = 0, list[str]()
    for person, case_id in waiting[:most]:
        try:
            sent += _tell(change, person, case_id, told_as, by, now)
        except may.WrongState:
            continue  # opened again meanwhile: they hear of it when that is answered
        except LetterBlocked as error:
            keep_blocked(error)
            blocked.append(f"{rows.Case(pk=case_id).reference}: {error}")
            if not sent and not _disowned(error):
                raise  # every letter says the same: the first tells what is to be mended
    return Told(sent, len(waiting[most:]) + len(blocked), tuple(blocked), who.more)


def _disowned(error: LetterBlocked) -> bool:
    """Whether it is held for whose it is, and not for what it says, which all of them do."""
    return any(each.code == "disowned" for each in error.problems)


@transaction.atomic
def _tell(
    change: rows.Change, person: int, case_id: CaseId, told_as: str, by: may.Actor, now: datetime
) -> bool:
    """False where they are not to be told any more: they wish for no news now, or were told."""
    case = load.case(case_id)
    may.check("tell_change", by, case.state)
    if not news.is_to_hear(change, person, case_id, timezone.localdate(now)):
        return False
    letter = draft_news(case, change, told_as.strip(), by)
    claim = changes.claim(change)
    try:
        with transaction.atomic():
            row = send_now(case, LetterKind.CHANGE, letter, None, by, now, claim=claim)
            news.told(change, person, row, by.name, now)
    except IntegrityError:
        return False
    return True
