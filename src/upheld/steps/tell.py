"""Tell: the person who complained adds to their case, answers a question, or comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from upheld.core.evidence import File
from upheld.core.portal import LONGEST_WORDS, PortalError
from upheld.core.words import CaseId
from upheld.store import in_order, save
from upheld.store import models as rows
from upheld.store.merged import complained_too
from upheld.store.rows.portal import taken_before

from . import may
from .close import hear
from .go_on import go_on, to_hear
from .pause import have


class NoQuestion(PortalError):
    """What was answered is no question of ours to them: it may be sent without one."""


@dataclass(frozen=True, slots=True)
class Told:
    """Words and files, the question of ours that they answer, and the mark of the form."""

    words: str
    files: Sequence[File]
    answers: int | None
    mark: str


@transaction.atomic
def tell(case_id: CaseId, told: Told, by: may.Actor, now: datetime) -> None:
    """Their words and files come into the case, which goes on (steps/go_on.py). Where it went over
    into another they come into that, with whose they are. What was sent twice comes in once. An
    answer ends the pause in which we wait for it.

    Raises PortalError, NoQuestion or NotAllowed."""
    way = in_order.way(case_id)
    case = way[0]
    may.check("tell", by, case.state)
    words = told.words.strip()
    if not words and not told.files:
        raise PortalError("there is nothing to send yet: write a few words or choose a file")
    letter = _question(case, told.answers)
    if not first_time(case, told.mark, now):
        return
    there = go_on(way, "They wrote again on the web.", by, now)
    save.wrote(there, case.customer, short(words), told.files, letter, by.name, now)
    if letter and there.customer_id == case.customer_id:
        have(there, letter, by, now)
    to_hear(there, now)


@transaction.atomic
def say_of_answer(
    case_id: CaseId, accepted: bool, words: str, mark: str, by: may.Actor, now: datetime
) -> None:
    """They accept or contest our answer; as `hear`, and once though it is sent twice."""
    case = in_order.way(case_id)[0]
    may.check("hear", by)
    if first_time(case, mark, now):
        hear(case_id, accepted, short(words), by, now)


def first_time(case: rows.Case, mark: str, now: datetime) -> bool:
    """Whether no form of this mark came before. The case is held, so that no other comes between.

    An empty mark is no form, and always the first."""
    if taken_before(mark):
        return False
    if mark:
        rows.Filing.objects.create(case=case, mark=mark, at=now)
    return True


def short(words: str) -> str:
    """The words, trimmed. Raises PortalError when they are too many."""
    told = words.strip()
    if len(told) > LONGEST_WORDS:
        raise PortalError(f"at most {LONGEST_WORDS:,} characters fit here: send the rest as a file")
    return told


def _question(case: rows.Case, letter_id: int | None) -> rows.Letter | None:
    """The question that is answered, if it is one that we asked them, wherever their case went.
    One that another was asked is as one that is nowhere."""
    if letter_id is None:
        return None
    found = complained_too.question_to(case, letter_id)
    if found is None:
        raise NoQuestion(
            "this answers no question that stands here: send it from here all the same"
        )
    return found
