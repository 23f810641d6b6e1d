"""Two at once: nobody waits for ever, and the last administrator stays one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, connections, transaction
from tests.beside import begun
from tests.conftest import person
from tests.stories import NOW
from tests.waiting import PATIENCE

from upheld.core.words import Role, Scope
from upheld.steps import keep_people
from upheld.steps.keep_keys import KeyRefused, make_key
from upheld.store.models import ApiKey, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_of_two_administrators_who_let_each_other_go_at_once_one_stays() -> None:
    """Each holds what it holds first until the other does too, or has to wait for it."""
    one, other = (person(f"{name} Vale", Role.ADMINISTRATOR) for name in ("Ann", "Ben"))
    both = Barrier(2)

    def meet(execute: Callable[..., Any], sql: str, *told: Any) -> Any:
        found = execute(sql, *told)
        if "FOR UPDATE" in sql:
            with suppress(BrokenBarrierError):
                both.wait(timeout=1)
        return found

    def let_go(whom: Person, by: Person) -> str:
        try:
            with connection.execute_wrapper(meet):
                keep_people.let_go(whom.pk, by, NOW)
        except keep_people.PeopleError as error:
            return str(error)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(let_go, (one, other), (other, one)))
    assert sorted(map(bool, told)) == [False, True]
    assert "is the last administrator" in "".join(told)
    assert Person.objects.filter(is_active=True).count() == 1


@pytest.mark.postgres
def test_no_key_is_made_for_who_is_let_go_at_that_moment() -> None:
    """It would open again if they came back."""
    ann, ben = (person(f"{name} Vale", Role.ADMINISTRATOR) for name in ("Ann", "Ben"))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            keep_people.let_go(ben.pk, ann, NOW)
            made = begun(pool, lambda: make_key(ben, "Shop", [Scope.READ], None, ann, NOW))
        with pytest.raises(KeyRefused, match="has left"):
            made.result(timeout=PATIENCE)
    assert not ApiKey.objects.exists()
