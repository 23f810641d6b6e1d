"""What a form that strangers fill in may say of a complaint: what happened and who they are.

When and how it came, under whose rules, and what the firm calls it is ours to say: else strangers
fill the desk and the regulator's return with deadlines that were missed years ago, and write into a
list of words that everybody is offered."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

from django.http import HttpRequest

from upheld.core.portal import MOST_UNDER_ONE
from upheld.core.words import Channel, Scope
from upheld.store import knocks
from upheld.store.knocks import By, Share
from upheld.store.policies import Rules

from .access import by_key, has, now, place
from .given import ComplaintGiven
from .problems import Problem

# Twenty times what one has in the portal: a server of the firm's own may hand on everybody's.
MOST_BY_NETWORK = 600
_TOO_MANY = "more complaints than usual came this way within an hour: send it in an hour"
_WHO = "a key with the scope write may say it"


def check(request: HttpRequest, body: ComplaintGiven, usual: Rules) -> None:
    """Raises Problem 422 for what a key with `file` alone does not say. What is told is the same
    whatever we hold."""
    if has(request, Scope.WRITE):
        return
    told = [{"detail": f"{why}: {_WHO}", "pointer": f"/{name}"} for name, why in _ours(body, usual)]
    if told:
        raise Problem(422, "invalid", "a form does not say this: leave out each of these", told)


def counted(request: HttpRequest, email: str) -> AbstractContextManager[None]:
    """One more complaint, by a key with `file` alone, where it is taken. Raises TooMany."""
    if has(request, Scope.WRITE):
        return nullcontext()
    return knocks.counted("file", _shares(request, email), _TOO_MANY, now(request))


def _shares(request: HttpRequest, email: str) -> Iterator[Share]:
    """As the portal's: under an address by the network, as anybody writes anybody's; and by the
    network, with room for one that hands on what others write."""
    network = place(request)
    if email:
        yield Share(By(knocks.mailbox_of(email), network), MOST_UNDER_ONE)
    yield Share(By(by_key(request), network), MOST_BY_NETWORK)


def _ours(body: ComplaintGiven, usual: Rules) -> Iterator[tuple[str, str]]:
    if body.topic:
        yield "topic", "what it is about, as the firm calls it, is not for a form"
    if body.received_at is not None:
        yield "received_at", "what comes by a form is received when it comes"
    if body.channel is not Channel.WEB:
        yield "channel", "what comes by a form came by the web"
    if body.regime not in (None, usual.regime):
        yield "regime", "what comes by a form comes under the usual rules"
