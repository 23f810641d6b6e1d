"""Programs with keys, on the Monday morning of the stories."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from tests import stories
from tests.api.programs import Program, key_of

from upheld.store.models import Person

Programs = Callable[..., Program]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(stories.NOW, tick=False):
        yield


@pytest.fixture
def program(handler: Person) -> Program:
    """One that acts as Alice, a handler, and may do all that she may."""
    return Program(key_of(handler))


@pytest.fixture
def leads(lead: Person) -> Program:
    return Program(key_of(lead))
