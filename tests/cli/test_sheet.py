"""A file is read whole, or refused in one line before anything is filed."""

from pathlib import Path

import polars as pl
import pytest

from upheld.store import models as rows

from .complaints import ANN, counts, csv_file, imported
from .conftest import Upheld

pytestmark = pytest.mark.django_db


def test_blank_lines_are_no_rows(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Complaint ID,narrative\n1,They call.\n\n2,Daily.\n\n\n")
    assert counts(imported(upheld, "in.csv")) == (2, 2, 0, 0)


def test_a_file_with_bare_returns_and_loose_quotes_is_read(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b'Complaint ID,narrative\r1,A 5" pipe burst.\r2,Daily.\r')
    assert counts(imported(upheld, "in.csv")) == (2, 2, 0, 0)
    assert rows.Case.objects.get(source_key="1").text == 'A 5" pipe burst.'


def test_a_header_without_rows_is_an_empty_import(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Complaint ID,narrative\n")
    assert counts(imported(upheld, "in.csv")) == (0, 0, 0, 0)


HEADER = b"Complaint ID,narrative,State\n"
BAD_FILES = {
    "empty.csv": (b"", "empty.csv is empty: export it again"),
    "blank.csv": (b"\n\n", "blank.csv is empty: export it again"),
    "latin.csv": (
        HEADER + "1,Señor,TX\n".encode("latin-1"),
        "latin.csv is not UTF-8 text (byte 33): "
        "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8",
    ),
    "sheet.xlsx": (
        b"PK\x03\x04\xff",
        "sheet.xlsx is not UTF-8 text (byte 4): "
        "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8",
    ),
    "cut.csv": (
        HEADER + b'1,"They call every',
        "cut.csv ends inside a quoted text: it is cut off, copy it again whole",
    ),
    "short.csv": (
        HEADER + b"1,They call,TX\n2,They",
        "short.csv, row 3: 2 columns where the header has 3: "
        "the file is cut off there, or a quote or comma stands wrongly",
    ),
    "long.csv": (
        HEADER + b"1,They call, and call,TX\n",
        "long.csv, row 2: 4 columns where the header has 3: "
        "the file is cut off there, or a quote or comma stands wrongly",
    ),
    "other.csv": (
        b"id,words\n1,hello\n",
        "no column holds what the customer said: name it 'Consumer complaint narrative' "
        "or 'narrative' (found: id, words)",
    ),
    "facts.json": (
        b'{"narrative": "hello"}',
        "no column holds what the customer said: name it 'Consumer complaint narrative' "
        'or \'narrative\' (found: {"narrative": "hello"})',
    ),
    "twice.csv": (
        b"narrative,Consumer complaint narrative\na,b\n",
        "columns 'narrative' and 'Consumer complaint narrative' are both the narrative: keep one",
    ),
    "names.csv": (
        b"narrative,State,State\na,b,c\n",
        "names.csv: column 'State' stands twice in the header: rename one",
    ),
    "csv.parquet": (
        HEADER,
        "csv.parquet is not a Parquet file: name it .csv if it is one, or export again",
    ),
    "cut.parquet": (
        b"PAR1" + b"\0" * 100,
        "cut.parquet is a damaged or cut off Parquet file: copy it again whole",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_one_line_and_files_nothing(
    upheld: Upheld, tmp_path: Path, name: str
) -> None:
    contents, told = BAD_FILES[name]
    (tmp_path / name).write_bytes(contents)
    assert upheld("import", "complaints", name).error == told
    assert not rows.Case.objects.exists()


def test_a_late_byte_that_is_not_utf8_is_found_across_blocks(
    upheld: Upheld, tmp_path: Path
) -> None:
    start = HEADER + b"1," + "é".encode() * ((1 << 20) // 2)
    (tmp_path / "in.csv").write_bytes(start + b"\xff,TX\n")
    assert f"(byte {len(start):,})" in upheld("import", "complaints", "in.csv").error


def test_a_damaged_parquet_file_is_refused(upheld: Upheld, tmp_path: Path) -> None:
    frame = pl.DataFrame({"narrative": [f"complaint {n * n}" for n in range(9000)]})
    frame.write_parquet(tmp_path / "in.parquet")
    whole = bytearray((tmp_path / "in.parquet").read_bytes())
    whole[40:400] = b"\0" * 360
    (tmp_path / "in.parquet").write_bytes(whole)
    assert upheld("import", "complaints", "in.parquet").error == (
        "in.parquet is a damaged or cut off Parquet file: copy it again whole"
    )


def test_nested_columns_are_refused_by_name(upheld: Upheld, tmp_path: Path) -> None:
    pl.DataFrame({"narrative": ["a"], "tags": [["x"]]}).write_parquet(tmp_path / "in.parquet")
    assert upheld("import", "complaints", "in.parquet").error == (
        "in.parquet: tags cannot be read as text: write plain values"
    )


def test_a_missing_file_a_folder_and_an_unknown_name_are_told_apart(
    upheld: Upheld, tmp_path: Path
) -> None:
    assert upheld("import", "complaints", "no.csv").error == (
        "there is no file no.csv: check the path"
    )
    assert upheld("import", "complaints", ".").error == ". is a folder: name a file in it"
    file = csv_file(tmp_path, ANN)
    assert upheld("import", "complaints", file, "--format", "excel").error == (
        "Invalid value for '--format': 'excel' is not one of 'cfpb', 'zendesk', 'freshdesk', "
        "'intercom', 'mapped': see upheld --help"
    )
    assert upheld("import", "complaints", file, "--regime", "mars").error.startswith(
        "regime mars is not known: choose one of "
    )
