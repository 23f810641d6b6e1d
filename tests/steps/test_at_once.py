"""Two at once: nobody waits for ever, and the last administrator stays one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, connections
from tests.conftest import person
from tests.stories import NOW

from upheld.core.words import Role
from upheld.steps import keep_people
from upheld.store.models import Person

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
