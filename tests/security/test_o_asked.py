"""How often anybody asks for links to a mailbox, and from where: what did not leave counts for
nothing, and what is no address is no way around."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
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
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("somebody", "nowhere"),
        ("203.0.113.9:x", "nowhere"),
    ],
)
def test_a_port_makes_no_other_network_and_what_is_no_address_is_one(told: str, home: str) -> None:
    assert knocks.home_of(told) == home


def test_behind_a_proxy_that_tells_nothing_everybody_is_counted(settings: Settings) -> None:
    settings.PROXIES = 1
    assert knocks.asked_from("203.0.113.9, ", "127.0.0.1") == "nowhere"


def _forgotten(place: str, proxied: str = "") -> int:
    """What whoever forgot their password is answered there."""
    told = {"X-Forwarded-For": proxied} if proxied else {}
    client = Client(REMOTE_ADDR=place, headers=told)
    return client.post("/accounts/password/reset/", {"email": "a@x.example"}).status_code


@pytest.mark.parametrize(
    ("theirs", "same", "other"),
    [
        ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"),
        ("::ffff:203.0.113.1", "203.0.113.1", "::ffff:203.0.113.2"),
        ("fe80::1%eth0", "fe80::2", "203.0.113.2"),
    ],
)
def test_what_signs_in_counts_a_network_as_all_our_limits_do(
    theirs: str, same: str, other: str, settings: Settings, db: None
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reset_password": "2/m/ip"}
    assert [_forgotten(theirs), _forgotten(same), _forgotten(theirs)] == [302, 302, 429]
    assert _forgotten(other) == 302


def test_a_proxy_that_tells_less_than_it_should_is_no_fault_of_ours(
    settings: Settings, db: None
) -> None:
    settings.PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert _forgotten("127.0.0.1", "203.0.113.9") == 302
    assert _forgotten("", "nonsense, nonsense") == 302
