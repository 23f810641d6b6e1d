"""DMN models of level 2 at work: expressions, requirements, functions, tables, types."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import product

import pytest
from tests.tables.dmn_models import framed

from upheld.tables import FactsError, HitError
from upheld.tables.dmn import ModelError, Program, prepare, read_model
from upheld.tables.dmn.shapes import Feel
from upheld.tables.values import Months


def program(body: str) -> Program:
    return prepare(read_model(framed(body)))


def given(name: str, kind: str = "") -> str:
    """An input."""
    typed = f' typeRef="{kind}"' if kind else ""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"{typed}/></inputData>'


def decision(name: str, needs: str, body: str, kind: str = "") -> str:
    """A decision that reads `needs`: inputs by name, decisions by @name, functions by name()."""
    return (
        f'<decision id="@{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/>'
        f"{''.join(map(_requirement, needs.split()))}{body}</decision>"
    )


def _requirement(need: str) -> str:
    if need.endswith("()"):
        inner = f'<requiredKnowledge href="#{need[:-2]}"/>'
        return f"<knowledgeRequirement>{inner}</knowledgeRequirement>"
    tag = "requiredDecision" if need.startswith("@") else "requiredInput"
    return f'<informationRequirement><{tag} href="#{need}"/></informationRequirement>'


def says(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{text}</text></literalExpression>"


def function(name: str, parameters: str, body: str) -> str:
    formal = "".join(f'<formalParameter name="{each}"/>' for each in parameters.split())
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><encapsulatedLogic>{formal}{body}'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )


def table(inputs: str, outputs: str, *rules: str, hit: str = 'hitPolicy="UNIQUE"') -> str:
    """A table; columns are parted by `|`, an output is `name`, `name=value,value` or nothing."""
    columns = "".join(
        f"<input><inputExpression><text>{each.strip()}</text></inputExpression></input>"
        for each in inputs.split("|")
    )
    given_ = "".join(map(_output, outputs.split("|")))
    return f"<decisionTable {hit}>{columns}{given_}{''.join(map(_rule, rules))}</decisionTable>"


def _output(text: str) -> str:
    name, _, values = text.strip().partition("=")
    values, _, default = values.partition("/")
    listed = f"<outputValues><text>{values}</text></outputValues>" if values else ""
    other = f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}">{listed}{other}</output>'


def _rule(text: str) -> str:
    asked, _, told = text.replace("<", "&lt;").partition("->")
    inputs = "".join(f"<inputEntry><text>{e.strip()}</text></inputEntry>" for e in asked.split("|"))
    outputs = "".join(f"<outputEntry><text>{e}</text></outputEntry>" for e in told.split("|"))
    return f"<rule>{inputs}{outputs}</rule>"


def work_out(text: str, **inputs: Feel) -> Feel:
    """The value of one literal expression over some inputs."""
    body = "".join(given(name) for name in inputs)
    return program(body + decision("it", " ".join(inputs), says(text))).run("it", inputs)


# Expressions


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("-2 ** 2", 4),
        ("10**-5", Decimal("0.00001")),
        ("2 ** 3 ** 2", 64),
        ("-.872", Decimal("-0.872")),
        ('"foo " + "bar"', "foo bar"),
        ('"横綱"', "横綱"),
        ('"a" + 1', None),
        ("1 + null", None),
        ("(10 + 20) / 0", None),
        ("1 = true", None),
        ("1 < 2", True),
        ('"a" = "a"', True),
        ("null = null", True),
        ("1 != null", True),
        ("1 < null", None),
        ("true and not(false)", True),
        ("1 = 1 or 2 > 3 and false", True),
        ('if 1 < 2 then "less" else "more"', "less"),
        ("if null then 1 else 2", 2),
        ("min(3, 1, 2) + max(1, 2)", 3),
        ("sum(1, 2, 3)", 6),
        ("abs(-3)", 3),
        ('date("2026-11-02")', date(2026, 11, 2)),
        ('date("2026-01-31") + duration("P1M")', date(2026, 2, 28)),
        ('duration("P1D") + date("2026-11-02")', date(2026, 11, 3)),
        ('date("2026-11-02") - date("2026-11-01")', timedelta(days=1)),
        ('date and time("2026-11-02T10:00:00") + duration("PT2H")', datetime(2026, 11, 2, 12)),  # noqa: DTZ001
        ('date and time("2026-11-02T10:00:00Z")', datetime(2026, 11, 2, 10, tzinfo=UTC)),
        ('date and time("2026-11-02T10:00:00Z") > date and time("2026-11-02T10:00:00")', None),
        ('time("23:00:00") + duration("PT2H")', time(1)),
        ('time("10:00:00Z")', time(10, tzinfo=UTC)),
        ('duration("P1Y2M") * 2', Months(28)),
        ('duration("P1D") / duration("PT12H")', 2),
        ('@"2026-11-02"', date(2026, 11, 2)),
        ('@"P1Y"', Months(12)),
    ],
)
def test_an_expression_has_its_value(text: str, value: Feel) -> None:
    assert work_out(text) == value


TRUTHS: tuple[bool | None, ...] = (True, False, None)


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_logic_has_three_values(a: bool | None, b: bool | None) -> None:
    both, either = work_out("a and b", a=a, b=b), work_out("a or b", a=a, b=b)
    assert both is (False if False in (a, b) else None if None in (a, b) else True)
    assert either is (True if True in (a, b) else None if None in (a, b) else False)
    assert work_out("not(a)", a=a) is (None if a is None else not a)


def test_what_is_no_truth_value_counts_as_unknown() -> None:
    assert work_out("a and true", a="yes") is None
    assert work_out("a or true", a="yes") is True
    assert work_out("not(a)", a="yes") is None


def test_names_hold_spaces_and_signs() -> None:
    body = given("Full Name") + given("Full") + given("Pre-bureau risk/score")
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>'
        for name in ("Full Name", "Full", "Pre-bureau risk/score")
    )
    text = says('Full + "," + Full  Name + "," + Pre-bureau risk/score')
    body += f'<decision id="d" name="d">{needs}{text}</decision>'
    inputs = {"Full Name": "b", "Full": "a", "Pre-bureau risk/score": "c"}
    assert program(body).run("d", inputs) == "a,b,c"


# Structures

LOAN = """<itemDefinition name="tLoan">
<itemComponent name="rate"><typeRef>number</typeRef></itemComponent>
<itemComponent name="paid back"><typeRef>boolean</typeRef></itemComponent></itemDefinition>"""


def test_parts_of_a_structure_are_read_with_a_dot() -> None:
    body = LOAN + given("loan", "tLoan") + decision("it", "loan", says("loan.rate * 2"))
    assert program(body).run("it", {"loan": {"rate": 4}}) == 8


def test_parts_that_nobody_declared_are_read_too() -> None:
    assert work_out("loan.rate + loan . term", loan={"rate": 4, "term": 1}) == 5


def test_a_structure_passes_through_whole() -> None:
    assert work_out("loan", loan={"rate": 4, "owner": {"age": 5}}) == {
        "rate": 4,
        "owner": {"age": 5},
    }


def test_a_list_is_added_up_by_its_parts() -> None:
    assert work_out("sum(fees)", fees=[1, 2, 3]) == 6
    assert work_out("max(loans.rate)", loans=[{"rate": 1}, {"rate": 7}]) == 7
    assert work_out("count(fees)", fees=[]) == 0
    assert work_out("sum(fees)", fees=[]) is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"rate": "much"}, "loan.rate: 'much' is not a number"),
        ({"rat": 1}, "loan.rat: no such part. Did you mean rate"),
        (5, "is not a structure with rate, paid back"),
        ([{"rate": 1}], "is not one value"),
    ],
)
def test_a_value_of_another_shape_is_refused(raw: Feel, said: str) -> None:
    it = program(LOAN + given("loan", "tLoan") + decision("it", "loan", says("1")))
    with pytest.raises(FactsError, match=said):
        it.run("it", {"loan": raw})


def test_a_value_that_is_not_allowed_is_refused() -> None:
    kind = """<itemDefinition name="tJob"><typeRef>string</typeRef>
    <allowedValues><text>"EMPLOYED", "STUDENT"</text></allowedValues></itemDefinition>"""
    it = program(kind + given("job", "tJob") + decision("it", "job", says('"You are " + job')))
    assert it.run("it", {"job": "STUDENT"}) == "You are STUDENT"
    with pytest.raises(FactsError, match="not one of the allowed values"):
        it.run("it", {"job": "KING"})


def test_unknown_inputs_and_decisions_are_told() -> None:
    it = program(given("age", "number") + decision("it", "age", says("age")))
    with pytest.raises(FactsError, match=r"aeg: no such input\. Did you mean age"):
        it.run("it", {"aeg": 1})
    with pytest.raises(LookupError, match="no decision that"):
        it.run("that", {})


def test_dates_and_lengths_are_read_from_json() -> None:
    body = given("day", "date") + given("length", "days and time duration")
    it = program(body + decision("it", "day length", says("day + length")))
    assert it.run("it", {"day": "2026-11-02", "length": "P2D"}) == date(2026, 11, 4)


def test_a_result_of_another_type_is_null() -> None:
    assert program(decision("it", "", says('"a"'), "number")).run("it", {}) is None


# Requirements


def test_decisions_feed_each_other_in_a_diamond() -> None:
    body = (
        decision("top", "@left @right", says("left + right"))
        + decision("left", "@bottom", says("bottom * 2"))
        + decision("right", "@bottom", says("bottom * 3"))
        + given("x")
        + decision("bottom", "x", says("x + 1"))
    )
    assert program(body).run("top", {"x": 1}) == 10


def test_several_outputs_are_read_as_parts() -> None:
    rules = ('-> "yes" | 5',)
    body = decision("offer", "x", table("x", "answer | rate", "-" + rules[0]))
    body += decision("it", "@offer", says("offer.rate + 1")) + given("x")
    assert program(body).run("offer", {}) == {"answer": "yes", "rate": 5}
    assert program(body).run("it", {}) == 6


def problems(body: str) -> str:
    with pytest.raises(ModelError) as caught:
        program(body)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            decision("a", "@b", says("b")) + decision("b", "@a", says("a")),
            "line 2: a needs b needs a. Take one of the requirements away",
        ),
        (decision("a", "@gone", says("1")), "a requirement leads to #@gone"),
        (decision("a", "", says("x + 1")), "x is no name that can be read here"),
        (decision("a", "", says("1 +")), "expected a value or a name but the cell ended"),
        (decision("a", "", says("foo(1)")), "foo is no function here"),
        (decision("a", "", says("for x in y return z")), "expected the end of the cell"),
        (given("x") + given("x"), "the name x is given twice"),
        (given("x", "tGone"), "tGone is no type"),
        (
            '<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>' + given("x", "t"),
            "the type t contains itself",
        ),
        (decision("a", "", table("1", "", "- | - -> 1")), "rule 1 has 2 and 1 entries"),
        (
            given("x", "number") + decision("a", "x", table("x", "", '1, "a" -> 1')),
            '1, "a" is asked of a column that holds a number. Compare it with a number',
        ),
        (decision("a", "", table("1", "", hit='hitPolicy="LAST"')), "LAST is no hit policy"),
        (
            decision("a", "", table("1", "x|y", hit='hitPolicy="COLLECT" aggregation="SUM"')),
            "COLLECT SUM cannot work on 2 outputs",
        ),
        (
            decision("a", "", table("1", "", '- -> "x"', hit='hitPolicy="PRIORITY"')),
            "priority ranks by the output's values",
        ),
        (
            decision("a", "", table("1", '="y"', '- -> "x"', hit='hitPolicy="PRIORITY"')),
            '"x" has no rank',
        ),
        (function("f", "", says("1")) + decision("a", "f()", says("f(1)")), "f has 1 values here"),
        (
            function("f", "", says("g()")) + function("g", "", says("f()")),
            "g is no function here",
        ),
    ],
)
def test_a_model_that_cannot_run_says_why(body: str, said: str) -> None:
    assert said in problems(body)


def test_what_would_grow_without_end_is_refused() -> None:
    parts = "".join(
        f'<itemDefinition name="t{n}"><itemComponent name="a"><typeRef>{_base(n)}</typeRef>'
        f'</itemComponent><itemComponent name="b"><typeRef>{_base(n)}</typeRef></itemComponent>'
        "</itemDefinition>"
        for n in range(40)
    )
    assert "the type t39 has more than 1000 parts" in problems(parts + given("x", "t39"))
    chain = "".join(decision(f"d{n}", f"@d{n + 1}", says("1")) for n in range(400))
    assert "d0 needs a chain of more than 100 others" in problems(chain)
    assert "more than 20 ifs" in problems(decision("a", "", says("if " * 300)))


def test_a_text_that_doubles_from_decision_to_decision_ends_with_an_error_that_says_where() -> None:
    """Forty decisions of one line each would ask for a thousand gigabytes."""
    first = decision("d0", "", says('"abcdefgh"'))
    more = [decision(f"d{n}", f"@d{n - 1}", says(f"d{n - 1} + d{n - 1}")) for n in range(1, 40)]
    ready = program(first + "".join(more))
    assert ready.run("d11", {}) == "abcdefgh" * 2**11
    with pytest.raises(FactsError, match="d12: a text of more than 20,000 signs would come"):
        ready.run("d39", {})


def test_a_duration_that_grows_without_end_is_null() -> None:
    first = decision("d0", "", says('duration("P9999999Y") * 10 ** 6000'))
    assert program(first).run("d0", {}) is None


def _base(number: int) -> str:
    return f"t{number - 1}" if number else "number"


# Functions

PMT = function("PMT", "p r n", says("(p*r/12)/(1-(1+r/12)**-n)"))
PRICE: dict[str, Feel] = {"p": 600000, "r": Decimal("0.0375"), "n": 360}
PAYMENT = Decimal("2778.69354943277")


def test_an_expression_calls_a_function_of_the_model() -> None:
    body = PMT + "".join(map(given, "prn")) + decision("it", "p r n PMT()", says("PMT(p, r, n)+1"))
    got = program(body).run("it", PRICE)
    assert isinstance(got, Decimal)
    assert abs(got - 1 - PAYMENT) < Decimal("1e-9")


def test_an_invocation_binds_parameters_by_name() -> None:
    bindings = "".join(
        f'<binding><parameter name="{name}"/>{says(name)}</binding>' for name in "nrp"
    )
    invocation = f"<invocation>{says('PMT')}{bindings}</invocation>"
    body = PMT + "".join(map(given, "prn")) + decision("it", "p r n PMT()", invocation)
    got = program(body).run("it", PRICE)
    assert isinstance(got, Decimal)
    assert abs(got - PAYMENT) < Decimal("1e-9")


def test_a_function_sees_its_parameters_and_nothing_else() -> None:
    body = given("x") + function("f", "a", says("x")) + decision("it", "x f()", says("f(1)"))
    assert "x is no name that can be read here" in problems(body)


def test_a_structure_goes_into_a_function_whole() -> None:
    body = function("twice", "loan", says("loan.rate * 2")) + given("mine")
    it = program(body + decision("it", "mine twice()", says("twice(mine)")))
    assert it.run("it", {"mine": {"rate": 4}}) == 8


def test_a_function_may_be_a_table() -> None:
    body = function("band", "score", table("score", "", '>= 10 -> "high"', '< 10 -> "low"'))
    invocation = (
        f'<invocation>{says("band")}<binding><parameter name="score"/>{says("x + 1")}</binding>'
        "</invocation>"
    )
    it = program(body + given("x") + decision("it", "x band()", invocation))
    assert it.run("it", {"x": 9}) == "high"


def test_functions_that_double_their_calls_at_each_step_are_refused() -> None:
    calls = "".join(
        f'<businessKnowledgeModel id="f{n}" name="f{n}"><encapsulatedLogic>'
        f"{says(f'f{n - 1}() + f{n - 1}()' if n else '1')}</encapsulatedLogic>"
        f"{_knowledge(n - 1) if n else ''}</businessKnowledgeModel>"
        for n in range(40)
    )
    assert "this makes more than 10,000 calls" in problems(calls)


def _knowledge(number: int) -> str:
    inner = f'<requiredKnowledge href="#f{number}"/>'
    return f"<knowledgeRequirement>{inner}</knowledgeRequirement>"


def test_a_context_goes_step_by_step_to_its_result() -> None:
    entries = (
        f'<contextEntry><variable name="fee"/>{says("x + 1")}</contextEntry>'
        f'<contextEntry><variable name="all"/>{says("fee * 2")}</contextEntry>'
    )
    result = f"<contextEntry>{says('all + fee')}</contextEntry>"
    body = given("x") + decision("a", "x", f"<context>{entries}</context>")
    body += decision("b", "x", f"<context>{entries}{result}</context>")
    assert program(body).run("a", {"x": 1}) == {"fee": 2, "all": 4}
    assert program(body).run("b", {"x": 1}) == 6


# Tables


def asked(rules: tuple[str, ...], hit: str, outputs: str = "", **inputs: Feel) -> Feel:
    body = "".join(map(given, inputs))
    it = table("|".join(inputs), outputs, *rules, hit=f"hitPolicy={hit}")
    return program(body + decision("it", " ".join(inputs), it)).run("it", inputs)


AGES = ('>= 18 -> "adult"', '>= 65 -> "old"', '< 18 -> "young"')
RANKED = '="old", "young", "adult"'


@pytest.mark.parametrize(
    ("hit", "outputs", "value"),
    [
        ('"FIRST"', "", "adult"),
        ('"PRIORITY"', RANKED, "old"),
        ('"RULE ORDER"', "", ["adult", "old"]),
        ('"COLLECT"', "", ["adult", "old"]),
        ('"OUTPUT ORDER"', RANKED, ["old", "adult"]),
        ('"COLLECT" aggregation="COUNT"', "", 2),
    ],
)
def test_a_hit_policy_chooses_among_the_rules(hit: str, outputs: str, value: Feel) -> None:
    assert asked(AGES, hit, outputs, age=70) == value


@pytest.mark.parametrize(("how", "value"), [("SUM", 30), ("MIN", 10), ("MAX", 20), ("COUNT", 2)])
def test_collect_may_add_up(how: str, value: int) -> None:
    rules = ("> 1 -> 10", "> 2 -> x * 5", "> 9 -> 3")
    assert asked(rules, f'"COLLECT" aggregation="{how}"', x=4) == value


def test_several_outputs_collected_are_a_list_of_structures() -> None:
    rules = ('- -> "a" | 1', '- -> "b" | 2')
    assert asked(rules, '"RULE ORDER"', "word | count", x=1) == [
        {"word": "a", "count": 1},
        {"word": "b", "count": 2},
    ]
    assert asked(("9 -> 1 | 2",), '"COLLECT"', "word | count", x=1) == []


@pytest.mark.parametrize("hit", ['"UNIQUE"', '"ANY"'])
def test_a_contradiction_is_an_error_that_names_the_rules(hit: str) -> None:
    with pytest.raises(HitError, match=r"rules 1 \(row 1\) and 2 \(row 2\)"):
        asked(AGES, hit, age=70)


def test_any_may_agree_twice() -> None:
    assert asked(('- -> "a"', '> 1 -> "a"'), '"ANY"', x=2) == "a"


def test_the_defaults_stand_in_where_no_rule_matches() -> None:
    assert asked(('1 -> "a"',), '"UNIQUE"', '="a"/"none"', x=2) == "none"
    assert asked(('1 -> "a"',), '"COLLECT"', '="a"/"none"', x=2) == ["none"]
    assert asked(('1 -> "a"',), '"UNIQUE"', x=2) is None


@pytest.mark.parametrize(
    ("test", "value", "found"),
    [
        ("-", None, True),
        ("", None, True),
        ('"a", "b"', "b", True),
        ('not("a")', "b", True),
        ('not("a")', None, True),  # DMN: null is not "a"; in a policy's CSV it is unknown
        ('not("a", null)', None, False),
        ("not(< 5)", None, False),
        ('!= "a"', None, True),
        ("null", None, True),
        ("[1..5)", 5, False),
        ("]1..5]", 5, True),
        ("< 5", "a", False),
        ("5", "5", False),
        ("true", True, True),
        ("true", 1, False),
        ('< date("2026-11-02")', date(2026, 11, 1), True),
        ('duration("P1D")', timedelta(days=1), True),
    ],
)
def test_a_cell_tests_its_value(test: str, value: Feel, found: bool) -> None:
    assert asked((f'{test} -> "yes"',), '"UNIQUE"', x=value) == ("yes" if found else None)


def test_a_column_may_ask_an_expression_and_compare_with_a_name() -> None:
    body = given("x") + given("limit")
    it = table("x * 2", "", '>= limit -> "much"', '< limit -> "little"')
    assert program(body + decision("it", "x limit", it)).run("it", {"x": 3, "limit": 6}) == "much"
