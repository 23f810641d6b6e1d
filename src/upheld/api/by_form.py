"""What a form that strangers fill in may say of a complaint: what happened and who they are.

When and how it came, under whose rules, and what the firm calls it is ours to say: else strangers
fill the desk and the regulator's return with deadlines that were missed years ago, and write into a
list of words that everybody is offered."""

from collections.abc import Iterator

from django.http import HttpRequest

from upheld.core.words import Channel, Scope
from upheld.store.policies import Rules

from .access import has
from .given import ComplaintGiven
from .problems import Problem

_WHO = "a key with the scope write may say it"


def check(request: HttpRequest, body: ComplaintGiven, usual: Rules) -> None:
    """Raises Problem 422 for what a key with `file` alone does not say. What is told is the same
    whatever we hold."""
    if has(request, Scope.WRITE):
        return
    told = [{"detail": f"{why}: {_WHO}", "pointer": f"/{name}"} for name, why in _ours(body, usual)]
    if told:
        raise Problem(422, "invalid", "a form does not say this: leave out each of these", told)


def _ours(body: ComplaintGiven, usual: Rules) -> Iterator[tuple[str, str]]:
    if body.topic:
        yield "topic", "what it is about, as the firm calls it, is not for a form"
    if body.received_at is not None:
        yield "received_at", "what comes by a form is received when it comes"
    if body.channel is not Channel.WEB:
        yield "channel", "what comes by a form came by the web"
    if body.regime not in (None, usual.regime):
        yield "regime", "what comes by a form comes under the usual rules"
