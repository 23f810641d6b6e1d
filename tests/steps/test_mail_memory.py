"""A mail with long files takes little memory, whoever looks at it: they stay on the disk."""

import gc
import random
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from tests.core.mails import a_mail
from tests.stories import NOW

from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store.models import Incoming, Person

BY = Operator("mail")
FILE = random.Random(3).randbytes(4 * 1024 * 1024)
FILES = tuple((name, "application/pdf", FILE) for name in ("a.pdf", "b.pdf"))
_A_PAGE = 2.5 * 1024 * 1024  # what a page takes that shows a message of a line


@contextmanager
def at_most(share: float, row: Incoming) -> Iterator[None]:
    """No more memory at once than this share of the message."""
    gc.collect()
    tracemalloc.start()
    try:
        yield
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < share * row.size + _A_PAGE, f"{most / row.size:.1f} times the message"


def came(number: int = 1) -> Incoming:
    return take_message(a_mail(message_id=f"<{number}@x>", files=FILES), "smtp", BY, NOW)


def test_a_message_is_placed_in_a_tenth_of_its_size(db: None) -> None:
    small = take_message(a_mail(message_id="<0@x>"), "smtp", BY, NOW)
    place_message(small.pk, BY, NOW)  # what is read once is read
    row = came()
    with at_most(0.1, row):
        placed = place_message(row.pk, BY, NOW)
    assert placed.state == "placed"


def _page(row: Incoming) -> str:
    return f"/mail/{row.pk}/"


def _file(row: Incoming) -> str:
    return f"/mail/{row.pk}/files/1/"


def _whole(row: Incoming) -> str:
    return f"/mail/{row.pk}/message.eml"


@pytest.mark.parametrize("address", [_page, _file, _whole])
def test_a_message_its_files_and_its_bytes_are_shown_in_a_tenth_of_its_size(
    address: Callable[[Incoming], str], client: Client, handler: Person
) -> None:
    client.force_login(handler)
    small = take_message(a_mail(message_id="<0@x>"), "smtp", BY, NOW)
    client.get(_page(small))
    row = came()
    with at_most(0.1, row):
        response = client.get(address(row))
        if response.streaming:
            assert sum(map(len, response)) in (len(FILE), row.size)
    assert response.status_code == 200
