"""The portal as somebody sees it who complains, on the Monday morning of the stories."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings
from tests import stories

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.jobs import receipts
from upheld.portal.session import COOKIE
from upheld.steps import may
from upheld.steps.tell import Told, tell
from upheld.store.models import Case, Person
from upheld.store.receipts import by_session

Came = Callable[[CaseId], Client]
LINK = re.compile(r"https?://\S+?(/complain/enter/\S+/)")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(stories.NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def mail_is_kept_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class Browser(Client):
    """Sends with each form of the page of a case what the page puts there unseen: whose it is."""

    def post(self, path: str, data: Any = None, *args: Any, **told: Any) -> Any:  # type: ignore[override]
        if path.startswith("/complain/case/") and not {*(data or {})} & {"of"}:
            data = {**(data or {}), **self._of()}
        return super().post(path, data, *args, **told)

    def _of(self) -> dict[str, str]:
        cookie = self.cookies.get(COOKIE)
        found = by_session(cookie.value, stories.NOW) if cookie else None
        return {"of": reference(found.case_id)} if found and found.case_id else {}


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
        client = Browser()
        email = Case.objects.get(pk=case).customer.email
        reference = f"UP-{case:06d}"
        client.post("/complain/link/", {"email": email, "reference": reference})
        client.post(mailed_link())
        return client

    return come


def wrote(case: CaseId, words: str) -> None:
    tell(case, Told(words, (), None, ""), may.Complainant(), stories.NOW)


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    """Hers, and below his: two cases that become one."""
    case = stories.an_open_case(handler)
    wrote(case, "Sally's words.")
    return case


@pytest.fixture
def bobs(handler: Person) -> CaseId:
    case = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    wrote(case, "Bob's words.")
    return case
