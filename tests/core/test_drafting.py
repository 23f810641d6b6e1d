"""What somebody may do to a draft, and that nobody's writing is lost."""

import tracemalloc
from datetime import date

import pytest
from tests.core.standard_texts import texts

from upheld.core.drafting import (
    Act,
    Overtaken,
    add_column,
    change_rule,
    date_from,
    expect_now,
    replace_tables,
    valid_from_of,
    write_cells,
    write_file,
)
from upheld.tables import read_texts
from upheld.tables.editing import EditError, Editor

FILES = texts()
ROW = 8  # core-medium


def cells(files: dict[str, str] = FILES, row: int = ROW) -> dict[str, str]:
    return Editor("goodwill.csv", files["goodwill.csv"]).cells(row)


def test_a_cell_is_written_and_told() -> None:
    edited = write_cells(FILES, "goodwill", ROW, cells(), {**cells(), "goodwill.amount": "20"})
    assert edited.words == "core-medium: goodwill.amount 25 → 20"
    assert edited.row == ROW
    after = {**FILES, **edited.files}
    assert cells(after) == {**cells(), "goodwill.amount": "20"}
    assert edited.files.keys() == {"goodwill.csv"}


def test_the_same_again_changes_nothing() -> None:
    assert write_cells(FILES, "goodwill", ROW, cells(), cells()).files == {}


def test_two_people_may_write_in_two_cells_of_a_rule() -> None:
    seen = cells()
    first = write_cells(FILES, "goodwill", ROW, seen, {**seen, "goodwill.amount": "20"})
    files = {**FILES, **first.files}
    second = write_cells(files, "goodwill", ROW, seen, {**seen, "because": "So it is."})
    both = cells({**files, **second.files})
    assert (both["goodwill.amount"], both["because"]) == ("20", "So it is.")


def test_what_somebody_else_wrote_meanwhile_is_not_written_over() -> None:
    seen = cells()
    first = write_cells(FILES, "goodwill", ROW, seen, {**seen, "goodwill.amount": "20"})
    files = {**FILES, **first.files}
    with pytest.raises(Overtaken, match=r"somebody wrote '20' in goodwill\.amount"):
        write_cells(files, "goodwill", ROW, seen, {**seen, "goodwill.amount": "22"})


def test_a_rule_that_was_moved_meanwhile_is_found() -> None:
    seen = cells()
    moved = change_rule(FILES, "goodwill", Act.UP, ROW, "core-medium")
    files = {**FILES, **moved.files}
    edited = write_cells(files, "goodwill", ROW, seen, {**seen, "goodwill.amount": "20"})
    assert edited.row == ROW - 1


def test_a_rule_that_was_deleted_meanwhile_is_told() -> None:
    gone = change_rule(FILES, "goodwill", Act.DELETE, ROW, "core-medium")
    files = {**FILES, **gone.files}
    with pytest.raises(Overtaken, match="no longer in the table"):
        write_cells(files, "goodwill", ROW, cells(), {"goodwill.amount": "20"})
    with pytest.raises(Overtaken, match="no longer in the table"):
        change_rule(files, "goodwill", Act.UP, ROW, "core-medium")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Act.ADD, "goodwill: a new rule below core-medium"),
        (Act.COPY, "goodwill: core-medium: copied"),
        (Act.UP, "goodwill: core-medium: moved up"),
        (Act.DOWN, "goodwill: core-medium: moved down"),
        (Act.DELETE, "goodwill: core-medium: deleted"),
    ],
)
def test_what_is_done_to_a_rule_is_told(act: Act, words: str) -> None:
    assert change_rule(FILES, "goodwill", act, ROW, "core-medium").words == words


def test_a_rule_at_the_top_does_not_move_up() -> None:
    assert change_rule(FILES, "goodwill", Act.UP, 2, "decide-first").files == {}


def test_characters_that_nobody_sees_are_left_out() -> None:
    edited = write_cells(FILES, "goodwill", ROW, cells(), {"because": "So\x00 it\x1b is."})
    assert cells({**FILES, **edited.files})["because"] == "So it is."


def test_a_table_may_ask_more() -> None:
    edited = add_column(FILES, "goodwill", "vulnerable")
    assert read_texts({**FILES, **edited.files}).problems == ()


def test_a_column_is_named_without_signs_that_nobody_sees() -> None:
    """NUL is one, which PostgreSQL keeps in no text."""
    unseen = add_column(FILES, "goodwill", "vulner\x00able")
    assert unseen == add_column(FILES, "goodwill", "vulnerable")


def test_a_draft_that_cannot_be_read_can_still_be_written_on() -> None:
    broken = {
        **FILES,
        **write_cells(FILES, "goodwill", ROW, cells(), {"goodwill.amount": "£"}).files,
    }
    assert read_texts(broken).problems
    seen = cells(broken)
    mended = write_cells(broken, "goodwill", ROW, seen, {"goodwill.amount": "25"})
    assert read_texts({**broken, **mended.files}).problems == ()


def test_a_table_that_is_not_declared_is_told() -> None:
    with pytest.raises(EditError, match="declares no table gift"):
        write_cells(FILES, "gift", 2, {}, {})


def test_another_first_day_is_one_line() -> None:
    edited = date_from(FILES, date(2027, 1, 1))
    files = {**FILES, **edited.files}
    assert valid_from_of(files) == date(2027, 1, 1)
    old, new = FILES["policy.yaml"].splitlines(), files["policy.yaml"].splitlines()
    assert len([1 for a, b in zip(old, new, strict=True) if a != b]) == 1


TOO_LONG = "goodwill.csv has 500,001 rules, and a draft holds at most 1,000"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_blank_lines_are_counted_before_a_rule_is_made_of_any(end: str) -> None:
    text = f"rule,gift{end * 500_001} , {end}"
    tracemalloc.start()
    try:
        with pytest.raises(EditError, match=TOO_LONG):
            replace_tables(FILES, {"goodwill": text}, "a.csv")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 12_000_000


def test_a_lone_carriage_return_ends_a_rule_of_a_file_that_is_written_too() -> None:
    with pytest.raises(EditError, match=TOO_LONG):
        write_file(FILES, "goodwill.csv", "rule,gift" + "\r" * 500_001 + " , \r")


def test_a_table_of_very_many_columns_is_refused_before_its_rules_are_filled_up() -> None:
    with pytest.raises(EditError, match=r"the first row has 501 columns\. Write a table of"):
        replace_tables(FILES, {"goodwill": "a," * 500 + "b\n\n"}, "a.csv")


def test_a_whole_file_is_written_as_it_is() -> None:
    edited = write_file(FILES, "cases.yaml", "- name: é\r\n")
    assert edited.files == {"cases.yaml": "- name: é\n"}
    with pytest.raises(EditError, match=r"no file letters\.yaml"):
        write_file(FILES, "letters.yaml", "")


def test_a_table_is_taken_from_a_sheet_and_what_is_the_same_changes_nothing() -> None:
    assert replace_tables(FILES, {"goodwill": FILES["goodwill.csv"]}, "a.csv").files == {}
    other = FILES["goodwill.csv"].replace(",25,", ",20,", 1)
    edited = replace_tables(FILES, {"goodwill": other}, "a.csv")
    assert edited.words == "goodwill: taken from a.csv"
    assert edited.files.keys() == {"goodwill.csv"}
    with pytest.raises(EditError, match="no table gift"):
        replace_tables(FILES, {"gift": other}, "a.csv")


def test_a_case_may_expect_what_is_answered_now() -> None:
    edited = write_cells(FILES, "goodwill", ROW, cells(), {"goodwill.amount": "20"})
    files = {**FILES, **edited.files}
    name = "We know two things about Omar, which is too little: he is treated like Sally"
    now = expect_now(files, name)
    assert now.words == f"{name}: expects goodwill.amount £20.00"
    assert expect_now({**files, **now.files}, name).files == {}
