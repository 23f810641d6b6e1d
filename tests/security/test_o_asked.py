"""How often anybody asks for links to a mailbox, and from where: what did not leave counts for
nothing, and what is no address is no way around."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.conftest import PASSWORD
from tests.desk.test_account import is_in, tried
from tests.stories import NOW, an_open_case

import upheld
from upheld.core.intake import TooMany
from upheld.core.networks import home_of
from upheld.jobs import receipts
from upheld.steps import may
from upheld.store import knocks
from upheld.store.knocks import By, Share
from upheld.store.models import Customer, Knock, Person, Receipt

HOURS = timedelta(hours=1)
SOURCE = Path(upheld.__file__).parent


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
    assert home_of(told) == home


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


@pytest.mark.parametrize(
    ("limit", "page", "told"),
    [
        ("login", "/accounts/login/", {"login": "{}@x.example", "password": "no such password"}),
        ("login_failed", "/accounts/login/", {"login": "{}@x.example", "password": "wrong again"}),
        ("reset_password", "/accounts/password/reset/", {"email": "{}@x.example"}),
        ("reset_password_from_key", "/accounts/password/reset/key/1-x-y/", {}),
        ("webauthn_login", "/accounts/2fa/webauthn/login/", {}),
    ],
)
def test_what_signs_in_counts_a_site_of_ipv6_eight_times_as_far_as_a_home(
    limit: str, page: str, told: dict[str, str], settings: Settings, db: None
) -> None:
    limits = {**settings.ACCOUNT_RATE_LIMITS, limit: "1/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = limits

    def asks(place: str) -> int:
        sent = {name: each.format(place.replace(":", "-")) for name, each in told.items()}
        return Client(REMOTE_ADDR=place).post(page, sent).status_code

    answers = [asks(f"2001:db8:0:{home:x}::1") for home in range(9)]
    assert 429 not in answers[:8]
    assert answers[8] == 429
    assert asks("2001:db8:1::1") != 429, "another site"
    assert [asks("203.0.113.1") == 429, asks("203.0.113.1") == 429] == [False, True]


def test_one_home_that_tries_on_keeps_nobody_else_of_its_site_from_signing_in(
    settings: Settings, db: None
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    for _ in range(20):
        Client(REMOTE_ADDR="2001:db8::1").post("/accounts/login/", {"login": "a@x.example"})
    other = Client(REMOTE_ADDR="2001:db8:0:1::1")
    assert other.post("/accounts/login/", {"login": "b@x.example"}).status_code == 200


def test_whoever_signs_in_from_a_site_uses_up_none_of_its_tries(
    settings: Settings, handler: Person
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "1/m/ip"}
    for home in range(12):
        client = Client()
        tried(handler.email, PASSWORD, client=client, place=f"2001:db8:0:{home:x}::1")
        assert is_in(client)


def test_a_proxy_that_tells_less_than_it_should_is_no_fault_of_ours(
    settings: Settings, db: None
) -> None:
    settings.PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert _forgotten("127.0.0.1", "203.0.113.9") == 302
    assert _forgotten("", "nonsense, nonsense") == 302


def _many(home: int, mailbox: str = "a@x.example", site: str = "2001:db8:0") -> bool:
    return knocks.too_many("x", By(mailbox, f"{site}:{home:x}::/64"), 2, NOW)


def test_a_site_of_ipv6_has_eight_times_what_one_of_its_homes_has(db: None) -> None:
    assert not any(_many(home) for home in range(16))
    assert _many(16)
    assert not _many(16, site="2001:db8:1")
    assert not _many(16, mailbox="b@x.example")


def test_a_home_that_is_refused_takes_nothing_from_the_others_of_its_site(db: None) -> None:
    assert [_many(0) for _ in range(40)] == [False] * 2 + [True] * 38
    assert not any(_many(home) for home in range(1, 15))


def test_what_is_refused_by_the_site_counts_for_none_of_its_homes(db: None) -> None:
    def taken(home: int) -> bool:
        try:
            theirs = Share(By(network=f"2001:db8:0:{home:x}::/64"), 1)
            with knocks.counted("file", [theirs], "later", NOW):
                return True
        except TooMany:
            return False

    assert all(taken(home) for home in range(8))
    before = Knock.objects.count()
    assert not taken(9)
    assert not taken(0)
    assert Knock.objects.count() == before


def test_a_key_of_a_form_answers_a_site_eight_times_what_it_answers_a_home(db: None) -> None:
    def asked(home: int) -> bool:
        return knocks.too_many_a_minute(By("key", f"2001:db8:0:{home:x}::/64"), 1, NOW)

    assert [asked(home) for home in range(9)] == [False] * 8 + [True]
    assert Knock.objects.count() == 16, "what is refused is not even written"


def test_whoever_forgets_passwords_from_many_homes_of_a_site_is_held_to_the_limit_of_the_site(
    db: None,
) -> None:
    for home in range(80):
        _forgotten(f"2001:db8:0:{home:x}::1")
    assert Receipt.objects.count() == 8 * 4


@pytest.mark.parametrize(
    "by",
    [
        By(network="203.0.113.9"),
        By(network="nowhere"),
        By("key"),
        By(network="::::/64"),
        By(network="2001:db8::/48"),
        By("a::/64@x.example b", "203.0.113.9"),
    ],
)
def test_what_is_no_home_of_ipv6_is_counted_once(by: By, db: None) -> None:
    assert [knocks.too_many("x", by, 1, NOW) for _ in range(2)] == [False, True]
    assert Knock.objects.count() == 2


@pytest.mark.parametrize("name", ["2001:db8:0:7::/64", '"a 2001:db8:0:7::/64 b"@x.example'])
def test_a_network_in_somebodys_name_is_none_that_is_counted(name: str, db: None) -> None:
    """A mailbox may be called so: whoever writes it would use up what a site has."""
    assert not knocks.too_many("x", By(name), 1, NOW)
    assert Knock.objects.count() == 1
    assert not knocks.too_many("x", By(network=name), 1, NOW), "who is called so is no network"


# Every module that asks from which network somebody comes, and by what it is counted there.
COUNT_BY_NETWORK = {
    "api/access.py": "requests a minute, by knocks",
    "api/by_form.py": "complaints, by knocks",
    "api/once.py": "nothing: a repeat is known in its network alone",
    "api/routes/filing.py": "files: a site has one share",
    "desk/accounts.py": "tries, by allauth and with the site beside it; what is begun, by knocks",
    "desk/directory.py": "questions to the directory: a site has one place",
    "desk/sites.py": "what allauth counts, with the site beside it",
    "desk/views/invitation.py": "tries, by knocks",
    "portal/asking.py": "nothing: hands it on",
    "portal/sent.py": "files, by knocks",
    "portal/views/asked.py": "tries, by knocks",
    "portal/views/entering.py": "links, by knocks",
    "portal/views/filing.py": "forms, by knocks",
    "project/asgi.py": "room on the disk (project/room.py): with the site beside it",
    "store/knocks.py": "with the site beside it",
}
_ASKS = re.compile(r"\b(?:place_of|came_from|asked_from|home_of)\(|\bplace\(request\)")
_BY_HAND = re.compile(r"ip_network|IPv[46]Network|/(?:48|56|64)\b(?!,000)")
_PACKAGES = ("api", "desk", "portal", "mail", "mcp", "project", "steps", "jobs", "store")


def _modules_with(pattern: re.Pattern[str], *folders: str) -> set[str]:
    files = (each for folder in folders for each in (SOURCE / folder).rglob("*.py"))
    return {f"{each.relative_to(SOURCE)}" for each in files if pattern.search(each.read_text())}


def test_all_that_is_counted_by_a_network_is_counted_by_its_site_too() -> None:
    assert _modules_with(_ASKS, *_PACKAGES) == set(COUNT_BY_NETWORK)


def test_nobody_but_one_module_says_how_large_a_network_is() -> None:
    """But what may not be asked at all, of which core/outgoing.py has a list."""
    assert _modules_with(_BY_HAND, "") == {"core/networks.py", "core/outgoing.py"}
