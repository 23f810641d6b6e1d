"""Ask kindly: those whom a known fault probably hit and who said nothing, rarely, by a letter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from upheld.core import reply
from upheld.core.checks import blocked, check
from upheld.core.event_kinds import EventKind
from upheld.core.faults import Fault
from upheld.core.reply import Addressed, Letter, Shown
from upheld.store import asked, hit, load, policies
from upheld.store import models as rows
from upheld.store.asked import NotAsked
from upheld.store.called import name_of
from upheld.store.hit import Hit
from upheld.store.record import events

from . import may
from .letters import LetterBlocked, sending, unsendable

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """The letters that are on their way, and why each other person got none."""

    sent: tuple[rows.Asked, ...]
    kept_back: tuple[str, ...]


def draft_kind_question(fault: Fault, one: Hit, order: rows.Order, by: may.Actor) -> Letter:
    """What our records show of the order (of `hit.named`), and how to answer. By a command no
    person writes it."""
    person = load.signed_in(by)
    handler = person.name if person else ""
    to = Addressed(_name(order), order.reference, order.item, order.placed_on, handler)
    shown = Shown(fault.rule, one.on, order.promised_on)
    return reply.kind_question(to, shown, asked.every().days, policies.voice())


def _name(order: Any) -> str:
    who = order.customer.merged_into or order.customer
    return name_of(who) if order.doubted else who.name


def ask_kindly(
    fault: Fault,
    people: Collection[int],
    by: may.Actor,
    site: str,
    now: datetime,
    letter: Letter | None = None,
) -> Outcome:
    """Writes to these people, each in a transaction of their own, in our own words or, to one
    alone, in those of `letter`. Whoever may not be asked is kept back, with the reason.

    Raises NotAllowed, NotAsked where nobody was chosen or too many, and LetterBlocked."""
    may.check("ask_kindly", by)
    if not 0 < len(people) <= MOST_AT_ONCE:
        raise NotAsked(f"choose from 1 to {MOST_AT_ONCE} people: {len(people)} were chosen")
    hits = [each for each in hit.quiet(fault, now) if each.person in people]
    strangers = len(people) - len(hits)
    sent, kept_back = [], [_STRANGER] * strangers
    for one, order in hit.named(hits):
        told = letter if letter and len(people) == 1 else None
        try:
            sent.append(_ask(fault, one, order, told, len(people) == 1, by, site, now))
        except NotAsked as error:
            kept_back.append(str(error))
    return Outcome(tuple(sent), tuple(kept_back))


_STRANGER = "Somebody who was chosen is not among those whom it hit and who said nothing."


@sending
def _ask(
    fault: Fault,
    one: Hit,
    order: rows.Order,
    letter: Letter | None,
    alone: bool,
    by: may.Actor,
    site: str,
    now: datetime,
) -> rows.Asked:
    letter = letter or draft_kind_question(fault, one, order, by)
    problems = (
        *unsendable(letter),
        *check(letter, None, policies.voice(), timezone.localdate(now), _name(order), given=()),
    )
    if blocked(problems):
        codes = sorted({each.code for each in problems})
        told = {"fault": fault.key, "kind": letter.kind, "problems": codes}
        raise LetterBlocked(
            problems, events.Act(None, EventKind.LETTER_BLOCKED, by.name, now, told)
        )
    customer = order.customer.merged_into or order.customer
    return asked.keep(customer, one, fault.key, letter, site, alone, by.name, now)
