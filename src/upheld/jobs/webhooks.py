"""Webhooks: a delivery's row is the job, claimed before it is sent, and tried again with patience.

What was sent and not written down is sent once more: a receiver knows a repeat by its webhook-id.
"""

import time
from datetime import datetime, timedelta
from http import HTTPStatus

from upheld.core import outgoing
from upheld.core.references import reference
from upheld.steps import may
from upheld.steps.keep_webhooks import end_webhook
from upheld.steps.tell_record import not_for
from upheld.store import webhooks
from upheld.store.models import Delivery
from upheld.store.webhooks import WebhookMissing

from .posting import NotPosted, post

_BY = may.Operator("webhooks")
_NOBODY = may.Operator("nobody", role="")
_MOST_AT_ONCE = 100
_LONGEST = 20.0  # seconds after which the other sweeps have their turn


def sweep(now: datetime) -> int:
    """Tells what is due; returns how many deliveries arrived. Safe to run twice, and at once.

    One failure ends a webhook's turn, so that a dead address costs one wait and not a hundred.
    """
    began, arrived = time.monotonic(), 0
    for webhook_id in webhooks.due(now):
        whose = webhooks.whose(webhook_id)
        webhooks.keep_back(webhook_id, whose, not_for(whose or _NOBODY), now)
        for delivery_id in webhooks.waiting(webhook_id, now, _MOST_AT_ONCE):
            if time.monotonic() - began > _LONGEST or not webhooks.claim(delivery_id, now):
                break
            if not _tell(delivery_id, now):
                break
            arrived += 1
    webhooks.forget_old(now)
    return arrived


def _tell(delivery_id: int, now: datetime) -> bool:
    row = Delivery.objects.select_related("webhook", "event").get(pk=delivery_id)
    if row.attempts > outgoing.MOST_ATTEMPTS:  # what ended the process each time is given up too
        return _failed(row, "telling it was begun often enough and never ended", now)
    try:
        status = _post(row, now)
    except (NotPosted, outgoing.AddressRefused) as error:
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
    secret = webhooks.secret(webhook)
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
    try:
        end_webhook(row.webhook_id, why, _BY, now)
    except WebhookMissing:  # somebody ended it meanwhile
        return False
    return False
