"""The head of what leaves: it names our domain, and neither this machine nor a process of it."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.mail.utils import DNS_NAME
from django.test import RequestFactory
from pytest_django import Settings
from tests.insight.test_silence import a_late_order, journeyed
from tests.jobs.test_notices import told as told_too_large
from tests.jobs.test_outbox import Mailbox, a_letter, mailbox
from tests.stories import NOW, a_received_case

from upheld.core.faults import Rule, fault
from upheld.core.ways_in import WayIn
from upheld.desk.accounts import StaffOnly
from upheld.jobs import notices, outbox, receipts, staff_notices
from upheld.steps.ask_kindly import ask_kindly
from upheld.steps.may import Complainant
from upheld.steps.receipts import ask_link
from upheld.store.models import Case, Person
from upheld.store.receipts import password_wished_for
from upheld.store.rows import staff_notices as store

__all__ = ["journeyed", "mailbox"]  # fixtures
MACHINE = "the-name-of-the-machine"


@pytest.fixture(autouse=True)
def ours(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the process is when it has begun, on a machine of this name."""
    settings.DEFAULT_FROM_EMAIL = "Care <care@firm.example>"
    monkeypatch.setattr(DNS_NAME, "_fqdn", MACHINE, raising=False)
    apps.get_app_config("store").ready()


def a_case(person: Person) -> None:
    a_letter(a_received_case(person))
    outbox.sweep(NOW)


def a_kind_letter(person: Person) -> None:
    people = {a_late_order("Ann").customer_id}
    ask_kindly(fault(Rule.LATE, "delivery"), people, person, "https://care.example", NOW)
    outbox.sweep(NOW)


def a_link(person: Person) -> None:
    case = Case.objects.get(pk=a_received_case(person))
    ask_link(case.customer.email, case.reference, "https://firm.example", Complainant(), NOW)
    receipts.sweep(NOW)


def a_password(person: Person) -> None:
    password_wished_for(person.email, "https://firm.example", NOW)
    receipts.sweep(NOW)


def an_answer_that_it_was_too_large(person: Person) -> None:
    told_too_large()
    notices.sweep(NOW)


def a_word_to_staff(person: Person) -> None:
    store.tell(person, WayIn.APP_ADDED, person.name, NOW)
    staff_notices.sweep(NOW)


def a_mail_of_the_sign_in(person: Person) -> None:
    adapter = StaffOnly(RequestFactory().get("/"))
    asked = {"request": adapter.request, "user": person, "signup_url": "/", "code": "123"}
    adapter.render_mail("account/email/login_code", person.email, asked).send()


@pytest.mark.parametrize(
    "sent",
    [
        a_case, a_kind_letter, a_link, a_password, an_answer_that_it_was_too_large,
        a_word_to_staff, a_mail_of_the_sign_in,
    ],
)  # fmt: skip
def test_it_names_our_domain_alone(
    sent: Callable[[Person], None], journeyed: Person, mailbox: Mailbox
) -> None:
    sent(journeyed)
    (came,) = mailbox.came
    name, _, domain = str(came["Message-ID"]).strip("<>").partition("@")
    assert domain == "firm.example"
    assert re.fullmatch(
        r"[0-9a-f]{32}|up\.link\.\d+\.[0-9a-f]{24}\.\d+|up\.\d+\.\d+\.[0-9a-f]{24}", name
    )
    assert MACHINE not in came.as_string()
    assert mailbox.greeted == ["firm.example"]
