"""Tables of customers, orders and contacts: what lines come to, and why a line is left out."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.imports import From, MapError
from upheld.core.imports.left_out import _SHORT, _USUAL
from upheld.core.imports.table_map import Kind, TableMap
from upheld.core.imports.tables import Sorted, Tally, sorted_out
from upheld.store.reached import is_reached

TODAY = date(2026, 11, 2)
ORDERS = {"customer": From("who"), "order": From("nr"), "placed": From("at"), "amount": From("sum"),
          "currency": From("money")}  # fmt: skip
CONTACTS = {
    "customer": From("who"), "at": From("at"), "key": From("nr"), "summary": From("said"),
    "direction": From("way", values={"Inbound call": "in", "Outbound call": "out"}),
    "caused_by": From("cause", values={"us": "firm", "them": "customer"}), "seconds": From("took"),
}  # fmt: skip


def out(fields: dict[str, From], kind: Kind, *lines: tuple[str | None, ...], **more: Any) -> Sorted:
    columns = [each.column for each in fields.values()]
    frame = pl.DataFrame(lines, schema=dict.fromkeys(columns, pl.String), orient="row")
    return sorted_out(frame, TableMap("shop", fields, kind, **more), TODAY, is_reached)


def _is_right(address: str) -> bool:
    return not address or is_reached(address)


def order(*lines: tuple[str | None, ...]) -> Sorted:
    return out(ORDERS, "orders", *lines)


def contact(*lines: tuple[str | None, ...]) -> Sorted:
    return out(CONTACTS, "contacts", *lines, zone="Europe/London")


class TestOrders:
    def test_an_order_in_two_currencies_is_no_sum(self) -> None:
        found = order(
            ("17", "A1", "2026-03-02", "5", "GBP"), ("17", "A1", "2026-03-02", "5", "EUR"),
            ("17", "A2", "2026-03-02", "5", "eur"), ("17", "A3", "2026-03-02", "5", "euros"),
        )  # fmt: skip
        assert found.reasons == {
            "one order in several currencies": 2, "currency: no code such as GBP": 1,
        }  # fmt: skip
        assert found.taken["currency"].to_list() == ["EUR"]

    def test_an_order_with_an_amount_finer_than_a_coin_of_its_currency_is_left_out_whole(
        self,
    ) -> None:
        found = order(
            ("17", "A1", "2026-03-02", "12.345", "EUR"), ("17", "A2", "2026-03-02", "9.5", "JPY"),
            ("17", "A3", "2026-03-02", "12.340", "EUR"), ("17", "A4", "2026-03-02", "1234", "JPY"),
            ("17", "A1", "2026-03-02", "5", "EUR"),
        )  # fmt: skip
        told = "order with an amount finer than the smallest coin of its currency"
        assert found.reasons == {told: 3}
        assert found.taken["amount"].to_list() == [123_400, 12_340_000]

    def test_an_amount_of_a_currency_with_three_decimals_is_left_out(self) -> None:
        """Also one that has no third: what is added to it would."""
        found = order(
            ("17", "A1", "2026-03-02", "1.234", "BHD"), ("17", "A2", "2026-03-02", "5", "KWD")
        )
        assert found.reasons == {
            "currency: amounts with more than two decimals are not kept": 2
        }  # fmt: skip

    @pytest.mark.parametrize(("usual", "left_out"), [("JPY", 1), ("GBP", 0), ("BHD", 1)])
    def test_what_a_line_does_not_say_it_is_in_the_mapping_does(
        self, usual: str, left_out: int
    ) -> None:
        fields = {name: told for name, told in ORDERS.items() if name != "currency"}
        found = out(fields, "orders", ("17", "A1", "2026-03-02", "10.50"), currency=usual)
        assert found.refused.height == left_out

    def test_many_of_which_one_costs_less_than_a_coin_add_up_and_the_rest_is_told(self) -> None:
        fields = {
            "customer": From("who"), "order": From("nr"), "placed": From("at"),
            "price": From("each"), "quantity": From("many"),
        }  # fmt: skip
        found = out(
            fields, "orders",
            ("17", "A1", "2026-03-02", "0.005", "3"), ("17", "A1", "2026-03-02", "0.005", "1"),
            ("17", "A2", "2026-03-02", "0.001", "1"), ("17", "A3", "2026-03-02", "0.005", "1"),
            currency="GBP",
        )  # fmt: skip
        assert found.taken["amount"].to_list() == [200, 0, 100]
        told = "orders of quantities and prices, rounded to the smallest coin of their currency"
        assert found.told[told] == 2

    def test_a_return_that_is_dated_before_its_sale_is_taken_and_told(self) -> None:
        found = order(("17", "A1", "2026-03-09", "5", None), ("17", "A1", "2026-03-02", "-5", None))
        assert found.taken["day"].to_list() == [date(2026, 3, 9)]
        assert found.told["orders returned before they were placed, as they are dated"] == 1

    def test_more_that_came_back_than_was_sold_is_told(self) -> None:
        found = order(("17", "A1", "2026-03-02", "5", None), ("17", "A1", "2026-03-03", "-9", None))
        assert found.told["orders of which more came back than was sold"] == 1

    def test_two_negatives_are_no_sale(self) -> None:
        fields = {"customer": From("who"), "placed": From("at"), "quantity": From("n"),
                  "price": From("p")}  # fmt: skip
        found = out(fields, "orders", ("17", "2026-03-02", "-2", "-5"))
        assert found.reasons == {"quantity and price are both negative": 1}


class TestContacts:
    def test_a_line_is_a_contact_with_who_caused_it_and_the_minutes(self) -> None:
        found = contact(
            ("17", "2026-07-01 14:30", "C1", "Where is it?", "Inbound call", "us", "90")
        )
        (row,) = found.taken.to_dicts()
        told = ("inbound", "caused_by", "minutes", "channel", "key")
        assert tuple(row[name] for name in told) == (True, "firm", 150, "import", "C1")
        assert row["at"].isoformat() == "2026-07-01T13:30:00+00:00"  # summer in London

    def test_who_caused_it_and_the_minutes_may_be_unknown(self) -> None:
        found = contact(("17", "2026-07-01", "C1", "Hm", None, None, None))
        assert found.told == {
            "contacts of which nobody said who caused them": 1,
            "contacts without the minutes that they took": 1,
        }  # fmt: skip
        assert found.taken["minutes"].to_list() == [None]

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ((None, "2026-07-01", "C1", "", None, None, None), "no customer"),
            (("17", "soon", "C1", "", None, None, None), "at: no date that can be read"),
            (("17", "2026-11-03", "C1", "", None, None, None), "at: date in the future"),
            (("17", "2026-07-01", "C1", "", "Fax", None, None), "direction: not in the mapping"),
            (("17", "2026-07-01", "C1", "", None, "me", None), "caused_by: not in the mapping"),
            (
                ("17", "2026-07-01", "C1", "", None, None, "x"),
                "seconds: no number that can be read",
            ),
            (("17", "2026-07-01", "C1", "", None, None, "-6"), "seconds: less than none"),
        ],
    )
    def test_a_line_that_is_left_out_says_why(self, line: tuple[str | None, ...], why: str) -> None:
        assert contact(line).reasons == {why: 1}

    def test_without_a_number_it_is_known_by_what_it_says_ever_after(self) -> None:
        line = ("17", "2026-07-01", None, "Where is it?", None, None, None)
        (key,) = contact(line).taken["key"].to_list()
        assert contact(line).taken["key"].to_list() == [key]

    def test_the_oldest_comes_first_and_those_of_one_moment_as_they_stand(self) -> None:
        days = (("C1", "2026-07-02"), ("C2", "2026-07-01"), ("C3", "2026-07-02"))
        found = contact(*(("17", day, key, "", None, None, None) for key, day in days))
        assert found.taken["key"].to_list() == ["C2", "C1", "C3"]

    def test_a_customer_has_the_address_of_the_line_that_stands_first(self) -> None:
        fields = {"customer": From("who"), "email": From("mail"), "at": From("at")}
        new, old = ("17", "New@example.org", "2026-07-02"), ("17", "old@example.org", "2026-07-01")
        found = out(fields, "contacts", new, old, ("18", None, "2026-07-01"))
        assert found.taken.select("customer", "email").rows() == [
            ("17", "new@example.org"), ("18", None), ("17", "new@example.org"),
        ]  # fmt: skip

    @given(st.lists(st.emails() | st.text(st.sampled_from("aKK1@.-_+éı ,<"), max_size=9)))
    def test_an_address_is_judged_as_by_the_forms(self, told: list[str]) -> None:
        lines = [("17", each, "2026-07-01", str(at)) for at, each in enumerate(told)]
        fields = {name: From(name) for name in ("customer", "email", "at", "key")}
        taken = out(fields, "contacts", *lines).taken["key"].to_list()
        right = [str(at) for at, each in enumerate(told) if _is_right(each.strip())]
        assert sorted(taken, key=int) == right

    def test_a_name_before_the_at_has_64_letters_at_most(self) -> None:
        told = [f"{'a' * many}@example.org" for many in (64, 65)]
        lines = [("17", each, "2026-07-01") for each in told]
        fields = {name: From(name) for name in ("customer", "email", "at")}
        assert out(fields, "contacts", *lines).taken["email"].to_list() == told[:1]

    @given(st.from_regex(_USUAL, fullmatch=True).filter(lambda told: len(told) <= _SHORT))
    def test_what_is_taken_by_how_it_looks_is_an_address_to_them(self, address: str) -> None:
        assert is_reached(address)

    def test_whose_they_are_may_be_told_by_address(self) -> None:
        fields = {"email": From("mail"), "at": From("at")}
        found = out(fields, "contacts", ("Sally@Example.org", "2026-07-01"))
        (row,) = found.taken.to_dicts()
        assert (row["customer"], row["email"]) == ("sally@example.org", "sally@example.org")


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("contacts", {"at": From("at")}, "name customer or email"),
        ("contacts", {"customer": From("who")}, "at is missing: choose its column"),
        ("contacts", {**CONTACTS, "minutes": From("m")}, "name minutes or seconds, not both"),
        ("contacts", {**CONTACTS, "channel": From(constant="fax")}, "channel: fax is not known"),
        ("customers", {"customer": From("who"), "placed": From("at")}, "placed"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_to_mend(
    kind: Kind, fields: dict[str, From], told: str
) -> None:
    with pytest.raises(MapError, match=told):
        TableMap("shop", fields, kind)


_LINE = st.tuples(
    st.sampled_from(["17", "18", None]), st.sampled_from(["A1", "A2", None]),
    st.sampled_from(["2026-03-02", "2026-03-03", "soon"]), st.sampled_from(["5", "-5", "0", "x"]),
    st.sampled_from(["GBP", "EUR", None]),
)  # fmt: skip


@given(st.lists(_LINE, max_size=12))
def test_the_lines_in_and_out_add_up_and_so_does_the_money(
    lines: list[tuple[str | None, ...]],
) -> None:
    found, tally = order(*lines), Tally()
    tally.add(found)
    assert tally.lines == tally.lines_taken + tally.rejected + tally.copies == len(lines)
    assert found.taken["lines"].sum() == tally.lines_taken
    left = {row["__row"] for row in found.refused.to_dicts()}
    seen: set[tuple[str | None, ...]] = set()
    worth = 0
    for number, line in enumerate(lines, 2):
        if number not in left and line not in seen:
            worth += int(str(line[3])) * 10_000
        seen.add(line)
    assert sum(found.taken["amount"]) - sum(found.taken["refunded"]) == worth
