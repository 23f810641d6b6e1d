"""Everything that reads what others wrote, each with bytes to begin from: for the fuzzers.

A reader may refuse by the errors that it declares and by nothing else. tests/security asks each
with hypothesis, `python -m benchmarks.fuzz` with atheris.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from upheld.core.imports import ColumnMap, From, RowRefused, formats, read_row
from upheld.core.imports.moments import FORMATS, read_moment
from upheld.core.post import Unreadable, kind_of, parted, read, returned_ids, why_returned
from upheld.store.files import FileRefused
from upheld.store.imports import files as import_files
from upheld.tables import PolicyError
from upheld.tables.dmn.exchange import read_model
from upheld.tables.dmn.feel import Scope, feel_expression, feel_test
from upheld.tables.dmn.to_policy import to_policy
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.problems import CellError, ModelError
from upheld.tables.xlsx import csv_from_xlsx

_NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads, where it begins, and the pieces that matter to it."""

    one: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    pieces: tuple[bytes, ...]


def mail(raw: bytes) -> None:
    """One message through all that reads it: a limit may refuse it, an accident may not."""
    try:
        post = read(raw)
    except Unreadable as error:
        if "it cannot be read as mail" in str(error):
            raise
        return
    kind_of(post, None, {"complaints@localhost"})
    returned_ids(post)
    why_returned(post)
    text = parted(post.text)
    told = [post.subject, post.message_id, text.new, text.folded, post.sender.name]
    for words in (*told, *(each.name for each in post.attachments)):
        words.encode("utf-8")
        assert "\x00" not in words


def s_feel(raw: bytes) -> None:
    """A cell of a table, as a test, as an expression, and as FEEL of another tool's model."""
    text = raw.decode("utf-8", "replace")
    scope = Scope(frozenset({"days", "kind"}), frozenset({"case"}))
    asks: tuple[Callable[[], object], ...] = (
        lambda: parse_test(text, ("late", "lost")),
        lambda: parse_expression(text, ("late", "lost")),
        lambda: feel_test(text, scope),
        lambda: feel_expression(text, scope),
    )
    for ask in asks:
        try:
            ask()
        except CellError as error:
            str(error)


def dmn(raw: bytes) -> None:
    """A model of another tool: read, prepared, and made a policy."""
    try:
        to_policy(read_model(raw), _NOW.date(), "GBP")
    except ModelError as error:
        str(error)


_COLUMNS = ColumnMap(
    source="x",
    fields={"received": From("at", format="iso"), "text": From("said"), "email": From("who")},
)


def csv(raw: bytes) -> None:
    """A file of complaints, each row by a mapping."""
    for encoding, delimiter in (("utf-8", ","), ("utf-16", ";"), ("cp1252", "\t")):
        try:
            sheet = import_files.sheet(lambda: io.BytesIO(raw), "a.csv", encoding, delimiter)
        except FileRefused:
            continue
        for line in islice(sheet.lines(), _MOST_ROWS):
            "".join(line.cells).encode("utf-8")
            if line.problem is None:
                _row(lambda values=line.values: read_row(values, _COLUMNS, _NOW))  # type: ignore[misc]


def json(raw: bytes) -> None:
    """A helpdesk's records."""
    for helpdesk in formats.READERS.values():
        try:
            sheet = import_files.records(lambda: io.BytesIO(raw), "a.json", helpdesk.lists)
        except FileRefused:
            continue
        for line in islice(sheet.lines(), _MOST_ROWS):
            if line.problem is None:
                _row(lambda told=line.values, by=helpdesk: by.read(told))  # type: ignore[misc]


def _row(made: Callable[[], object]) -> None:
    try:
        made()
    except RowRefused as error:
        str(error)


def xlsx(raw: bytes) -> None:
    """A policy's table as a spreadsheet."""
    with TemporaryDirectory(prefix="upheld-fuzz-") as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(raw)
        try:
            csv_from_xlsx(path)
        except PolicyError as error:
            str(error)


def dates(raw: bytes) -> None:
    """A moment, in each way that exports write it."""
    text = raw.decode("utf-8", "replace")
    for written in FORMATS:
        try:
            assert read_moment(text, written, ZoneInfo("Europe/London")).tzinfo is UTC
        except ValueError as error:
            if "date" not in str(error):
                raise


def _a_spreadsheet() -> bytes:
    book = Workbook()
    for row in (("days", "gift", "because"), ("> 3", "5", "It was late."), ("-", "0", "No.")):
        book.active.append(row)  # type: ignore[union-attr]
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


_MODEL = b"""<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n">
<inputData id="i" name="days"><variable name="days" typeRef="number"/></inputData>
<decision id="d" name="gift"><variable name="gift" typeRef="number"/>
<informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
<decisionTable id="t" hitPolicy="FIRST"><input id="a"><inputExpression typeRef="number">
<text>days</text></inputExpression></input><output id="o" name="gift" typeRef="number"/>
<rule id="u"><inputEntry id="e"><text>&gt; 3</text></inputEntry>
<outputEntry id="f"><text>5</text></outputEntry></rule></decisionTable></decision></definitions>"""
_WORDS = (b"", b"\x00", b"\xff\xfe", b"\r\n", b"\n", b" ", b'"', b"'", b"\\", b"9" * 400,
          "\u202e\u0130\ud7ff".encode(), b"a" * 3000)  # fmt: skip

READERS: Mapping[str, Reader] = {
    "mail": Reader(
        mail,
        (
            b"From: a@b.example\nSubject: =?utf-8?q?Caf=C3=A9?=\nMessage-ID: <1@x>\n\nLate.\n",
            b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\nx\n--B\nContent-Type: image/png;"
            b' name="a.png"\nContent-Transfer-Encoding: base64\n\nPGI+\n--B--\n',
            b"Content-Type: text/html; charset=iso-2022-jp\n\n<p>a<blockquote>b</blockquote>",
            b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n"
            b"Content-Type: message/delivery-status\n\nAction: failed\n--B--\n",
        ),
        (*_WORDS, b"=?utf-7?b?", b"?=", b"--B", b"boundary=", b"Received: ", b"charset=x-none",
         b"Content-Type: message/rfc822\n\n", b"=\n", b"<blockquote>", b"@", b"<", b">"),
    ),
    "s_feel": Reader(
        s_feel,
        (b"[0.4..0.7)", b'not("late", "lost")', b"if days > 3 then 5 else min(1, days) * 2",
         b'date("2026-11-02") + duration("P1M")', b"for x in [1, 2] return x + days", b"> 3, < 1",
         b"some x in case satisfies x.kind = \"late\""),
        (*_WORDS, b"(", b")", b"[", b"]", b"..", b",", b"not(", b"-", b"**", b"1e999", b"1e-999",
         b"date(", b"duration(", b"if ", b" then ", b"{a:", b"}", b"?", b"@\"", b"in ", b"null"),
    ),
    "dmn": Reader(
        dmn,
        (_MODEL,),
        (*_WORDS, b"<", b">", b"</", b"&#x1F600;", b"&lt;", b"<!DOCTYPE x>", b"<![CDATA[", b"#d",
         b'id="t"', b'hitPolicy="COLLECT"', b"days", b"gift", b"<text>", b"<rule>", b"string",
         b"<import/>", b"9" * 40, b'aggregation="SUM"'),
    ),
    "csv": Reader(
        csv,
        (b"at,said,who\n2026-11-02,Late,a@b.example\n", b"\xef\xbb\xbfat;said;who\n1;2;3\n",
         "at,said,who\n2026-11-02T09:30Z,\"It, \"\"came\"\"\nlate\",\n".encode("utf-16")),
        (*_WORDS, b",", b";", b"\t", b'"', b'""', b"'=1", b"rejected_row", b"at", b"2026-02-30"),
    ),
    "json": Reader(
        json,
        (b'{"tickets": [{"id": 1, "subject": "Late", "description": "x", "status": "open",'
         b' "created_at": "2026-11-02T09:30:00Z", "comments": [{"body": "x", "public": true}]}]}',
         b'{"id": 1, "source": {"body": "<p>x</p>", "author": {"type": "user"}}}\n{"id": 2}\n',
         b'[{"id": "7", "conversation_parts": {"conversation_parts": []}}]'),
        (*_WORDS, b"{", b"}", b"[" * 2000, b"]", b",", b":", b"null", b"true", b"1e999", b"-0",
         b"NaN", b'"id":', b'"\\ud800"', b'"tickets":', b"9" * 5000),
    ),
    "xlsx": Reader(
        xlsx,
        (_a_spreadsheet(), _a_spreadsheet()[:60] + b"\xff" * 20 + _a_spreadsheet()[80:]),
        (*_WORDS, b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"xl/worksheets/sheet1.xml"),
    ),
    "dates": Reader(
        dates,
        (b"2026-11-02T09:30:00Z", b"07/05/2026 14:30:12", b"1778164200", b"7 May 2026",
         b"0001-01-01 00:00 +1400", b"9999-12-31T23:59:59-12:00"),
        (*_WORDS, b"-", b"+", b":", b"T", b"Z", b"UTC", b"24", b"60", b"nan", b"inf", b"1e30",
         b"29.02.2025", "\u0661".encode()),
    ),
}  # fmt: skip
