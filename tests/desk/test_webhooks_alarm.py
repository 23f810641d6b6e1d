"""The first page says which webhook nobody answers for any more, and what to do with it."""

from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import NOW

from upheld.core.event_kinds import EventKind
from upheld.steps import keep_people
from upheld.steps.keep_webhooks import stop_webhook
from upheld.steps.may import Operator
from upheld.store import webhooks
from upheld.store.models import Person, Webhook


def a_stopped_webhook(by: Person, administrator: Person) -> Webhook:
    url = "https://hooks.example.org/in?key=secret"
    row = webhooks.row_of(url, {EventKind.RECEIVED}, by.name, by, NOW)
    keep_people.let_go(by.pk, administrator, NOW)
    stop_webhook(row.pk, Operator("webhooks"), NOW)
    return row


def test_it_is_told_by_its_number_and_host_with_what_to_send(
    lead: Person, administrator: Person, signed_in: SignIn
) -> None:
    row = a_stopped_webhook(lead, administrator)
    told = text(signed_in(administrator).get("/"))
    assert f"webhook {row.pk} tells hooks.example.org nothing" in told
    assert f"POST /api/v1/webhooks/{row.pk}/takeover" in told
    assert f"DELETE /api/v1/webhooks/{row.pk}" in told


def test_its_address_which_may_hold_a_secret_is_not_told(
    lead: Person, administrator: Person, signed_in: SignIn
) -> None:
    a_stopped_webhook(lead, administrator)
    assert "secret" not in text(signed_in(administrator).get("/"))


def test_whoever_may_not_take_it_over_is_told_nothing(
    lead: Person, administrator: Person, handler: Person, signed_in: SignIn
) -> None:
    a_stopped_webhook(lead, administrator)
    assert "webhook" not in text(signed_in(handler).get("/"))
