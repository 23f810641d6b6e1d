"""Webhooks: who is told of which events, and each telling as a row in the event's transaction."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from upheld.core import outgoing
from upheld.core.words import DeliveryState, EventKind

from . import seen
from .models import Delivery, Event, Person, Webhook
from .sql.asked_again import AskedAgain

_SALT = "upheld.webhook"
_LOST_AFTER = timedelta(minutes=10)
_LONGEST_HOLD = timedelta(minutes=5)
_KEPT = timedelta(days=30)


class WebhookMissing(LookupError):
    """No such webhook, or it has ended."""


def row_of(
    url: str, kinds: Collection[EventKind], by: str, person: Person | None, now: datetime
) -> Webhook:
    return Webhook.objects.create(
        url=url, kinds=sorted(kinds), salt=secrets.token_urlsafe(32), added_at=now, added_by=by,
        person=person,
    )  # fmt: skip


def secret(webhook: Webhook) -> str:
    """What its messages are signed with, worked out from the firm's own secret: a copy of the
    database alone signs nothing."""
    told = f"{webhook.pk}.{webhook.salt}"
    return outgoing.secret_of(salted_hmac(_SALT, told, algorithm="sha256").digest())


def held(webhook_id: int) -> Webhook:
    """The webhook, held against other writers. Raises WebhookMissing."""
    found = Webhook.objects.select_for_update().filter(pk=webhook_id, ended_at=None).first()
    if found is None:
        raise WebhookMissing(f"there is no webhook {webhook_id}")
    return found


def told_of(events: Iterable[Event]) -> None:
    """A delivery for each webhook that asked for such an event, in the event's transaction."""
    listening = _LISTENING()
    Delivery.objects.bulk_create(
        [
            Delivery(webhook=webhook, event=event, next_at=event.at)
            for event in (events if listening else ())
            for webhook in listening
            if event.kind in webhook.kinds
        ]
    )


# Every act asks for them.
_LISTENING = AskedAgain(lambda: Webhook.objects.filter(ended_at=None))


def due(now: datetime) -> list[int]:
    """The webhooks with something to be told now."""
    ready = Q(webhook__held_until=None) | Q(webhook__held_until__lte=now)
    waiting = Delivery.objects.filter(
        _free(now), ready, state=DeliveryState.WAITING, next_at__lte=now, webhook__ended_at=None
    )
    return list(waiting.order_by().values_list("webhook", flat=True).distinct())


def waiting(webhook_id: int, now: datetime, most: int) -> list[int]:
    """What one webhook is to be told now, the oldest first."""
    found = Delivery.objects.filter(
        webhook=webhook_id, state=DeliveryState.WAITING, next_at__lte=now
    )
    return list(found.order_by("next_at", "pk").values_list("pk", flat=True)[:most])


def whose(webhook_id: int) -> Person | None:
    """Whoever made the webhook; nobody where they left."""
    made = Webhook.objects.filter(pk=webhook_id).values("person")
    return Person.objects.filter(pk__in=made, is_active=True).first()


def keep_back(
    webhook_id: int, person: Person | None, not_theirs: Collection[EventKind], now: datetime
) -> None:
    """Lets go of what `person` may not see now, in the team that they are in: of other teams, and
    of the kinds that are not theirs. Nobody sees least."""
    waits = Delivery.objects.filter(_free(now), webhook=webhook_id, state=DeliveryState.WAITING)
    waits.filter(event__kind__in=not_theirs).delete()
    with seen.looking(person):
        if seen.hides():
            waits.filter(event__case__in=seen.kept_cases()).delete()


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - _LOST_AFTER)


def claim(delivery_id: int, now: datetime) -> bool:
    """Whether the delivery is ours to make: of two that ask at once, one gets it."""
    mine = Delivery.objects.filter(_free(now), pk=delivery_id, state=DeliveryState.WAITING)
    return bool(mine.update(claimed_at=now, tried_at=now, attempts=F("attempts") + 1))


def delivered(row: Delivery, answer: str) -> None:
    row.state, row.answer, row.claimed_at = DeliveryState.DELIVERED, answer, None
    row.save(update_fields=["state", "answer", "claimed_at"])
    Webhook.objects.filter(pk=row.webhook_id).exclude(failing_since=None).update(
        failing_since=None, held_until=None
    )


def failed(row: Delivery, answer: str, now: datetime) -> None:
    """Tried again later, or given up. The webhook's other messages wait five minutes at most: one
    that is refused for itself does not hold up the rest, and one that is down is not hammered."""
    wait = outgoing.next_try(row.attempts)
    row.state = DeliveryState.FAILED if wait is None else DeliveryState.WAITING
    row.answer, row.claimed_at = answer[:300], None
    row.next_at = now + (wait or timedelta(0))
    row.save(update_fields=["state", "answer", "claimed_at", "next_at"])
    webhook = row.webhook
    webhook.failing_since = webhook.failing_since or now
    webhook.held_until = now + min(wait or _LONGEST_HOLD, _LONGEST_HOLD)
    webhook.save(update_fields=["failing_since", "held_until"])


def forget_old(now: datetime) -> None:
    """What was delivered or given up long ago, or waited for a webhook that has ended, is no longer
    listed; the event it told of stays for good."""
    old = Delivery.objects.filter(next_at__lt=now - _KEPT)
    old.exclude(state=DeliveryState.WAITING, webhook__ended_at=None).delete()


def message_id(row: Delivery) -> str:
    """The same for each attempt, so that a receiver can tell a repeat; no other says which."""
    told = f"{row.webhook_id}.{row.event_id}"
    return f"evt_{hashlib.sha256(told.encode()).hexdigest()[:8]}_{row.event_id}"


def local_allowed() -> bool:
    """Whether addresses of this machine and its network may be sent to: for trying it out."""
    return bool(settings.WEBHOOKS_LOCAL)
