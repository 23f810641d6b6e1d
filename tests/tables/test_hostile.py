"""Nothing that an author writes is run as a program, and a huge table is only a large one."""

import builtins
import cProfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from upheld.tables import PolicyError, load
from upheld.tables.checks import check
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.problems import CellError

from .conftest import Write

HOSTILE = [
    "__import__('os').system('true')",
    '__import__("os")',
    'eval("1")',
    "().__class__.__bases__",
    "[x for x in (1, 2)]",
    "lambda: 1",
    "{days.__class__}",
    "days.__class__",
    "1 if days else 2",
    'open("/etc/passwd")',
    "days; days",
    "`id`",
]
YAML = """inputs:
  days: {type: number, about: case}
  kind: {type: string, values: [late, lost], about: case}
tables:
  - {name: gift, file: gift.csv, hit: first, outputs: {gift: {type: number}}}
"""


@contextmanager
def no_python() -> Iterator[None]:
    """A machine on which no text can be made a program."""

    def guarded(name: str) -> Callable[..., object]:
        usual = getattr(builtins, name)

        def run(program: object, *others: Any, **named: Any) -> object:
            assert not isinstance(program, str), "a text was run as a program"
            return usual(program, *others, **named)

        return run

    with pytest.MonkeyPatch.context() as patch:
        for name in ("eval", "exec", "compile"):
            patch.setattr(builtins, name, guarded(name))
        yield


def test_a_policy_is_read_compiled_and_run_where_no_text_can_be_a_program(write: Write) -> None:
    sheet = 'days,kind,gift,because\n"> 3, null",late,days * 2 + 1,"{days} days"\n-,-,0,\n'
    folder = write(YAML, gift=sheet)
    with no_python():
        policy = load(folder)
        answer = policy.run("gift", {"kind": "late"})
        trace = policy.trace("gift", {"kind": "lost"}, nearest=True)
        remarks = check(policy)
    assert answer.outputs == {"gift": None}
    assert trace.nearest is not None
    assert not remarks


@pytest.mark.parametrize("text", HOSTILE)
def test_python_in_a_cell_is_refused_with_its_place(write: Write, text: str) -> None:
    quoted = text.replace('"', '""')
    folder = write(YAML, gift=f'days,gift\n1,"{quoted}"\n"{quoted}",1\n')
    with no_python(), pytest.raises(PolicyError) as caught:
        load(folder)
    told = [str(problem) for problem in caught.value.problems]
    assert [each.split(":")[0] for each in told] == [
        "gift.csv, row 2, column gift",
        "gift.csv, row 3, column days",
    ]


@pytest.mark.parametrize("text", ["1 in [1..2]", "[1,2]", "function(x) x", "{a: 1}", "x[1]", "%"])
def test_an_expression_outside_s_feel_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        parse_expression(text)


def test_a_cell_that_nests_without_end_is_refused_and_nothing_breaks() -> None:
    for text in ("(" * 100_000, "-" * 100_000 + "1", "not(" * 100_000):
        for parse in (parse_test, parse_expression):
            with pytest.raises(CellError):
                parse(text)


def test_mixed_types_in_a_column_are_told_cell_by_cell(write: Write) -> None:
    sheet = 'days,gift\n1,5\n"""late""",5\ntrue,5\n"date(""2026-11-02"")",5\n'
    with pytest.raises(PolicyError) as caught:
        load(write(YAML, gift=sheet))
    assert [str(problem).split(". ")[0] for problem in caught.value.problems] == [
        'gift.csv, row 3, column days: "late" is string, but days is number',
        "gift.csv, row 4, column days: true is boolean, but days is number",
        'gift.csv, row 5, column days: date("2026-11-02") is date, but days is number',
    ]


@pytest.mark.slow
def test_ten_thousand_rules_are_read_checked_and_run(write: Write) -> None:
    rows = [f"[{at}..{at + 1}),{('late', 'lost')[at % 2]},{at}" for at in range(10_000)]
    folder = write(YAML, gift="\n".join(["days,kind,gift", *rows, "-,-,0", ""]))
    start = time.process_time()
    policy = load(folder)
    remarks = check(policy)
    answer = policy.run("gift", {"kind": "lost", "days": Decimal(9999)})
    assert time.process_time() - start < 30
    assert not remarks
    assert answer.outputs == {"gift": 9999}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy").write_text("hello")
    with pytest.raises((PolicyError, OSError)):
        load(tmp_path / "policy")


@pytest.mark.parametrize("number", ["1e6145", "-1e-6200", "1e999999999999999999999", "9e-1000000"])
def test_a_number_that_feel_does_not_have_is_refused_with_what_to_do(number: str) -> None:
    """DMN 1.3, 10.3.2.3.1: an exponent of up to 6,144."""
    for read in (parse_expression, parse_test):
        with pytest.raises(CellError, match="too large or too small a number"):
            read(number)


@pytest.mark.parametrize(
    ("test", "gift"),
    [
        ("> 1e6000", "1"),
        ("> 2", "1e900 * 1e900 * 1e900 * days"),
        ("> 2", "days / 1e-6000 + days"),
        ("> 2", "days - 1e6000"),
        ("> 2", "round half up(days * 1e6000, 1) - days"),
        ("> 2", "round half up(1, 1e6000)"),
    ],
)
def test_the_largest_numbers_there_are_are_checked_and_run(
    test: str, gift: str, write: Write
) -> None:
    """A draft whose page failed by them could not be mended there."""
    policy = load(write(YAML, gift=f'days,kind,gift\n{test},late,"{gift}"\n'))
    check(policy)
    for days in ("3", "1e6001"):
        policy.trace("gift", {"kind": "late", "days": Decimal(days)}, nearest=True)
        policy.run("gift", {"kind": "late", "days": Decimal(days)})


CHAIN = "  - {{name: t{0}, file: t{0}.csv, hit: first, outputs: {{o{0}: {{type: number}}}}}}\n"


def steps_to_read(write: Write, tables: int) -> int:
    """How many functions are called to read a policy of so many tables, each of which tells what
    the one before it gives."""
    yaml = f"{YAML}{''.join(map(CHAIN.format, range(tables)))}"
    sheets = {
        f"t{at}": f"o{at},because\n{at},was {{o{at - 1}}}\n" if at else "o0\n0\n"
        for at in range(tables)
    }
    folder = write(yaml, gift="gift\n1\n", **sheets)
    with cProfile.Profile() as profile:
        load(folder)
    return sum(each.callcount for each in profile.getstats())


def test_a_policy_of_four_times_as_many_tables_takes_four_times_as_long_to_read(
    write: Write,
) -> None:
    steps_to_read(write, 1)  # what is made once, whatever is read
    assert steps_to_read(write, 320) < 5 * steps_to_read(write, 80)
