"""Spreadsheets in and out: nothing lost, and nothing read that reads differently to a person."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.tables.conftest import Make

from upheld.tables import PolicyError, load
from upheld.tables.notes import Notes
from upheld.tables.sheet import Row, Sheet, read_sheet
from upheld.tables.sheets import csv_text, sheet_of
from upheld.tables.xlsx import csv_from_xlsx, read_xlsx, write_xlsx

SHEET = Sheet(
    "gift.xlsx",
    ("kind", "days", "gift", "because"),
    (
        Row(2, {"kind": '"late"', "days": "> 2", "gift": "=1", "because": "Sorry,\nthat is late"}),
        Row(3, {"kind": "-", "days": "1-2", "gift": "010", "because": ""}),
    ),
)
Change = Callable[[Worksheet], object]


def saved(path: Path, change: Change) -> Path:
    """The sheet as a spreadsheet in which somebody changed something."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["kind", "gift"])
    page.append(["late", 5])
    change(page)
    book.save(path)
    return path


def read(path: Path) -> Sheet | None:
    notes = Notes()
    sheet = read_xlsx(path, notes)
    assert notes.problems == []
    return sheet


def problem(path: Path) -> str:
    notes = Notes()
    assert read_xlsx(path, notes) is None
    (found,) = notes.problems
    return str(found)


def test_a_spreadsheet_comes_back_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "gift.xlsx"
    write_xlsx(SHEET, path)
    assert read(path) == SHEET


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
)
CELLS = (PRINTABLE | st.sampled_from(["=1+1", "-", "'x", "_x0041_", "1e5", "a\u2028b"])).map(
    str.strip
)


@given(st.lists(st.tuples(CELLS.filter(bool), CELLS), min_size=1, max_size=5))
def test_so_does_every_text(rows: list[tuple[str, str]]) -> None:
    cells = tuple(Row(at, {"a": a, "b": b}) for at, (a, b) in enumerate(rows, 2))
    with TemporaryDirectory() as folder:
        for name in ("any.xlsx", "any.csv"):
            sheet = Sheet(name, ("a", "b"), cells)
            path = Path(folder) / name
            if name.endswith(".csv"):
                path.write_text(csv_text(sheet), "utf-8", newline="")
                assert read_sheet(path, Notes()) == sheet
            else:
                write_xlsx(sheet, path)
                assert read(path) == sheet


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_no_end_of_a_line_within_a_cell_of_csv_is_one_of_the_file(end: str, tmp_path: Path) -> None:
    """A lone carriage return would begin a row, and what follows it would be run as a formula."""
    rows = (Row(2, {"a": f"x{end}=1+1", "b": "y"}), Row(3, {"a": "z", "b": ""}))
    sheet, path = Sheet("any.csv", ("a", "b"), rows), tmp_path / "any.csv"
    path.write_text(csv_text(sheet), "utf-8", newline="")
    assert read_sheet(path, Notes()) == sheet


def test_every_cell_is_kept_as_text_so_that_no_program_makes_a_date_of_it(tmp_path: Path) -> None:
    write_xlsx(SHEET, tmp_path / "gift.xlsx")
    with ZipFile(tmp_path / "gift.xlsx") as parts:
        styles = parts.read("xl/styles.xml").decode()
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'numFmtId="49"' in styles  # 49 is text, "@", in every spreadsheet
    assert "<f>" not in page


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5"), (0.15, "0.15"), (1e21, "1000000000000000000000"), (True, "true"), (" a ", "a")],
)
def test_numbers_and_truths_are_read_as_they_look(tmp_path: Path, value: object, text: str) -> None:
    sheet = read(saved(tmp_path / "a.xlsx", lambda page: page.append([value, 1])))
    assert sheet is not None
    assert sheet.rows[1].cells["kind"] == text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda page: page.append(["late", "=A2+1"]),
            "row 3: B3 holds a formula. Put its value there as text.",
        ),
        (
            lambda page: page.append([date(2026, 11, 2)]),
            "row 3: A3 holds a date or time as a number. "
            'Format the cell as text and write date("2026-11-02").',
        ),
        (
            lambda page: page.append([datetime(2026, 11, 2, 10)]),  # noqa: DTZ001
            'write date and time("2026-11-02T10:00:00Z").',
        ),
        (lambda page: page.append([time(10)]), 'write time("10:00:00").'),
        (lambda page: page.append([timedelta(days=1)]), 'write duration("P1D").'),
        (
            lambda page: page.merge_cells("A2:A3"),
            "row 2: the cells A2:A3 are merged. Split them and fill in each.",
        ),
        (lambda page: page.append(["#REF!"]), "row 3: A3 holds the error #REF!. Correct it."),
        (
            lambda page: page.parent.create_sheet("More").append(["a"]),
            "there is a second worksheet, More. Keep one table in a file.",
        ),
    ],
)
def test_what_reads_differently_than_it_looks_is_refused(
    tmp_path: Path, change: Change, said: str
) -> None:
    assert problem(saved(tmp_path / "a.xlsx", change)).endswith(said)


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert problem(path) == "a.xlsx: the file is missing. Put it beside policy.yaml."
    path.write_text("kind,gift\n")
    assert problem(path) == "a.xlsx: this is no spreadsheet (.xlsx). Save it as .xlsx."
    with ZipFile(path, "w") as parts:
        parts.writestr("hello.txt", "hello")
    assert "this is no spreadsheet" in problem(path)


TOO_LARGE = (
    "a.xlsx: the file is too large. Split the table, or copy its cells alone into a new file."
)
TWO_BYTES = (
    "a.xlsx: it is written with two bytes a sign (UTF-16), and is not read. Save it anew as .xlsx "
    "with a spreadsheet program, which writes UTF-8."
)


def test_a_file_that_unpacks_to_forty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_001)
    assert problem(path) == TOO_LARGE


SHEET_START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ALL = "A1:XFD1048576"


@pytest.mark.parametrize(
    "inside",
    [
        "<sheetData><row>" + "<c/>" * 1_500_001 + "</row></sheetData>",
        "<sheetData/><mergeCells>" + '<mergeCell ref="A1:B1"/>' * 75_001 + "</mergeCells>",
        "<x:sheetData xmlns:x='urn:x'>" + "<x:r/>" * 75_001 + "</x:sheetData>",
    ],
    ids=["cells", "merged", "of another name"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["sheet1.xml", "sheet1.dat"])
def test_a_small_file_that_makes_very_many_cells_is_refused_before_any_is_made(
    inside: str, encoding: str, name: str, tmp_path: Path
) -> None:
    whole, path = saved(tmp_path / "whole.xlsx", lambda page: None), tmp_path / "a.xlsx"
    start = f'<?xml version="1.0" encoding="{encoding}"?>'
    with ZipFile(whole) as parts, ZipFile(path, "w", ZIP_DEFLATED) as burst:
        for part in parts.namelist():
            page = f"{start}{SHEET_START}{inside}</worksheet>".encode(encoding)
            told = page if part.endswith("sheet1.xml") else parts.read(part)
            burst.writestr(
                part.replace("sheet1.xml", name), told.replace(b"sheet1.xml", bytes(name, "ascii"))
            )
    assert path.stat().st_size < 100_000
    assert problem(path) == (TOO_LARGE if encoding == "utf-8" else TWO_BYTES)


def with_part(path: Path, name: str, old: str, new: str) -> Path:
    """A spreadsheet of two rows, one part of which was written in."""
    whole = saved(path.with_name("whole.xlsx"), lambda page: None)
    with ZipFile(whole) as parts, ZipFile(path, "w", ZIP_DEFLATED) as other:
        for part in parts.namelist():
            text = parts.read(part).decode()
            assert part != name or old in text
            other.writestr(part, text.replace(old, new) if part == name else text)
    return path


@pytest.mark.parametrize(
    ("part", "end", "one"),
    [
        ("xl/styles.xml", "</cellXfs>", "<xf/>"),
        ("xl/styles.xml", "</fonts>", "<font/>"),
        ("xl/workbook.xml", "</sheets>", '<sheet name="a" sheetId="1" r:id="rId1"/>'),
    ],
)
def test_a_small_file_of_very_many_formats_fonts_or_sheets_is_refused(
    part: str, end: str, one: str, tmp_path: Path
) -> None:
    path = with_part(tmp_path / "a.xlsx", part, end, one * 75_001 + end)
    assert path.stat().st_size < 100_000
    assert problem(path) == TOO_LARGE


@pytest.mark.parametrize(
    "beside",
    [
        f'<mergeCells><mergeCell ref="{ALL}"/></mergeCells>',
        f"<mergeCells><mergeCell ref = '{ALL}'></mergeCell></mergeCells>",
        '<mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>',
    ],
)
def test_all_cells_merged_are_told_and_none_is_made(beside: str, tmp_path: Path) -> None:
    path = with_part(
        tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", "</sheetData>", f"</sheetData>{beside}"
    )
    told = f"a.xlsx, row 1: the cells {ALL} are merged. Split them and fill in each."
    assert problem(path) == told


@pytest.mark.parametrize(
    "beside",
    [
        f'<hyperlinks><hyperlink display="a" ref="{ALL}"/></hyperlinks>',
        '<dataValidations><dataValidation sqref="no range at all"/></dataValidations>',
        '<conditionalFormatting sqref="A1"><cfRule dxfId="9"/></conditionalFormatting>',
        '<drawing r:id="rId9" xmlns:r="urn:r"/>',
    ],
    ids=["linked", "validated", "formatted", "drawn"],
)
def test_what_a_table_does_not_need_is_not_read(beside: str, tmp_path: Path) -> None:
    path = with_part(
        tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", "</sheetData>", f"</sheetData>{beside}"
    )
    assert csv_from_xlsx(path) == "kind,gift\nlate,5\n"


def test_rows_in_another_order_are_read_where_they_stand(tmp_path: Path) -> None:
    data = (
        '<sheetData><row r="2"><c r="B2"><v>5</v></c><c r="A2" t="str"><v>late</v></c></row>'
        '<row r="1"><c t="str"><v>kind</v></c><c t="str"><v>gift</v></c></row>'
    )
    path = with_part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", "<sheetData>", data)
    whole = ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    rest = whole[whole.index(data) + len(data) : whole.index("</sheetData>")]
    path = with_part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", f"<sheetData>{rest}", data)
    assert csv_from_xlsx(path) == "kind,gift\nlate,5\n"


@pytest.mark.parametrize("row", ['<row r="-3"><c/></row>', '<row><c r="A0"/></row>'])
def test_a_cell_above_the_first_row_is_no_cell(row: str, tmp_path: Path) -> None:
    path = with_part(
        tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", "</sheetData>", f"{row}</sheetData>"
    )
    assert "this is no spreadsheet" in problem(path)


def test_a_formula_that_cells_share_is_told_and_not_read(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="A3"><f t="shared" si="0" ref="A3:A4">((((</f></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/></c></row>'
    )
    path = with_part(
        tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", "</sheetData>", f"{rows}</sheetData>"
    )
    with pytest.raises(PolicyError) as raised:
        csv_from_xlsx(path)
    assert [problem.row for problem in raised.value.problems] == [3, 4]


def test_a_cell_far_away_is_refused_before_every_cell_between_is_made(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", lambda page: page.cell(1_048_576, 16_384, "x"))
    told = "a.xlsx: the table reaches to XFD1048576. Empty the cells around it."
    assert problem(path) == told


def test_a_spreadsheet_without_a_worksheet_is_refused(tmp_path: Path) -> None:
    """Found by atheris (`python -m benchmarks.fuzz xlsx`)."""
    whole, bare = saved(tmp_path / "whole.xlsx", lambda page: None), tmp_path / "a.xlsx"
    with ZipFile(whole) as parts, ZipFile(bare, "w") as fewer:
        for part in parts.namelist():
            fewer.writestr(part, re.sub(rb"<sheet [^>]*/>", b"", parts.read(part)))
    assert problem(bare) == "a.xlsx: there is no worksheet. Put the table on one."


def test_a_spreadsheet_becomes_csv_or_says_why_not(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", lambda page: page.append(["faulty", 0.5]))
    assert csv_from_xlsx(path) == "kind,gift\nlate,5\nfaulty,0.5\n"
    with pytest.raises(PolicyError, match="B3 holds a formula"):
        csv_from_xlsx(saved(path, lambda page: page.append(["faulty", "=1"])))


def test_an_empty_spreadsheet_is_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    assert "the first row has no columns" in problem(tmp_path / "a.xlsx")


@pytest.mark.parametrize("text", ["bell \a", "x" * 40_000])
def test_a_text_that_no_spreadsheet_holds_is_not_written(tmp_path: Path, text: str) -> None:
    with pytest.raises(PolicyError, match="row 2: A2 holds a text that a spreadsheet cannot"):
        write_xlsx(Sheet("a.csv", ("a",), (Row(2, {"a": text}),)), tmp_path / "a.xlsx")


YAML = """
inputs: {days: {type: number, about: issue}}
tables:
  - {name: gift, file: gift.FORM, hit: first, outputs: {gift: {type: number}}}
"""


def test_a_policys_table_goes_into_a_spreadsheet_and_is_run_from_it(
    make: Make, tmp_path: Path
) -> None:
    csv = 'rule,days,gift,because,source\nmany,> 2,days * 2,"{days} days, {{so}}",Law\n,-,0,,\n'
    policy = make(YAML.replace("FORM", "csv"), gift=csv)
    write_xlsx(sheet_of(policy.tables["gift"]), tmp_path / "gift.xlsx")
    yaml = tmp_path / "policy.yaml"
    yaml.write_text(yaml.read_text().replace("gift.csv", "gift.xlsx"))
    again = load(tmp_path)
    assert again.tables["gift"].rules == policy.tables["gift"].rules
    assert again.run("gift", {}).outputs == {"gift": 0}


def test_a_problem_in_a_spreadsheet_is_told_with_its_place(make: Make, tmp_path: Path) -> None:
    sheet = Sheet("gift.xlsx", ("days", "gift"), (Row(2, {"days": "> x", "gift": "1"}),))
    write_xlsx(sheet, tmp_path / "gift.xlsx")
    with pytest.raises(PolicyError, match=r"gift\.xlsx, row 2, column days: x is no name"):
        make(YAML.replace("FORM", "xlsx"))
