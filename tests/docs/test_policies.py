"""docs/reference/policies.md: every example is so, and nothing that an author needs is left out."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from tests.docs.pages import ROOT, blocks, codes, section, table
from tests.policies.chain import answer, read

from upheld.tables import HitError, Kind, PolicyError, Value, load
from upheld.tables.checks.remarks import Flaw
from upheld.tables.evaluate import evaluate, matches
from upheld.tables.fields import Field, read_value
from upheld.tables.functions import FUNCTIONS
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.table import Hit

PAGE = ROOT / "docs" / "reference" / "policies.md"
WORDS = ("late", "lost", "other")
FACTS: Mapping[str, Value] = {"price": Decimal(100), "paid": Decimal(30), "unknown": None}
FILES = {block.name: block.text for block in blocks(PAGE) if block.name}
ASKED = table(section(PAGE, "Cells that ask"), "cell")
GIVEN = table(section(PAGE, "Cells that give"), "cell")
HITS = table(section(PAGE, "Hit policies"), "hit")
ROLLUPS = table(section(PAGE, "Rollups"), "rollup")
KINDS = table(section(PAGE, "policy.yaml"), "type")


def value(cell: str) -> Value:
    return evaluate(parse_expression(cell, WORDS), {})


def cell_of(row: list[str]) -> str:
    return "".join(codes(row[0]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("policy.yaml", "owed.csv"):
        (tmp_path / name).write_text(FILES[name], "utf-8")
    return tmp_path


def test_the_whole_policy_gives_what_the_page_says(folder: Path) -> None:
    policy = load(folder)
    told = {"kind": "late", "days_late": 9, "delivery_paid": 12.50}
    given = policy.run("owed", policy.read(told, {"allegation"}))
    assert given.outputs == {"owed.kind": "refund", "owed.amount": Decimal("12.50")}
    assert [rule.id for rule in given.fired] == ["late"]
    assert f'because: "{given.because}"' in section(PAGE, "A whole policy")


@pytest.mark.parametrize("row", ASKED, ids=cell_of)
def test_a_cell_asks_what_the_page_says(row: list[str]) -> None:
    cell = parse_test(cell_of(row), WORDS)
    for told in codes(row[1]):
        assert matches(cell, value(told), FACTS) is True, told
    for told in codes(row[2]):
        assert matches(cell, value(told), FACTS) is not True, told


@pytest.mark.parametrize("row", GIVEN, ids=cell_of)
def test_a_cell_gives_what_the_page_says(row: list[str]) -> None:
    assert evaluate(parse_expression(cell_of(row)), FACTS) == value(codes(row[1])[0])


def test_every_function_has_an_example() -> None:
    shown = " ".join(map(cell_of, GIVEN))
    assert [name for name in FUNCTIONS if f"{name}(" not in shown and name != "count"] == []


@pytest.mark.parametrize("row", KINDS, ids=cell_of)
def test_a_type_is_written_as_the_page_says(row: list[str]) -> None:
    kind = Kind(cell_of(row))
    in_a_case, in_a_cell = codes(row[1])[0], codes(row[2])[0]
    assert read_value(Field("x", kind), in_a_case, "GBP") == value(in_a_cell)


def test_every_type_is_on_the_page() -> None:
    assert [cell_of(row) for row in KINDS] == list(Kind)


_RULES = {
    "who": ("{type: string, values: [lead, handler]}", ("handler", "lead")),
    "amount": ("{type: number}", ("5", "10")),
}


def hits(folder: Path, hit: str, output: str) -> Value:
    declared, gives = _RULES[output]
    (folder / "policy.yaml").write_text(
        "{name: p, title: t, valid_from: 2026-01-01, currency: GBP, "
        "inputs: {price: {type: number, about: case}}, "
        f"tables: [{{name: t, file: t.csv, hit: {hit}, outputs: {{{output}: {declared}}}}}]}}"
    )
    (folder / "t.csv").write_text(f"price,{output}\n> 0,{gives[0]}\n> 50,{gives[1]}\n")
    return load(folder).run("t", {"price": Decimal(80)}).outputs[output]


@pytest.mark.parametrize("output", list(_RULES))
@pytest.mark.parametrize("row", HITS, ids=cell_of)
def test_a_hit_policy_gives_what_the_page_says(row: list[str], output: str, tmp_path: Path) -> None:
    cell = row[2 + list(_RULES).index(output)]
    if cell == "an error":
        with pytest.raises(HitError):
            hits(tmp_path, cell_of(row), output)
    elif not codes(cell):
        with pytest.raises(PolicyError):
            hits(tmp_path, cell_of(row), output)
    else:
        told = tuple(map(value, codes(cell)))
        many = isinstance(given := hits(tmp_path, cell_of(row), output), tuple)
        assert given == (told if many else told[0])


def test_every_hit_policy_is_on_the_page() -> None:
    assert [cell_of(row) for row in HITS] == list(Hit)


_THREE = ((10, 20, 30), (10, 20, None), ())


@pytest.mark.parametrize("row", ROLLUPS, ids=cell_of)
def test_a_rollup_gives_what_the_page_says(row: list[str], tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(
        "{name: p, title: t, valid_from: 2026-01-01, currency: GBP, "
        "inputs: {amount: {type: number, about: allegation}}, "
        "tables: [{name: t, file: t.csv, each: allegation, hit: first, outputs: "
        f"{{x: {{type: number}}}}}}], rollups: {{r: {cell_of(row)}}}}}"
    )
    (tmp_path / "t.csv").write_text("amount,x\n-,1\n")
    policy = load(tmp_path)
    for amounts, told in zip(_THREE, row[1:], strict=True):
        rows = [{"amount": None if each is None else Decimal(each)} for each in amounts]
        assert policy.rollup("allegation", rows)["r"] == value(codes(told)[0]), amounts


def test_the_example_case_is_a_case_of_the_standard_policy() -> None:
    (case,) = yaml.safe_load(FILES["cases.yaml"])
    answers, expected = answer(read(case["given"])), dict(case["expect"])
    for row, found in zip(expected.pop("allegations"), answers.allegations, strict=True):
        assert {name: found[name] for name in row} == row
    assert {name: answers.case[name] for name in expected} == expected


def test_every_remark_is_on_the_page() -> None:
    rows = table(section(PAGE, "What is refused, and what is remarked on"), "remark")
    assert sorted(row[0] for row in rows) == sorted(Flaw)
