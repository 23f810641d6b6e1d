"""The runner of the OMG's kit: it reads expectations, and can say no."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.tables.dmn_models import framed

from upheld.tables.dmn import ModelError, tck
from upheld.tables.dmn.shapes import Feel
from upheld.tables.dmn.tck import alike

KIT = Path(__file__).parents[3] / "shared" / "data" / "dmn_tck"
HEAD = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>it.dmn</modelName><testCase id="001">"""
MODEL = """<inputData id="x" name="x"/><decision id="d" name="it">
<informationRequirement><requiredInput href="#x"/></informationRequirement>
<literalExpression><text>x</text></literalExpression></decision>"""


def value(kind: str, text: str) -> str:
    return f'<value xsi:type="xsd:{kind}">{text}</value>'


def kit(folder: Path, given: str, expected: str, model: str = MODEL, node: str = "it") -> Path:
    (folder / "it.dmn").write_bytes(framed(model))
    case = f'<inputNode name="x">{given}</inputNode><resultNode name="{node}" type="decision">'
    text = f"{HEAD}{case}<expected>{expected}</expected></resultNode></testCase></testCases>"
    (folder / "it-test-01.xml").write_text(text, "utf-8")
    return folder


def one(folder: Path) -> str:
    (result,) = tck(folder)
    return str(result)


WHERE = "it-test-01.xml case 001, it: "
NIL = '<value xsi:nil="true"/>'


@pytest.mark.parametrize(
    "given",
    [
        value("string", "a"),
        value("decimal", "1.5"),
        value("boolean", "true"),
        value("date", "2026-11-02"),
        value("time", "10:00:00"),
        value("dateTime", "2026-11-02T10:00:00"),
        value("duration", "P1DT2H"),
        value("duration", "P1Y"),
        NIL,
        '<list xsi:nil="true"/>',
        "<list><item>" + NIL + '</item><item xsi:nil="true"/></list>',
        '<component name="a" xsi:nil="true"/><component name="b">'
        + value("string", "b")
        + "</component>",
        '<component name="a"><list><item>' + value("integer", "3") + "</item></list></component>",
        "<list><item>" + value("string", "a") + "</item></list>",
        '<component name="a">' + value("double", "1") + "</component>",
    ],
)
def test_what_goes_in_comes_out_and_passes(tmp_path: Path, given: str) -> None:
    assert one(kit(tmp_path, given, given)) == WHERE + "passed"


def test_another_value_fails_and_says_both(tmp_path: Path) -> None:
    said = one(kit(tmp_path, value("string", "a"), value("string", "b")))
    assert said == WHERE + "expected 'b', got 'a'"


def test_a_case_that_expects_null_does_not_pass_by_a_value(tmp_path: Path) -> None:
    assert "passed" not in one(kit(tmp_path, value("string", "a"), NIL))


def test_a_model_that_cannot_be_read_fails_with_its_reason(tmp_path: Path) -> None:
    said = one(kit(tmp_path, NIL, NIL, "<decisionService/>"))
    assert "it.dmn, line 2: <decisionService> in <definitions> is not supported" in said


def test_a_missing_model_and_an_unknown_decision_fail(tmp_path: Path) -> None:
    assert "no decision that" in one(kit(tmp_path, NIL, NIL, node="that"))
    (tmp_path / "it.dmn").unlink()
    assert "No such file" in one(tmp_path)


def test_an_error_counts_as_null(tmp_path: Path) -> None:
    rule = "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry>"
    table = f"""<decisionTable><input><inputExpression><text>x</text></inputExpression></input>
    <output/>{f"{rule}</rule>" * 2}</decisionTable>"""
    model = MODEL.replace("<literalExpression><text>x</text></literalExpression>", table)
    assert one(kit(tmp_path, NIL, NIL, model)) == WHERE + "passed"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2026-13-01"),
        ("time", "25:00:00"),
        ("dateTime", "yesterday"),
        ("duration", "P1X"),
        ("decimal", "twelve"),
    ],
)
def test_an_expectation_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, kind: str, text: str
) -> None:
    folder = kit(tmp_path, value("string", "a"), "\n" + value(kind, text))
    with pytest.raises(ModelError) as caught:
        tck(folder)
    assert str(caught.value) == f"it-test-01.xml, line 4: {text} is no {kind}. Correct it."


def test_an_expected_error_is_met_by_an_error_or_by_null(tmp_path: Path) -> None:
    folder = kit(tmp_path, NIL, NIL, node='it" errorResult="true')
    assert one(folder) == WHERE + "passed"


def test_expectations_in_folders_below_are_run_too(tmp_path: Path) -> None:
    for name in ("b", "a/deep"):
        (tmp_path / name).mkdir(parents=True)
        kit(tmp_path / name, value("string", "x"), value("string", "x"))
    assert [result.passed for result in tck(tmp_path)] == [True, True]


def test_expectations_that_are_no_xml_are_refused(tmp_path: Path) -> None:
    (tmp_path / "it.xml").write_text("<a>")
    with pytest.raises(ModelError, match=r"it\.xml, line 1: this is not XML"):
        tck(tmp_path)


def test_a_folder_without_expectations_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no expectations"):
        tck(tmp_path)


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        (Decimal("2778.69354943277"), Decimal("2778.693549432766768"), True),
        (Decimal("0.00001"), Decimal("0.00002"), False),
        (Decimal(1), True, False),
        ("1", Decimal(1), False),
        (["a", "b"], ["b", "a"], False),
        (["a"], [], False),
        ([], None, False),
        ({"a": Decimal(1)}, {"a": Decimal("1.0")}, True),
        ({"a": None}, {}, False),
        (date(2026, 11, 2), timedelta(1), False),
    ],
)
def test_values_are_alike_or_not(expected: Feel, got: Feel, same: bool) -> None:
    assert alike(expected, got) is same


@pytest.mark.shared_data
@pytest.mark.skipif(not KIT.is_dir(), reason="../shared/data/dmn_tck is absent")
def test_the_kit_passes() -> None:
    results = tck(KIT)
    assert [str(result) for result in results if not result.passed] == []
    assert len(results) == 85
