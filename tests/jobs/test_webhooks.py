"""A webhook is told of its events, signed, once where it can be, and again until it answers."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.jobs.receivers import Receiver, listening
from tests.store.test_secret import of
from tests.stories import NOW, a_received_case, an_open_case

from upheld.api.told.record import events as told_of_events
from upheld.core.event_kinds import EventKind
from upheld.core.words import DeliveryState, Role
from upheld.jobs import webhooks as job
from upheld.steps import keep_people, may
from upheld.steps.keep_webhooks import add_webhook, end_webhook, take_over_webhook
from upheld.store import webhooks
from upheld.store.models import Case, Delivery, Event, Person, Team, Webhook
from upheld.store.record import events
from upheld.store.sight import seen


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", True)
    with listening() as server:
        yield server


@pytest.fixture
def hook(receiver: Receiver, lead: Person) -> Webhook:
    return add_webhook(receiver.url, {EventKind.RECEIVED}, lead, NOW)


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_an_event_is_told_signed_and_says_nothing_of_a_person(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    case = a_received_case(handler)
    assert job.sweep(NOW) == 1
    headers, body = receiver.came[0]
    event = Event.objects.get(kind=EventKind.RECEIVED)
    assert json.loads(body) == {
        "type": "received",
        "timestamp": "2026-11-02T09:30:00Z",
        "data": {"event": event.number, "case": f"UP-{case:06d}"},
    }
    assert headers["path"] == "/hook?for=us"
    assert headers["content-type"] == "application/json"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(webhooks.secret_of(hook).removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))


def test_what_nobody_asked_for_is_told_to_nobody(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    an_open_case(handler)
    assert job.sweep(NOW) == 1
    assert [json.loads(body)["type"] for _, body in receiver.came] == ["received"]


def test_the_telling_is_in_the_transaction_of_the_event(hook: Webhook, handler: Person) -> None:
    with transaction.atomic():
        a_received_case(handler)
        assert states() == ["waiting"]
        transaction.set_rollback(True)
    assert states() == []


def test_what_arrived_is_not_told_again(receiver: Receiver, hook: Webhook, handler: Person) -> None:
    a_received_case(handler)
    job.sweep(NOW)
    assert job.sweep(later(days=9)) == 0
    assert (len(receiver.came), states()) == (1, ["delivered"])


def test_a_failure_is_tried_again_under_the_same_name(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    receiver.answers = [500, 503]
    assert [job.sweep(later(seconds=s)) for s in (0, 4, 5, 6, 400)] == [0, 0, 0, 0, 1]
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.answer) == ("delivered", 3, "204")
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    hook.refresh_from_db()
    assert (hook.failing_since, hook.held_until) == (None, None)


def test_one_that_is_down_costs_one_try_and_loses_nothing(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    for _ in range(3):
        a_received_case(handler)
    receiver.answers = [500]
    assert job.sweep(NOW) == 0
    assert len(receiver.came) == 1
    assert job.sweep(later(minutes=6)) == 3


def test_what_was_tried_often_enough_is_given_up(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    receiver.answers = [400] * 20
    at = NOW
    while Delivery.objects.get().state == DeliveryState.WAITING:
        job.sweep(at)
        at = max(Delivery.objects.get().next_at, Webhook.objects.get().held_until or at)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.answer) == ("failed", 10, "400")
    assert at - NOW > timedelta(days=3)


def test_where_nothing_arrives_for_days_nothing_more_is_sent(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    receiver.answers = [500] * 9
    job.sweep(NOW)
    job.sweep(later(days=5))
    hook.refresh_from_db()
    assert hook.ended_at == later(days=5)
    assert hook.ended_why == "nothing arrived for 5 days; the last answer was: 500"
    assert Event.objects.filter(kind=EventKind.WEBHOOK_ENDED, by="webhooks").exists()
    a_received_case(handler)
    assert job.sweep(later(days=6)) == 0
    assert len(receiver.came) == 2


def test_one_that_says_it_is_gone_is_ended_at_once(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    receiver.answers = [410]
    job.sweep(NOW)
    hook.refresh_from_db()
    assert hook.ended_at == NOW


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(
    status: int, receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    receiver.answers, receiver.to = [status], f"{receiver.url}&inside=1"
    assert job.sweep(NOW) == 0
    assert len(receiver.came) == 1
    assert "a redirect is not followed" in Delivery.objects.get().answer


def test_of_two_sweeps_one_makes_a_delivery(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    delivery = Delivery.objects.get().pk
    assert [webhooks.claim(delivery, NOW), webhooks.claim(delivery, NOW)] == [True, False]
    assert job.sweep(NOW) == 0
    assert job.sweep(later(minutes=11)) == 1, "a claim that was never finished is made again"


def test_one_that_ends_the_process_each_time_is_given_up(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    Delivery.objects.update(attempts=10, claimed_at=NOW)
    assert job.sweep(later(minutes=11)) == 0
    row = Delivery.objects.get()
    assert (row.state, len(receiver.came)) == (DeliveryState.FAILED, 0)
    assert "never ended" in row.answer


def test_where_nobody_listens_it_says_so(lead: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", True)
    add_webhook("http://127.0.0.1:9/", {EventKind.RECEIVED}, lead, NOW)
    a_received_case(lead)
    assert job.sweep(NOW) == 0
    assert "refused" in Delivery.objects.get().answer


def test_a_name_that_can_be_no_name_holds_up_nobody(
    receiver: Receiver, lead: Person, handler: Person
) -> None:
    add_webhook("https://example..org/hook", {EventKind.RECEIVED}, lead, NOW)
    add_webhook(receiver.url, {EventKind.RECEIVED}, lead, NOW)
    a_received_case(handler)
    assert job.sweep(NOW) == 1
    assert "its name is not known" in Delivery.objects.get(state=DeliveryState.WAITING).answer


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_name_that_leads_inside_is_not_asked(
    name: str, receiver: Receiver, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a name leads to is looked at when it is sent, not when it was written down."""
    add_webhook(f"http://{name}:{receiver.server_port}/", {EventKind.RECEIVED}, lead, NOW)
    Webhook.objects.update(url=f"https://{name}:{receiver.server_port}/")
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", False)
    a_received_case(lead)
    assert job.sweep(NOW) == 0
    assert receiver.came == []
    assert "which is no public address" in Delivery.objects.get().answer


def test_an_ended_webhook_is_told_nothing(
    receiver: Receiver, hook: Webhook, handler: Person, lead: Person
) -> None:
    a_received_case(handler)
    end_webhook(hook.pk, "No longer needed", lead, NOW)
    assert job.sweep(NOW) == 0
    assert receiver.came == []


def test_the_secret_lies_nowhere(hook: Webhook) -> None:
    secret = webhooks.secret_of(hook).removeprefix("whsec_")
    assert len(base64.b64decode(secret)) == 32
    told = [*Webhook.objects.values(), *Event.objects.values("data")]
    assert not any(secret in str(row) for row in told)


def test_what_was_delivered_long_ago_is_no_longer_listed(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    a_received_case(handler)
    job.sweep(NOW)
    job.sweep(later(days=31))
    assert states() == []
    assert Event.objects.filter(kind=EventKind.RECEIVED).exists()


def test_what_was_given_up_or_had_nobody_left_to_be_told_is_no_longer_listed_after_as_long(
    receiver: Receiver, hook: Webhook, lead: Person
) -> None:
    other = add_webhook(receiver.url, {EventKind.RECEIVED}, lead, NOW)
    a_received_case(lead)
    Delivery.objects.filter(webhook=hook).update(state=DeliveryState.FAILED)
    webhooks.forget_old(later(days=31))
    assert states() == ["waiting"]  # of one that listens nothing is lost, however long it takes
    end_webhook(other.pk, "We have none.", lead, NOW)
    webhooks.forget_old(later(days=29))
    assert states() == ["waiting"]
    webhooks.forget_old(later(days=31))
    assert states() == []


@pytest.fixture
def board(handler: Person) -> Team:
    """A private team, to which the person who has every case here belongs."""
    team = Team.objects.create(name="Board matters", private=True)
    Person.objects.filter(pk=handler.pk).update(team=team)
    return team


def received(owner: Person) -> None:
    """A case comes in that `owner` has."""
    Case.objects.filter(pk=a_received_case(owner)).update(owner=owner)


def test_a_private_teams_case_is_told_to_nobody_else(
    hook: Webhook, receiver: Receiver, board: Team, handler: Person
) -> None:
    received(handler)
    assert (job.sweep(later(minutes=1)), receiver.came, states()) == (0, [], [])


def test_whoever_is_in_the_team_when_it_is_told_is_told(
    hook: Webhook, receiver: Receiver, board: Team, handler: Person, lead: Person
) -> None:
    received(handler)
    Person.objects.filter(pk=lead.pk).update(team=board)
    assert job.sweep(later(minutes=1)) == 1
    received(handler)
    Person.objects.filter(pk=lead.pk).update(team=None)
    assert job.sweep(later(minutes=2)) == 0


@pytest.mark.parametrize("without", [{"is_active": False}, {"name": "Gone"}])
def test_whoever_left_or_is_unknown_sees_least(
    hook: Webhook, receiver: Receiver, board: Team, handler: Person, lead: Person,
    without: dict[str, Any],
) -> None:  # fmt: skip
    Person.objects.filter(pk=lead.pk).update(team=board, role="administrator", **without)
    Webhook.objects.filter(person__name="Gone").update(person=None)
    received(handler)
    assert job.sweep(later(minutes=1)) == 0


def test_while_somebody_answers_for_it_nobody_takes_it_over_who_sees_less(
    receiver: Receiver, board: Team, handler: Person, lead: Person, administrator: Person
) -> None:
    """Else what waits for them of a private team would be let go."""
    hook = add_webhook(receiver.url, {EventKind.RECEIVED}, administrator, NOW)
    received(handler)
    with pytest.raises(may.NotAllowed, match="answers for it and sees cases that you do not: ask"):
        take_over_webhook(hook.pk, lead, NOW)
    assert (Webhook.objects.get().person, states()) == (administrator, ["waiting"])
    assert job.sweep(NOW) == 1
    another = Person.objects.create(email="m@example.org", name="Marta", role=Role.LEAD)
    theirs = add_webhook(receiver.url, {EventKind.RECEIVED}, lead, NOW)
    for by in (another, administrator):
        assert take_over_webhook(theirs.pk, by, NOW).person == by


class TestWhoeverAnsweredForItMayNoLonger:
    @pytest.fixture
    def amos(self) -> Person:
        return Person.objects.create(email="a@example.org", name="Amos", role=Role.ADMINISTRATOR)

    @pytest.mark.parametrize("role", sorted({"", *Role} - may.roles_of("keep_webhooks")))
    def test_with_a_role_that_keeps_none_it_tells_nothing(
        self, role: str, hook: Webhook, receiver: Receiver, handler: Person, lead: Person
    ) -> None:
        a_received_case(handler)
        Person.objects.filter(pk=lead.pk).update(role=role)
        assert (job.sweep(NOW), receiver.came, states()) == (0, [], ["waiting"])
        assert Webhook.objects.get().stopped_at == NOW

    def test_it_stops_once_with_an_event_that_says_why(
        self, hook: Webhook, lead: Person, amos: Person
    ) -> None:
        keep_people.let_go(lead.pk, amos, NOW)
        job.sweep(NOW)
        job.sweep(later(minutes=1))
        event = Event.objects.get(kind=EventKind.WEBHOOK_STOPPED)
        assert event.data == {
            "webhook": hook.pk, "why": "whoever answered for it may no longer keep webhooks",
        }  # fmt: skip

    def test_it_stays_stopped_when_they_come_back(
        self, hook: Webhook, receiver: Receiver, handler: Person, lead: Person, amos: Person
    ) -> None:
        """As a key of theirs opens nothing again."""
        keep_people.let_go(lead.pk, amos, NOW)
        job.sweep(NOW)
        keep_people.take_back(lead.pk, amos, NOW)
        a_received_case(handler)
        assert job.sweep(later(minutes=1)) == 0

    def test_whoever_takes_it_over_is_told_what_waited_under_the_same_secret(
        self, hook: Webhook, receiver: Receiver, handler: Person, lead: Person, amos: Person
    ) -> None:
        before = webhooks.secret_of(hook)
        keep_people.let_go(lead.pk, amos, NOW)
        job.sweep(NOW)
        a_received_case(handler)
        row = take_over_webhook(hook.pk, amos, later(days=2))
        assert (row.person, row.stopped_at) == (amos, None)
        assert job.sweep(later(days=2)) == 1
        assert webhooks.secret_of(row) == before
        assert Event.objects.filter(kind=EventKind.WEBHOOK_TAKEN_OVER, by="Amos").exists()

    def test_what_waited_and_whoever_takes_it_over_may_not_see_is_let_go_and_counted(
        self, receiver: Receiver, board: Team, handler: Person, lead: Person, amos: Person
    ) -> None:
        """The count is told to whoever sees all of it."""
        kinds = {EventKind.RECEIVED, EventKind.FIT_ASSESSED}
        hook = add_webhook(receiver.url, kinds, amos, NOW)
        Person.objects.filter(pk=amos.pk).update(is_active=False)
        job.sweep(NOW)
        received(handler)
        theirs = {"customer": Case.objects.get().customer_id}
        events.append(events.Act(None, EventKind.FIT_ASSESSED, "x", NOW, theirs))
        a_received_case(lead, name="Bo", email="bo@example.org")
        take_over_webhook(hook.pk, lead, later(days=2))
        assert states() == ["waiting"]
        event = Event.objects.get(kind=EventKind.WEBHOOK_TAKEN_OVER)
        assert event.data == {"webhook": hook.pk, "let_go": 2}
        for reader, said in ((lead, {"withheld": True}), (amos, event.data)):
            with seen.looking(reader):
                assert [each.data for each in told_of_events([event])] == [said]
        assert job.sweep(later(days=2)) == 1

    def test_nobody_takes_it_over_for_a_month_and_it_ends(
        self, hook: Webhook, lead: Person, amos: Person
    ) -> None:
        keep_people.let_go(lead.pk, amos, NOW)
        job.sweep(NOW)
        job.sweep(later(days=30))
        assert Webhook.objects.get().ended_at is None
        job.sweep(later(days=30, seconds=1))
        assert Webhook.objects.get().ended_why == "nobody took it over for 30 days"

    def test_one_of_the_machine_goes_on(self, receiver: Receiver, handler: Person) -> None:
        add_webhook(receiver.url, {EventKind.RECEIVED}, may.Operator(), NOW)
        a_received_case(handler)
        assert job.sweep(NOW) == 1

    def test_the_first_page_tells_those_who_may_take_it_over(
        self, hook: Webhook, handler: Person, lead: Person, amos: Person
    ) -> None:
        keep_people.let_go(lead.pk, amos, NOW)
        job.sweep(NOW)
        for person, expected in ((amos, True), (handler, False)):
            client = Client()
            client.force_login(person)
            page = client.get("/").content.decode()
            told = f"webhook {hook.pk} tells <bdi>127.0.0.1</bdi> nothing: Lena Brandt"
            assert (told in page) is expected
            assert "for=us" not in page


def test_one_whose_secret_cannot_be_opened_fails_alone_and_says_why(
    hook: Webhook, receiver: Receiver, handler: Person
) -> None:
    with of("another"):
        other = add_webhook(receiver.url, {EventKind.RECEIVED}, handler_of(hook), NOW)
    a_received_case(handler)
    assert job.sweep(NOW) == 1
    told = Delivery.objects.get(webhook=other)
    assert (told.state, told.answer[:36]) == ("waiting", "it was sealed under another secret: ")


def handler_of(hook: Webhook) -> Person:
    assert hook.person
    return hook.person
