"""Keep the root causes: what lies behind many cases, who sees to it, and when it is done."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.changes import ChangeError, RootCauseState, checked_label
from upheld.store import changes
from upheld.store.counted import gathered
from upheld.store.counted.gathered import Gathered
from upheld.store.models import Person, RootCause
from upheld.store.record import events
from upheld.store.rows import people

from . import may
from .free_cases import HANDS


@transaction.atomic
def open_root_cause(
    label: str, owner: int, by_what: Collection[Gathered], by: may.Actor, now: datetime
) -> int:
    """Opens a root cause for what these gather; its number. Raises ChangeError."""
    may.check("keep_root_causes", by)
    whose = who_sees_to_it(owner)
    said = checked_label(label, _labels())
    _check(by_what)
    return changes.opened(said, whose, by_what, by.name, now).pk


@transaction.atomic
def change_root_cause(
    number: int,
    label: str,
    owner: int,
    by_what: Collection[Gathered],
    by: may.Actor,
    now: datetime,
) -> None:
    """Its words, its owner and what shows it; whoever it is given to sees to those of its changes
    too whose owner sees to them no more. Raises ChangeError."""
    may.check("keep_root_causes", by)
    row, whose = changes.root_cause(number), who_sees_to_it(owner)
    said = checked_label(label, [each for each in _labels() if each != row.label])
    _check(by_what)
    changes.rewritten(row, said, whose, by_what, HANDS, by.name, now)


@transaction.atomic
def close_root_cause(number: int, why: str, by: may.Actor, now: datetime) -> None:
    """Says that nothing more is to be done, and why. What was changed must have been looked at:
    a fix that nobody checked is the gap that regulators find first.

    Raises ChangeError."""
    may.check("keep_root_causes", by)
    row = changes.root_cause(number)
    if is_blank(why):
        raise ChangeError("say why nothing more is to be done about it")
    if row.state == RootCauseState.CHANGING:
        raise ChangeError("a change of it is not told yet whether it worked: check that first")
    changes.moved(row, RootCauseState.CLOSED, why.strip(), by.name, now)


@transaction.atomic
def reopen_root_cause(number: int, why: str, by: may.Actor, now: datetime) -> None:
    """It is there again, or was never gone. Raises ChangeError."""
    may.check("keep_root_causes", by)
    row = changes.root_cause(number)
    if is_blank(why):
        raise ChangeError("say why it is opened again")
    changes.moved(row, RootCauseState.OPEN, why.strip(), by.name, now)


def _labels() -> list[str]:
    events.hold()  # of two who take the same label at once, the second finds it taken
    return list(RootCause.objects.values_list("label", flat=True))


def _check(by_what: Collection[Gathered]) -> None:
    if not by_what:
        raise ChangeError("name at least one cause, theme, touchpoint, topic or case that shows it")
    if strange := gathered.unknown(by_what):
        told = ", ".join(f"{each.about} {each.key}" for each in strange)
        raise ChangeError(f"there is no {told}: choose one that is there")


def who_sees_to_it(number: int) -> Person:
    """Who is here, and stays until it is theirs. Raises ChangeError for whoever has left or may
    keep no root cause: what comes of it would wait for somebody who may do nothing about it."""
    person = people.held(number)
    if person is None:
        raise ChangeError("owner: nobody of ours is that: choose who sees to it")
    if not person.is_active:
        raise ChangeError(f"owner: {person} has left: choose who sees to it")
    if not may.allowed_any("keep_root_causes", person):
        raise ChangeError(f"owner: {person} may keep no root cause: choose who may see to it")
    return person
