"""How often anybody asks for links to a mailbox, and from where: what did not leave counts for
nothing, and what is no address is no way around."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings
from tests.stories import NOW, an_open_case

from upheld.jobs import receipts
from upheld.steps import may
from upheld.store import knocks
from upheld.store.models import Customer, Person, Receipt

HOURS = timedelta(hours=1)


def _asked(email: str, now: datetime) -> None:
    Receipt.objects.create(to=email, wanted="", asked_at=now, asked_by=may.Complainant().name)


def _left() -> int:
    return Receipt.objects.filter(state="sent").count()


def test_whoever_asks_on_keeps_nobody_out_beyond_a_day(handler: Person) -> None:
    an_open_case(handler)
    email = Customer.objects.get().email
    for _ in range(12):
        _asked(email, NOW)
    receipts.sweep(NOW)
    assert _left() == 12
    for hour in (5, 10, 15, 20):  # none of these leaves
        for _ in range(12):
            _asked(email, NOW + hour * HOURS)
        receipts.sweep(NOW + hour * HOURS)
    assert _left() == 12
    _asked(email, NOW + 25 * HOURS)
    receipts.sweep(NOW + 25 * HOURS)
    assert _left() == 13


@pytest.mark.parametrize(
    ("told", "home"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:1000", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("somebody", "nowhere"),
        ("203.0.113.9:x", "nowhere"),
    ],
)
def test_a_port_makes_no_other_network_and_what_is_no_address_is_one(told: str, home: str) -> None:
    assert knocks.home_of(told) == home


def test_behind_a_proxy_that_tells_nothing_everybody_is_counted(settings: Settings) -> None:
    settings.PROXIES = 1
    assert knocks.asked_from("203.0.113.9, ", "127.0.0.1") == "nowhere"
