"""A query that is asked again is written down once, and asked of other values each time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, QuerySet, Value

from upheld.core.words import CaseState, Channel
from upheld.store import models as rows
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain
from upheld.store.sql.unforeseen import Unforeseen

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def _case(days_ago: int, owner: rows.Person | None = None) -> rows.Case:
    customer = rows.Customer.objects.create(name=f"Customer of {days_ago}")
    return rows.Case.objects.create(
        customer=customer, subject="Shelves", text="Late", channel=Channel.DESK, regime="iso-10002",
        zone="Europe/London", currency="GBP", state=CaseState.RECEIVED, owner=owner,
        received_at=NOW - timedelta(days=days_ago),
    )  # fmt: skip


def _written(asked: AskedAgain) -> int:
    return asked._kept.cache_info().misses


def test_the_same_statement_answers_for_other_values() -> None:
    old, new = _case(9), _case(1)
    since = AskedAgain(lambda day: rows.Case.objects.filter(received_at__gte=day).order_by("pk"))
    assert since(NOW - timedelta(days=10)) == [old, new]
    assert since(NOW - timedelta(days=5)) == [new]
    assert since(NOW) == []
    assert _written(since) == 1


def test_a_value_that_no_plan_may_know_finds_the_same_rows(handler: rows.Person) -> None:
    mine, _ = _case(9, handler), _case(1)

    def make(day: datetime, by: int, text: str) -> "QuerySet[rows.Case]":
        found = rows.Case.objects.filter(received_at__lt=Unforeseen(day), owner=Unforeseen(by))
        return found.filter(text=Unforeseen(text))

    asked = AskedAgain(make)
    assert asked(NOW, handler.pk, "Late") == [mine]
    assert asked(NOW, handler.pk, "Early") == []
    assert asked(NOW - timedelta(days=10), handler.pk, "Late") == []
    assert _written(asked) == 1


def test_a_row_is_read_as_django_reads_it() -> None:
    pk = _case(3).pk
    asked = AskedAgain(
        lambda numbers: rows.Case.objects.filter(pk__in=numbers).select_related("customer", "owner")
    )
    (found,) = asked([pk])
    plain = rows.Case.objects.get(pk=pk)
    assert {f.attname: getattr(found, f.attname) for f in rows.Case._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in rows.Case._meta.concrete_fields
    }
    assert found.customer == plain.customer
    assert found.owner is None


def test_of_more_numbers_another_statement_is_written() -> None:
    numbers = [_case(day).pk for day in range(3)]
    asked = AskedAgain(
        lambda numbers: rows.Case.objects.filter(pk__in=numbers).order_by("pk").values_list("pk")
    )
    assert asked(numbers[:2]) == [(numbers[0],), (numbers[1],)]
    assert asked(numbers[1:]) == [(numbers[1],), (numbers[2],)]
    assert asked(numbers) == [(number,) for number in numbers]
    assert _written(asked) == 2


def test_what_is_counted_is_counted_anew() -> None:
    every = AskedAgain(
        lambda: rows.Case.objects.values(all=Value(1)).annotate(n=Count("id")).values_list("n")
    )
    assert every() == [(0,)]
    _case(1)
    assert every() == [(1,)]


def test_what_is_kept_from_somebody_is_in_no_statement_of_another() -> None:
    team = rows.Team.objects.create(name="Quiet", private=True)
    theirs = rows.Person.objects.create(email="a@example.org", name="A", role="handler", team=team)
    other = rows.Person.objects.create(email="b@example.org", name="B", role="handler")
    secret, open_to_all = _case(1, theirs), _case(2)
    every = AskedAgain(lambda: rows.Case.objects.order_by("pk"))
    with seen.looking(theirs):
        assert every() == [secret, open_to_all]
    with seen.looking(other):
        assert every() == [open_to_all]
    with seen.looking(theirs):
        assert every() == [secret, open_to_all]


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_in_a_transaction_alone() -> None:
    pk = _case(1).pk
    held = AskedAgain(lambda number: rows.Case.objects.select_for_update().filter(pk=number))
    with transaction.atomic():
        assert [each.pk for each in held(pk)] == [pk]
    with pytest.raises(transaction.TransactionManagementError, match="begin one"):
        held(pk)


def test_a_value_that_has_no_place_is_an_error() -> None:
    asked = AskedAgain(lambda number: rows.Case.objects.all())
    with pytest.raises(ValueError, match="no place"):
        asked(1)


def test_what_is_worked_out_from_a_value_is_an_error() -> None:
    """It would stay what it was when the statement was written."""
    cases = rows.Case.objects
    week = AskedAgain(lambda day: cases.filter(received_at__range=(day, day + timedelta(days=7))))
    more = AskedAgain(lambda number: cases.filter(pk__in=(number, number + 1)))
    word = AskedAgain(lambda text: cases.filter(subject=text, text__contains=text))
    for asked, value in ((week, NOW), (more, 1), (word, "Late")):
        with pytest.raises(ValueError, match="makes something else"):
            asked(value)
