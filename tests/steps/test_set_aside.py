"""Set aside: what nobody need act on waits no more for anybody, and stays as it came."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings
from tests.beside import begun
from tests.core.mails import a_mail
from tests.steps.test_place_message import STRANGER, headers, sent
from tests.stories import NOW
from tests.waiting import PATIENCE

from upheld.core.words import CaseId
from upheld.steps.place_message import NothingToPlace, place_into
from upheld.steps.set_aside import set_aside
from upheld.store import files, mail
from upheld.store.models import Event, Incoming, Person
from upheld.store.record import events


def held(case: CaseId, number: int, sender: str = STRANGER, **told: Any) -> Incoming:
    message_id = f"<{number}@x>"
    row = sent(a_mail(sender=sender, message_id=message_id, **headers("address", case), **told))
    assert row.state == "held"
    return row


def asides() -> int:
    return Incoming.objects.filter(state="aside").count()


def test_one_message_with_who_did_it_and_when(open_case: CaseId, handler: Person) -> None:
    first, _ = held(open_case, 1), held(open_case, 2)
    assert set_aside(first.pk, False, handler, NOW) == 1
    first.refresh_from_db()
    assert (first.state, first.settled_by, first.settled_at) == ("aside", handler.name, NOW)
    told = Event.objects.get(kind="mail_set_aside")
    assert (told.case_id, told.by, told.data["mail"]) == (open_case, handler.name, first.pk)
    assert asides() == 1
    assert files.contents(first.sha256)
    assert list(events.breaks()) == []


def test_all_of_its_sender_and_of_nobody_else(open_case: CaseId, handler: Person) -> None:
    first, *_ = (held(open_case, number) for number in range(3))
    other = held(open_case, 9, sender="Eve <eve@evil.example>")
    assert set_aside(first.pk, True, handler, NOW) == 3
    other.refresh_from_db()
    assert (asides(), other.state) == (3, "held")
    assert list(events.breaks()) == []


def test_of_what_is_forged_none_that_is_not(
    open_case: CaseId, handler: Person, settings: Settings
) -> None:
    """Else whoever writes as somebody has their own messages set aside with it."""
    real = held(open_case, 1)
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    found = "mx.firm.example; dmarc=fail header.from=example.net"
    forged = held(open_case, 2, Authentication_Results=found)
    assert set_aside(forged.pk, True, handler, NOW) == 1
    real.refresh_from_db()
    assert real.state == "held"


def test_of_what_names_nobody_it_alone(open_case: CaseId, handler: Person) -> None:
    first = sent(a_mail(sender="", message_id="<1@x>"))
    sent(a_mail("Other.", sender="", message_id="<2@x>"))
    assert set_aside(first.pk, True, handler, NOW) == 1


def test_what_has_its_place_is_left_there_and_what_is_aside_may_have_one(
    open_case: CaseId, handler: Person
) -> None:
    row = held(open_case, 1)
    set_aside(row.pk, False, handler, NOW)
    with pytest.raises(NothingToPlace, match="not held any more"):
        set_aside(row.pk, False, handler, NOW)
    place_into(row.pk, open_case, handler, NOW)
    row.refresh_from_db()
    assert row.state == "placed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.postgres
def test_whoever_places_one_of_them_meanwhile_is_waited_for(
    open_case: CaseId, handler: Person
) -> None:
    """Before the chain is held: who places a message holds it first, and the chain after that."""
    first, other = held(open_case, 1), held(open_case, 2)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mail.incoming(other.pk)
            many = begun(pool, lambda: set_aside(first.pk, True, handler, NOW))
            place_into(other.pk, open_case, handler, NOW)
        assert many.result(timeout=PATIENCE) == 1
    assert list(events.breaks()) == []
