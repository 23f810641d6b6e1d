"""Look at ideas: what becomes of each, and a letter to whoever wanted to hear it, once."""

from datetime import datetime

from django.db import transaction

from upheld.core import reply
from upheld.core.as_seen import is_blank
from upheld.core.changes import ChangeError, IdeaState
from upheld.core.reply import Letter
from upheld.core.words import LetterKind
from upheld.store import changes, load, news, policies, relations
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight import seen

from . import may
from .letters import send_now, sending, today_of
from .tell_change import news_of


@transaction.atomic
def look_at_idea(
    number: int,
    state: IdeaState,
    change: int | None,
    because: str,
    by: may.Actor,
    now: datetime,
) -> None:
    """Says what becomes of an idea: considered, taken up in a change, or not and why.

    Raises ChangeError."""
    may.check("look_at_ideas", by)
    idea = _idea(number)
    because = because.strip()
    if state is IdeaState.RECEIVED:
        raise ChangeError("it is received already: say what becomes of it")
    if state is IdeaState.NOT_TAKEN_UP and is_blank(because):
        raise ChangeError("say why it is not taken up: they read it")
    if state is IdeaState.TAKEN_UP and change is None:
        raise ChangeError("name the change in which it is taken up")
    taken_up = changes.change(change) if state is IdeaState.TAKEN_UP and change else None
    news.settled(idea, state, taken_up, because, by.name, now)


@seen.whole()
def why_not(idea: rows.Idea, now: datetime) -> str:
    """Why nobody is told by letter what became of it, whoever looks; empty where they can be."""
    fate: rows.IdeaFate | None = getattr(idea, "fate", None)
    if fate is None or fate.state not in (IdeaState.TAKEN_UP, IdeaState.NOT_TAKEN_UP):
        return "nothing has become of it yet"
    if fate.letter_id is not None:
        return "they were told already"
    if not idea.may_tell:
        return "they did not ask to hear of it"
    if news.wants_no_news(idea.case.customer):
        return "they want no letters but about their own complaint"
    if idea.case.erased_at is not None:
        return "what they wrote was erased"
    theirs = as_one.family(idea.case.customer).values("pk")
    if relations.parted().filter(customer__in=theirs).exists():
        return "we have parted"
    if relations.in_force(idea.case.customer, today_of(idea.case, now)).exists():
        return "a restriction holds: they are told when it is over"
    if not may.LEARNING["tell_idea"].states & {idea.case.state}:
        return "their complaint is open: they are told when it is answered"
    return ""


def draft_of_idea(idea: rows.Idea, by: may.Actor) -> Letter:
    fate, case = idea.fate, idea.case
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    told = news_of(changes.change(fate.change_id)) if fate.change_id else None
    offered_on = policies.day_at(case.regime, idea.at)
    return reply.idea(to, idea.text, offered_on, told, fate.because, voice)


@sending
def tell_idea(number: int, by: may.Actor, now: datetime, read: str | None = None) -> None:
    """Sends the letter that says what became of it; `read` is its text as whoever sends it read it,
    None where they read what it is made of. Raises ChangeError or LetterBlocked."""
    idea = _idea(number)
    case = load.case(idea.case_id)  # type: ignore[arg-type]
    may.check("tell_idea", by, case.state)
    if reason := why_not(idea, now):
        raise ChangeError(f"no letter is sent: {reason}")
    of = changes.change(idea.fate.change_id) if idea.fate.change_id else None
    claim = changes.claim(of) if of else None
    letter = draft_of_idea(idea, by)
    if read is not None and read.split() != letter.body.split():  # a form has other ends of lines
        raise ChangeError("the letter reads otherwise than when you read it: read it again")
    row = send_now(case, LetterKind.IDEA, letter, None, by, now, claim=claim)
    if not news.told_of_idea(idea.fate, row, by.name, now):
        raise ChangeError("no letter is sent: they were told meanwhile")


def _idea(number: int) -> rows.Idea:
    idea = news.ideas().filter(pk=number).first()
    if idea is None:
        raise ChangeError(f"there is no idea {number}: take its number from the list")
    return idea
