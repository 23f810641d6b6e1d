"""The desk as somebody sees it who signed in, on the Monday morning of the stories."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from tests import stories

from upheld.store.models import Person

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
