"""Where links in mails lead: to our own address, and never to what a request says of itself."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings
from tests import stories
from tests.portal.test_filing import TOLD

from upheld.core.words import CaseId
from upheld.jobs import receipts as links
from upheld.store import receipts
from upheld.store.models import Case, Person

# A host that we let in and a port that is not ours: another program listens there.
STRANGE = {"Host": "localhost:9", "X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "9"}
SERVED: dict[str, Any] = {"headers": STRANGE, "SERVER_PORT": "8000"}


@pytest.fixture(autouse=True)
def mail_is_kept_in_memory(settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    with time_machine.travel(stories.NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("hosts", "port", "told"),
    [
        ("localhost,127.0.0.1,[::1]", "8000", "http://localhost:8000"),
        ("localhost,127.0.0.1", "80", "http://localhost"),
        ("desk.firm.lan,127.0.0.1", "8000", "http://desk.firm.lan:8000"),
        ("localhost,desk.firm.lan,10.0.0.7", "8000", "http://desk.firm.lan:8000"),
        (".firm.example", "8000", "http://firm.example:8000"),
        ("*", "8000", "http://localhost:8000"),
        ("", "8000", "http://localhost:8000"),
    ],
)
def test_without_a_site_it_is_the_name_that_the_firm_gave_and_the_port_that_is_served(
    hosts: str, port: str, told: str, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = hosts.split(",")
    request = RequestFactory().get("/", headers=STRANGE, SERVER_PORT=port)
    assert receipts.site(request) == told


def test_with_a_site_it_is_that(settings: Settings) -> None:
    settings.SITE = "https://desk.firm.example/"
    request = RequestFactory().get("/", headers=STRANGE)
    assert receipts.site(request) == "https://desk.firm.example"


def _files(client: Client, case: Case, person: Person) -> None:
    client.post("/complain/", {**TOLD, "once": "a"}, **SERVED)


def _asks(client: Client, case: Case, person: Person) -> None:
    client.post("/complain/link/", {"email": case.customer.email}, **SERVED)


def _asks_again(client: Client, case: Case, person: Person) -> None:
    """In the place of a link that was used."""
    _asks(client, case, person)
    links.sweep(timezone.now())
    (used,) = re.findall(r"/complain/enter/(\S+)/", str(mail.outbox.pop().body))
    Client().post(f"/complain/enter/{used}/", headers={"Host": "localhost"})
    client.post(f"/complain/enter/{used}/again/", **SERVED)


def _is_offered_one(client: Client, case: Case, person: Person) -> None:
    client.force_login(person)
    client.post(f"/cases/{case.reference}/theirs/link/", {"once": "a"}, **SERVED)


def _forgot_a_password(client: Client, case: Case, person: Person) -> None:
    client.post("/accounts/password/reset/", {"email": person.email}, **SERVED)


@pytest.mark.parametrize("comes", [_files, _asks, _asks_again, _is_offered_one, _forgot_a_password])
def test_no_link_that_is_mailed_leads_where_whoever_asked_for_it_says(
    comes: Callable[[Client, Case, Person], None], open_case: CaseId, handler: Person
) -> None:
    comes(Client(), Case.objects.get(pk=open_case), handler)
    links.sweep(timezone.now())
    (left,) = mail.outbox
    led = re.findall(r"https?://[^/\s]*", str(left.body))
    assert set(led) == {"http://localhost:8000"}
    assert "evil" not in str(left.message())
