"""A file of a stranger's is read within its bounds, whatever its values are, and runs nothing."""

import io
import subprocess
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.programs import ROOT, Program, key_of
from tests.stories import NOW
from typer.testing import CliRunner

from upheld.cli.main import app
from upheld.jobs import importing
from upheld.store.files import FileRefused
from upheld.store.imports import files as import_files
from upheld.store.imports import limits as import_limits
from upheld.store.imports.files import BEYOND
from upheld.store.models import Case, Import, Person

MOST = 2**63 - 1
ZONES = "Asia/Tokyo", "America/New_York", "UTC"
# PostgreSQL's `infinity` is the largest that there is; the others are the first beyond a calendar.
KINDS = [
    (pl.Date, 2_932_897, -719_163, 2**31 - 1),
    (pl.Datetime("us"), 253_402_300_800_000_000, MOST, -MOST),
    (pl.Datetime("ms"), 253_402_300_800_000, MOST, -MOST),
    *((pl.Datetime("us", zone), 253_402_300_800_000_000, MOST, -MOST) for zone in ZONES),
    (pl.Duration("ms"), MOST, -MOST, MOST),
]


def a_parquet(frame: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in import_files.sheet(lambda: io.BytesIO(content), "in").lines()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind[0]))
def test_a_moment_that_no_calendar_has_is_told_and_the_others_of_its_column_are_read(
    kind: tuple[pl.DataType, int, int, int],
) -> None:
    dtype, *beyond = kind
    whole = pl.Int32 if dtype == pl.Date else pl.Int64
    column = pl.Series("at", [0, None, *beyond], dtype=whole).cast(dtype)
    (first,), none, *others = cells(a_parquet(column.to_frame()))
    assert first.startswith(("1970-01-01", "1969-12-31", "PT0"))
    assert none == ("",)
    assert others == [(BEYOND,)] * 3


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seconds", [253_402_300_799, -62_135_596_800, -62_135_546_400])
def test_the_first_and_the_last_hours_of_the_calendar_are_read_in_every_zone(
    zone: str, seconds: int
) -> None:
    column = pl.Series("at", [seconds * 1000], dtype=pl.Int64).cast(pl.Datetime("ms", zone))
    assert cells(a_parquet(column.to_frame()))


def test_columns_without_such_a_moment_stay_as_they_are() -> None:
    frame = pl.DataFrame({"at": ["2026-11-02", "9999-12-31"]}).select(pl.col("at").str.to_date())
    assert cells(a_parquet(frame)) == [("2026-11-02",), ("9999-12-31",)]


def test_an_import_goes_on_past_a_row_received_beyond_the_calendar(
    lead: Person, monday: None
) -> None:
    column = pl.Series("Received", [1_700_000_000_000_000, MOST], dtype=pl.Int64)
    frame = pl.DataFrame({"Id": ["a", "b"], "Message": ["It broke.", "It broke too."]})
    content = a_parquet(frame.with_columns(column.cast(pl.Datetime("us"))))
    program = Program(key_of(lead))
    sent = {"file": SimpleUploadedFile("in.parquet", content)}
    told = program.client.post(f"{ROOT}/imports", sent, headers=program.headers).json()
    Import.objects.filter(pk=told["id"]).update(mapping={
        "source": "old",
        "fields": {each: {"column": column} for each, column in {
            "key": "Id", "text": "Message", "received": "Received"}.items()},
    })  # fmt: skip
    program.post(f"/imports/{told['id']}/begin", {})
    importing.sweep(NOW)
    row = Import.objects.get(pk=told["id"])
    assert (row.state, row.error, row.taken, row.rejected) == ("done", "", 1, 1)
    assert Case.objects.filter(source_key="a").exists()


def test_a_text_that_stands_in_the_file_once_counts_as_often_as_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = a_parquet(pl.DataFrame({"c": ["y" * 9_999] * 4_000}))
    assert len(content) < 2**17
    monkeypatch.setattr(import_limits, "MOST_BYTES", 2**24)
    with pytest.raises(FileRefused, match="unpacks to 38 MB and 16 MB are read: split it"):
        cells(content)
    monkeypatch.setattr(import_limits, "LONGEST_TEXT", 9_998)
    with pytest.raises(FileRefused, match="a text of 9,999 bytes and 9,998 are read: shorten it"):
        cells(content)


def test_categories_are_texts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    content = a_parquet(pl.DataFrame({"c": pl.Series(["y" * 99], dtype=pl.Categorical)}))
    monkeypatch.setattr(import_limits, "LONGEST_TEXT", 98)
    with pytest.raises(FileRefused, match="shorten it"):
        cells(content)


@pytest.mark.parametrize("name", ["json", "types", "django"])
def test_nothing_of_the_folder_that_it_is_started_in_is_run(
    name: str, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    (tmp_path / f"{name}.py").write_text("raise SystemExit('ours was run')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.execv", lambda _, command: begun.extend(command))
    CliRunner().invoke(app, ["serve", "--only", "jobs"], catch_exceptions=False)
    command = [*begun[: begun.index("--host")], "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
