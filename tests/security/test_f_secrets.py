"""Secrets: those of the operator and those that we made are in no answer, file, log or copy."""

import logging
import tarfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings
from tests.api.programs import Program, key_of
from tests.conftest import PASSWORD
from tests.stories import NOW, a_decided_case

from upheld.core.event_kinds import EventKind
from upheld.steps.address_calendar import address_calendar
from upheld.steps.keep_webhooks import add_webhook
from upheld.store import backup, receipts, webhooks
from upheld.store.models import Person, Receipt

ROOT = Path(__file__).resolve().parents[2]
OF_THE_OPERATOR = {
    "MAILBOX_PASSWORD": "plant-mailbox-9Q",
    "MCP_TOKEN": "plant-mcp-9Q",
    "MODEL_KEY": "plant-model-9Q",
    "MAILGUN_KEY": "plant-mailgun-9Q",
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.pain("39")
def test_no_secret_is_in_an_answer_a_file_a_log_or_a_copy(
    lead: Person, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name, secret in OF_THE_OPERATOR.items():
        setattr(settings, name, secret)
    settings.WEBHOOKS_LOCAL = True
    caplog.set_level(logging.DEBUG)
    case = a_decided_case(lead)
    hook = add_webhook("http://127.0.0.1:9/", {EventKind.RECEIVED}, lead, NOW)
    link, key = receipts.new_secret(), key_of(lead)
    told = {"to": "sally@example.org", "site": "https://x.example", "asked_by": "portal"}
    hashed = receipts.hash_of(link)
    Receipt.objects.create(**told, asked_at=NOW, case_id=case, link_hash=hashed, state="sent")
    calendar = address_calendar(lead, NOW)
    _, _, of_key = key.split("_", 2)  # whose own signs may be an underscore
    secrets = {
        *OF_THE_OPERATOR.values(), link, of_key, webhooks.secret_of(hook),
        PASSWORD, str(django_settings.SECRET_KEY),
    }  # fmt: skip
    desk, program = Client(raise_request_exception=False), Program(key)
    desk.force_login(lead)
    said = []
    place = f"/cases/UP-{case:06d}"
    for path in ("/", f"{place}/", "/customers/", "/imports/", "/mail/", "/personas/"):
        said.append(desk.get(path).content.decode())
    for path in (
        "/key",
        "/webhooks",
        "/people",
        "/events",
        f"/cases/UP-{case:06d}",
        "/openapi.json",
    ):
        said.append(program.get(path).content.decode())
    backup.write(tmp_path / "x.backup", NOW, (), said.append)
    with tarfile.open(tmp_path / "x.backup") as tar:
        for member in tar:
            part = tar.extractfile(member)
            said.append(part.read().decode("latin-1") if part else "")
    said.append(caplog.text)
    found = {secret[:12] for secret in secrets for text in said if secret in text}
    assert found == set()
    # A calendar's address is shown to its owner alone; a copy of the database opens none, for what
    # it holds is not signed.
    assert not any(calendar in text for text in said[-200:] if "store_" in text)


@pytest.mark.pain("41")
def test_what_is_installed_is_pinned_and_looked_up_for_known_holes() -> None:
    """What the audit found is looked at by whoever runs it: it asks a public service."""
    pinned = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    lines = [line for line in pinned if line.strip() and not line.startswith("#")]
    assert [line for line in lines if "==" not in line] == []
    assert len(lines) > 50
    assert "make sbom audit" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert ".ci/audit.py" in (ROOT / "Makefile").read_text("utf-8")
