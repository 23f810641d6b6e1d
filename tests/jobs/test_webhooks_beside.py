"""What stands beside every case and is another team's own is told to no webhook of somebody else:
that it happened, and when, says something of their work too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from tests.jobs.receivers import Receiver, listening
from tests.jobs.test_webhooks import later
from tests.stories import NOW, a_received_case

from upheld.api.record import not_for
from upheld.core.event_kinds import EventKind
from upheld.core.words import Role
from upheld.jobs import webhooks as job
from upheld.steps import may
from upheld.steps.keep_webhooks import add_webhook
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

PRIVATE, OPEN = "quilla@example.org", "sally@example.org"
BY_CUSTOMER = (
    EventKind.CUSTOMER_MENDED, EventKind.CUSTOMER_KNOWN, EventKind.FIT_NOTED,
    EventKind.FIT_ASSESSED, EventKind.FIT_CONTESTED, EventKind.FIT_REVIEWED,
    EventKind.CONDUCT_RECORDED, EventKind.DATA_HANDED_OVER, EventKind.ASKED_KINDLY,
    EventKind.LEGAL_HOLD_PLACED, EventKind.ERASURE_PROPOSED, EventKind.ERASED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Team:
    """A case that only a private team sees, one that everybody sees, and who works on them."""

    private: rows.Case
    open: rows.Case
    vera: rows.Person

    def both(self) -> tuple[rows.Case, rows.Case]:
        return self.private, self.open


@pytest.fixture
def team(handler: rows.Person) -> Team:
    board = rows.Team.objects.create(name="Board matters", private=True)
    vera = rows.Person.objects.create(
        email="vera@example.org", name="Vera Holm", role=Role.HANDLER, team=board
    )
    ours = a_received_case(vera, name="Quilla Zorn", email=PRIVATE)
    rows.Case.objects.filter(pk=ours).update(owner=vera)
    other = a_received_case(handler, email=OPEN)
    private, everybodys = (rows.Case.objects.get(pk=pk) for pk in (ours, other))
    return Team(private, everybodys, vera)


@pytest.fixture
def receiver(lead: rows.Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """It is told of whatever happens, as far as a lead sees it who is not of the private team."""
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", True)
    with listening() as server:
        yield server


def is_told(receiver: Receiver, kind: EventKind, by: str, lead: rows.Person, **data: Any) -> bool:
    """Whether such an event that is of no case is told to a webhook of `lead`."""
    if not rows.Webhook.objects.exists():
        add_webhook(receiver.url, {*EventKind}, lead, NOW)
        job.sweep(NOW)
    receiver.came.clear()
    with transaction.atomic():
        events.append(Act(None, kind, by, NOW, data))
    job.sweep(later(seconds=2))
    assert not rows.Delivery.objects.filter(state="waiting").exists(), "it is told or let go"
    return bool(receiver.came)


@pytest.mark.parametrize("kind", BY_CUSTOMER)
def test_of_a_customer_only_as_far_as_the_customer_is_seen(
    kind: EventKind, team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    told = [is_told(receiver, kind, "x", lead, customer=each.customer_id) for each in team.both()]
    assert told == [False, True]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (EventKind.CUSTOMERS_MERGED, ("customer", "into")),
        (EventKind.CUSTOMER_MERGE_UNDONE, ("into", "customer")),
        (EventKind.CUSTOMERS_TOLD_APART, ("one", "other")),
        (EventKind.CUSTOMERS_ASKED_AGAIN, ("other", "one")),
    ],
)
def test_of_two_customers_only_where_both_are_seen(
    kind: EventKind, names: tuple[str, str], team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    known = rows.Customer.objects.create(name="Known", email="known@example.org").pk
    for case, told in zip(team.both(), (False, True), strict=True):
        data = dict(zip(names, (case.customer_id, known), strict=True))
        assert is_told(receiver, kind, "x", lead, **data) is told


def test_of_a_letter_that_was_held_back_only_where_its_case_is_seen(
    team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    kind = EventKind.LETTER_BLOCKED
    told = [is_told(receiver, kind, "x", lead, case=each.pk) for each in team.both()]
    assert told == [False, True]


def test_of_a_root_cause_only_where_every_case_that_shows_it_is_seen(
    team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    kind, (private, everybodys) = EventKind.ROOT_CAUSE_CHANGED, team.both()
    beside = ["case", str(everybodys.pk)]
    both = [["case", str(private.pk)], beside]
    told = [is_told(receiver, kind, "x", lead, evidence=each) for each in (both, [beside])]
    assert told == [False, True]


@pytest.mark.parametrize("kind", [EventKind.WAY_TRIED, EventKind.CAUSE_LOOKED_FOR])
def test_of_what_was_tried_with_a_customer_not_what_such_a_team_did(
    kind: EventKind, team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    data = {"customer": team.open.customer_id}
    told = [is_told(receiver, kind, by, lead, **data) for by in ("Vera Holm", "Alice Moore")]
    assert told == [False, True]


@pytest.mark.parametrize("kind", [EventKind.MAIL_TAKEN, EventKind.MAIL_SET_ASIDE])
def test_of_a_message_only_where_the_case_that_it_went_to_is_seen(
    kind: EventKind, team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    mails = [
        rows.Incoming.objects.create(
            sha256=f"{number}", size=1, came_by="x", came_at=NOW, case=case
        )
        for number, case in enumerate((*team.both(), None))
    ]
    told = [is_told(receiver, kind, "x", lead, mail=each.pk) for each in mails]
    assert told == [False, True, True]


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.SENT, EventKind.SENDING_FAILED, EventKind.SENDING_PUT_OFF,
        EventKind.ADDRESS_FAILED, EventKind.KIND_LETTER_ANSWERED,
    ],
)  # fmt: skip
def test_of_a_kind_letter_only_where_the_customer_is_seen_to_whom_it_was_written(
    kind: EventKind, team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    told = []
    for case in team.both():
        order = rows.Order.objects.create(
            customer=case.customer, reference=f"N-{case.pk}", placed_on=NOW.date(), amount=240
        )
        letter = rows.Asked.objects.create(
            customer=case.customer, order=order, subject="x", body="x", by="x", at=NOW
        )
        told.append(is_told(receiver, kind, "outbox", lead, asked=letter.pk))
    assert told == [False, True]


def test_of_a_theme_only_where_a_case_of_it_is_seen(
    team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    told = []
    for case in team.both():
        theme = rows.Theme.objects.create(name=case.subject, first_found_at=NOW, found_at=NOW)
        rows.ThemeCase.objects.create(case=case, theme=theme, place=0)
        told.append(is_told(receiver, EventKind.THEME_CHANGED, "x", lead, theme=theme.pk))
    assert told == [False, True]


OF_THE_FIRM: Mapping[EventKind, Mapping[str, Any]] = {
    EventKind.CAUSE_CHANGED: {"cause": "late"}, EventKind.FAULT_DECLARED: {"key": "van"},
    EventKind.CUSTOMERS_LOOKED_THROUGH: {"new": 1, "waiting": 1},
    EventKind.TEAM_CHANGED: {"team": "Board matters"}, EventKind.REPORT_KEPT: {"report": 1},
}  # fmt: skip


@pytest.mark.parametrize("kind", OF_THE_FIRM)
def test_what_is_the_firms_own_is_told(
    kind: EventKind, team: Team, receiver: Receiver, lead: rows.Person
) -> None:
    assert is_told(receiver, kind, "Vera Holm", lead, **OF_THE_FIRM[kind])


def test_whoever_sees_everything_is_told_everything(team: Team, receiver: Receiver) -> None:
    everything = rows.Person.objects.create(
        email="a@example.org", name="Amos", role=Role.ADMINISTRATOR
    )
    kind, data = EventKind.FIT_NOTED, {"customer": team.private.customer_id}
    assert is_told(receiver, kind, "x", everything, **data)


@pytest.mark.parametrize("role", sorted(may.roles_of("keep_webhooks")))
def test_whoever_keeps_webhooks_may_read_every_kind_of_the_record(role: str) -> None:
    """Else a webhook would have to leave out what the record leaves out for them."""
    assert not_for(may.Operator("somebody", role)) == set()
