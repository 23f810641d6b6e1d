"""The desk as somebody sees it who signed in, on the Monday morning of the stories."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from tests import stories
from tests.drafts import a_draft

from upheld.store.models import Person, PolicyDraft

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(stories.NOW, tick=False):
        yield


@pytest.fixture
def signed_in() -> SignIn:
    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def alice(signed_in: SignIn, handler: Person) -> Client:
    return signed_in(handler)


@pytest.fixture
def owner(signed_in: SignIn, policy_owner: Person) -> Client:
    return signed_in(policy_owner)


@pytest.fixture
def draft(policy_owner: Person) -> PolicyDraft:
    return a_draft(policy_owner)
