"""Whoever writes of a customer holds all who are that person, and all their cases, at once: who was
told to be the same person while they waited is held with them in the same order, and not after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from tests.api.programs import Program, key_of
from tests.beside import begun
from tests.conftest import person
from tests.steps.test_split import LATER
from tests.stories import NOW, an_open_case
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.words import CaseId, Role
from upheld.steps import conduct, erase, may
from upheld.steps.match_customers import tell_apart
from upheld.steps.merge import merge
from upheld.steps.merge_customers import merge_customers
from upheld.store import load
from upheld.store import models as rows
from upheld.store.record import events

BY = may.Operator()
Act = Callable[[], object]
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def changed_by_a_program(case: rows.Case) -> Act:
    """Which looks first whether what it read is still so, and then writes."""
    program = Program(key_of(person("Alice Moore", Role.HANDLER)))
    place = f"/customers/{case.customer_id}"
    assert program.get(place).status_code == 200  # all that it needs is read in

    def act() -> None:
        answer = program.patch(place, {"phone": "07700 900123"}, If_Match="*")
        assert answer.status_code == 200, answer.content

    return act


def proposed_to_be_erased(case: rows.Case) -> Act:
    """They are more people than were asked about."""

    def act() -> None:
        with pytest.raises(ErasureError, match="more of it came in at this moment"):
            erase.propose(case.customer_id, None, ErasureWhy.REQUEST, BY, LATER)

    return act


def recorded(case: rows.Case) -> Act:
    said = ("insulted", "She called Bob a name.")
    return lambda: conduct.record(case.customer_id, CaseId(case.pk), None, *said, BY, LATER)


def told_apart_from_another(case: rows.Case) -> Act:
    another = rows.Customer.objects.create(name="Rob")
    told = {"probability": 0.9, "found_at": NOW}
    pair = rows.Match.objects.create(one=case.customer, other=another, **told)
    return lambda: tell_apart(pair.pk, "", BY, LATER)


@pytest.mark.parametrize(
    "act", [changed_by_a_program, proposed_to_be_erased, recorded, told_apart_from_another]
)
def test_who_becomes_the_same_person_meanwhile_is_held_in_no_circle(
    act: Callable[[rows.Case], Act],
) -> None:
    """The act waits for the newer case, of the one who stays; the merge of cases for the older,
    which is of the person by then."""
    older, newer = (
        rows.Case.objects.get(pk=an_open_case(BY, email=f"{name}@example.net", name=name))
        for name in ("Bob", "Rob")
    )
    acted = act(newer)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            merge_customers(older.customer_id, newer.customer_id, "", BY, LATER)
            done = begun(pool, acted)
            merged = begun(
                pool,
                lambda: merge(
                    CaseId(older.pk), CaseId(newer.pk), "One matter.", BY, LATER, sure=True
                ),
            )
        assert merged.result(timeout=PATIENCE).into_id == newer.pk
        done.result(timeout=PATIENCE)
    assert list(events.breaks()) == []


def test_whoever_waits_holds_nothing_of_them_until_they_hold_all() -> None:
    older, newer = (
        rows.Case.objects.get(pk=an_open_case(BY, email=f"{name}@example.net", name=name))
        for name in ("Bob", "Rob")
    )

    def held() -> set[int]:
        with transaction.atomic():
            load.customer(newer.customer_id)
            with transaction.atomic():
                return {*free_for_others()}

    def free_for_others() -> list[int]:
        with ThreadPoolExecutor(1) as another:
            return begun(another, free).result(timeout=PATIENCE)

    def free() -> list[int]:
        with transaction.atomic():
            found = rows.Case.objects.select_for_update(no_key=True, skip_locked=True)
            return list(found.values_list("pk", flat=True))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge_customers(older.customer_id, newer.customer_id, "", BY, LATER)
            done = begun(pool, held)
        assert done.result(timeout=PATIENCE) == set()
