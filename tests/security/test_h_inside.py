"""What leads inside is refused when it is written down, and looked at again when it is used."""

import socket
from typing import Any

import pytest
from pytest_django import Settings
from tests.api.programs import Program, key_of
from typer.testing import CliRunner

from upheld.cli.main import app
from upheld.store.models import Person, Webhook

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


@pytest.mark.parametrize("how", ["watch", "fetch"])
def test_a_mailbox_inside_that_nobody_named_is_told_at_once_and_not_tried_for_ever(
    how: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheld.cli.mail.prepare", lambda: None)
    settings.MAILBOX = "imaps://us@10.0.0.7/INBOX"
    answer = CliRunner().invoke(app, ["mail", how])
    assert answer.exit_code != 0
    assert "add 10.0.0.7 to UPHELD_INSIDE" in f"{answer.output}{answer.exception}"
