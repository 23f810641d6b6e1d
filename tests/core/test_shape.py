"""What the steps need of a policy, whatever else it holds."""

from dataclasses import replace

import pytest
from tests.core.given import POLICY

from upheld.core.shape import misshapen
from upheld.tables import Field, Kind, Policy


def with_input(**changes: Field | None) -> list[str]:
    """The problems of the standard policy in which some inputs are others, or gone."""
    inputs = {name: field for name, field in {**POLICY.inputs, **changes}.items() if field}
    return list(misshapen(replace(POLICY, inputs=inputs)))


def with_output(table: str, field: Field) -> Policy:
    kept = POLICY.tables[table]
    other = replace(kept, outputs={**kept.outputs, field.name: field})
    return replace(POLICY, tables={**POLICY.tables, table: other})


def test_the_standard_policy_has_the_shape() -> None:
    assert list(misshapen(POLICY)) == []


def test_an_input_that_every_case_has_may_not_be_taken_away() -> None:
    (told,) = with_input(vulnerable=None)
    assert told.startswith("input vulnerable is missing, and cases have it: declare vulnerable: {")


def test_an_input_keeps_its_kind_and_what_it_is_about() -> None:
    (told,) = with_input(withdrawn=Field("withdrawn", Kind.BOOLEAN, about="customer"))
    assert told.startswith("input withdrawn is a boolean about customer: declare it as")


def test_every_word_that_a_case_may_hold_can_be_read() -> None:
    kind = POLICY.inputs["kind"]
    (told,) = with_input(kind=replace(kind, values=kind.values[:-1]))
    assert told.startswith("input kind leaves out other")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"values": ("ask", "shrug")}, "output stance may give nothing but ask, educate"),
        ({"values": ()}, "output stance may give nothing but"),
        ({"kind": Kind.NUMBER}, "output stance is a number: declare it as string"),
        ({"many": True}, "output stance holds many values and one is needed"),
    ],
)
def test_an_answer_is_one_of_our_words(change: dict[str, object], problem: str) -> None:
    field = replace(POLICY.tables["stance"].outputs["stance"], **change)  # type: ignore[arg-type]
    assert any(problem in told for told in misshapen(with_output("stance", field)))


def test_each_table_answers_for_what_it_is_about() -> None:
    tables = dict(POLICY.tables)
    tables["finding"] = replace(tables["finding"], each="")
    tables["stance"] = replace(tables["stance"], each="allegation")
    told = list(misshapen(replace(POLICY, tables=tables)))
    assert any("table finding must run once for every allegation" in each for each in told)
    assert any("table stance answers for the case as a whole" in each for each in told)
