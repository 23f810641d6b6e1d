"""Runs a policy over a file: the file's columns and every output, in the order of its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from polars.exceptions import InvalidOperationError

from upheld.tables.files.asked import Asked
from upheld.tables.files.blame import Contradicted, first_contradiction
from upheld.tables.files.rows import Rows
from upheld.tables.files.source import Source, source_of
from upheld.tables.files.target import check_folder, check_target, in_money, write
from upheld.tables.problems import FactsError, HitError
from upheld.tables.spark import check_spark


class Engine(StrEnum):
    """How the cases are decided. The answers are the same."""

    ROW = "row"
    COLUMNS = "columns"
    SPARK = "spark"


class TooLarge(ValueError):
    """An amount that 64 bits of minor units do not hold."""


class Contradiction(ValueError):
    """A case of a file on which rules contradict each other, with its row."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many cases there were and are; `unknown` are the columns that the file does not have."""

    rows_in: int
    rows_out: int
    unknown: tuple[str, ...]


def run(asked: Asked, file: Path, target: Path, engine: Engine) -> Report:
    """Writes the cases of `file` to `target`, with all that the policy gives them.

    Raises Unreadable and Unwritable for the files, FactsError for a column or a cell of the wrong
    type, Contradiction, NoSpark where Spark is not installed, and OSError.
    """
    check_folder(target)
    with TemporaryDirectory(dir=target.parent, prefix=".upheld-") as folder:
        space = Path(folder)
        source = source_of(file, asked.reads, asked.policy.currency, space)
        written = space / f"written{target.suffix}"
        try:
            schema = source.cases.collect_schema()
            check_target(target, asked.over(source.cases).collect_schema())
            _write(asked, source, engine, written)
        except FactsError as error:
            raise FactsError(replace(each, file=str(file)) for each in error.problems) from None
        except (HitError, Contradicted):
            raise _located(asked, source) from None
        report = Report(_height(source.path), _height(written), tuple(asked.unknown(schema)))
        written.rename(target)
    return report


def _write(asked: Asked, source: Source, engine: Engine, target: Path) -> None:
    try:
        decided = _ENGINES[engine](asked, source, target.parent)
        write(in_money(decided, asked.gives, asked.policy.currency), asked.gives, target)
    except (InvalidOperationError, OverflowError):
        told = "an amount is given that is too large for a file. Correct the amounts."
        raise TooLarge(f"{source.file}: {told}") from None


def _row(asked: Asked, source: Source, space: Path) -> pl.LazyFrame:
    found = asked.over(source.cases).collect_schema()
    rows = Rows(asked, found)
    return source.cases.map_batches(
        rows.over, projection_pushdown=False, schema=found, streamable=True
    )


def _columns(asked: Asked, source: Source, space: Path) -> pl.LazyFrame:
    return asked.over(source.cases)


def _spark(asked: Asked, source: Source, space: Path) -> pl.LazyFrame:
    check_spark()
    from upheld.tables.files.on_spark import decided  # which imports pyspark

    return decided(asked, source, space)


_ENGINES: Mapping[Engine, Callable[[Asked, Source, Path], pl.LazyFrame]] = {
    Engine.ROW: _row,
    Engine.COLUMNS: _columns,
    Engine.SPARK: _spark,
}


def _located(asked: Asked, source: Source) -> Contradiction:
    at, told = first_contradiction(asked, source.cases)
    return Contradiction(f"{source.file}, row {at + source.first}: {told}")


def _height(path: Path) -> int:
    frame = pl.scan_csv(path) if path.suffix.lower() == ".csv" else pl.scan_parquet(path)
    return int(frame.select(pl.len()).collect().item())
