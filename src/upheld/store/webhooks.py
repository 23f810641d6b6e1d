"""Webhooks: who is told of which events, and each telling as a row in the event's transaction."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from upheld.core import outgoing
from upheld.core.event_kinds import EventKind
from upheld.core.words import DeliveryState

from . import claimed, sealed, secret
from .models import Delivery, Event, Person, Webhook
from .sight import record_seen, seen
from .sql.asked_again import AskedAgain

_SALT = "upheld.webhook"
_LONGEST_HOLD = timedelta(minutes=5)
_KEPT = timedelta(days=30)
_AT_ONCE = 1_000


class WebhookMissing(LookupError):
    """No such webhook, or it has ended."""


def row_of(
    url: str, kinds: Collection[EventKind], by: str, person: Person | None, now: datetime
) -> Webhook:
    row = Webhook.objects.create(
        url=url, kinds=sorted(kinds), salt=secrets.token_urlsafe(32), added_at=now, added_by=by,
        person=person,
    )  # fmt: skip
    row.sealed = sealed_of(row.pk, row.salt)
    row.save(update_fields=["sealed"])
    return row


def sealed_of(number: int, salt: str) -> str:
    """What its messages are signed with, sealed: a copy of the database alone signs nothing. The
    version before works it out each time, and may still run beside this one."""
    made = salted_hmac(_SALT, f"{number}.{salt}", algorithm="sha256").digest()
    return secret.seal(sealed.OF_WEBHOOKS, made)


def secret_of(webhook: Webhook) -> str:
    """What its messages are signed with. Raises SecretMissing."""
    kept = webhook.sealed or sealed_of(webhook.pk, webhook.salt)
    return outgoing.secret_of(secret.opened(sealed.OF_WEBHOOKS, kept))


def held(webhook_id: int) -> Webhook:
    """The webhook, held against other writers. Raises WebhookMissing."""
    found = (
        Webhook.objects.select_for_update(no_key=True).filter(pk=webhook_id, ended_at=None).first()
    )
    if found is None:
        raise WebhookMissing(f"there is no webhook {webhook_id}")
    return found


def told_of(events: Iterable[Event]) -> None:
    """A delivery for each webhook that asked for such an event, in the event's transaction."""
    asking = _LISTENING()
    Delivery.objects.bulk_create(
        [
            Delivery(webhook=webhook, event=event, next_at=event.at)
            for event in (events if asking else ())
            for webhook in asking
            if event.kind in webhook.kinds
        ]
    )


def listening() -> "QuerySet[Webhook]":
    """Those that have not ended."""
    return Webhook.objects.filter(ended_at=None)


_LISTENING = AskedAgain(listening)


def due(now: datetime) -> list[int]:
    """The webhooks with something to be told now."""
    ready = Q(webhook__held_until=None) | Q(webhook__held_until__lte=now)
    waiting = Delivery.objects.filter(
        claimed.free(now), ready, state=DeliveryState.WAITING, next_at__lte=now,
        webhook__ended_at=None, webhook__stopped_at=None,
    )  # fmt: skip
    return list(waiting.order_by().values_list("webhook", flat=True).distinct())


def without_anybody(roles: Collection[str]) -> list[int]:
    """The webhooks that still tell, and for which nobody of these roles answers any more. For one
    without a person the firm's own machine answers."""
    living = Webhook.objects.filter(ended_at=None, stopped_at=None).exclude(person=None)
    lost = living.exclude(person__is_active=True, person__role__in=roles)
    return list(lost.order_by("pk").values_list("pk", flat=True))


def stopped_before(at: datetime) -> list[int]:
    found = Webhook.objects.filter(ended_at=None, stopped_at__lt=at)
    return list(found.order_by("pk").values_list("pk", flat=True))


def to_tell(webhook_id: int, now: datetime, most: int) -> list[int]:
    """What one webhook is to be told now, the oldest first. What whoever made it may not see now,
    in the team that they are in, is let go; whoever left sees least."""
    waiting = Delivery.objects.filter(
        webhook=webhook_id, state=DeliveryState.WAITING, next_at__lte=now
    )
    with seen.looking(_whoever_answers(webhook_id)):
        if seen.hides():
            waiting.filter(claimed.free(now), event__case__in=seen.kept_cases()).delete()
        found = list(waiting.select_related("event").order_by("next_at", "pk")[:most])
        told = [each.pk for each in shown(found)]
    kept = {each.pk for each in found} - {*told}
    waiting.filter(claimed.free(now), pk__in=kept).delete()
    return told


def _whoever_answers(webhook_id: int) -> Person | None:
    whose = Webhook.objects.filter(pk=webhook_id).values("person")
    return Person.objects.filter(pk__in=whose, is_active=True).first()


def let_go(webhook_id: int, now: datetime) -> int:
    """How much of all that waits is let go, as whoever answers for it now may not see it."""
    waiting = Delivery.objects.filter(
        claimed.free(now), webhook=webhook_id, state=DeliveryState.WAITING
    )
    with seen.looking(_whoever_answers(webhook_id)):
        if not seen.hides():
            return 0
        many, _ = waiting.filter(event__case__in=seen.kept_cases()).delete()
        beside, last = waiting.filter(event__case=None).select_related("event").order_by("pk"), 0
        while some := list(beside.filter(pk__gt=last)[:_AT_ONCE]):
            last = some[-1].pk
            kept = {each.pk for each in some} - {each.pk for each in shown(some)}
            many += waiting.filter(pk__in=kept).delete()[0]
    return many


def deliveries(webhook_id: int) -> "QuerySet[Delivery]":
    """How each telling went, but of a case that is kept from whoever looks."""
    found = Delivery.objects.filter(webhook=webhook_id).select_related("event")
    return seen.of_cases(found, "event__case")


def shown(found: Sequence[Delivery]) -> list[Delivery]:
    """Those of which the event, where it is of no case, names nothing kept from whoever looks."""
    away = record_seen.hidden([each.event for each in found])
    return [each for each in found if each.event_id not in away]


def claim(delivery_id: int, now: datetime) -> bool:
    """Whether the delivery is ours to make: of two that ask at once, one gets it."""
    mine = Delivery.objects.filter(claimed.free(now), pk=delivery_id, state=DeliveryState.WAITING)
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
