"""Keep the webhooks: who is told of which events, who answers for it, and the end of that.

What a webhook tells is seen by whoever added it; once they have left, or have a role that keeps
none, it tells nothing until somebody who may takes it over."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from upheld.core import outgoing
from upheld.core.event_kinds import EventKind
from upheld.store import load, webhooks
from upheld.store import models as rows
from upheld.store.hosts import check_outside
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sight import seen
from upheld.store.webhooks import WebhookMissing

from . import may


class WebhookRefused(ValueError):
    """A webhook that cannot be kept as it stands; the message says what to mend."""


def add_webhook(
    url: str, kinds: Collection[EventKind], by: may.Actor, now: datetime
) -> rows.Webhook:
    """From now on `url` is told of these events, as far as whoever adds it may see their cases.

    Raises AddressRefused, also for a name that leads inside by now, or WebhookRefused."""
    may.check("keep_webhooks", by)
    if not kinds:
        raise WebhookRefused("say which kinds of events are to be told")
    parts = urlsplit(outgoing.checked_url(url, webhooks.local_allowed()))
    check_outside(parts.hostname or "", parts.port or 443, webhooks.local_allowed())
    return _added(url, kinds, by, now)


@transaction.atomic
def _added(url: str, kinds: Collection[EventKind], by: may.Actor, now: datetime) -> rows.Webhook:
    row = webhooks.row_of(url, set(kinds), by.name, load.signed_in(by), now)
    told = {"webhook": row.pk, "kinds": row.kinds}
    events.append(Act(None, EventKind.WEBHOOK_ADDED, by.name, now, told))
    return row


@transaction.atomic
def stop_webhook(webhook_id: int, by: may.Actor, now: datetime) -> None:
    """Nothing is told there until it is taken over; what is to be told waits. Raises WebhookMissing
    for one that somebody took over or ended meanwhile."""
    may.check("keep_webhooks", by)
    row = webhooks.held(webhook_id)
    if row.pk not in webhooks.without_anybody(may.roles_of("keep_webhooks")):
        raise WebhookMissing(f"somebody answers for webhook {webhook_id}")
    row.stopped_at = now
    row.save(update_fields=["stopped_at"])
    told = {"webhook": row.pk, "why": "whoever answered for it may no longer keep webhooks"}
    events.append(Act(None, EventKind.WEBHOOK_STOPPED, by.name, now, told))


@transaction.atomic
def take_over_webhook(webhook_id: int, by: may.Actor, now: datetime) -> rows.Webhook:
    """From now on it tells what `by` may see, what waited too; what they may not see is let go, and
    counted. Its secret stays as it was.

    Raises WebhookMissing, and NotAllowed while somebody answers for it who sees more."""
    may.check("keep_webhooks", by)
    row = webhooks.held(webhook_id)
    person = load.signed_in(by)
    _check_sees_as_much(row, person)
    row.person, row.stopped_at = person, None
    row.save(update_fields=["person", "stopped_at"])
    told = {"webhook": row.pk, "let_go": webhooks.let_go(row.pk, now)}
    events.append(Act(None, EventKind.WEBHOOK_TAKEN_OVER, by.name, now, told))
    return row


def _check_sees_as_much(row: rows.Webhook, person: rows.Person | None) -> None:
    """What somebody who is here waits for is not let go by another, who does not see it."""
    owner = row.person
    if owner is None or row.stopped_at or not owner.is_active:
        return
    if owner.role in may.roles_of("keep_webhooks") and seen.sees_less(person, owner):
        raise may.NotAllowed(
            f"{owner.name} answers for it and sees cases that you do not: ask them to end it, or "
            "an administrator to take it over, and add one of your own"
        )


@transaction.atomic
def end_webhook(webhook_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """Nothing more is told there; what waits is let go. Raises WebhookMissing."""
    may.check("keep_webhooks", by)
    row = webhooks.held(webhook_id)
    row.ended_at, row.ended_why = now, why[:300]
    row.save(update_fields=["ended_at", "ended_why"])
    told = {"webhook": row.pk, "why": row.ended_why}
    events.append(Act(None, EventKind.WEBHOOK_ENDED, by.name, now, told))
