"""Webhooks: a delivery's row is the job, claimed before it is sent, and tried again with patience.

What was sent and not written down is sent once more: a receiver knows a repeat by its webhook-id.
Whoever was told something longest ago comes first, and has a turn that ends: a receiver that takes
long over each answer keeps neither the others waiting nor what is swept beside them.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus

from upheld.core import outgoing
from upheld.core.references import reference
from upheld.steps import may
from upheld.steps.keep_webhooks import end_webhook, stop_webhook
from upheld.store import webhooks
from upheld.store.models import Delivery
from upheld.store.secret import SecretMissing
from upheld.store.webhooks import WebhookMissing

from .posting import NotPosted, post
from .sending import for_a_while

_BY = may.Operator("webhooks")
_MOST_AT_ONCE = 100
# What waits for a webhook that nobody answers for is kept so long.
_LONGEST_STOP = timedelta(days=30)
# Seconds after which the next webhook has its turn, and those after which no other has and the rest
# of what is swept goes on. An answer that was begun is waited for.
_LONGEST_TURN = 5.0
_LONGEST = 15.0


def sweep(now: datetime, turns: list[int] | None = None) -> int:
    """Tells what is due; returns how many deliveries arrived. Safe to run twice, and at once.
    `turns` is which webhooks had a turn, the latest last, and is kept from sweep to sweep."""
    turns = [] if turns is None else turns
    arrived = 0
    _see_who_answers(now)
    for webhook_id in for_a_while(_longest_ago_first(webhooks.due(now), turns), _LONGEST):
        turns[:] = [*(each for each in turns if each != webhook_id), webhook_id]
        arrived += _turn(webhook_id, now)
    webhooks.forget_old(now)
    return arrived


def _longest_ago_first(due: Collection[int], turns: Iterable[int]) -> list[int]:
    had_one = [each for each in turns if each in due]
    return [*sorted(set(due).difference(had_one)), *had_one]


def _turn(webhook_id: int, now: datetime) -> int:
    """How many arrived. One failure ends the turn: a dead address costs one wait, not a hundred."""
    arrived = 0
    for delivery_id in for_a_while(webhooks.to_tell(webhook_id, now, _MOST_AT_ONCE), _LONGEST_TURN):
        if not webhooks.claim(delivery_id, now) or not _tell(delivery_id, now):
            break
        arrived += 1
    return arrived


def _see_who_answers(now: datetime) -> None:
    for webhook_id in webhooks.without_anybody(may.roles_of("keep_webhooks")):
        with suppress(WebhookMissing):  # somebody took it over, or ended it, meanwhile
            stop_webhook(webhook_id, _BY, now)
    for webhook_id in webhooks.stopped_before(now - _LONGEST_STOP):
        with suppress(WebhookMissing):
            end_webhook(webhook_id, f"nobody took it over for {_LONGEST_STOP.days} days", _BY, now)


def _tell(delivery_id: int, now: datetime) -> bool:
    row = Delivery.objects.select_related("webhook", "event").get(pk=delivery_id)
    if row.attempts > outgoing.MOST_ATTEMPTS:  # what ended the process each time is given up too
        return _failed(row, "telling it was begun often enough and never ended", now)
    try:
        status = _post(row, now)
    except (NotPosted, outgoing.AddressRefused, SecretMissing) as error:
        return _failed(row, str(error), now)
    if 200 <= status < 300:
        webhooks.delivered(row, f"{status}")
        return True
    if status == HTTPStatus.GONE:  # Standard Webhooks: the receiver wants no more
        webhooks.failed(row, f"{status}", now)
        return _end(row, "it answered 410, which says that nobody listens any more", now)
    moved = ", and a redirect is not followed: give the new address" if 300 <= status < 400 else ""
    return _failed(row, f"{status}{moved}", now)


def _post(row: Delivery, now: datetime) -> int:
    event, webhook = row.event, row.webhook
    case = reference(event.case_id) if event.case_id else None
    payload = outgoing.body(event.number, event.kind, event.at, case)
    secret = webhooks.secret_of(webhook)
    headers = outgoing.signed(webhooks.message_id(row), now, payload, secret)
    return post(webhook.url, payload, headers, webhooks.local_allowed())


def _failed(row: Delivery, answer: str, now: datetime) -> bool:
    webhooks.failed(row, answer, now)
    since = row.webhook.failing_since
    if since is not None and now - since >= outgoing.LONGEST_FAILURE:
        days = outgoing.LONGEST_FAILURE // timedelta(days=1)
        return _end(row, f"nothing arrived for {days} days; the last answer was: {answer}", now)
    return False


def _end(row: Delivery, why: str, now: datetime) -> bool:
    """Always False: nothing arrived."""
    with suppress(WebhookMissing):  # somebody ended it meanwhile
        end_webhook(row.webhook_id, why, _BY, now)
    return False
