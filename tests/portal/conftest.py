"""The portal as somebody sees it who complains, on the Monday morning of the stories."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings
from tests import stories

from upheld.core.words import CaseId
from upheld.jobs import receipts
from upheld.store.models import Case

Came = Callable[[CaseId], Client]
LINK = re.compile(r"https?://\S+?(/complain/enter/\S+/)")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(stories.NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def mail_is_kept_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def mailed_link() -> str:
    """The address in the newest mail that left."""
    receipts.sweep(stories.NOW)
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.fixture
def came_in() -> Came:
    """The browser of the person who complained, let in by the link that was mailed to them."""

    def come(case: CaseId) -> Client:
        client = Client()
        email = Case.objects.get(pk=case).customer.email
        reference = f"UP-{case:06d}"
        client.post("/complain/link/", {"email": email, "reference": reference})
        client.post(mailed_link())
        return client

    return come
