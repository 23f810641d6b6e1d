"""Fifty people write on one case at once: no word is lost, nobody is told of a lock or a fault."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from tests.api.programs import Program, key_of
from tests.desk.as_sent import as_sent
from tests.stories import NOW, an_allegation, an_open_case
from tests.waiting import PATIENCE

from upheld.steps.investigate import add_evidence
from upheld.store.models import Allegation, Case, Decision, Event, Evidence, Person
from upheld.store.record import events

WRITERS = 50
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(acts: list[Callable[[], int]]) -> Counter[int]:
    """What each was answered, all of them begun together."""
    together = Barrier(len(acts))

    def act(one: Callable[[], int]) -> int:
        try:
            together.wait(timeout=PATIENCE)
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(act, acts))


@pytest.mark.pain("P15")
def test_fifty_who_write_on_one_case_lose_nothing_and_see_each_other(handler: Person) -> None:
    case = an_open_case(handler)
    allegation = an_allegation(case, handler)
    page = f"/cases/UP-{case:06d}/"
    at = f"{page}words/"
    browsers, key = [Client() for _ in range(8)], key_of(handler)
    for each in browsers:
        each.force_login(handler)
    read = as_sent(browsers[0], page, at)
    version = Program(key).version(f"/cases/UP-{case:06d}")
    facts = {"facts": {"days_late": 9}}

    def mended(number: int) -> int:
        told = {**read, "demand": f"Wish {number}", "once": f"{number}"}
        return browsers[number].post(at, told).status_code

    def by_program(number: int) -> int:
        of = f"/cases/UP-{case:06d}/allegations/{allegation}/facts"
        return int(Program(key).put(of, facts, If_Match=version).status_code)

    def added(number: int) -> int:
        add_evidence(case, None, "record", f"Note {number}", handler, NOW)
        return 201

    acts: list[Callable[[], int]] = [partial(mended, n) for n in range(8)]
    acts += [partial(by_program, n) for n in range(12)]
    acts += [partial(added, n) for n in range(30)]
    answers = at_once(acts)
    assert sum(answers.values()) == WRITERS
    # Of eight who mended the same words one did, and seven saw theirs beside their own; a
    # program that read an older version is told so.
    assert (answers[303], answers[409], answers[201]) == (1, 7, 30)
    assert answers[200] <= 1
    assert answers[200] + answers[412] == 12
    assert Evidence.objects.filter(case=case).count() == 30
    assert Event.objects.filter(case=case, kind="case_mended").count() == 1
    assert Case.objects.get(pk=case).demand.startswith("Wish ")
    assert Allegation.objects.get().facts["days_late"] == 9
    assert list(events.breaks()) == []


def test_of_six_who_decide_the_same_at_once_one_does_it(handler: Person) -> None:
    case = an_open_case(handler)
    an_allegation(case, handler)
    key, of = key_of(handler), f"/cases/UP-{case:06d}/decisions"
    answers = at_once([lambda: int(Program(key).post(of).status_code)] * 6)
    assert answers == {201: 1, 409: 5}
    assert Decision.objects.filter(case=case).count() == 1
    assert list(events.breaks()) == []
