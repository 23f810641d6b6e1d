"""What an author hears: all that is wrong, each with its file, its row, its column and the mend."""

from collections.abc import Callable
from pathlib import Path

import pytest

from upheld.tables import PolicyError, load

from .conftest import Write

Problems = Callable[..., list[str]]

INPUTS = """inputs:
  kind: {type: string, values: [late, faulty], about: issue}
  days: {type: number, about: issue}
"""
TABLE = """tables:
  - {name: gift, file: gift.csv, hit: first, outputs: {gift: {type: money}}}
"""
LATER = "  - {name: later, file: later.csv, hit: first, outputs: {mood: {type: number}}}\n"


def test_a_sheet_is_told_all_its_problems_by_row_and_column(problems: Problems) -> None:
    sheet = "rule,kind,days,gift,because\n" + "\n".join(
        [
            "a,lost,1,5,",
            'b,late,"""abc""",5,',
            "",
            "a,late,> 1,days,",
            "d,late,[1..,5,",
            "e,late,1,5,{price}",
            "f,late,1,5,{",
            "g,late,1,5,,extra",
        ]
    )
    assert problems(INPUTS + TABLE, gift=sheet) == [
        "gift.csv, row 9: there are more cells than columns. "
        "Quote a cell that holds the separator, or name the column.",
        "gift.csv, row 2, column kind: lost is not a value of kind. Use one of faulty, late.",
        'gift.csv, row 3, column days: "abc" is string, but days is number. '
        "Compare it with a number.",
        "gift.csv, row 5, column gift: days is number, but gift is money. Write a money.",
        "gift.csv, row 6, column days: expected a value or a name but the cell ended in [1... "
        'Correct the cell; put text in double quotes, "like this".',
        "gift.csv, row 7, column because: {price} is no input or output here. "
        "Use one of days, gift, kind.",
        "gift.csv, row 8, column because: a { or } stands alone. "
        "Write {{ or }} for the sign itself.",
        "gift.csv, row 5, column rule: rule a stands in row 2 already. Give it its own id.",
    ]


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("dayz,gift\n1,5\n", "gift.csv, row 1, column dayz: this is no input, output"),
        ("days\n1\n", "gift.csv, row 1, column gift: this output has no column"),
        ("days,days,gift\n1,1,5\n", "gift.csv, row 1, column days: two columns have this name"),
        ("days,,gift\n1,1,5\n", "gift.csv, row 1: cell 2 has no name"),
        ("days,gift\n", "gift.csv: the table has no rules"),
        ("", "gift.csv, row 1: the first row has no columns"),
        ('days,gift\n1,5\n1,"5"x\n', "gift.csv, row 3: this is not CSV"),
    ],
)
def test_a_sheet_of_the_wrong_shape_is_refused(problems: Problems, sheet: str, told: str) -> None:
    assert any(problem.startswith(told) for problem in problems(INPUTS + TABLE, gift=sheet))


def test_a_missing_sheet_is_refused(problems: Problems) -> None:
    assert problems(INPUTS + TABLE) == ["gift.csv: the file is missing. Put it beside policy.yaml."]


def test_a_sheet_outside_the_folder_is_refused(problems: Problems) -> None:
    (told,) = problems(INPUTS + TABLE.replace("gift.csv", "../gift.csv"))
    assert told.startswith("policy.yaml, line 9, column file: ../gift.csv is not in the policy's")


def test_a_sheet_that_is_not_utf_8_is_refused(write: Write) -> None:
    folder = write(INPUTS + TABLE)
    (folder / "gift.csv").write_bytes("days,gift,because\n1,5,\xa35\n".encode("latin-1"))
    with pytest.raises(
        PolicyError, match=r"gift\.csv: the file is not UTF-8\. Save it as CSV UTF-8"
    ):
        load(folder)


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        (
            INPUTS.replace("number", "nummer"),
            "line 7, column type: nummer is no type. Did you mean",
        ),
        (INPUTS.replace("about: issue}\n  d", "bout: x}\n  d"), "line 6, column bout: this word"),
        (INPUTS.replace("days:", "kind.:"), "line 7, column kind.: kind. is no name"),
        (INPUTS.replace("days:", "rule:"), "line 7, column rule: rule has a meaning of its own"),
        (INPUTS.replace("days:", "gift:"), "line 9, column gift: gift is declared already, on"),
        (INPUTS.replace("days:", "kind:"), "line 7: this is not YAML: kind is given twice"),
        (INPUTS.replace("[late, faulty]", "[yes, no]"), "line 6, column values: values must be"),
        (
            INPUTS.replace("number", 'number, domain: "[5..1]"'),
            "line 7, column domain: [5..1] hold",
        ),
        (INPUTS.replace("days: {", "days: {{"), "line 8: this is not YAML"),
        (INPUTS.replace("number", "number, values: [a]"), "line 7, column values: a number has no"),
    ],
)
def test_a_wrong_declaration_is_told_with_its_line(
    problems: Problems, yaml: str, told: str
) -> None:
    found = problems(yaml + TABLE, gift="days,gift\n1,5\n")
    assert found[0].startswith(f"policy.yaml, {told}")


def test_a_broken_declaration_does_not_echo_in_every_cell(problems: Problems) -> None:
    yaml = INPUTS.replace("number", "nummer") + TABLE + "rollups: {all: {of: issue, sum: x}}\n"
    sheet = "days,gift,because\n> 1,days * 2,{days} of {all}\n"
    assert [told.split(":")[0] for told in problems(yaml, gift=sheet)] == [
        "policy.yaml, line 7, column type",
        "policy.yaml, line 10, column sum",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("first", "frist"), "frist is no hit policy. Did you mean first."),
        (("first", "priority"), "priority needs a rank. Declare values for an output"),
        (("first", "collect sum"), "collect sum gives one output"),
        (("first", "rule order"), "rule order needs no default"),
        (
            ("type: money}", "type: money, default: abc}"),
            "'abc' is not an amount. Give it as an amo",
        ),
    ],
)
def test_a_table_that_cannot_work_is_refused(
    problems: Problems, change: tuple[str, str], told: str
) -> None:
    table = TABLE.replace("money}", "money}, note: {type: string, default: a}").replace(*change)
    found = problems(INPUTS + table, gift="days,gift,note\n1,5,\n")
    assert any(told in problem for problem in found)


def test_a_table_cannot_read_a_later_one(problems: Problems) -> None:
    told = problems(INPUTS + TABLE + LATER, gift="mood,gift\n1,5\n", later="days,mood\n1,5\n")
    assert told == [
        "gift.csv, row 1, column mood: table gift reads mood, which the later table later gives. "
        "Put table later before table gift in policy.yaml."
    ]


def test_tables_cannot_read_each_other(problems: Problems) -> None:
    (told,) = problems(INPUTS + TABLE + LATER, gift="days,gift\n1,mood\n", later="gift,mood\n1,5\n")
    assert "row 2, column gift: tables gift and later read each other (mood)" in told


def test_a_table_cannot_read_itself(problems: Problems) -> None:
    (told,) = problems(INPUTS + TABLE, gift="days,gift\n1,gift\n")
    assert "table gift reads gift, which it gives itself" in told


def test_a_case_table_cannot_read_the_rows_of_a_list(problems: Problems) -> None:
    each = TABLE.replace("hit", "each: allegation, hit") + LATER
    told = problems(INPUTS + each, gift="days,gift\n1,5\n", later="gift,mood\n5,1\n")
    assert told == [
        "later.csv, row 1, column gift: gift has one value for each allegation, "
        "but later runs once a case. Declare a rollup of gift and read that."
    ]


def test_a_list_of_outputs_cannot_be_tested(problems: Problems) -> None:
    (told,) = problems(
        INPUTS + TABLE.replace("first", "collect") + LATER,
        gift="days,gift\n1,5\n",
        later="gift,mood\n5,1\n",
    )
    assert "column gift: gift holds many values" in told


@pytest.mark.parametrize(
    ("rollup", "told"),
    [
        ("{of: allegation, sum: gifts}", "gifts is no input or output. Did you mean gift."),
        ("{of: allegation, sum: kind}", "sum cannot be made of kind"),
        ("{of: allegation, max: kind}", "max cannot be made of kind"),
        ("{of: allegation}", "rollup all must do one thing"),
        ("{of: allegation, sum: gift, min: gift}", "rollup all must do one thing"),
        ("{of: claim, sum: days}", "no table runs over each claim. Use one of allegation."),
        ("{of: allegation, sum: mood}", "mood has one value for the case"),
        ("{of: allegation, count: kind, where: lost}", "lost is not a value of kind"),
    ],
)
def test_a_rollup_that_cannot_be_made_is_refused(
    problems: Problems, rollup: str, told: str
) -> None:
    each = TABLE.replace("hit", "each: allegation, hit") + LATER
    found = problems(
        INPUTS + each + f"rollups:\n  all: {rollup}\n",
        gift="days,gift\n1,5\n",
        later="days,mood\n1,5\n",
    )
    assert any(told in problem for problem in found)


def test_a_rollup_of_a_later_table_cannot_be_read(problems: Problems) -> None:
    each = LATER + TABLE.replace("hit", "each: allegation, hit").removeprefix("tables:\n")
    (told,) = problems(
        INPUTS + "tables:\n" + each + "rollups: {all: {of: allegation, sum: gift}}\n",
        gift="days,gift\n1,5\n",
        later="all,mood\n1,5\n",
    )
    assert "table later reads all, which the later table gift gives" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "policy.yaml, line 1: the file is empty"),
        ("a: [", "policy.yaml, line 1: this is not YAML"),
        ("valid_from: 2026-13-01", "policy.yaml, line 1: this is not YAML: 2026-13-01 is no day"),
        (
            "valid_from: 2026-01-01T00:00:00+99:00",
            "policy.yaml, line 1: this is not YAML: 2026-01-01T00:00:00+99:00 is no day, or no mo",
        ),
        (
            "valid_from: 2026-01-01T00:00:00+02:00",
            "policy.yaml, line 1, column valid_from: valid_from is no date. Write its day alone,",
        ),
        ("1: x", "policy.yaml, line 1: this is not YAML: put 1 in quotes"),
        ("name: x", "policy.yaml, line 1, column title: title is missing"),
        ("name: [x]", "policy.yaml, line 1, column name: ['x'] is not text"),
        ("currency: pounds", "policy.yaml, line 1, column currency: pounds is no ISO 4217"),
        ("valid_from: soon", "policy.yaml, line 1, column valid_from: valid_from is no date"),
        ("tables: [a]", "policy.yaml, line 1, column tables: tables must be a list"),
        ("inputs: [a]", "policy.yaml, line 1, column inputs: inputs must be names with settings"),
        ("inputs: {a: string}", "policy.yaml, line 1, column a: it has no settings"),
    ],
)
def test_a_policy_file_that_cannot_be_read_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    with pytest.raises(PolicyError) as caught:
        load(tmp_path)
    assert any(str(problem).startswith(told) for problem in caught.value.problems)


def test_a_folder_without_a_policy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"policy\.yaml: the file is missing"):
        load(tmp_path)


def test_a_misspelt_value_is_told_the_nearest(problems: Problems) -> None:
    (told,) = problems(INPUTS + TABLE, gift="kind,days,gift\nfualty,1,5\n")
    assert told == (
        "gift.csv, row 2, column kind: fualty is not a value of kind. Did you mean faulty."
    )


def test_a_policy_of_more_than_five_hundred_tables_is_refused(problems: Problems) -> None:
    head = "  - {{name: t{0}, file: t.csv, hit: first, outputs: {{o{0}: {{type: number}}}}}}\n"
    tables = "".join(head.format(at) for at in range(501))
    told = problems(f"{INPUTS}tables:\n{tables}", t="days,o0\n1,5\n")
    assert told[0] == (
        "policy.yaml, line 8, column tables: there are 501 tables. Declare at most 500."
    )


TURNS = "U+202E turns the direction of what follows. Take it out: nobody sees it"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("\u202ea,1,5,Because,Law", "rule"),
        ("a,1,5,You get \u202e21 pounds,Law", "because"),
        ("a,1,5,Because,La\u202ew", "source"),
    ],
)
def test_a_sign_that_turns_what_follows_is_refused_in_its_cell(
    problems: Problems, row: str, column: str
) -> None:
    (told,) = problems(INPUTS + TABLE, gift=f"rule,days,gift,because,source\n{row}\n")
    assert told.startswith(f"gift.csv, row 2, column {column}: {TURNS}")


def test_a_sign_that_turns_what_follows_is_refused_however_it_is_written(
    problems: Problems,
) -> None:
    table = TABLE.replace("money", "string")
    (told,) = problems(INPUTS + table, gift='gift\n"""\\u202E21"""\n')
    assert told.startswith(f"gift.csv, row 2, column gift: {TURNS}")
    (told,) = problems(INPUTS.replace("late", '"la\\u202Ete"') + TABLE, gift="gift\n1\n")
    assert told.startswith("policy.yaml, line 6: this is not YAML: U+202E turns")


def test_what_is_written_from_right_to_left_is_a_reason_as_any(write: Write) -> None:
    sheet = "gift,because\n5,\u05e9\u05dc\u05d5\u05dd\u200f!\n"
    assert load(write(INPUTS + TABLE, gift=sheet))
