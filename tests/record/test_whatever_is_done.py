"""Whatever is done in whatever order, the record holds; one thing altered beside it is named."""

from random import Random

import pytest
from django.db import transaction
from tests.record import tampering
from tests.record.doings import DOINGS, Firm

from upheld.store import beside, files
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.record import events, replay

_MANY = 40
_TAMPERED = 60


def amiss() -> list[str]:
    told = (*events.breaks(), *beside.amiss(), *files.amiss(), *files.mail_amiss())
    return [str(getattr(each, "message", each)) for each in told]


@pytest.fixture
def firm(handler: Person, lead: Person, administrator: Person) -> Firm:
    return Firm(handler, lead, administrator)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_is_no_alarm(seed: int, firm: Firm) -> None:
    random = Random(seed)
    for _ in range(_MANY):
        if firm.do(random.choice([*DOINGS]), random.randrange(1_000)):
            assert amiss() == [], firm.did
    assert all(replay.replay(row).same for row in rows.Decision.objects.all()), firm.did


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_one_thing_that_is_altered_is_named(seed: int, firm: Firm, unguarded: None) -> None:
    random = Random(seed)
    for _ in range(_MANY):
        firm.do(random.choice([*DOINGS]), random.randrange(1_000))
    found = list(tampering.ways())
    for what, alter, named in random.sample(found, _TAMPERED):
        with transaction.atomic():
            alter()
            told = [*events.breaks(), *beside.amiss()]
            assert any(named in f"{getattr(each, 'message', each)} " for each in told), what
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", DOINGS)
def test_each_can_be_done(name: str, firm: Firm) -> None:
    for each, number in _BEFORE:
        assert firm.do(each, number)
    for needed in _FIRST.get(name, ()):
        assert firm.do_any(needed)
    assert firm.do_any(name)


_BEFORE = (
    ("investigate", 0), ("investigate", 1), ("open", 0), ("write", 0), ("close a whole story", 2),
)  # fmt: skip
_FIRST = {
    "undo a merge": ("merge",), "undo a merge of customers": ("merge customers",),
    "review a legal hold": ("place a legal hold",), "lift a legal hold": ("place a legal hold",),
    "answer": ("decide",), "close": ("decide", "answer"),
}  # fmt: skip
