"""Strangers and people who signed in, on the Monday morning of the stories."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from tests import stories

from upheld.store.models import Person


@pytest.fixture
def monday() -> Iterator[None]:
    with time_machine.travel(stories.NOW, tick=False):
        yield


@pytest.fixture
def alice(handler: Person) -> Client:
    client = Client()
    client.force_login(handler)
    return client
