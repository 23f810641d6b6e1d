"""Past cases in a file: JSON lines of documents, or a table in Parquet or CSV."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from polars.exceptions import PolarsError

from .cases import Cases, Documents
from .sheet import AT, SEGMENT, BadFile, Sheet

# So many cases are decided together: enough for columns to pay, few enough for any machine.
_LINES = 20_000
_ROWS = 200_000
_LIST = "allegations"
_NEEDED = ("received_on",)
# Where a document keeps facts, which have names of their own.
_PREFIXES = ("circumstances.", "customer.", "facts.")


def read(path: Path) -> Iterator[Cases]:
    """The cases of a file, batch by batch. Raises BadFile, OSError."""
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return _documents(path)
    if suffix == ".parquet":
        return _sheets(pl.scan_parquet(path), path.name)
    if suffix == ".csv":
        # Every cell as it was written: what it means is for the policy to say.
        return _sheets(pl.scan_csv(path, infer_schema=False, encoding="utf8"), path.name)
    raise BadFile(f"{path.name}: give past cases as .jsonl, .parquet or .csv")


def _documents(path: Path) -> Iterator[Cases]:
    """A document a line, which may hold `case`, its name, and `segment`, its groups."""
    with path.open("rb") as file:
        start = 1
        while rows := list(_parsed(file, start, path.name)):
            start += len(rows)
            yield _batch([row for row in rows if row is not None])


def _parsed(file: BinaryIO, start: int, name: str) -> Iterator[dict[str, Any] | None]:
    for number, line in enumerate(islice(file, _LINES), start):
        yield _document(line, f"{name}, line {number}", number) if line.strip() else None


def _document(line: bytes, where: str, number: int) -> dict[str, Any]:
    try:
        told = json.loads(
            line.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise BadFile(f"{where}: this is not JSON ({error}): mend the line") from None
    if not isinstance(told, dict):
        raise BadFile(f"{where}: not an object: write a case as {{...}} on one line")
    return {"case": f"line {number}", **told}


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _batch(rows: list[dict[str, Any]]) -> Documents:
    groups = [_groups(row.pop("segment", None)) for row in rows]
    names = dict.fromkeys(name for group in groups for name in group)
    segments = {
        f"{SEGMENT}{name}": pl.Series([group.get(name) for group in groups], dtype=pl.String)
        for name in names
    }
    return Documents([str(row.pop("case")) for row in rows], rows, pl.DataFrame(segments))


def _groups(told: Any) -> dict[str, str]:
    known = told if isinstance(told, dict) else {}
    return {str(name): str(value) for name, value in known.items() if value is not None}


def _sheets(table: pl.LazyFrame, file: str) -> Iterator[Cases]:
    try:
        columns = table.collect_schema()
        missing = [name for name in _NEEDED if name not in columns]
        if missing:
            raise BadFile(f"{file}: column {missing[0]} is missing: add the day of receipt")
        if _LIST in columns:
            yield from _nested(table, file)
        elif "kind" in columns:
            yield from _flat(table, file)
        else:
            raise BadFile(f"{file}: neither a column allegations nor kind: name what is alleged")
    except PolarsError as error:
        told = str(error).splitlines()[0]
        raise BadFile(f"{file}: this cannot be read ({told}): write the file anew") from None


def _nested(table: pl.LazyFrame, file: str) -> Iterator[Cases]:
    if not isinstance(table.collect_schema()[_LIST], pl.List):
        raise BadFile(f"{file}: column allegations holds no lists: give each case a list of them")
    start = 0
    while (rows := table.slice(start, _ROWS).collect()).height:
        heads = _named(_spread(rows.drop(_LIST)), start)
        some = rows.with_row_index(AT).filter(pl.col(_LIST).list.len() > 0)
        points = some.select(AT, _LIST).explode(_LIST).unnest(_LIST)
        yield Sheet(file, False, heads, _spread(points))
        start += rows.height


def _flat(table: pl.LazyFrame, file: str) -> Iterator[Cases]:
    """Rows of one case may stand anywhere in the table, so it is read whole."""
    rows = _named(_spread(table.collect()), 0)
    cases = rows.select("case").unique(maintain_order=True).with_row_index(AT)
    numbered = rows.join(cases, on="case", how="left", nulls_equal=True, maintain_order="left")
    for start in range(0, cases.height, _ROWS):
        points = numbered.filter(pl.col(AT).is_between(start, start + _ROWS - 1))
        points = points.with_columns(pl.col(AT) - start)
        heads = points.unique(AT, keep="first", maintain_order=True).drop(AT)
        yield Sheet(file, True, heads, points)


def _named(rows: pl.DataFrame, start: int) -> pl.DataFrame:
    """With a name for each case that has none: its row, as a spreadsheet counts."""
    if "case" in rows.columns and not rows["case"].null_count():
        return rows
    number = pl.format("row {}", pl.int_range(pl.len()) + start + 2)
    own = pl.col("case").cast(pl.String) if "case" in rows.columns else pl.lit(None, pl.String)
    return rows.with_columns(pl.coalesce(own, number).alias("case"))


def _spread(frame: pl.DataFrame) -> pl.DataFrame:
    """Structs as columns with dotted names: {"fit": {"evidence": 5}} is fit.evidence."""
    while structs := [n for n, dtype in frame.schema.items() if isinstance(dtype, pl.Struct)]:
        frame = frame.unnest(structs, separator=".")
    return frame.rename(_plain)


def _plain(name: str) -> str:
    prefix = next((each for each in _PREFIXES if name.startswith(each)), "")
    return name.removeprefix(prefix)
