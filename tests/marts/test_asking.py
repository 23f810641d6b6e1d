"""An answer comes from a process that can do nothing else, and that ends when it takes too much."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.marts.given import asked_of

from upheld.insight.marts.asking import answered, files
from upheld.insight.marts.asking.answered import PAGE, Answer, ask
from upheld.insight.marts.asking.guard import NotAsked
from upheld.insight.marts.asking.worker import took_longer
from upheld.insight.marts.declared import MARTS
from upheld.store.sight.kept_back import KeptBack

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asked_of(tmp_path_factory.mktemp("asked"))


def test_an_answer_has_columns_with_their_types_and_exact_amounts(marts: Path) -> None:
    found = ask(
        marts,
        "SELECT 1 AS n, 12.50 AS paid, DATE '2026-11-02' AS d, NULL::INTEGER AS none",
        KeptBack(),
    )
    assert found.columns == (
        ("n", "INTEGER"), ("paid", "DECIMAL(4,2)"), ("d", "DATE"), ("none", "INTEGER"),
    )  # fmt: skip
    assert found.rows == ((1, "12.50", "2026-11-02", None),)
    assert not found.more


def test_more_rows_than_fit_are_told_and_long_texts_are_cut(marts: Path) -> None:
    asked = "SELECT n, 'abcdefgh' AS said FROM range(1000) AS t(n)"
    found = ask(marts, asked, KeptBack(), replace(PAGE, rows=3, text=5))
    assert found.rows == ((0, "abcde…"), (1, "abcde…"), (2, "abcde…"))
    assert (found.more, found.cut) == (True, 3)


def test_who_waits_for_a_finding_now_is_told_of_no_more(marts: Path) -> None:
    asked = "SELECT customer_number, band FROM customers WHERE band <> '' ORDER BY 1"
    (first, band), *others = ask(marts, asked, KeptBack()).rows
    assert band
    assert ask(marts, asked, KeptBack(frozenset({first}))).rows == tuple(others)


def test_what_a_private_team_works_on_is_in_no_row_and_no_count(marts: Path) -> None:
    """Beside it, customers who have other cases too: they are told, and how many of the others."""

    def told(sql: str, kept: KeptBack) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in ask(marts, sql, kept).rows]

    asked = """SELECT min(c.case_number), customer_number FROM cases AS c
        JOIN customers USING (customer_number) GROUP BY 2 ORDER BY 1 LIMIT 2"""
    (private, hidden), (_, other) = told(asked, KeptBack())
    kept = KeptBack(frozenset(), frozenset({private}), frozenset({hidden}), frozenset({other}))
    of_it = [
        f"SELECT '{mart.name}', '{by}' FROM {mart.name} WHERE {by} = {number}"
        for mart in MARTS
        for by, number in (("case_number", private), ("customer_number", hidden))
        if by in {column.name for column in mart.columns}
    ]
    assert told(" UNION ALL ".join(of_it), KeptBack())
    assert told(" UNION ALL ".join(of_it), kept) == []
    counts = f"SELECT complaints, contacts FROM customers WHERE customer_number = {other}"
    ((whole, _),), ((complaints, _),) = told(counts, KeptBack()), told(counts, kept)
    assert complaints == whole  # what is private is of the hidden one alone
    for count in ("SELECT count(*) FROM cases", "SELECT sum(complaints) FROM months"):
        assert told(count, kept) < told(count, KeptBack())
    assert told("SELECT sum(complaints) FROM months", kept) == told(
        "SELECT count(*) FROM cases", kept
    )
    about_none = "SELECT count(*) > 0 FROM contacts WHERE case_number IS NULL"
    assert told(about_none, kept) == told(about_none, KeptBack())


@pytest.mark.parametrize(
    "sql", ["SELECT 1; -- why not", "SELECT 1 ;\n/* ; */", "SELECT 1 -- ;", "SELECT 1;;"]
)
def test_what_stands_after_the_end_of_a_question_is_a_remark(marts: Path, sql: str) -> None:
    assert ask(marts, sql, KeptBack()).rows == ((1,),)
    assert ask(marts, f"SELECT 'ü;', {sql[7:]}", KeptBack()).rows == (("ü;", 1),)


@pytest.mark.parametrize(
    ("sql", "seconds", "why"),
    [
        ("SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c", 1, "longer"),
        ("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
         " SELECT sum(n) FROM t", 1, ""),
        ("WITH RECURSIVE t(s) AS (SELECT 'xxxxxxxx' UNION ALL SELECT s || s FROM t)"
         " SELECT max(length(s)) FROM t", 120, "memory"),
        ("SELECT list(n) FROM range(1000000000000) AS t(n)", 1, ""),
        ("SELECT replace(string_agg('x', ''), 'x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyy') "
         "FROM range(30000000)", 1, ""),
    ],
    ids=["join", "recursion", "doubling", "list", "text"],
)  # fmt: skip
def test_a_runaway_is_stopped_and_told_in_words(
    marts: Path, sql: str, seconds: int, why: str
) -> None:
    little = replace(PAGE, seconds=seconds, memory=128)  # so that a runaway is told soon
    with pytest.raises(NotAsked) as refused:
        ask(marts, sql, KeptBack(), little)
    assert why in str(refused.value)
    assert "ask for less" in str(refused.value)


def test_what_has_no_time_left_between_two_statements_is_stopped_in_the_next(
    marts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither waited for until whoever asked gives up, nor ended by the system for its work."""
    monkeypatch.setattr(answered, "_BESIDES", 60)
    sql = "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c"
    with pytest.raises(NotAsked, match="took longer than 0 seconds"):
        ask(marts, sql, KeptBack(), replace(PAGE, seconds=0))


def test_where_leaving_out_what_is_private_takes_the_time_no_shorter_question_is_advised() -> None:
    assert took_longer(10, shown=True).endswith("ask for less, or group it first")
    told = took_longer(10, shown=False)
    assert told.startswith("to leave out what is not for you to see took longer than 10 seconds")
    assert "take the answer as a file" in told


def test_the_process_knows_nothing_of_our_environment(
    marts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPHELD_SECRET_KEY", "told to nobody")
    ran: Any = subprocess.run
    seen: list[dict[str, str]] = []

    def watched(*arguments: object, **how: object) -> object:
        seen.append(how["env"])  # type: ignore[arg-type]
        return ran(*arguments, **how)

    monkeypatch.setattr(subprocess, "run", watched)
    ask(marts, "SELECT 1", KeptBack())
    (given,) = seen
    assert not any(name.startswith("UPHELD") for name in given)
    assert "UPHELD_SECRET_KEY" in os.environ


def test_a_file_guards_against_formulas_and_keeps_types() -> None:
    columns = (("=name", "VARCHAR"), ("paid", "DECIMAL(18,2)"), ("n", "HUGEINT"), ("on", "DATE"))
    rows = (("=1+1", "-12.50", 7, "2026-11-02"), ("@x", None, None, None))
    told = Answer(columns, rows, False, 0, PAGE)
    assert files.csv(told).decode() == (
        "'=name,paid,n,on\r\n'=1+1,-12.50,7,2026-11-02\r\n'@x,,,\r\n"
    )
    frame = pl.read_parquet(files.parquet(told))
    assert frame.schema["paid"] == pl.Decimal(18, 2)
    assert frame["=name"].to_list() == ["=1+1", "@x"]


def test_nothing_of_the_folder_that_it_is_asked_in_is_run(
    marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('ours was run')")
    monkeypatch.chdir(tmp_path)
    assert ask(marts, "SELECT 1", KeptBack()).rows == ((1,),)
