"""A table is read as spreadsheets write it."""

from pathlib import Path

import pytest

from upheld.tables.notes import Notes
from upheld.tables.sheet import Sheet, read_sheet


def _read(folder: Path, content: bytes) -> Sheet:
    path = folder / "gift.csv"
    path.write_bytes(content)
    notes = Notes()
    sheet = read_sheet(path, notes)
    assert sheet is not None
    assert notes.problems == []
    return sheet


@pytest.mark.parametrize(
    "content",
    [
        b"days,gift\n> 1,5\n",
        b"\xef\xbb\xbfdays,gift\r\n> 1,5\r\n",
        b"days;gift\r\n> 1;5\r\n",
        b" days , gift \n > 1 , 5 \n",
        b"days,gift,,\n> 1,5,,\n,,,\n",
        b'"days","gift"\n"> 1","5"',
    ],
)
def test_marks_separators_line_ends_spaces_and_empty_edges_make_no_difference(
    tmp_path: Path, content: bytes
) -> None:
    sheet = _read(tmp_path, content)
    assert sheet.columns == ("days", "gift")
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, {"days": "> 1", "gift": "5"})]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    sheet = _read(tmp_path, b'days,because\n1,"two\nlines"\n\n,\n5\n')
    assert [(row.number, row.cells["because"]) for row in sheet.rows] == [
        (2, "two\nlines"),
        (5, ""),
    ]


def test_a_table_that_is_wider_than_anybody_reads_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "gift.csv"
    path.write_text(",".join(map(str, range(200_000))) + "\n1\n", "utf-8")
    notes = Notes()
    assert read_sheet(path, notes) is None
    assert [str(problem) for problem in notes.problems] == [
        "gift.csv, row 1: the first row has 200,000 columns. Write a table of at most 500."
    ]
