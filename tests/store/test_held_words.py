"""Customers and contacts by a word: the same are found on both engines, as they are now."""

from datetime import UTC, date, datetime

import pytest

from upheld.store import policies
from upheld.store.counted import held_words, lists
from upheld.store.models import Contact, Customer, Order, Person

NOW = datetime(2026, 3, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def named(query: str) -> set[str]:
    found = held_words.holding(Customer.objects.all(), query)
    return set(found.values_list("name", flat=True))


@pytest.fixture
def three() -> None:
    Customer.objects.create(name="Zoë Weiß", email="zoe_w@example.net", phone="07700 900123")
    Customer.objects.create(name="Sally O’Hart", email="s.hart@example.org")
    Customer.objects.create(name="ÉMILE Durand-Roy")


@pytest.mark.usefixtures("three")
class TestCustomers:
    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("zoe", "Zoë Weiß"), ("ZOË wei", "Zoë Weiß"), ("weiß zo", "Zoë Weiß"),
            ("900123", "Zoë Weiß"), ("example.net", "Zoë Weiß"), ("zoe_w@", "Zoë Weiß"),
            ("hart", "Sally O’Hart"), ("o'hart sal", "Sally O’Hart"), ("s.hart@ex", "Sally O’Hart"),
            ("émile", "ÉMILE Durand-Roy"), ("emil roy", "ÉMILE Durand-Roy"),
        ],
    )  # fmt: skip
    def test_each_word_begins_one_of_theirs_with_and_without_accents(
        self, query: str, name: str
    ) -> None:
        assert named(query) == {name}

    @pytest.mark.parametrize("query", ["art", "zoe hart", "wardrobe", "the"])
    def test_who_lacks_one_of_the_words_is_not_found(self, query: str) -> None:
        assert named(query) == set()

    @pytest.mark.parametrize("query", ["", "!?", "' \"", "\0"])
    def test_a_query_without_a_word_leaves_all(self, query: str) -> None:
        assert len(named(query)) == 3

    @pytest.mark.parametrize(
        "query", ["zoe OR sally", 'zoe*" OR "', "name:zoe", "!zoe | x:*", "\\"]
    )
    def test_quotes_and_operators_are_plain_text(self, query: str) -> None:
        named(query)

    def test_they_are_found_as_they_are_now(self) -> None:
        Customer.objects.filter(name="Zoë Weiß").update(name="Zoë Black")
        assert named("weiß") == set()
        assert named("black zoe") == {"Zoë Black"}
        Customer.objects.filter(name="Zoë Black").delete()
        assert named("black") == named("zoe") == set()

    def test_many_are_walked_from_the_newest_and_are_the_same(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = named("example")
        monkeypatch.setattr(held_words, "_FEW", 0)
        assert named("example") == few == {"Zoë Weiß", "Sally O’Hart"}


def listed(query: str) -> list[str]:
    found = lists.customers({"q": query}, policies.policy_in_force(NOW.date()), NOW)
    return list(found.values_list("name", flat=True))


@pytest.mark.usefixtures("three")
def test_a_row_that_was_merged_and_an_order_lead_to_the_one_who_stays(handler: Person) -> None:
    sally = Customer.objects.get(name="Sally O’Hart")
    old = Customer.objects.create(name="Sal Smithers", merged_into=sally)
    Order.objects.create(
        customer=old, reference="LL-7", placed_on=date(2026, 1, 1), item="Desk",
        touchpoint="product", amount=1,
    )  # fmt: skip
    assert listed("smithers") == listed("LL-7") == ["Sally O’Hart"]


def test_contacts_are_found_by_the_endings_of_a_word(handler: Person) -> None:
    someone = Customer.objects.create(name="A")
    for said in ("The shelves wobble", "A lamp broke"):
        Contact.objects.create(
            customer=someone, at=NOW, inbound=True, channel="phone", summary=said
        )
    found = lists.contacts({"q": "wobbling shelves"}, NOW)
    assert [each.summary for each in found] == ["The shelves wobble"]
