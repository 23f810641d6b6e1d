"""Every address of the portal: open to all, or to the one case of a link and to no other."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.portal.conftest import Browser, mailed_link
from tests.steps.acts import QUESTION

from upheld.core.references import reference
from upheld.steps.answer import ask
from upheld.store import models as rows

from .routes import routes
from .world import World

PORTAL = {route.name: "/" + route.path for route in routes() if route.name.startswith("portal:")}
# What each answers to GET for somebody without a link and with one; POST never does more.
FOR_ALL = {
    "portal:filing": 200, "portal:received": 404, "portal:link": 200, "portal:asked": 200,
    "portal:enter": 410, "portal:again": 405, "portal:not_mine": 405, "portal:leave": 405,
    "portal:nothing": 404, "portal:changes": 200,
    "portal:asked_kindly": 410,
}  # fmt: skip
FOR_A_LINK = {
    "portal:case", "portal:add", "portal:answer", "portal:record", "portal:outcome",
    "portal:fairness", "portal:idea", "portal:news", "portal:onward",
}  # fmt: skip


def test_every_address_is_expected() -> None:
    assert PORTAL.keys() == FOR_ALL.keys() | FOR_A_LINK


def place(name: str, pk: int = 999999) -> str:
    told = PORTAL[name]
    for part in ("<str:told>", "<str:secret>", "<str:answer>", "<path:path>"):
        told = told.replace(part, "x")
    return (
        told.replace("<int:letter_id>", str(pk))
        .replace("<int:conduct_id>", str(pk))
        .replace("<int:asked_id>", str(pk))
    )


@pytest.fixture
def in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def came(case: int, email: str) -> Client:
    client = Browser(raise_request_exception=False)
    client.post("/complain/link/", {"email": email, "reference": reference(case)})
    client.post(mailed_link())
    assert mail.outbox
    return client


@pytest.mark.parametrize("who", ["not signed in", "handler", "lead", "administrator"])
def test_without_a_link_nobody_sees_a_case_and_staff_neither(world: World, who: str) -> None:
    client = world.client("" if who == "not signed in" else who)
    for name in FOR_A_LINK:
        for answer in (client.get(place(name)), client.post(place(name), {})):
            assert answer.status_code == 405 or (
                answer.status_code == 303 and answer["Location"].startswith("/complain/link/")
            ), name


def test_a_link_opens_its_own_case_and_nothing_of_another(world: World, in_memory: None) -> None:
    """Another person's question and record, by their numbers, are as if they were not there."""
    handler = world.people["handler"]
    ask(world.case, QUESTION, handler, stories.NOW)
    theirs = stories.an_investigated_case(handler, name="Bob", email="bob@example.net")
    client = came(theirs, "bob@example.net")
    foreign = {
        "portal:answer": rows.Letter.objects.get(case=world.case, kind="question").pk,
        "portal:record": rows.Conduct.objects.get(case=world.case).pk,
    }
    assert client.get(place("portal:case")).status_code == 200
    for name, pk in foreign.items():
        answers = [client.post(place(name, number), {"words": "x"}) for number in (pk, 999999)]
        assert {answer.status_code for answer in answers} <= {404, 422}
        shown = [re.sub(rb'value="[^"]*"', b"", answer.content) for answer in answers]
        assert shown[0] == shown[1]


def test_a_link_opens_nothing_of_the_desk_or_the_api(world: World, in_memory: None) -> None:
    client = came(world.case, "quilla@example.org")
    assert client.get(f"/cases/{reference(world.case)}/").status_code == 302
    assert client.get(f"/api/v1/cases/{reference(world.case)}").status_code == 401


def test_what_is_for_everybody_answers_as_it_is_told(world: World) -> None:
    client = world.client("")
    assert {name: client.get(place(name)).status_code for name in FOR_ALL} == FOR_ALL
