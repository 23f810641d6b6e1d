"""Pairs of customers who may be one person, with a probability and the reasons in words."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from upheld.core.matching import LEVELS, Compared, Reason, reasons

from . import model

if TYPE_CHECKING:
    from splink import Linker

# What more customers than these share tells little, and would cost the square of them.
_MOST_ALIKE = 200


class MatcherMissing(RuntimeError):
    """The library that compares customers is not installed; the message says how it is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two customers by their numbers, the lower first, and how probably they are one."""

    one: int
    other: int
    probability: float
    reasons: tuple[Reason, ...]

    @property
    def told(self) -> list[tuple[str, float]]:
        """The reasons as they are kept."""
        return [(each.words, each.weight) for each in self.reasons]


def candidates(told: Iterable[tuple[int, Compared]], least: float) -> list[Candidate]:
    """The pairs that are one person with at least this probability, the likeliest first.

    Splink on DuckDB, in memory. Raises MatcherMissing.
    """
    frame = _frame(told)
    if frame.height < 2:
        return []
    linker = _linker(frame)
    found = linker.inference.predict(threshold_match_probability=least)
    arrow: Any = found
    return _read(pl.DataFrame(arrow.as_pyarrow_table()))


def _frame(told: Iterable[tuple[int, Compared]]) -> pl.DataFrame:
    schema: dict[str, Any] = {"pk": pl.Int64} | dict.fromkeys(
        Compared.__dataclass_fields__, pl.String
    )
    schema["of_name"] = pl.Boolean
    frame = pl.DataFrame([{"pk": pk, **asdict(each)} for pk, each in told], schema=schema)
    keys = {
        "by_phone": pl.col("phone"),
        "by_email": pl.col("email"),
        "by_mailbox": pl.col("mailbox"),
        "by_address": pl.col("address"),
        "by_name": pl.col("given").str.head(1) + "|" + pl.col("family"),
        "by_start": pl.col("given") + "|" + pl.col("family").str.head(2),
        "by_swap": pl.concat_str(
            pl.min_horizontal("given", "family"), pl.max_horizontal("given", "family"),
            separator="|",
        ),
    }  # fmt: skip
    digits = pl.col("email").str.replace_all(r"\D", "")
    keyed = frame.with_columns(**keys, digits=digits)
    few = [pl.when(pl.len().over(key) <= _MOST_ALIKE).then(pl.col(key)).alias(key) for key in keys]
    return keyed.with_columns(few)


def _linker(frame: pl.DataFrame) -> "Linker":
    try:
        import duckdb
        from splink import DuckDBAPI, Linker
    except ImportError:
        raise MatcherMissing(
            "what compares customers is not installed: pip install 'upheld[match]'"
        ) from None
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    table = DuckDBAPI(connection).register(frame.to_arrow())
    return Linker(table, model.settings(frame), log_level=logging.ERROR)


def _read(pairs: pl.DataFrame) -> list[Candidate]:
    ordered = pairs.sort("match_probability", "pk_l", "pk_r", descending=[True, False, False])
    return [_candidate(row) for row in ordered.iter_rows(named=True)]


def _candidate(row: dict[str, Any]) -> Candidate:
    levels = {part: row[f"gamma_{part}"] for part in LEVELS}
    weights = {part: row[f"mw_{part}"] for part in LEVELS}
    one, other = sorted((row["pk_l"], row["pk_r"]))
    return Candidate(one, other, row["match_probability"], reasons(levels, weights))
