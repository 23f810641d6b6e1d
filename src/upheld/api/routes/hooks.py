"""Webhooks: where programs are told of events, and how each telling went."""

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.given_firm import WebhookGiven
from upheld.api.once import told_once
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told.firm import DeliveryTold, WebhookAdded, WebhookTold
from upheld.api.values import Id
from upheld.core.words import DeliveryState, Scope
from upheld.steps import may
from upheld.steps.keep_webhooks import add_webhook, end_webhook, take_over_webhook
from upheld.store import webhooks
from upheld.store.models import Delivery, Webhook
from upheld.store.webhooks import WebhookMissing

from .base import Routes, made

hooks = Routes(tags=["webhooks"])


@hooks.reads("/webhooks", list[WebhookTold])
def list_webhooks(request: HttpRequest) -> list[Webhook]:
    """Every webhook, those that ended too, with the reason."""
    may.check("keep_webhooks", by(request))
    return list(Webhook.objects.all())


@hooks.writes("POST", "/webhooks", WebhookAdded, Scope.ADMIN, status=201, tells=True)
def write_webhook(
    request: HttpRequest, body: WebhookGiven, response: HttpResponse
) -> Status[WebhookAdded]:
    """Somebody is told of these events from now on; the secret is told this once."""
    row = add_webhook(body.url, body.kinds, by(request), now(request))
    told_once(response)
    told = WebhookTold.model_validate(row).model_dump()
    return made(WebhookAdded(**told, secret=webhooks.secret_of(row)))


@hooks.writes("POST", "/webhooks/{webhook}/takeover", WebhookTold, Scope.ADMIN)
def take_webhook_over(request: HttpRequest, webhook: Id) -> Webhook:
    """From now on it tells what you may see, what waited too; its secret stays as it was."""
    return take_over_webhook(webhook, by(request), now(request))


@hooks.writes("DELETE", "/webhooks/{webhook}", None, Scope.ADMIN, status=204)
def delete_webhook(request: HttpRequest, webhook: Id) -> Status[None]:
    """Nothing more is told there."""
    end_webhook(webhook, "ended through the API", by(request), now(request))
    return Status(204, None)


@hooks.reads("/webhooks/{webhook}/deliveries", Page[DeliveryTold])
def list_deliveries(
    request: HttpRequest,
    webhook: Id,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: DeliveryState | None = None,
) -> Page[DeliveryTold]:
    """How each telling went of what you may see, the newest first: what is there still, for thirty
    days."""
    may.check("keep_webhooks", by(request))
    if not Webhook.objects.filter(pk=webhook).exists():
        raise WebhookMissing
    found = webhooks.deliveries(webhook)
    found = found.filter(state=state) if state else found
    return page(request, found, _told, limit, cursor)


def _told(found: list[Delivery]) -> list[DeliveryTold]:
    return [DeliveryTold.model_validate(each) for each in webhooks.shown(found)]
