"""A table's sheet changed as text: cells, rules and columns, and nothing else."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import PolicyError
from upheld.tables.editing import EditError, Editor

SHEET = (
    'rule,kind,days,gift,because\nlong,late,> 30,20,"So long, sorry"\nlate,late,-,5,\nrest,-,-,0,\n'
)


def sheet() -> Editor:
    return Editor("gift.csv", SHEET)


def ids(editor: Editor) -> list[str]:
    return [row["rule"] for row in csv.DictReader(io.StringIO(editor.text))]


def test_a_sheet_that_nobody_changes_keeps_its_text() -> None:
    assert sheet().text == SHEET


def test_a_cell_is_written_and_no_other() -> None:
    editor = sheet()
    editor.write(3, {"gift": " 7 "})
    assert editor.text == SHEET.replace("late,late,-,5,", "late,late,-,7,")


def test_a_text_with_commas_quotes_and_lines_is_still_one_cell() -> None:
    editor = sheet()
    editor.write(3, {"because": 'He said "no",\nand left'})
    assert Editor("gift.csv", editor.text).cells(3)["because"] == 'He said "no",\nand left'


def test_a_new_rule_asks_nothing_and_gives_null() -> None:
    editor = sheet()
    assert editor.add(3, ["gift"]) == 4
    assert editor.cells(4) == {
        "rule": "new-rule", "kind": "-", "days": "-", "gift": "null", "because": "",
    }  # fmt: skip
    assert ids(editor) == ["long", "late", "new-rule", "rest"]


def test_a_new_rule_may_stand_first() -> None:
    editor = sheet()
    assert editor.add(1, ["gift"]) == 2
    assert ids(editor)[0] == "new-rule"


def test_a_copy_has_an_id_of_its_own() -> None:
    editor = sheet()
    editor.copy(2)
    editor.copy(2)
    assert ids(editor) == ["long", "long-3", "long-2", "late", "rest"]


def test_a_rule_moves_up_and_down_and_not_beyond_the_ends() -> None:
    editor = sheet()
    assert editor.move(2, 1) == 3
    assert ids(editor) == ["late", "long", "rest"]
    assert editor.move(2, -1) == 2
    assert editor.move(4, 9) == 4


def test_the_last_rule_of_a_table_stays() -> None:
    editor = Editor("gift.csv", "gift\n1\n")
    with pytest.raises(EditError, match="the table's last rule"):
        editor.delete(2)


def test_a_column_is_asked_by_no_rule_at_first_and_stands_before_the_outputs() -> None:
    editor = sheet()
    editor.add_column("paid", ["gift"])
    assert editor.columns == ["rule", "kind", "days", "paid", "gift", "because"]
    assert {editor.cells(row)["paid"] for row in (2, 3, 4)} == {"-"}
    editor.delete_column("paid")
    assert editor.text == SHEET


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(EditError, match=r"no row 9 in gift\.csv"):
        sheet().write(9, {"gift": "1"})
    with pytest.raises(EditError, match=r"gift\.csv has no column gfit: Did you mean gift"):
        sheet().write(2, {"gfit": "1"})
    with pytest.raises(EditError, match="a column kind already"):
        sheet().add_column("kind", ["gift"])


def test_a_text_that_is_no_csv_is_refused() -> None:
    with pytest.raises(PolicyError, match="this is not CSV"):
        Editor("gift.csv", 'a,b\n"1"x,2\n')


@given(st.lists(st.sampled_from(["up", "down", "copy"]), max_size=8), st.integers(2, 4))
def test_whatever_is_moved_or_copied_no_cell_is_lost(acts: list[str], row: int) -> None:
    editor = sheet()
    for act in acts:
        editor.copy(row) if act == "copy" else editor.move(row, -1 if act == "up" else 1)
    told = {cells["because"] for cells in csv.DictReader(io.StringIO(editor.text))}
    assert "So long, sorry" in told
    assert len(ids(editor)) == 3 + acts.count("copy") == len(set(ids(editor)))
