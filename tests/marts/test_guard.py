"""What a question may ask: one SELECT over the marts. All else is refused, with its place."""

from collections.abc import Iterator

import duckdb
import pytest

from upheld.insight.marts.asking.guard import NotAsked, check, told

MARTS = ["cases", "months"]


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"python_enable_replacements": False}) as connection:
        connection.execute("CREATE TABLE cases AS SELECT 1 AS case_number, 'late' AS topic")
        connection.execute("CREATE TABLE kept AS SELECT 1 AS name")
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM cases",
        "FROM cases SELECT topic, count(*) GROUP BY ALL ORDER BY 2 DESC LIMIT 3;",
        "WITH late AS (SELECT * FROM cases WHERE topic ILIKE 'l%') SELECT * FROM late -- why not",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 9) FROM t",
        "SELECT date_trunc('month', DATE '2026-11-02'), 5 // 2, -3, 2 ^ 3, 'a' || 'b', NOT TRUE",
        "SELECT row_number() OVER (PARTITION BY topic ORDER BY case_number) FROM cases",
        "SELECT * EXCLUDE (topic) FROM cases WHERE EXISTS (SELECT 1 FROM cases AS c)",
        "SELECT n FROM range(5) AS t(n) UNION SELECT unnest([1, 2])",
        "SELECT x.a FROM (VALUES (1, 2)) AS x(a, b)",
        "SELECT count(*) FILTER (WHERE topic = 'late'), median(case_number) FROM cases",
    ],
)
def test_what_reads_the_marts_is_asked(duck: duckdb.DuckDBPyConnection, sql: str) -> None:
    check(duck, sql, MARTS)
    duck.execute(sql)


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("", "nothing is asked"),
        ("-- nothing", "there are 0 statements"),
        ("selec 1", 'line 1, column 1: syntax error at or near "selec"'),
        ("SELECT count(*)\nFRM cases", "line 2, column 5"),
        ("SELECT 1; SELECT 2", "there are 2 statements"),
        ("SELECT 1; DROP TABLE cases", "no SELECT"),
        ("INSERT INTO cases SELECT * FROM cases", "no SELECT"),
        ("WITH a AS (INSERT INTO cases VALUES (1) RETURNING *) SELECT * FROM a", "not read here"),
        ("CREATE TABLE x AS SELECT 1", "no SELECT"),
        ("COPY cases TO '/tmp/out.csv'", "no SELECT"),
        ("EXPORT DATABASE '/tmp/out'", "no SELECT"),
        ("ATTACH '/tmp/other.db'", "no SELECT"),
        ("INSTALL httpfs", "no SELECT"),
        ("LOAD httpfs", "no SELECT"),
        ("PRAGMA database_list", "no SELECT"),
        ("CALL pragma_version()", "no SELECT"),
        ("SET memory_limit = '99GB'", "no SELECT"),
        ("RESET memory_limit", "no SELECT"),
        ("EXPLAIN SELECT 1", "no SELECT"),
        ("SHOW TABLES", "only tables are read"),
        ("SUMMARIZE cases", "only tables are read"),
        ("SELECT * FROM '/etc/passwd'", "line 1, column 15: there is no mart /etc/passwd"),
        ("SELECT * FROM 'https://example.org/a.csv'", "there is no mart"),
        ("SELECT * FROM kept", "there is no mart kept"),
        ("SELECT * FROM main.cases", "there is no mart main.cases"),
        ("SELECT * FROM information_schema.tables", "there is no mart"),
        ("SELECT * FROM duckdb_settings", "there is no mart duckdb_settings"),
        ("SELECT * FROM sqlite_master", "there is no mart sqlite_master"),
        ("SELECT * FROM read_csv('/etc/passwd')", "read_csv() is not read"),
        ("SELECT * FROM read_text('/etc/passwd')", "read_text() is not read"),
        ("SELECT * FROM read_blob('/proc/self/environ')", "read_blob() is not read"),
        ("SELECT * FROM read_json_auto('a.json'), cases", "is not read"),
        ("SELECT * FROM parquet_metadata('a.parquet')", "is not read"),
        ("SELECT * FROM sniff_csv('a.csv')", "is not read"),
        ("SELECT * FROM glob('/*')", "glob() is not read"),
        ("SELECT * FROM duckdb_databases()", "duckdb_databases() is not read"),
        ("SELECT * FROM duckdb_secrets()", "is not read"),
        ("SELECT * FROM pragma_database_list()", "is not read"),
        ("SELECT * FROM query('SELECT 1')", "query() is not read"),
        ("SELECT * FROM query_table('kept')", "is not read"),
        ("SELECT * FROM json_execute_serialized_sql('{}')", "is not read"),
        ("SELECT * FROM test_all_types()", "is not read"),
        ("SELECT * FROM repeat('x', 1000000000)", "is not read"),
        ("SELECT getenv('UPHELD_SECRET_KEY')", "line 1, column 8: the function getenv"),
        ("SELECT current_setting('temp_directory')", "the function current_setting"),
        ("SELECT (SELECT max(current_setting('x')) FROM cases)", "the function current_setting"),
        ("SELECT topic.current_setting() FROM cases", "is not known here"),
        ("SELECT getvariable('x')", "the function getvariable"),
        ("SELECT sleep_ms(100000)", "the function sleep_ms"),
        ("SELECT write_log('x')", "the function write_log"),
        ("SELECT nextval('x')", "the function nextval"),
        ("SELECT json_serialize_sql('SELECT 1')", "the function json_serialize_sql"),
        ("SELECT repeat('x', 1000000000)", "the function repeat"),
        ("SELECT lpad('x', 1000000000, 'y')", "the function lpad"),
        ("SELECT system.main.lower('x')", "the function system.main.lower"),
        ("SELECT 1 FROM cases ORDER BY getenv('x')", "the function getenv"),
        ("SELECT 1 FROM cases LIMIT (SELECT count(*) FROM read_text('a'))", "is not read"),
        ("SELECT sum(1) FILTER (WHERE getenv('x') = '') FROM cases", "the function getenv"),
        ("SELECT sum(1) OVER (ORDER BY getenv('x')) FROM cases", "the function getenv"),
        ("WITH cases AS (SELECT 1) SELECT * FROM cases", "WITH cases: that name is taken"),
        # Outside its WITH the name would be the engine's own.
        ("SELECT (WITH duckdb_tables AS (SELECT 1) SELECT 1), * FROM duckdb_tables", "is taken"),
        ("SELECT (WITH kept AS (SELECT 1) SELECT 1), * FROM kept", "WITH kept: that name is taken"),
        ("SELECT " + "(" * 2000 + "1" + ")" * 2000, "max expression depth"),
        ("SELECT " + "1 + " * 6000 + "1", "signs long"),
    ],
)  # fmt: skip
def test_what_does_anything_else_is_refused_with_its_place(
    duck: duckdb.DuckDBPyConnection, sql: str, why: str
) -> None:
    with pytest.raises(NotAsked) as refused:
        check(duck, sql, MARTS)
    assert why in str(refused.value)


def test_what_the_engine_does_not_find_is_told_with_the_line_of_the_question(
    duck: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(duckdb.Error) as refused:
        duck.execute("SELECT * FROM (\nSELECT\n nosuch FROM cases\n) LIMIT 1")
    assert told(refused.value, before=1).startswith('line 2, column 2: referenced column "nosuch"')
