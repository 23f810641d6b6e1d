"""A row that cannot be taken keeps its reason, and the rest go in."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from upheld.core.intake import LONGEST_TEXT
from upheld.store import models as rows

from .complaints import ANN, a_row, counts, csv_file, imported
from .conftest import Upheld

pytestmark = pytest.mark.django_db

TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
BAD_ROWS = {
    "no narrative": {"Consumer complaint narrative": " \x1c\n"},
    "NUL bytes: save the row as plain text": {"State": "T\0X"},
    "narrative longer than 1,000,000 characters": {
        "Consumer complaint narrative": "x" * (LONGEST_TEXT + 1)
    },
    "complaint id longer than 80 characters": {"Complaint ID": "9" * 81},
    "date that cannot be read: write it as 2016-05-07": {"Date received": "07.05.2016"},
    "date in the future": {"Date received": TOMORROW},
}


def test_a_row_that_cannot_be_taken_is_written_with_its_reason_and_the_rest_go_in(
    upheld: Upheld, tmp_path: Path
) -> None:
    bad = [a_row(number, **told) for number, told in enumerate(BAD_ROWS.values(), 10)]
    told = imported(upheld, csv_file(tmp_path, ANN, *bad))
    assert counts(told) == (1 + len(bad), 1, 0, len(bad))
    assert told["reasons"] == dict.fromkeys(BAD_ROWS, 1)
    assert told["rejected_file"] == "in.csv.rejected.csv"
    with (tmp_path / "in.csv.rejected.csv").open(newline="") as opened:
        written = list(csv.DictReader(opened))
    assert [row["rejected_because"] for row in written] == list(BAD_ROWS)
    assert [row["rejected_row"] for row in written] == [str(3 + n) for n in range(len(bad))]
    assert written[-1]["Complaint ID"] == bad[-1]["Complaint ID"]


def test_a_two_digit_year_is_not_guessed(upheld: Upheld, tmp_path: Path) -> None:
    told = imported(upheld, csv_file(tmp_path, {**ANN, "Date received": "05/07/16"}))
    assert told["reasons"] == {"date that cannot be read: write it as 2016-05-07": 1}


def test_an_id_used_again_with_other_contents_is_rejected_and_a_copy_is_not(
    upheld: Upheld, tmp_path: Path
) -> None:
    told = imported(upheld, csv_file(tmp_path, ANN, ANN, {**ANN, "State": "NY"}))
    assert counts(told) == (3, 1, 1, 1)
    assert told["reasons"] == {"complaint id used again with other contents": 1}


def test_a_mended_rejected_file_can_be_imported(upheld: Upheld, tmp_path: Path) -> None:
    imported(upheld, csv_file(tmp_path, ANN, a_row(2, **{"Date received": "soon"})))
    rejected = tmp_path / "in.csv.rejected.csv"
    rejected.write_text(rejected.read_text().replace("soon", "2016-05-08"))
    assert counts(imported(upheld, rejected.name)) == (1, 1, 0, 0)
    assert "rejected_row" not in rows.Case.objects.get(source_key="2").particulars


@pytest.mark.parametrize("start", list("=+-@\t"))
def test_no_cell_of_the_rejected_file_is_a_formula(
    upheld: Upheld, tmp_path: Path, start: str
) -> None:
    formula = f'{start}HYPERLINK("http://evil.example")'
    sly = {**ANN, "Date received": "soon", "Company": formula, f"{start}name": "x"}
    imported(upheld, csv_file(tmp_path, sly))
    with (tmp_path / "in.csv.rejected.csv").open(newline="") as opened:
        header, cells = csv.reader(opened)
    assert f"'{start}name" in header
    assert f"'{formula}" in cells
    assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in header + cells)


def test_the_rejected_rows_go_where_we_are_when_their_folder_is_read_only(
    upheld: Upheld, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    file = csv_file(folder, {**ANN, "Date received": "soon"})
    (folder / "in.csv.rejected.csv").mkdir()  # nobody can write there, not even root
    told = upheld("import", "complaints", f"archive/{file}").out
    assert f"The rejected rows are in {tmp_path / 'in.csv.rejected.csv'}" in told
    assert (tmp_path / "in.csv.rejected.csv").is_file()
