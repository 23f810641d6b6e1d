"""Customers who may be one person: the pairs that wait, and each settled."""

from typing import Annotated

from django.http import HttpRequest
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given import Given
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import matches as told
from upheld.api.told.matches import CustomerMergeTold, MatchTold
from upheld.api.values import Id, Text
from upheld.steps.match_customers import ask_again, tell_apart
from upheld.steps.merge_customers import merge_match, undo_customer_merge
from upheld.store import matching

from .base import Routes, made, may_read

matches = Routes(tags=["customers"])
_ONE = "/matches/{match}"


class ApartGiven(Given):
    """Why they are two, for whoever reads the record."""

    why: Annotated[Text, Field(max_length=400)] = ""


class SameGiven(ApartGiven):
    """Which of the two stays; the older one where it is not said."""

    stays: Id | None = None


@matches.reads("/matches", Page[MatchTold])
def list_matches(
    request: HttpRequest, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[MatchTold]:
    """The pairs of customers that wait for a person, those found last first."""
    may_read(request)
    return page(request, matching.queue(), lambda each: [*map(told.match, each)], limit, cursor)


@matches.writes("POST", f"{_ONE}/same", CustomerMergeTold, status=201)
def merge_customers(request: HttpRequest, match: Id, body: SameGiven) -> Status[CustomerMergeTold]:
    """They are one person: one of them stays, and the other leads there. It can be undone."""
    return made(told.merge(merge_match(match, body.stays, body.why, by(request), now(request))))


@matches.writes("POST", f"{_ONE}/apart", MatchTold)
def tell_customers_apart(request: HttpRequest, match: Id, body: ApartGiven) -> MatchTold:
    """They are two people, which is remembered."""
    return told.match(tell_apart(match, body.why, by(request), now(request)))


@matches.writes("POST", f"{_ONE}/again", MatchTold)
def ask_match_again(request: HttpRequest, match: Id) -> MatchTold:
    """Takes back that they are two: the pair waits again."""
    return told.match(ask_again(match, by(request), now(request)))


@matches.writes("POST", "/customer-merges/{customer_merge}/undoing", CustomerMergeTold)
def part_customers(request: HttpRequest, customer_merge: Id) -> CustomerMergeTold:
    """They are two again, each with all that is theirs."""
    return told.merge(undo_customer_merge(customer_merge, by(request), now(request)))
