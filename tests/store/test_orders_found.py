"""Orders by a word and by touchpoint: whichever way they are found, they are the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import NOW

from upheld.core.placing import Placing
from upheld.demo.simulate.journey import JOURNEY
from upheld.steps.keep_journey import declare
from upheld.store import placing
from upheld.store.counted import orders_found
from upheld.store.counted.orders_found import standing_at, with_words
from upheld.store.models import Customer, Order, Person

pytestmark = pytest.mark.django_db

WAYS = ("looked up", "walked to", "without names of things", "of many customers")
THINGS = ("Oak desk", "oak shelf", "Desk lamp", "Fitting visit", "100% wool_rug")
NAMES = ("Sally Hart", "Bob Oakes", "Desk Lamps Ltd", "")
_LETTERS = st.sampled_from(("oak", "OAK", "desk", "lamp", "sh", "hart", "a-17", "A-17", "%", "_"))


def an_order(item: str, name: str = "Sally Hart", reference: str = "A-1", days: int = 0) -> Order:
    customer, _ = Customer.objects.get_or_create(name=name)
    return Order.objects.create(
        customer=customer, reference=reference, item=item, amount=Decimal(10),
        touchpoint="service" if "visit" in item else "product",
        placed_on=NOW.date() - timedelta(days=days),
    )  # fmt: skip


@contextmanager
def found_by(way: str) -> Iterator[None]:
    """As where few orders are found, where many are, where every order has words of its own, and
    where a name is that of many."""
    with pytest.MonkeyPatch.context() as changed:
        if way == "walked to":
            changed.setattr(orders_found, "_FEW", -1)
        if way == "without names of things":
            changed.setattr(orders_found, "_MOST_THINGS", -1)
        if way == "of many customers":
            changed.setattr(orders_found, "_FEW_NAMED", -1)
        yield


def numbers(query: str) -> list[int]:
    found = with_words(Order.objects.order_by("-placed_on", "-pk"), query)
    return list(found.values_list("pk", flat=True))


@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_in_what_was_bought_in_whose_it_is_or_is_its_number(way: str) -> None:
    desk = an_order("Oak desk").pk
    theirs = an_order("Desk lamp", name="Bob Oakes").pk
    numbered = an_order("Fitting visit", reference="A-17").pk
    with found_by(way):
        assert numbers("oak") == [theirs, desk]
        assert numbers("a-17") == numbers("A-17") == [numbered]
        assert numbers("oak hart") == [desk]
        assert numbers("oak lamp") == [theirs], "one word in what it is, one in whose"
        assert numbers("wardrobe") == numbers("oak wardrobe") == []


@pytest.mark.parametrize("way", WAYS)
def test_signs_that_a_search_knows_are_letters_here(way: str) -> None:
    rug, _ = an_order("100% wool_rug").pk, an_order("Oak desk")
    with found_by(way):
        assert numbers("%") == numbers("_") == numbers("0% l_r") == [rug]


@given(
    st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(NAMES)), max_size=8),
    st.lists(_LETTERS, min_size=1, max_size=3).map(" ".join),
)
def test_every_way_finds_what_each_row_says(rows: list[tuple[str, str]], query: str) -> None:
    Order.objects.all().delete()
    made = [an_order(item, name, f"A-{at}", at % 3) for at, (item, name) in enumerate(rows, 15)]
    words = query.lower().split()
    said = {
        each.pk
        for each in made
        if all(
            word in each.item.lower()
            or word in each.customer.name.lower()
            or word == each.reference.lower()
            for word in words
        )
    }
    for way in WAYS:
        with found_by(way):
            assert set(numbers(query)) == said, way


@pytest.mark.parametrize("way", WAYS)
def test_orders_stand_where_the_table_places_them_whichever_way_they_are_found(
    way: str, lead: Person
) -> None:
    everybodys = [replace(each, personas=()) for each in JOURNEY]
    declare([], everybodys, lead, NOW)
    made = [an_order(item).pk for item in (*THINGS, *THINGS)]
    by: Placing = placing.placing()
    placed = dict(placing.orders(Order.objects.all(), by))
    there = {each.touchpoint for each in placed.values()}
    assert len(there) > 1, "they are told from each other"
    with found_by(way):
        for touchpoint in there - {""}:
            found = standing_at(Order.objects.all(), {touchpoint}, by)
            expected = [pk for pk in made if placed[pk].touchpoint == touchpoint]
            assert sorted(found.values_list("pk", flat=True)) == expected
        assert not standing_at(Order.objects.all(), {"nowhere"}, by).exists()
