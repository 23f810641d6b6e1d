"""The marts by DuckDB, on one machine: each statement from Parquet to Parquet."""

from pathlib import Path
from typing import TYPE_CHECKING

from .declared import MARTS, Mart
from .written import Written, size_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What it may hold in memory before it goes on on disk.
MEMORY = "1GB"


def build(sources: Path, marts: Path) -> list[Written]:
    """Every mart of the declared list, each a folder with one Parquet file."""
    with _connection(marts) as duck:
        for each in sorted(sources.iterdir()):
            _view(duck, each.name, each)
        return [_mart(duck, each, marts / each.name) for each in MARTS]


def database(marts: Path, path: Path) -> None:
    """The marts as one file that can be opened for reading and nothing else, each table and column
    with what it means."""
    with _connection(path.parent) as duck:
        duck.execute(f"ATTACH '{_quoted(path)}' AS asked")
        for mart in MARTS:
            place = f"asked.{mart.name}"
            duck.execute(f"CREATE TABLE {place} AS SELECT * FROM {_parquet(marts / mart.name)}")
            duck.execute(f"COMMENT ON TABLE {place} IS '{_text(mart.about)}'")
            for column in mart.columns:
                told = _text(column.meaning)
                duck.execute(f"COMMENT ON COLUMN {place}.{column.name} IS '{told}'")
        duck.execute("DETACH asked")


def _connection(beside: Path) -> "DuckDBPyConnection":
    import duckdb

    beside.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(beside / "spilt"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def _view(duck: "DuckDBPyConnection", name: str, folder: Path) -> None:
    duck.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {_parquet(folder)}")


def _mart(duck: "DuckDBPyConnection", mart: Mart, folder: Path) -> Written:
    folder.mkdir(parents=True)
    path = folder / "part-00000.parquet"
    told = duck.execute(f"COPY ({mart.statement}) TO '{_quoted(path)}' (FORMAT parquet)").fetchone()
    _view(duck, mart.name, folder)
    return Written(mart.name, told[0] if told else 0, size_of(folder))


def _parquet(folder: Path) -> str:
    return f"read_parquet('{_quoted(folder)}/*.parquet')"


def _quoted(path: Path) -> str:
    return _text(str(path))


def _text(told: str) -> str:
    return told.replace("'", "''")
