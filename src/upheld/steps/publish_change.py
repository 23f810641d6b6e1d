"""Publish a change: words that everybody may read, which another person approved."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from upheld.core.changes import ChangeError
from upheld.core.portal import LEAST_ANSWERS
from upheld.store import changes, load, news
from upheld.store import models as rows
from upheld.store.sight import seen

from . import may
from .another import acted
from .nobody_named import refuse_names

_LONGEST = 2_000


@transaction.atomic
def propose_words(number: int, words: str, by: may.Actor, now: datetime) -> None:
    """Words for the public wall; they wait for another person. Raises ChangeError, also where they
    name somebody whom `by` may see: of others nothing is told here."""
    may.check("publish_change", by)
    said = words.strip()
    if not said:
        raise ChangeError("write what everybody may read: what people said, and what you did")
    if len(said) > _LONGEST:
        raise ChangeError(f"it has {len(said)} characters and {_LONGEST} are allowed")
    row = changes.change(number)
    refuse_names(row, said, now)
    changes.proposed(row, said, load.signed_in(by), by.name, now)


@transaction.atomic
def approve_words(number: int, read: str, by: may.Actor, now: datetime) -> None:
    """Another person `read` the very words, and everybody may.

    That nobody who complained is named is judged by one from whom nobody is kept, whoever
    complained and whatever the words are: else what is refused would tell. Raises ChangeError."""
    may.check("publish_change", by)
    changes.hold(number)
    row = changes.change(number)
    if not row.public_words:
        raise ChangeError("there are no words for everybody yet: propose them first")
    if acted(row.proposed_by_id, row.proposed_by_name, by):
        raise ChangeError("whoever wrote the words does not approve them: ask another")
    if seen.hides():
        raise ChangeError(
            "who complained to a private team is not named: an administrator approves"
        )
    if _words(read) != _words(row.public_words):
        raise ChangeError("the words were written anew while you read: read them again")
    if (few := _people(row, now)) < LEAST_ANSWERS:
        raise ChangeError(
            f"{few} people complained about it: with fewer than {LEAST_ANSWERS} the words would "
            "tell of them"
        )
    refuse_names(row, row.public_words, now)
    changes.published(row, load.signed_in(by), by.name, now)


def _words(text: str) -> list[str]:
    """What a form gives back has other ends of lines."""
    return text.split()


@transaction.atomic
def take_down(number: int, by: may.Actor, now: datetime) -> None:
    """It stands on the public wall no more. Raises ChangeError where it never did."""
    may.check("publish_change", by)
    row = changes.change(number)
    if not row.public_words:
        raise ChangeError("nothing of it is public or proposed")
    changes.taken_down(row, by.name, now)


def _people(row: rows.Change, now: datetime) -> int:
    return news.audience(row, timezone.localdate(now), now).people
