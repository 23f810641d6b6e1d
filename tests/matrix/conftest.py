"""The store of the matrix, made once for each test, on the Monday morning of the stories."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from tests.stories import NOW

from .world import World, a_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    refusals = logging.getLogger("django.request")  # a refusal is told with its traceback
    was, refusals.disabled = refusals.disabled, True
    with time_machine.travel(NOW, tick=False):
        yield a_world()
    refusals.disabled = was
