"""Where a name leads: nowhere inside, unless the firm says that this very host is meant."""

import socket
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict
from pytest_django import Settings

from upheld.core.outgoing import AddressRefused
from upheld.mail.connecting import Box
from upheld.store.hosts import HostUnknown, addresses_named, addresses_of
from upheld.store.imports.of_sql import _reached, place

INSIDE = ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::7", "::ffff:10.0.0.7",
          "64:ff9b::a00:7", "0.0.0.0"]  # fmt: skip


class Names:
    """What is asked of DNS, and what it says: one list after the other, the last for ever."""

    def __init__(self, *told: list[str]) -> None:
        self.told, self.asked = list(told), 0

    def __call__(self, host: str, port: int, *_: Any, **__: Any) -> Any:
        said = self.told[min(self.asked, len(self.told) - 1)]
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in said]


def names(patch: pytest.MonkeyPatch, *told: list[str]) -> Names:
    made = Names(*told)
    patch.setattr(socket, "getaddrinfo", made)
    return made


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_with_one_address_inside_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ["93.184.215.14", address])
    with pytest.raises(AddressRefused, match="no public address: if that is meant, add"):
        addresses_named("imap.x", 993)
    assert addresses_of("imap.x", 993, local=True) == ["93.184.215.14", address]


def test_of_a_name_that_leads_to_hundreds_all_are_looked_at_and_few_are_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each of them may let nobody in, and take its time over it."""
    many = [f"93.184.{at // 250}.{at % 250 + 1}" for at in range(900)]
    names(monkeypatch, many, [*many, "10.0.0.7"])
    assert addresses_of("hooks.x", 443, local=False) == many[:4]
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.7"):
        addresses_of("hooks.x", 443, local=False)


def test_a_host_that_the_firm_names_may_be_inside_and_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INSIDE = {"imap.firm.lan"}
    names(monkeypatch, ["10.0.0.7"])
    for written in ("IMAP.firm.lan", "imap.firm.lan."):
        assert addresses_named(written, 993) == ["10.0.0.7"]
    with pytest.raises(AddressRefused):
        addresses_named("db.firm.lan", 993)
    with pytest.raises(AddressRefused):  # webhooks are chosen in the desk: no name opens them
        addresses_of("imap.firm.lan", 443, local=False)


@pytest.mark.parametrize("host", ["nobody.invalid", "a" * 300, "x..y", "\udcff"])
def test_a_name_that_nobody_knows_is_told(host: str) -> None:
    with pytest.raises(HostUnknown, match="its name is not known"):
        addresses_named(host, 993)


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls", "imap"])
def test_a_mailbox_is_opened_at_the_address_that_was_looked_at(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer leads inside, and is never asked for."""
    public = ["93.184.215.14", "93.184.215.15"]
    asked, reached = names(monkeypatch, public, ["127.0.0.1"]), []

    def connect(to: tuple[str, int], timeout: float) -> None:
        reached.append(to[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        Box(scheme, "imap.example.org", 1143)
    assert (reached, asked.asked) == (public, 1)


def test_a_mailbox_whose_name_came_to_lead_inside_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, ["93.184.215.14", "127.0.0.1"])
    reached: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *to: reached.append(to))
    with pytest.raises(AddressRefused, match=r"it leads to 127\.0\.0\.1"):
        Box("imaps", "imap.example.org", 993)
    assert reached == []


def test_a_database_is_asked_at_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding, again: the driver is told the address, and looks up no name."""
    asked = names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    told = conninfo_to_dict(_reached(place("postgres://u@db.example.org/shop")))
    assert (told["host"], told["hostaddr"]) == ("db.example.org", "93.184.215.14")
    assert asked.asked == 1
