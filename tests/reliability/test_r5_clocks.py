"""R5: a clock that jumps loses nothing, doubles nothing and moves no deadline.

The nights when clocks change and the leap day: tests/core/test_deadlines.py.
"""

from datetime import datetime, timedelta

import pytest
from django.core import mail as outgoing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.mails import a_mail
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.jobs import intake, outbox
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store import load
from upheld.store.models import Case, Clock, Incoming, Person
from upheld.store.record import events

BY = Operator("mail")
JUMPS = st.lists(st.integers(-3 * 24 * 60, 3 * 24 * 60), min_size=2, max_size=4)
QUIET = timedelta(days=30)


@pytest.mark.pain("R5")
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JUMPS)
def test_a_clock_that_jumps_loses_nothing_and_doubles_nothing(
    handler: Person, jumps: list[int]
) -> None:
    at, before, left = NOW + QUIET, Case.objects.count(), len(outgoing.outbox)
    for number, minutes in enumerate(jumps):
        at += timedelta(minutes=minutes)
        who = f"c{before + number}@x.example"
        raw = a_mail(f"Late {at}.", message_id=f"<{before}.{number}@x>", sender=who)
        take_message(raw, "smtp", BY, at)
        swept(at + timedelta(minutes=minutes))
    for hours in (0, 1, 24 * 8):  # the clock is right again
        swept(NOW + 2 * QUIET + timedelta(hours=hours))
    placed = Incoming.objects.filter(state="placed").count()
    held = Incoming.objects.exclude(state__in=("placed", "new")).count()
    assert Incoming.objects.filter(state="new").count() == 0
    assert placed + held == Incoming.objects.count()
    cases = Case.objects.order_by("pk")[before:]
    dues = dict(Clock.objects.values_list("pk", "due"))
    for case in cases:
        told = draft_acknowledgement(load.page(CaseId(case.pk)), handler, NOW + 2 * QUIET)
        acknowledge(CaseId(case.pk), told, handler, NOW + 2 * QUIET)
    for hours in (-40, 0, 5, 40):
        outbox.sweep(NOW + 2 * QUIET + timedelta(hours=hours))
    assert len(outgoing.outbox) - left == len(cases)
    assert dict(Clock.objects.values_list("pk", "due")) == dues
    assert list(events.breaks()) == []


def swept(now: datetime) -> None:
    intake.sweep(now)
    outbox.sweep(now)
