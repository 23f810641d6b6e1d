"""What may not be told is in no table that a question can reach: neither its answer, nor how it is
refused, nor how long it takes depends on it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.marts.given import asked_of

from upheld.insight.marts.asking.answered import PAGE, ask
from upheld.insight.marts.asking.guard import NotAsked
from upheld.insight.marts.asking.shown import in_views, opened, show
from upheld.insight.marts.declared import MARTS
from upheld.store.sight.kept_back import KeptBack

pytestmark = pytest.mark.slow

# More than anybody has, of one sign: a question that works it out is refused for want of memory.
_A = "a" * 1000
BLOW = f"length(replace(replace(replace('e' || {{}}, 'e', '{_A}'), 'a', '{_A}'), 'a', '{_A}')) > 0"
# A mart and whose numbers its rows are kept back by.
KEPT_BY = [
    (mart.name, by)
    for mart in MARTS
    for by in ("case_number", "customer_number")
    if by in {column.name for column in mart.columns}
]
EVERY = [mart.name for mart in MARTS]


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asked_of(tmp_path_factory.mktemp("apart"))


@pytest.fixture(scope="module")
def whole(marts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(marts), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def kept(whole: duckdb.DuckDBPyConnection) -> KeptBack:
    """Half of the cases and some of the customers are a private team's; others are so in part."""
    return KeptBack(
        withheld=frozenset(range(1, 60, 4)), cases=frozenset(range(1, 60, 2)),
        customers=frozenset(range(2, 60, 5)), in_part=frozenset(range(3, 60, 5)),
        hidden=frozenset({8, 18}), mixed=frozenset({3, 13}),
        orders=frozenset(range(1, 60, 9)), contacts=frozenset(range(4, 60, 9)),
    )  # fmt: skip


def refused(marts: Path, sql: str, kept: KeptBack) -> str:
    """How the question ends: why it is refused, or nothing."""
    try:
        ask(marts, sql, kept, replace(PAGE, memory=128))
    except NotAsked as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("mart", "by"), KEPT_BY, ids=str)
def test_a_question_of_rows_that_are_kept_back_ends_alike_whatever_they_say(
    marts: Path, whole: duckdb.DuckDBPyConnection, kept: KeptBack, mart: str, by: str
) -> None:
    """The guess is right for them alone: whoever sees them is refused, for want of memory."""
    numbers = ", ".join(map(str, sorted(kept.cases if by == "case_number" else kept.customers)))
    theirs = f"{by} IN ({numbers})"
    guess = f"CASE WHEN {theirs} THEN {BLOW.format(by)} ELSE true END"
    sql = f"SELECT count(*) FROM {mart} WHERE {guess}"
    assert whole.execute(f"SELECT count(*) > 0 FROM {mart} WHERE {theirs}").fetchone() == (True,)
    assert "memory" in refused(marts, sql, KeptBack())
    assert refused(marts, sql, kept) == ""


def shown(marts: Path, kept: KeptBack, named: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """What a question over these marts is put to."""
    duck = opened(str(marts), 512)
    show(duck, named, kept.numbers())
    return duck


def told(duck: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return duck.execute(sql).fetchall()


def rows_of(duck: duckdb.DuckDBPyConnection, mart: str) -> list[tuple[Any, ...]]:
    return told(duck, f"SELECT * FROM {mart} ORDER BY ALL")


def test_to_whom_something_is_private_nothing_is_left_but_what_they_may_be_told(
    marts: Path, kept: KeptBack
) -> None:
    """No file is open, nor a table of who is kept back: no question reaches what is not there."""
    for named in (*([each] for each in EVERY), EVERY):
        with shown(marts, kept, named) as duck:
            places = told(duck, "SELECT database_name FROM duckdb_databases() ORDER BY 1")
            assert places == [("shown",), ("system",), ("temp",)]
            tables = told(duck, "SELECT table_name FROM duckdb_tables() ORDER BY 1")
            assert tables == [(each,) for each in sorted(named)]
            assert told(duck, "SELECT * FROM duckdb_views() WHERE NOT internal") == []


@pytest.mark.parametrize("part", [7, 245_760])
def test_what_is_left_is_every_row_that_may_be_told_with_its_blanks(
    marts: Path, kept: KeptBack, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheld.insight.marts.asking.shown._PART", part)
    seen = opened(str(marts), 512)
    in_views(seen, kept.numbers())
    with shown(marts, kept, EVERY) as duck, seen:
        assert {each: rows_of(duck, each) for each in EVERY} == {
            each: rows_of(seen, each) for each in EVERY
        }
        cases, customers = ", ".join(map(str, kept.cases)), ", ".join(map(str, kept.customers))
        for mart, by in KEPT_BY:
            numbers = cases if by == "case_number" else customers
            assert told(duck, f"FROM {mart} WHERE {by} IN ({numbers})") == []
        of_waiting = f"customer_number IN ({', '.join(map(str, kept.withheld))})"
        blank = "SELECT DISTINCT persona, band, expected_margin FROM customers WHERE"
        assert told(duck, f"{blank} {of_waiting}") == [(None, None, None)]


def test_who_sees_all_reads_the_file_itself_but_for_who_waits(marts: Path, kept: KeptBack) -> None:
    """Nothing is made for them of which nothing is kept back: it costs what it cost."""
    made = "SELECT table_name FROM duckdb_tables() WHERE database_name <> 'whole'"
    for waiting, of_it in ((frozenset[int](), []), (kept.withheld, [("customers",)])):
        with shown(marts, KeptBack(waiting), EVERY) as duck:
            assert told(duck, made) == of_it
    with shown(marts, KeptBack(kept.withheld), ["cases"]) as duck:
        assert told(duck, made) == []


def numbers(whole: duckdb.DuckDBPyConnection, sql: str) -> frozenset[int]:
    return frozenset(number for (number,) in told(whole, sql) if number is not None)


COUNTED = """
SELECT customer_number, (SELECT count(*) FROM cases WHERE customer_number = c.customer_number),
  (SELECT count(*) FROM cases WHERE customer_number = c.customer_number AND upheld),
  (SELECT count(*) FROM contacts WHERE customer_number = c.customer_number AND inbound),
  (SELECT count(*) FROM contacts
    WHERE customer_number = c.customer_number AND inbound AND failure_demand),
  (SELECT count(*) FROM orders WHERE customer_number = c.customer_number),
  (SELECT min(placed_on) FROM orders WHERE customer_number = c.customer_number),
  (SELECT max(placed_on) FROM orders WHERE customer_number = c.customer_number)
FROM customers AS c ORDER BY 1
"""
OF_CUSTOMERS = (
    "SELECT customer_number, complaints, upheld, contacts, contacts_by_us, orders, first_order_on, "
    "last_order_on FROM customers ORDER BY 1"
)
OF_ORDERS = "SELECT order_number, complaints FROM orders ORDER BY 1"
COUNTED_OF_ORDERS = """
SELECT order_number, (SELECT count(*) FROM cases WHERE order_number = o.order_number)
FROM orders AS o ORDER BY 1
"""


def test_who_has_a_private_complaint_too_is_told_from_nobody_by_what_is_counted(
    marts: Path, whole: duckdb.DuckDBPyConnection
) -> None:
    """Each count is of what whoever asks may see: a blank would tell of what they may not."""
    cases = numbers(whole, "SELECT case_number FROM cases WHERE case_number % 2 = 0")
    private = f"case_number IN ({', '.join(map(str, cases))})"
    of = "SELECT customer_number FROM cases WHERE"
    people, others = numbers(whole, f"{of} {private}"), numbers(whole, f"{of} NOT {private}")
    in_part = people & others
    hidden = frozenset(sorted(in_part)[::2])
    theirs = f"WHERE customer_number IN ({', '.join(map(str, hidden))})"
    kept = KeptBack(
        cases=cases, customers=people - others, in_part=in_part, mixed=in_part,
        orders=numbers(whole, f"SELECT order_number FROM orders {theirs}"),
        contacts=numbers(whole, f"SELECT contact_number FROM contacts {theirs}"),
    )  # fmt: skip
    assert in_part
    assert kept.orders
    assert kept.contacts
    with shown(marts, kept, EVERY) as duck:
        assert told(duck, OF_CUSTOMERS) == told(duck, COUNTED)
        assert told(duck, OF_ORDERS) == told(duck, COUNTED_OF_ORDERS)
        waits = "SELECT customer_number, waits FROM customers"
        assert set(told(duck, waits)) <= set(told(whole, waits))


OF_THEMES = "SELECT theme, complaints, people FROM themes ORDER BY 1"


def test_a_theme_counts_the_complaints_that_may_be_told_and_one_of_none_of_them_is_not_there(
    marts: Path, whole: duckdb.DuckDBPyConnection
) -> None:
    """As on the page of themes: also of those that have no private complaint."""
    few = numbers(whole, "SELECT case_number FROM cases WHERE case_number % 3 = 0")
    one = numbers(whole, "SELECT min(theme) FROM cases WHERE theme IS NOT NULL")
    alone = numbers(whole, f"SELECT case_number FROM cases WHERE theme = {min(one)}")
    known = told(whole, "SELECT theme FROM themes ORDER BY 1")
    of_cases = f"""
SELECT theme, count(*), count(DISTINCT customer_number) FROM cases
WHERE case_number NOT IN ({", ".join(map(str, few | alone))}) AND theme IN
  ({", ".join(str(number) for (number,) in known)}) GROUP BY theme ORDER BY 1
"""
    with shown(marts, KeptBack(cases=few | alone), EVERY) as duck:
        assert told(duck, OF_THEMES) == told(whole, of_cases)
        assert not one & numbers(duck, "SELECT theme FROM themes")
    with shown(marts, KeptBack(), ["themes"]) as duck:
        assert told(duck, OF_THEMES) == told(whole, OF_THEMES)
