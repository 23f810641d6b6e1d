"""What many ask for at one moment is counted one after another (store/knocks.py): as many are taken
as there is room for, and what is refused takes back what it counted itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections, transaction
from tests.beside import begun
from tests.stories import NOW
from tests.waiting import PATIENCE

from upheld.core.intake import IntakeError, TooMany
from upheld.store import knocks
from upheld.store.knocks import By, Share
from upheld.store.models import Knock

SALLY = By("sally@example.org", "203.0.113.0")
SECOND = timedelta(seconds=1)


def one_more(at: int = 0, most: int = 6) -> bool:
    """Whether one that began so many seconds after is taken."""
    try:
        with knocks.counted("file", [Share(SALLY, most)], "later", NOW + at * SECOND):
            return True
    except TooMany:
        return False


@pytest.mark.django_db
def test_one_that_began_before_others_counts_them_where_they_were_counted_first() -> None:
    assert [one_more(at) for at in range(6, 0, -1)] == [True] * 6
    assert not one_more(0)
    assert Knock.objects.count() == 6


@pytest.mark.django_db
def test_what_a_clock_that_was_ahead_counted_keeps_nobody_out() -> None:
    assert [one_more(24 * 3600) for _ in range(6)] == [True] * 6
    assert one_more(0)


@pytest.mark.django_db
@pytest.mark.parametrize("weighs", [1, 3])
def test_what_is_refused_takes_back_its_own(weighs: int) -> None:
    shares, own, anothers = [Share(SALLY, 600)], NOW, NOW + SECOND
    counted = knocks.counted("file", shares, "later", own, weighs)
    with suppress(IntakeError), counted:
        with knocks.counted("file", shares, "later", anothers, weighs):
            pass
        raise IntakeError("say what happened")
    assert [each.at for each in Knock.objects.all()] == [anothers] * weighs


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestBeside:
    def test_the_seventh_waits_for_the_sixth_and_is_refused(self) -> None:
        assert all(one_more() for _ in range(5))
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                assert one_more()
                seventh = begun(pool, one_more)
            assert not seventh.result(timeout=PATIENCE)

    def test_nobody_waits_for_somebody_else(self) -> None:
        others: Callable[[], bool] = lambda: knocks.too_many("file", By("bob@x.example"), 1, NOW)  # noqa: E731
        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            assert one_more()
            assert not begun(pool, others).result(timeout=PATIENCE)

    def test_of_fourteen_at_once_six_are_taken(self) -> None:
        ready = Barrier(14)

        def sent(at: int) -> bool:
            try:
                ready.wait(PATIENCE)
                return one_more(at)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(14) as pool:
            taken = list(pool.map(sent, range(14)))
        assert taken.count(True) == 6
        assert Knock.objects.count() == 6
