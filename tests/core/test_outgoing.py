"""Where a webhook may lead, and how its messages are signed."""

import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.outgoing import (
    AddressRefused,
    checked_url,
    host_of,
    next_try,
    reachable,
    signed,
)

AT = datetime(2022, 7, 12, 16, 53, 11, tzinfo=UTC)


def test_a_message_is_signed_as_the_standard_shows() -> None:
    """The worked example that Standard Webhooks' own libraries are tested with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    told = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', secret)
    assert told == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "https:///x", "https://", "//example.org",
        "https://me:secret@example.org/", "https://example.org/#part", "https://example.org/a b",
        "https://example.org:22/", "https://example.org:99999/", "https://exämple.org/",
        "https://example.org/\r\nX: y", "javascript:alert(1)", "file:///etc/passwd",
        "https://[::1", "",
    ],
)  # fmt: skip
def test_an_address_that_nothing_is_sent_to(url: str) -> None:
    with pytest.raises(AddressRefused):
        checked_url(url, local=False)


@pytest.mark.parametrize("local", [False, True])
def test_nothing_is_sent_to_port_0_where_nobody_is(local: bool) -> None:
    with pytest.raises(AddressRefused, match="port 0 is not sent to: use 443 or one above 1023"):
        checked_url("https://example.org:0/hook", local)


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org:8443/a?b=c&d=%20"])
def test_an_address_that_may_be_sent_to(url: str) -> None:
    assert checked_url(url, local=False) == url


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "ff02::1", "2001:db8::1", "::7f00:1", "fec0::1",
        "192.88.99.1", "::ffff:192.88.99.1", "2002:c058:6301::", "192.0.0.8", "3fff::1",
    ],
)  # fmt: skip
def test_an_inner_address_is_not_reached(address: str) -> None:
    assert not reachable(address, local=False)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_is_reached(address: str) -> None:
    assert reachable(address, local=False)


@given(st.ip_addresses(v=4))
def test_an_inner_address_is_inner_however_it_is_written(address: ipaddress.IPv4Address) -> None:
    assert reachable(f"::ffff:{address}", False) == reachable(str(address), False)


@pytest.mark.parametrize(
    ("told", "host"),
    [
        (" IMAP.Firm.LAN ", "imap.firm.lan"), ("imap.firm.lan.", "imap.firm.lan"),
        ("10.0.0.7", "10.0.0.7"), ("::FFFF:10.0.0.7", "10.0.0.7"), ("[FD00:0:0::7]", "fd00::7"),
        ("fe80::1%25eth0", "fe80::1"), ("127.0.0.1.", "127.0.0.1"),
    ],
)  # fmt: skip
def test_a_host_is_the_same_however_it_is_written(told: str, host: str) -> None:
    assert host_of(told) == host


@pytest.mark.parametrize(
    "told", ["imap.firm.lan:993", "10.0.0.7:993", "[::1]:993", "imaps://imap.firm.lan", "a@b", "."]
)
def test_what_is_more_than_a_host_is_refused(told: str) -> None:
    with pytest.raises(AddressRefused, match="write its name or IP address alone"):
        host_of(told)


def test_there_are_ten_tries_over_three_days() -> None:
    waits = [next_try(attempt) for attempt in range(1, 11)]
    assert waits[-1] is None
    assert sum(filter(None, waits), timedelta()) > timedelta(days=3)
