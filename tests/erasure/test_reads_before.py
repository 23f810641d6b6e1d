"""An erasure reads the files that are kept before it holds anything: on SQLite one who holds the
store keeps out everybody who writes. What came since is read then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from tests.core.mails import a_bounce
from tests.erasure.test_erase import erased
from tests.erasure.test_imports import BOB, HEAD, ZOE, begun, kept, sent, zoe
from tests.stories import NOW

from upheld.core.erasing import ErasureWhy
from upheld.core.words import CaseId
from upheld.steps import erase, may
from upheld.steps.take_message import take_message
from upheld.store import models as rows
from upheld.store.erased import on_its_way
from upheld.store.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def read_while_held(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each kept file that is opened: whether anything was held meanwhile."""
    held: list[bool] = []
    opens = FileSystemStorage.open

    def opened(self: FileSystemStorage, *told: Any, **more: Any) -> Any:
        held.append(connection.in_atomic_block)
        return opens(self, *told, **more)

    monkeypatch.setattr(FileSystemStorage, "open", opened)
    return held


@pytest.fixture
def person(lead: Person) -> int:
    """Zoë, whom an import brought, and who stands in a file that nobody has begun; a letter to
    somebody came back."""
    begun(sent(lead, HEAD + ZOE), lead)
    sent(lead, HEAD + ZOE + BOB)
    sent(lead, HEAD + BOB)
    take_message(
        a_bounce(b"Message-ID: <1@nowhere.example>\n\nHello"), "smtp", may.Operator("mail"), NOW
    )
    return zoe()


Act = Callable[[int, Person, Person], object]


def looked(customer: int, lead: Person, _: Person) -> object:
    return erase.look(customer, None, lead, NOW)


def of_a_case(customer: int, lead: Person, _: Person) -> object:
    return erase.look(None, CaseId(rows.Case.objects.get(customer=customer).pk), lead, NOW)


@pytest.mark.parametrize("act", [looked, of_a_case, erased])
def test_kept_files_are_read_while_nothing_is_held(
    act: Act, person: int, lead: Person, administrator: Person, read_while_held: list[bool]
) -> None:
    act(person, lead, administrator)
    assert len(read_while_held) >= 3
    assert not any(read_while_held)


def test_what_goes_by_itself_is_read_for_while_nothing_is_held(
    person: int, read_while_held: list[bool], settings: Any
) -> None:
    settings.ERASE_DUE = "lena@example.org"
    assert erase.erase_due(NOW + timedelta(days=20 * 366)).many == 1
    assert len(read_while_held) >= 3
    assert not any(read_while_held)


def test_a_file_that_came_meanwhile_goes_too(
    person: int, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = on_its_way.hold
    row = erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)

    def meanwhile(*told: Any) -> None:
        sent(lead, HEAD + BOB + ZOE)
        hold(*told)

    (others,) = rows.Import.objects.order_by("-pk")[:1]
    monkeypatch.setattr(on_its_way, "hold", meanwhile)
    erase.approve(row.pk, administrator, NOW)
    assert kept() == [others.pk]


def test_whoever_may_not_erase_has_nothing_read(
    person: int, handler: Person, read_while_held: list[bool]
) -> None:
    with pytest.raises(may.NotAllowed):
        erase.look(person, None, handler, NOW)
    assert read_while_held == []
