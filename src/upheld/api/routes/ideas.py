"""What becomes of ideas, and whether somebody wants to hear of what we change."""

from contextlib import AbstractContextManager
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given_changes import FateGiven, NewsGiven
from upheld.api.problems import missing
from upheld.api.told import changes as told
from upheld.api.told.changes import FateTold, NewsTold
from upheld.api.values import Ref
from upheld.api.versions import case_as_read, case_version, listed_as_read, tagged
from upheld.core.words import Scope
from upheld.steps import may
from upheld.steps.look_at_ideas import look_at_idea, tell_idea
from upheld.steps.no_news import ask_news_again, ask_no_news
from upheld.store import models as rows
from upheld.store import news

from .base import THAT_VERSION, Routes, case_id, made

ideas = Routes(tags=["changes"])
_Number = Annotated[int, Field(ge=1, le=2**53)]
_IDEA = "/ideas/{number}"


@ideas.reads(f"{_IDEA}/fate", FateTold)
def read_fate(request: HttpRequest, number: _Number, response: HttpResponse) -> FateTold:
    """What became of an idea."""
    may.check("read", by(request))
    return _told(response, number)


@ideas.writes("PUT", f"{_IDEA}/fate", FateTold, match=THAT_VERSION)
def write_fate(
    request: HttpRequest, number: _Number, body: FateGiven, response: HttpResponse
) -> FateTold:
    """Says what becomes of an idea: considered, taken up in a change, or not and why."""
    may.check("look_at_ideas", by(request))
    with _as_read(request, number):
        who, at = by(request), now(request)
        look_at_idea(_idea(number).pk, body.state, body.change, body.because, who, at)
    return _told(response, number)


@ideas.writes("POST", f"{_IDEA}/letter", FateTold, Scope.LETTERS, status=201, match=THAT_VERSION)
def send_fate(request: HttpRequest, number: _Number, response: HttpResponse) -> Status[FateTold]:
    """Tells whoever wanted to hear it what became of their idea, once: in the words that were
    read."""
    may.check("tell_idea", by(request))
    with _as_read(request, number):
        tell_idea(_idea(number).pk, by(request), now(request))
    return made(_told(response, number))


@ideas.writes("PUT", "/cases/{case}/news", NewsTold, match=THAT_VERSION)
def write_news_wanted(
    request: HttpRequest, case: Ref, body: NewsGiven, response: HttpResponse
) -> NewsTold:
    """Whether the customer wants letters about what we change; an answer reaches them anyway. Its
    version is that of the case."""
    pk, who, at = case_id(case), by(request), now(request)
    with case_as_read(request, pk, needed=True):
        if body.wanted:
            ask_news_again(pk, who, at)
        else:
            ask_no_news(pk, body.words, who, at)
    tagged(response, case_version(pk))
    return NewsTold(wanted=body.wanted)


def _as_read(request: HttpRequest, number: int) -> AbstractContextManager[None]:
    return listed_as_read(request, FateTold, lambda: told.fate(_idea(number)), needed=True)


def _told(response: HttpResponse, number: int) -> FateTold:
    is_now = told.fate(_idea(number))
    tagged(response, is_now.version)
    return is_now


def _idea(number: int) -> rows.Idea:
    row = news.ideas().filter(pk=number).first()
    if row is None:
        raise missing()
    return row
