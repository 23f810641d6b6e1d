"""facts.yaml: what is wrong in it is told with its line and the mend, all at once."""

import re
from pathlib import Path

import pytest
from tests.store.records import CARRIER, FACTS

from upheld.core.records import Key
from upheld.store import policies
from upheld.store.policy_files.facts_file import Entry, Where, read_sources
from upheld.tables import Kind, Policy, PolicyError


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policies.read_policy(policies.folder())


def read(text: str, folder: Path, policy: Policy) -> tuple[Entry, ...]:
    path = folder / "facts.yaml"
    path.write_text(text, "utf-8")
    return read_sources(path, policy)


def test_it_says_where_the_records_are_and_what_they_say(tmp_path: Path, policy: Policy) -> None:
    orders, carrier = read(FACTS + CARRIER, tmp_path, policy)
    assert (orders.place.where, orders.place.at) == (Where.CSV, str(tmp_path / "orders.csv"))
    assert orders.source.keys == carrier.source.keys == {Key.ORDER}
    assert orders.source.currency_column == "currency"
    assert orders.source.columns["promised_on"].kind is Kind.DATE
    assert list(orders.source.facts) == ["price_paid", "days_late"]
    assert carrier.place.query.endswith("WHERE reference = :order")


def test_a_column_may_have_another_name_there(tmp_path: Path, policy: Policy) -> None:
    text = FACTS.replace("price: money", 'price: {type: money, column: "Net price"}')
    (orders,) = read(text, tmp_path, policy)
    assert orders.place.called["price"] == "Net price"


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("price_paid: price", "price_payd: price", "price_payd is no fact of an allegation. Did"),
        ("price_paid: price", "kind: price", "kind is no fact of an allegation"),
        ("price_paid: price", "price_paid: prise", "prise is no name that can be read here. Did"),
        ("price_paid: price", "price_paid: promised_on", "but price_paid is money"),
        ("price_paid: price", "price_paid: price +", "expected a value or a name"),
        ("price_paid: price", 'price_paid: exec("x")', "exec is no function here"),
        ("price_paid: price", "received: if price then true else false", "neither so nor not so"),
        ("price_paid: price", "touchpoint: '\"goods\"'", '"goods" is not a value of touchpoint'),
        ("price: money", "price: cash", "cash is no type"),
        ("price: money", "asked_on: money", "asked_on has a meaning of its own"),
        ("price: money", '"the price": money', "the price cannot stand in an expression"),
        ("csv: orders.csv", "cvs: orders.csv", "cvs: this word has no meaning here. Did you mean"),
        ("csv: orders.csv", "sqlite: a\n    csv: b", "a source has its records in one place"),
        ("csv: orders.csv", "csv: a\n    query: SELECT 1", "a csv file has no query"),
        ("key: {order: order}", "key: order", "key names no column to look a record up by"),
        ("key: {order: order}", "key: {invoice: order}", "key names no column to look a record"),
        ("{column: currency}", "pounds", "amounts have a currency"),
        ("{column: currency}", "{column: currencies}", "currencies is no column here. Did you"),
        ("name: order system", "name: order system\n    seconds: 900", "900 is no time to wait"),
        ("name: order system", "name: order system\n    optional: maybe", "neither true nor false"),
    ],
)
def test_a_slip_is_told_with_its_line(
    line: str, instead: str, said: str, tmp_path: Path, policy: Policy
) -> None:
    assert line in FACTS
    with pytest.raises(PolicyError) as refused:
        read(FACTS.replace(line, instead, 1), tmp_path, policy)
    told = [str(problem) for problem in refused.value.problems]
    assert all(re.match(r"facts\.yaml, line \d+, ", each) for each in told), told
    assert any(said.removeprefix("cvs: ") in each for each in told), told


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FROM scans", "the query does not say whose record it wants"),
        ("SELECT * FROM scans WHERE a = :invoice", ":invoice is nothing that a query is asked"),
    ],
)
def test_a_query_asks_for_one_record(query: str, said: str, tmp_path: Path, policy: Policy) -> None:
    text = re.sub(r"query: .*", f"query: '{query}'", FACTS + CARRIER)
    with pytest.raises(PolicyError, match=said):
        read(text, tmp_path, policy)


def test_units_do_not_become_one_another_by_themselves(tmp_path: Path, policy: Policy) -> None:
    hours = FACTS.replace("price: money", "price: money\n      hours: {type: number, unit: hours}")
    late = 'days_late: max(delivered_on - promised_on, duration("P0D"))'
    with pytest.raises(PolicyError, match="hours is in hours and days_late in days"):
        read(hours.replace(late, "days_late: hours"), tmp_path, policy)
    (orders,) = read(hours.replace(late, "days_late: hours / 24"), tmp_path, policy)
    assert "days_late" in orders.source.facts


def test_every_slip_is_told_at_once(tmp_path: Path, policy: Policy) -> None:
    text = FACTS.replace("price: money", "price: cash").replace("days_late:", "days_lat:")
    with pytest.raises(PolicyError) as refused:
        read(text, tmp_path, policy)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("text", ["", "sources: orders", "- a", "sources: [", "sources:\n- 1"])
def test_what_is_no_list_of_sources_is_refused(text: str, tmp_path: Path, policy: Policy) -> None:
    with pytest.raises(PolicyError, match=r"facts\.yaml"):
        read(text, tmp_path, policy)


def test_two_sources_have_two_names(tmp_path: Path, policy: Policy) -> None:
    with pytest.raises(PolicyError, match="two sources are called carrier"):
        read(FACTS + CARRIER + CARRIER, tmp_path, policy)
