"""R1: killed while a message is taken, placed or decided on: nothing is lost, nothing comes twice.

Before and after each commit and each file that is kept, on both databases. While a letter leaves:
test_outbox_crashes.py; while tables change: reliability/test_r1_killed.py and
store/test_migrations.py.
"""

import os
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from tests.core.mails import a_mail
from tests.killing import killed_at
from tests.stories import NOW, an_investigated_case

from upheld.core.event_kinds import EventKind
from upheld.jobs import intake
from upheld.steps.decide import decide
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store import files
from upheld.store.models import Case, Decision, Event, Evidence, Incoming, Person, RuleFired
from upheld.store.record import events

BY = Operator("mail")
POINTS = 10
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.pain("R1")
def test_killed_at_any_point_of_intake_nothing_is_lost_or_doubled() -> None:
    point, went_on = 0, True
    while went_on:
        point += 1
        sender, mark = f"c{point}@x.example", f"<{point}@x>"
        raw = a_mail(f"Late, {point} days.", message_id=mark, sender=sender,
                     files=(("a.jpg", "image/jpeg", b"%d" % point),))  # fmt: skip
        accepted, told = os.pipe()

        def brought(raw: bytes = raw, told: int = told) -> None:
            take_message(raw, "smtp", BY, NOW)
            os.write(told, b"accepted")  # from here on the other server keeps it no more
            intake.sweep(NOW)

        went_on = killed_at(point, brought, (FileSystemStorage, "save"))
        os.close(told)
        if os.read(accepted, 8):
            assert Incoming.objects.count() == point, f"lost at point {point}"
        os.close(accepted)
        take_message(raw, "smtp", BY, NOW)  # whoever was not told that it is kept brings it again
        intake.sweep(NOW + timedelta(minutes=11))
        there = Incoming.objects.count(), Case.objects.count(), Evidence.objects.count()
        assert there == (point, point, 2 * point), f"at point {point}"
    assert point > POINTS
    assert list(events.breaks()) == []
    assert list(files.amiss()) == []


def test_killed_at_any_point_of_a_decision_there_is_none_or_a_whole_one(handler: Person) -> None:
    case, point = an_investigated_case(handler), 1
    before = Event.objects.count()
    while killed_at(point, lambda: decide(case, handler, NOW)):
        state = Case.objects.get(pk=case).state
        made = Decision.objects.count()
        assert (made, state) in ((0, "investigating"), (1, "decided")), f"at point {point}"
        assert bool(RuleFired.objects.count()) == bool(made)
        assert Event.objects.filter(kind=EventKind.DECIDED).count() == made
        if made:
            break  # it was killed after its commit
        assert Event.objects.count() == before
        point += 1
    assert point > 1
    assert (Decision.objects.count(), Case.objects.get(pk=case).state) == (1, "decided")
    assert list(events.breaks()) == []
