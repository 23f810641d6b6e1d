"""Complaints as the US Consumer Financial Protection Bureau publishes them.

Column names of its CSV download, its API, or the same in snake case; dates are days.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from upheld.core.imports import Arrival, Problem
from upheld.core.intake import EARLIEST, LONGEST_SUBJECT, LONGEST_TEXT, Complaint
from upheld.core.words import Channel
from upheld.steps.run_import import Looked
from upheld.store.imports.lines import Line, storable

from .errors import Refused

SOURCE = "cfpb"
ROW, WHY = "rejected_row", "rejected_because"
NO_DATE = "not in the file: taken as the moment of import"
# The download and the API lengthen these; every other name is the same in snake case.
_SHORT = {
    "consumer_complaint_narrative": "narrative",
    "complaint_what_happened": "narrative",
    "company_response_to_consumer": "company_response",
    "company_public_response": "public_response",
    "timely_response": "timely",
    "consumer_disputed": "disputed",
}
_READ = ("complaint_id", "date_received", "product", "issue", "company_response", "submitted_via")
_CHANNELS = {
    "web": Channel.WEB,
    "phone": Channel.PHONE,
    "email": Channel.EMAIL,
    "postal mail": Channel.LETTER,
}
_LONGEST_KEY, _LONGEST_TOPIC = 80, 200


def prepared(sheet: pl.DataFrame, today: date, begins: date) -> pl.DataFrame:
    """The rows in short names with `key`, `received_on` and, where one cannot be taken, `WHY`.

    `today` is the day in the regime's zone and `begins` the first day of its rules. Raises Refused
    without a narrative column.
    """
    frame = _short_names(sheet).with_row_index(ROW, offset=2).lazy()
    frame = frame.with_columns(pl.col(pl.String).str.strip_chars().replace("", None))
    columns = [name for name in frame.collect_schema().names() if name != ROW]
    absent = [pl.lit(None, pl.String).alias(name) for name in _READ if name not in columns]
    told = [pl.lit(f"{name}=") + pl.col(name) for name in sorted(columns)]
    contents = pl.concat_str(told, separator="\x1f", ignore_nulls=True)
    return (
        frame.with_columns(*absent, _contents=contents)
        .filter(pl.col("_contents") != "")  # a blank line is no row
        .with_columns(pl.col("complaint_id").str.replace(r"\.0$", ""), received_on=_day())
        .with_columns(_why(columns, today, begins).alias(WHY))
        .with_columns(_used_again().alias(WHY))
        .with_columns(_key())
        .drop("_contents")
        .collect()
    )


def looked_at(
    frame: pl.DataFrame, sheet: pl.DataFrame, zone: ZoneInfo, now: datetime
) -> Iterator[Looked]:
    """Every row of `prepared` with its complaint, or why it cannot be taken; `sheet` is the file.

    A day begins when it begins in `zone`.
    """
    for row in frame.iter_rows(named=True):
        number, why = row.pop(ROW), row.pop(WHY)
        if why is None:
            yield Looked(Line(number, {}, ()), _incoming(row, zone, now))
        else:
            cells = tuple(storable(cell or "") for cell in sheet.row(number - 2))
            yield Looked(Line(number, {}, cells), None, (Problem("", "", why, ""),))


def _short_names(sheet: pl.DataFrame) -> pl.DataFrame:
    named: dict[str, str] = {}
    for name in sheet.columns:
        snake = re.sub(r"\W+", "_", name.strip().lower()).strip("_")
        short = _SHORT.get(snake, snake) or name
        if short in named.values():
            double = next(first for first, other in named.items() if other == short)
            raise Refused(f"columns {double!r} and {name!r} are both the {short}: keep one")
        named[name] = short
    if "narrative" not in named.values():
        told = ", ".join(sheet.columns[:20])
        raise Refused(
            "no column holds what the customer said: name it 'Consumer complaint narrative' "
            f"or 'narrative' (found: {told})"
        )
    # What an earlier import said of a row that was mended since is no part of the complaint.
    return sheet.rename(named).drop(ROW, WHY, strict=False)


def _day() -> pl.Expr:
    """The day of receipt: 2016-05-07, with or without a time after it, or 05/07/2016."""
    given = pl.col("date_received")
    iso = given.str.extract(r"^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$")
    american = given.str.extract(r"^(\d{1,2}/\d{1,2}/\d{4})$")
    return pl.coalesce(
        iso.str.to_date("%Y-%m-%d", strict=False), american.str.to_date("%m/%d/%Y", strict=False)
    )


def _why(columns: list[str], today: date, begins: date) -> pl.Expr:
    """The first reason for which a row cannot be taken, the same that `intake.accepted` gives."""
    said, day = pl.col("narrative"), pl.col("received_on")
    # Python's blanks are Unicode's and the four separators of ASCII.
    blank = ~said.str.contains(r"[^\s\x1c-\x1f]").fill_null(False)
    nul = pl.any_horizontal(pl.col(columns).str.contains("\0", literal=True).fill_null(False))
    reasons = {
        "no narrative": blank,
        "NUL bytes: save the row as plain text": nul,
        f"narrative longer than {LONGEST_TEXT:,} characters": said.str.len_chars() > LONGEST_TEXT,
        f"complaint id longer than {_LONGEST_KEY} characters": (
            pl.col("complaint_id").str.len_chars() > _LONGEST_KEY
        ),
        "date that cannot be read: write it as 2016-05-07": (
            pl.col("date_received").is_not_null() & day.is_null()
        ),
        "date in the future": day > today,
        f"date before {EARLIEST.year}": day < EARLIEST.date(),
        f"date before the regime's first rule of {begins}": day < begins,
    }
    return pl.coalesce(pl.when(found).then(pl.lit(why)) for why, found in reasons.items())


def _used_again() -> pl.Expr:
    """An id that stands again with other contents: one of the two is wrong, and we cannot know."""
    same = ("complaint_id", pl.col(WHY).is_null())
    other = pl.col("_contents") != pl.col("_contents").first().over(*same)
    again = pl.col("complaint_id").is_not_null() & pl.col(WHY).is_null() & other
    return pl.when(again).then(pl.lit("complaint id used again with other contents")).otherwise(WHY)


def _key() -> pl.Expr:
    """The complaint id; without one the row's hash, and which of its like it is in this file."""
    digest = pl.col("_contents").map_elements(_hash, return_dtype=pl.String)
    nth = pl.int_range(1, pl.len() + 1).over("_contents").cast(pl.String)
    row = pl.concat_str(digest, nth, separator="-")
    return pl.coalesce("complaint_id", row).alias("key")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _incoming(row: dict[str, Any], zone: ZoneInfo, now: datetime) -> Arrival:
    key, day, text = row.pop("key"), row.pop("received_on"), row.pop("narrative")
    if row.pop("date_received") is None:
        row["received_on"] = NO_DATE
    response = row.pop("company_response") or ""
    topic = " › ".join(part for part in (row.pop("product"), row["issue"]) if part)
    complaint = Complaint(
        text=text,
        received_at=datetime.combine(day, time.min, zone) if day else now,
        subject=(row.pop("issue") or "")[:LONGEST_SUBJECT],
        channel=_CHANNELS.get((row["submitted_via"] or "").lower(), Channel.IMPORT),
        topic=topic[:_LONGEST_TOPIC],
    )
    particulars = {name: value for name, value in row.items() if value is not None}
    return Arrival(SOURCE, key, complaint, response, particulars)
