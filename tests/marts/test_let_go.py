"""The marts' file, once what may be told was taken of it: the process that answers opens nothing
any more, so that the whole rows are not read again by whatever the guard might let pass."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.marts.given import asked_of

from upheld.insight.marts.asking.answered import ask
from upheld.store.sight.kept_back import KeptBack

KEPT = KeptBack(cases=frozenset(range(1, 60, 2)))
# The process as it is, but for the guard, which takes whatever is asked.
UNGUARDED = """
from upheld.insight.marts.asking import worker
worker.check = lambda duck, sql, marts: frozenset({"cases"})
worker._limited = lambda sql, rows: sql
worker.main()
"""


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asked_of(tmp_path_factory.mktemp("let_go"))


def unguarded(marts: Path, sql: str, kept: KeptBack) -> dict[str, Any]:
    asked = {
        "database": str(marts), "sql": sql, "marts": ["cases"], "kept_back": kept.numbers(),
        "rows": 9, "text": 99, "bytes": 9_999, "seconds": 60, "memory": 512, "ours": False,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", UNGUARDED], input=json.dumps(asked).encode(), capture_output=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH '{}' AS again (READ_ONLY)",
        "SELECT octet_length(content) FROM read_blob('{}')",
        "SELECT length(content) FROM read_text('{}')",
        "SELECT count(*) FROM '{}'",
        "SELECT count(*) FROM whole.main.cases",
    ],
)
def test_nothing_reads_it_again_to_whom_something_is_private(marts: Path, sql: str) -> None:
    told = unguarded(marts, sql.format(marts), KEPT)
    assert "error" in told, told


def test_what_may_be_told_is_answered_still(marts: Path) -> None:
    told = unguarded(marts, "SELECT count(*) FROM cases", KEPT)
    every = unguarded(marts, "SELECT count(*) FROM cases", KeptBack())
    assert 0 < told["rows"][0][0] < every["rows"][0][0]


@pytest.mark.parametrize("kept", [KEPT, KeptBack()])
@pytest.mark.parametrize(
    "value",
    ["1.25::DECIMAL(9, 2)", "1.5::DOUBLE", "170141183460469231731687303715884105727::HUGEINT",
     "DATE '2026-11-02'", "TIMESTAMP '2026-11-02 10:00:00'", "TIME '10:00:00'",
     "TIMESTAMPTZ '2026-11-02 10:00:00+00'", "INTERVAL 3 DAYS", "'x'::BLOB", "[1, 2]",
     "{'a': DATE '2026-11-02'}", "gen_random_uuid()", "'straße'", "NULL", "true"],
)  # fmt: skip
def test_values_of_each_kind_are_told(marts: Path, value: str, kept: KeptBack) -> None:
    told = unguarded(marts, f"SELECT {value} AS v FROM cases LIMIT 1", kept)
    assert len(told["rows"]) == 1, told


def test_a_question_over_several_marts_is_answered(marts: Path) -> None:
    sql = "SELECT c.case_number FROM cases c JOIN months m ON true ORDER BY 1 LIMIT 3"
    assert ask(marts, sql, KEPT).rows
