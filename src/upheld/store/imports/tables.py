"""Customers, orders and contacts of another system, written many at a time, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import polars as pl

from upheld.core.domains import as_sent, spellings
from upheld.core.imports import shortened
from upheld.core.imports.table_map import TableMap
from upheld.core.imports.tables import ROW, WHY
from upheld.core.intake import Complainant
from upheld.core.words import Touchpoint
from upheld.store import bulk, in_order
from upheld.store import models as rows
from upheld.store.record import kept_policies

from .lines import storable
from .runs import MOST_PROBLEMS

Told = Mapping[str, Any]


def in_currency(given: TableMap) -> TableMap:
    """The mapping with what the amounts are in where neither it nor a line says so."""
    return replace(given, currency=given.currency or kept_policies.of_folder().currency)


def refused(row: rows.Import, found: pl.DataFrame) -> None:
    """Keeps the first of the lines that are left out, with their cells."""
    columns = [name for name in found.columns if name not in (ROW, WHY)]
    room = max(0, MOST_PROBLEMS - row.problems.count())
    rows.ImportProblem.objects.bulk_create(
        (
            rows.ImportProblem(
                of=row, row=each[0], why=each[1], value=shortened(" ".join(_cells(each[2:])))[:80],
                cells=_cells(each[2:]),
            )
            for each in found.select(ROW, WHY, *columns).head(room).iter_rows()
        ),
        batch_size=2_000,
    )  # fmt: skip


def _cells(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else storable(str(value)) for value in values]


class People(NamedTuple):
    """Who has which number, as `customer` and `who`; how many were `made`, and how many, who were
    here by their address, got theirs; and what the list calls whoever was `met` by it."""

    numbers: pl.DataFrame
    made: int = 0
    numbered: int = 0
    met: Sequence[tuple[rows.Customer, Complainant]] = ()


def customers(row: rows.Import, told: pl.DataFrame) -> People:
    """The customers with these numbers; who is not here yet is made.

    Who is known by the same e-mail address is that customer, and gets the number. Nobody is merged
    by a name.
    """
    mailed = has_address(told)
    found = _held_known(row, told, mailed)
    new = told.join(found, on="customer", how="anti")
    if not new.height:
        return People(found)
    alone = new.filter(~mailed)
    bulk.insert(rows.Customer, _CUSTOMER, alone.select(_person(row, alone)).rows())
    by_email = _by_address(row, new.filter(mailed).to_dicts())
    everybody = pl.concat([found, known(row.source, alone["customer"]), by_email.numbers])
    return by_email._replace(numbers=everybody, made=alone.height + by_email.made)


def has_address(told: pl.DataFrame) -> pl.Expr:
    return pl.col("email").fill_null("") != "" if "email" in told.columns else pl.lit(False)


def _held_known(row: rows.Import, told: pl.DataFrame, mailed: pl.Expr) -> pl.DataFrame:
    """Who is here by their number, held with those who are here by their address: nobody is erased,
    nor taken back, beside what comes of theirs. Whoever was while we waited is here no more.

    Where each is here by their number nobody is made, and nobody who files waits."""
    numbers = known(row.source, told["customer"])
    if told.join(numbers, on="customer", how="anti").height:
        in_order.addresses()
        numbers = known(row.source, told["customer"])
    new = told.join(numbers, on="customer", how="anti").filter(mailed)
    people = sorted({*numbers["who"], *_with_address(new.to_dicts())})
    held = in_order.hold(rows.Customer.objects.filter(bulk.numbered(people), erased_at=None))
    return numbers.filter(pl.col("who").is_in(held)) if len(held) < len(people) else numbers


_CUSTOMER = ("name", "email", "phone", "area", "persona", "came_by", "joined_on", "fit_evidence",
             "relationship", "source", "source_key", "brought_by_id", "returned_email",
             "returned_why", "address")  # fmt: skip


def _person(row: rows.Import, told: pl.DataFrame) -> list[pl.Expr]:
    """A customer as `_CUSTOMER` names them."""

    def there(name: str) -> pl.Expr:
        return pl.col(name).fill_null("") if name in told.columns else pl.lit("")

    joined = pl.col("joined") if "joined" in told.columns else pl.lit(None, pl.Date)
    fixed = {"email": "", "persona": "", "fit_evidence": "[]", "relationship": "{}",
             "source": row.source, "brought_by_id": row.pk, "returned_email": "",
             "returned_why": "", "address": ""}  # fmt: skip
    known = {"source_key": pl.col("customer"), "joined_on": joined.cast(pl.String)}
    return [
        (pl.lit(fixed[name]) if name in fixed else known.get(name, there(name))).alias(name)
        for name in _CUSTOMER
    ]


def _by_address(row: rows.Import, told: Sequence[Told]) -> People:
    """Those who have an e-mail address: they may be here by it, or twice in the file."""
    by_email = here_by_address(told)
    fresh: dict[str, rows.Customer] = {}
    numbered, met = [], []
    for each in told:
        number, email = each["customer"], address_of(each)
        who = fresh.get(number) or by_email.get(email) or _customer(row, number, each)
        if who.pk:
            met.append((who, _complainant(each)))
        if who.pk and not who.source:
            who.source, who.source_key = row.source, number
            numbered.append(who)
        fresh[number] = who
        by_email |= {email: who}
    rows.Customer.objects.bulk_update(numbered, ["source", "source_key"], batch_size=500)
    made = {id(who): who for who in fresh.values() if not who.pk}
    rows.Customer.objects.bulk_create(made.values(), batch_size=2_000)
    everybody = _numbers([(number, who.pk) for number, who in fresh.items()])
    return People(everybody, len(made), len(numbered), met)


def _complainant(told: Told) -> Complainant:
    return Complainant(told.get("name") or "", phone=told.get("phone") or "")


def here_by_address(told: Sequence[Told]) -> dict[str, rows.Customer]:
    """By their address as mail is sent to it, those of these who are here; of two the older."""
    some = rows.Customer.objects.in_bulk(_with_address(told))
    return {as_sent(some[pk].email): some[pk] for pk in sorted(some, reverse=True)}


def address_of(told: Told) -> str:
    return as_sent(_email(told))


def _email(told: Told) -> str:
    return (told["email"] or "").lower()


def _with_address(told: Sequence[Told]) -> list[int]:
    emails = {each for one in told for each in spellings(_email(one))}
    return [pk for (pk,) in bulk.standing(rows.Customer, ("id",), "email", sorted(emails))]


def known(source: str, numbers: pl.Series) -> pl.DataFrame:
    """Those of these numbers who are here, as `customer` and `who`."""
    found = bulk.standing(
        rows.Customer, ("source_key", "id"), "source_key", numbers.to_list(), source
    )
    return _numbers(found).unique("customer", keep="last", maintain_order=True)


def _numbers(found: Sequence[tuple[str, int]]) -> pl.DataFrame:
    schema = {"customer": pl.String, "who": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _customer(row: rows.Import, number: str, told: Told) -> rows.Customer:
    return rows.Customer(
        source=row.source, source_key=number, brought_by=row, name=told.get("name") or "",
        email=_email(told), phone=told.get("phone") or "", area=told.get("area") or "",
        came_by=told.get("came_by") or "", joined_on=told.get("joined"),
    )  # fmt: skip


def orders(row: rows.Import, told: pl.DataFrame, numbers: pl.DataFrame, currency: str) -> int:
    """Writes those that are not here yet; how many. `numbers` says who each customer is."""
    named = told.join(numbers, on="customer", maintain_order="left")
    new = new_orders(named)
    # Two numbers of one customer may have one reference: the first is the order.
    new = new.unique(("who", "reference"), keep="first", maintain_order=True)
    bulk.insert(rows.Order, _ORDER, new.select(_order(row, currency)).rows())
    return new.height


def new_orders(named: pl.DataFrame) -> pl.DataFrame:
    """Those that are not here yet, of orders that know `who` placed them."""
    found = bulk.standing(
        rows.Order, ("customer_id", "reference"), "reference", named["reference"].to_list()
    )
    here = pl.DataFrame(found, schema={"who": pl.Int64, "reference": pl.String}, orient="row")
    return named.join(here, on=("who", "reference"), how="anti", maintain_order="left")


_ORDER = ("customer_id", "reference", "placed_on", "item", "touchpoint", "amount", "delivery_paid",
          "refunded", "currency", "returned_on", "campaign", "brought_by_id")  # fmt: skip


def _order(row: rows.Import, currency: str) -> list[pl.Expr]:
    """An order as `_ORDER` names it."""
    item = pl.col("item").fill_null("Not said").replace("", "Not said")
    item = item.str.replace_all("\0", "\N{SYMBOL FOR NULL}", literal=True).str.slice(0, 160)
    more = pl.when(pl.col("lines") > 1).then(pl.format(" and {} more", pl.col("lines") - 1))
    told: dict[str, pl.Expr] = {
        "customer_id": pl.col("who"),
        "reference": pl.col("reference"),
        "placed_on": pl.col("day").cast(pl.String),
        "item": item + more.otherwise(pl.lit("")),
        "touchpoint": pl.lit(Touchpoint.PRODUCT.value),
        "amount": _money("amount"),
        "delivery_paid": pl.lit("0.00"),
        "refunded": _money("refunded"),
        "currency": pl.col("currency").fill_null(currency),
        "returned_on": pl.col("returned").cast(pl.String),
        "campaign": pl.col("campaign").fill_null(""),
        "brought_by_id": pl.lit(row.pk),
    }
    return [told[name].alias(name) for name in _ORDER]


def _money(name: str) -> pl.Expr:
    """Ten-thousandths of a unit, whole hundredths and never negative, as units."""
    return _hundredths(pl.col(name) // 100)


def _hundredths(found: pl.Expr) -> pl.Expr:
    """Whole hundredths as text with two places."""
    return pl.format("{}.{}", found // 100, (found % 100).cast(pl.String).str.zfill(2))


def contacts(row: rows.Import, told: pl.DataFrame, numbers: pl.DataFrame) -> int:
    """Writes those that are not here yet; how many. `numbers` says who each customer is."""
    named = new_contacts(row.source, told).join(numbers, on="customer", maintain_order="left")
    bulk.insert(rows.Contact, _CONTACT, named.select(_contact(row)).rows())
    return named.height


def new_contacts(source: str, told: pl.DataFrame) -> pl.DataFrame:
    """Those that are not here yet."""
    found = bulk.standing(
        rows.Contact, ("source_key",), "source_key", told["key"].to_list(), source
    )
    here = pl.DataFrame(found, schema={"key": pl.String}, orient="row")
    return told.join(here, on="key", how="anti", maintain_order="left")


_CONTACT = ("customer_id", "at", "inbound", "channel", "summary", "author", "topic", "caused_by",
            "minutes", "source", "source_key", "brought_by_id")  # fmt: skip


def _contact(row: rows.Import) -> list[pl.Expr]:
    """A contact as `_CONTACT` names it; moments are written as both databases read them."""
    minutes = pl.col("minutes")
    told = {name: pl.col(name) for name in _CONTACT[2:8]} | {
        "customer_id": pl.col("who"),
        "at": pl.col("at").dt.strftime("%Y-%m-%d %H:%M:%S%.6f").str.strip_suffix(".000000"),
        "summary": pl.col("summary").str.replace_all("\0", "\N{SYMBOL FOR NULL}", literal=True),
        "minutes": pl.when(minutes.is_not_null()).then(_hundredths(minutes)),
        "source": pl.lit(row.source),
        "source_key": pl.col("key"),
        "brought_by_id": pl.lit(row.pk),
    }
    return [told[name].alias(name) for name in _CONTACT]


def counted_here(row: rows.Import) -> int:
    """How many cases, customers, orders or contacts an import has brought that are here."""
    here = {"complaints": row.cases, "customers": row.customers, "orders": row.orders,
            "contacts": row.contacts}  # fmt: skip
    return here[row.kind].count()
