"""What leads inside is refused when it is written down, and looked at again when it is used."""

import socket
from typing import Any

import pytest
from pytest_django import Settings
from tests.api.programs import Program, key_of
from tests.stories import NOW, a_received_case
from typer.testing import CliRunner

from upheld.cli.main import app
from upheld.jobs import webhooks
from upheld.store.models import Delivery, Person, Webhook

INSIDE = (
    "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:10.0.0.7]",
    "[64:ff9b::a00:7]", "[fd00::7]", "[2002:a00:7::]", "169.254.169.254", "0.0.0.0", "localhost",
    "[fe80::1]", "10.0.0.7", "100.64.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_no_webhook_that_leads_inside_is_written_down(
    host: str, lead: Person, settings: Settings
) -> None:
    settings.INSIDE = {"localhost", "10.0.0.7"}
    body = {"url": f"https://{host}/hook", "kinds": ["received"]}
    answer = Program(key_of(lead)).post("/webhooks", body)
    assert answer.status_code == 422
    assert "UPHELD_INSIDE opens that to mailboxes and imports" in answer.json()["detail"]
    assert not Webhook.objects.exists()


def test_a_name_that_nobody_knows_yet_is_looked_at_when_it_is_used(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("not yet")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    body = {"url": "https://soon.example.org/hook", "kinds": ["received"]}
    assert Program(key_of(lead)).post("/webhooks", body).status_code == 201


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1", "10.0.0.7"])
def test_a_name_that_came_to_lead_inside_since_it_was_written_down_is_told_nothing(
    address: str, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of a public zone that leads to this machine, and was not known when it was added."""
    known: list[str] = []

    def look_up(_: str, port: int, **__: Any) -> Any:
        if not known:
            raise socket.gaierror("not yet")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in known]

    with socket.create_server(("127.0.0.1", 0)) as here:
        here.setblocking(False)
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        url = f"https://soon.example.org:{here.getsockname()[1]}/hook"
        body = {"url": url, "kinds": ["received"]}
        assert Program(key_of(lead)).post("/webhooks", body).status_code == 201
        known.extend(["93.184.215.14", address])
        a_received_case(lead)
        assert webhooks.sweep(NOW) == 0
        with pytest.raises(BlockingIOError):
            here.accept()
    told = Delivery.objects.get()
    assert (told.state, told.answer) == (
        "waiting", f"it leads to {address}, which is no public address",
    )  # fmt: skip


@pytest.mark.parametrize("how", ["watch", "fetch"])
def test_a_mailbox_inside_that_nobody_named_is_told_at_once_and_not_tried_for_ever(
    how: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheld.cli.mail.prepare", lambda: None)
    settings.MAILBOX = "imaps://us@10.0.0.7/INBOX"
    answer = CliRunner().invoke(app, ["mail", how])
    assert answer.exit_code != 0
    assert "add 10.0.0.7 to UPHELD_INSIDE" in f"{answer.output}{answer.exception}"
