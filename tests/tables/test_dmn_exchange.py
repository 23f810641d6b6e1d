"""DMN XML in and out: nothing lost, nothing dropped in silence, nothing hostile let in."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.tables.dmn_models import framed, models

from upheld.tables.dmn import Model, ModelError, Version, read_model, write_model
from upheld.tables.dmn.model import Decision, DecisionTable, InputData, ItemDefinition, UnaryTests
from upheld.tables.dmn.versions import SPACES

GREETING = """<inputData id="i" name="Full Name"><variable name="Full Name" typeRef="string"/>
</inputData><decision id="d" name="Greeting" label="says hello"><question>Who?</question>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<literalExpression><text>"Hello " + Full Name</text></literalExpression></decision>"""


def refused(data: bytes) -> list[str]:
    with pytest.raises(ModelError) as caught:
        read_model(data)
    return [str(problem) for problem in caught.value.problems]


def test_elements_become_data_under_their_own_names() -> None:
    name, greeting = read_model(framed(GREETING)).elements
    assert isinstance(name, InputData)
    assert isinstance(greeting, Decision)
    assert (greeting.name, greeting.label, greeting.question) == ("Greeting", "says hello", "Who?")
    assert greeting.line == 3


@pytest.mark.parametrize("version", Version)
def test_every_version_is_read_and_written(version: Version) -> None:
    model = read_model(framed(GREETING, SPACES[version].model))
    assert SPACES[version].model in write_model(model, version).decode()
    assert read_model(write_model(model, version)) == model


def test_1_3_is_written_unless_asked() -> None:
    assert b"20191111/MODEL/" in write_model(read_model(framed(GREETING)))


def test_diagrams_and_the_words_of_other_tools_are_kept() -> None:
    drawn = """<extensionElements><t:logo xmlns:t="urn:tool" t:size="3">a <b/> c</t:logo>
    </extensionElements><textAnnotation id="a"><text>why</text></textAnnotation>
    <dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
      xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/">
    <dmndi:DMNShape dmnElementRef="i"><dc:Bounds x="1" y="2"/></dmndi:DMNShape></dmndi:DMNDI>"""
    model = read_model(framed(drawn))
    again = write_model(model, Version.V15).decode()
    assert read_model(again.encode()) == model
    assert 'xmlns:dmndi="https://www.omg.org/spec/DMN/20230324/DMNDI/"' in again
    assert '<dc:Bounds x="1" y="2"/>' in again
    assert 'ns1:size="3">a <b/> c</' in again


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_what_is_written_is_read_as_the_same_model(model: Model) -> None:
    assert read_model(write_model(model, Version.V15)) == model


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(models(without=frozenset({"typeConstraint"})))
def test_so_it_is_in_the_older_versions(model: Model) -> None:
    assert read_model(write_model(model, Version.V12)) == model


def test_what_a_version_cannot_say_is_not_written_in_it() -> None:
    item = ItemDefinition(name="t", constraint=UnaryTests(text="> 0"))
    with pytest.raises(ModelError, match=r"<typeConstraint> came with DMN 1\.5"):
        write_model(Model(items=(item,)), Version.V13)


def test_a_character_that_xml_cannot_hold_is_not_written() -> None:
    with pytest.raises(ModelError, match=r"U\+0007"):
        write_model(Model(name="bell \a"))


# What is not supported is refused by name and line.


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("\n<decisionService/>", "line 3: <decisionService> in <definitions> is not supported"),
        ('<import name="x"/>', "line 2: <import> in <definitions> is not supported"),
        ('<decision surprise="1"/>', "the attribute surprise of <decision> is not supported"),
        ("<decision>\n<list/></decision>", "line 3: <list> in <decision> is not supported"),
        ("<decision>why</decision>", "text stands in <decision>, which holds none"),
        (
            "<decision><description>a</description><description>b</description></decision>",
            "<decision> holds a second <description>",
        ),
        ("<decision><question>a<b/></question></decision>", "<b> in <question> is not supported"),
        (
            '<itemDefinition isCollection="maybe"/>',
            "isCollection=maybe of <itemDefinition> is neither true nor false",
        ),
    ],
)
def test_what_is_not_supported_is_refused(body: str, said: str) -> None:
    (problem,) = refused(framed(body))
    assert said in problem
    assert problem.startswith("model.dmn, line ")


def test_every_problem_is_told_at_once() -> None:
    assert len(refused(framed("<import/><decisionService/><decision><list/></decision>"))) == 3


def test_an_expression_language_that_is_not_feel_is_refused() -> None:
    text = '<decision><literalExpression expressionLanguage="urn:js"/></decision>'
    assert "is urn:js, not FEEL" in refused(framed(text))[0]


def test_another_version_is_refused() -> None:
    old = framed("", "http://www.omg.org/spec/DMN/20151101/dmn.xsd")
    assert "Export it as DMN 1.2, 1.3, 1.4 or 1.5" in refused(old)[0]


# Hostile files

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<definitions>&b;</definitions>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]><definitions>&x;</definitions>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded_or_fetched(text: str) -> None:
    assert refused(text.encode()) == [
        "model.dmn, line 1: a document type is declared, which no model needs and an attack may "
        "use. Take the <!DOCTYPE ...> away."
    ]


def test_deep_nesting_is_refused() -> None:
    assert "more than 100 elements stand in each other" in refused(b"<a>" * 100_000)[0]


def test_a_hundred_megabytes_are_refused_unread() -> None:
    assert "has 100,000,000 bytes" in refused(b" " * 100_000_000)[0]


@pytest.mark.parametrize("text", ["", "no XML", "<a>", '<?xml version="1.0" encoding="x-no"?><a/>'])
def test_what_is_no_xml_is_refused(text: str) -> None:
    assert "this is not XML" in refused(text.encode())[0]


def test_an_undeclared_entity_is_refused() -> None:
    assert "line 2: this is not XML: undefined entity" in refused(framed("&lol;"))[0]


# The OMG's kit

KIT = Path(__file__).parents[3] / "shared" / "data" / "dmn_tck"


@pytest.mark.shared_data
@pytest.mark.skipif(not KIT.is_dir(), reason="../shared/data/dmn_tck is absent")
@pytest.mark.parametrize("version", Version)
def test_every_model_of_the_kit_survives_every_version(version: Version) -> None:
    for path in KIT.rglob("*.dmn"):
        model = read_model(path.read_bytes(), path.name)
        assert read_model(write_model(model, version)) == model, path.name


def test_lines_are_no_part_of_a_model() -> None:
    table = DecisionTable(line=3)
    assert table == replace(table, line=9)


def test_an_element_has_no_more_attributes_than_a_modeler_writes() -> None:
    many = " ".join(f'a{n}="1"' for n in range(101))
    (problem,) = refused(framed(f"<decision {many}/>"))
    assert "an element has more than 100 attributes" in problem


def test_what_is_wrong_a_thousand_times_is_told_a_hundred_times() -> None:
    told = refused(framed("<decisionService/>" * 1000))
    assert len(told) == 101
    assert told[-1] == "model.dmn: 900 more are not told. Mend these first."


@pytest.mark.parametrize(
    ("element", "most"), [("decision", "500"), ("inputData", "2,000"), ("itemDefinition", "2,000")]
)
def test_a_model_of_more_elements_than_anybody_draws_is_refused_with_the_limit(
    element: str, most: str
) -> None:
    limit = int(most.replace(",", ""))
    elements = [f'<{element} id="e{at}" name="e{at}"/>' for at in range(limit + 1)]
    assert refused(framed("".join(elements))) == [
        f"model.dmn, line 1: the model has {limit + 1:,} elements <{element}>. "
        f"Give one of at most {most}: split it."
    ]
    assert read_model(framed("".join(elements[:-1])))
