"""Whoever reads of a vulnerability is written down, by whichever operation tells of it."""

import pytest
from tests.api.programs import Program, at, key_of
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps.know_customer import know_customer
from upheld.store.models import Case, Looked, Person


@pytest.fixture
def vulnerable(open_case: CaseId, handler: Person) -> int:
    customer = Case.objects.get(pk=open_case).customer_id
    know_customer(customer, {"vulnerable": True}, handler, NOW)
    return customer


def written() -> list[tuple[str, int | None]]:
    return list(Looked.objects.values_list("what", "customer"))


@pytest.mark.parametrize("rest", ["", "?limit=200", "?email=sally@example.org"])
def test_a_list_that_tells_it_is_a_reading_too(rest: str, vulnerable: int, handler: Person) -> None:
    (told,) = Program(key_of(handler)).get(f"/customers{rest}").json()["items"]
    assert told["vulnerable"] is True
    assert written() == [("vulnerability", vulnerable)]


def test_whoever_writes_nothing_reads_it_all_the_same(vulnerable: int, handler: Person) -> None:
    place, program = f"/customers/{vulnerable}", Program(key_of(handler))
    assert program.patch(place, {}, If_Match="*").json()["vulnerable"] is True
    assert written() == [("vulnerability", vulnerable)]


@pytest.mark.parametrize("of_case", [True, False])
def test_the_record_tells_it_too(
    of_case: bool, vulnerable: int, open_case: CaseId, handler: Person
) -> None:
    place = at(open_case, "/events") if of_case else "/events?kind=customer_known"
    assert '"vulnerable": true' in Program(key_of(handler)).get(place).text
    assert written() == [("vulnerability", vulnerable)]


def test_a_list_that_tells_it_of_nobody_writes_nothing_down(
    open_case: CaseId, handler: Person
) -> None:
    program = Program(key_of(handler))
    for place in ("/customers", "/events", at(open_case, "/events")):
        assert program.get(place).status_code == 200
    assert written() == []
