"""Proofs: what a policy claims of itself, decided over its chained tables."""

from collections.abc import Callable
from decimal import Decimal

import pytest
import yaml as pyyaml

from upheld.tables.parser import parse_test
from upheld.tables.proofs import Proof, Verdict, as_cases, closures, prove
from upheld.tables.reach.world import world_of

from .conftest import Make

YAML = """
inputs:
  fit: {type: number, domain: "[0..1]", about: customer}
  days: {type: number, domain: ">= 0", about: allegation}
  paid: {type: money, domain: ">= 0", about: allegation}
  back: {type: money, domain: ">= 0", about: allegation}
tables:
  - name: band
    file: band.csv
    hit: first
    outputs: {band: {type: string, values: [core, near, outside, unknown]}}
  - name: goodwill
    file: goodwill.csv
    hit: first
    outputs: {amount: {type: money}}
"""
BAND = "fit,band\n>= 0.6,core\n>= 0.4,near\n< 0.4,outside\nnull,unknown\n"
BETTER = "{output: amount, never: falls, as: band, order: [outside, near, core]}"
Proved = Callable[..., Proof]


@pytest.fixture
def proved(make: Make) -> Proved:
    """proved(claim, "goodwill csv") decides one claim."""

    def _proved(claim: str, goodwill: str, band: str = BAND) -> Proof:
        policy = make(f"{YAML}claims:\n  - {claim}\n", band=band, goodwill=goodwill)
        return prove(policy)[-1]

    return _proved


def test_what_is_worked_out_of_a_policy_is_shared_by_all_that_cuts_its_values_no_finer(
    make: Make,
) -> None:
    policy = make(YAML, band=BAND, goodwill="band,days,amount\ncore,> 3,25\n-,-,0\n")
    its_own, finer = ({"days": [parse_test(text)]} for text in ("> 3", "> 4"))
    assert world_of(policy, its_own) is world_of(policy)
    assert world_of(policy, finer).bins["days"] != world_of(policy).bins["days"]


def test_a_tariff_that_rises_with_the_fit_never_falls(proved: Proved) -> None:
    proof = proved(BETTER, "band,days,amount\ncore,> 3,25\nnear,> 3,10\n-,-,0\n")
    assert proof.verdict is Verdict.PROVED
    assert str(proof.claim) == "amount never falls as band goes from outside to near to core"


def test_one_that_falls_is_refuted_by_two_cases_that_differ_in_it_alone(proved: Proved) -> None:
    proof = proved(BETTER, "band,days,amount\ncore,> 30,20\ncore,-,5\nnear,> 3,10\n-,-,0\n")
    assert proof.verdict is Verdict.REFUTED
    assert proof.why == "amount is £10.00 where band is near and £5.00 where band is core"
    low, high = proof.counterexample
    assert {name for name in {*low, *high} if low.get(name) != high.get(name)} == {"fit"}


def test_a_fall_where_no_case_can_get_is_no_fall(proved: Proved) -> None:
    # Under 0.6 nobody is core, so the row that would fall is never asked.
    band = "fit,band\n>= 0.6,core\n< 0.6,near\nnull,unknown\n"
    sheet = "band,fit,amount\ncore,< 0.5,1\ncore,-,25\n-,-,10\n"
    assert proved(BETTER.replace("outside, ", ""), sheet, band).verdict is Verdict.PROVED


def test_a_number_rises_by_itself(proved: Proved) -> None:
    claim = "{output: amount, never: falls, as: days}"
    assert proved(claim, "days,amount\n> 30,20\n> 3,10\n-,0\n").verdict is Verdict.PROVED
    refuted = proved(claim, "days,amount\n> 30,5\n> 3,10\n-,0\n")
    assert refuted.why == "amount is £10.00 where days is 30 and £5.00 where days is 31"


def test_a_name_further_up_the_chain_is_followed_down(proved: Proved) -> None:
    claim = "{output: amount, never: falls, as: fit}"
    assert proved(claim, "band,amount\ncore,25\nnear,10\n-,0\n").verdict is Verdict.PROVED
    assert proved(claim, "band,amount\ncore,10\nnear,25\n-,0\n").verdict is Verdict.REFUTED


def test_to_become_unknown_is_to_fall(proved: Proved) -> None:
    proof = proved(BETTER, "band,amount\ncore,null\nnear,10\n-,0\n")
    assert proof.why == "amount is £0.00 where band is outside and unknown where band is core"


def test_what_may_rise_is_another_claim(proved: Proved) -> None:
    rises = BETTER.replace("falls", "rises")
    assert proved(rises, "band,amount\ncore,25\nnear,10\n-,0\n").verdict is Verdict.REFUTED
    assert proved(rises, "band,amount\ncore,0\nnear,10\n-,25\n").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("amount", "across", "never"),
    [
        ("paid", "paid", "falls"),
        ("paid + back", "back", "falls"),
        ("paid - back", "back", "rises"),
        ("max(paid - back, 0)", "paid", "falls"),
        ("min(max(paid - back, 0), 50)", "paid", "falls"),
        ("paid * 0.15", "paid", "falls"),
        ("paid / 4", "paid", "falls"),
        ("30", "paid", "falls"),
        ("-(back)", "back", "rises"),
        ("sum(paid, back, 3)", "paid", "falls"),
    ],
)
def test_expressions_are_compared_over_all_their_values(
    proved: Proved, amount: str, across: str, never: str
) -> None:
    claim = f"{{output: amount, never: {never}, as: {across}}}"
    sheet = f'band,amount\n-,"{amount}"\n'
    assert proved(claim, sheet).verdict is Verdict.PROVED
    opposite = claim.replace(never, "rises" if never == "falls" else "falls")
    constant = amount == "30"
    assert proved(opposite, sheet).verdict is (Verdict.PROVED if constant else Verdict.REFUTED)


def test_two_rules_are_compared_by_what_their_amounts_share(proved: Proved) -> None:
    claim = "{output: amount, never: falls, as: days}"
    more = "days,amount\n> 3,paid + back\n-,paid\n"
    # Without the delivery the first is unknown and the second not: that would be a fall.
    assert proved(claim, more).verdict is Verdict.REFUTED
    known = "days,back,amount\n> 3,not(null),paid + back\n-,-,paid\n"
    assert proved(claim, known).verdict is Verdict.PROVED


def test_what_cannot_be_decided_is_never_called_proved(proved: Proved) -> None:
    claim = "{output: amount, never: falls, as: paid}"
    proof = proved(claim, "band,amount\n-,paid * (days + 1)\n")
    assert proof.verdict is Verdict.UNDECIDED
    assert proof.counterexample == ()


def test_an_output_that_does_not_rest_on_the_name_is_proved_at_once(proved: Proved) -> None:
    proof = proved("{output: amount, never: falls, as: days}", "band,amount\ncore,25\n-,0\n")
    assert (proof.verdict, proof.why) == (Verdict.PROVED, "amount does not rest on days")


# Where this holds, that does


def test_a_claim_of_always_is_proved_through_the_chain(proved: Proved) -> None:
    claim = '{when: {fit: "< 0.4"}, always: {amount: 0}}'
    assert proved(claim, "band,amount\ncore,25\nnear,10\n-,0\n").verdict is Verdict.PROVED


def test_a_claim_of_always_is_refuted_by_a_case(proved: Proved) -> None:
    claim = '{when: {fit: "> 0.5"}, always: {amount: "> 10"}}'
    proof = proved(claim, "band,amount\ncore,25\nnear,10\n-,0\n")
    assert proof.verdict is Verdict.REFUTED
    (case,) = proof.counterexample
    fit = case["fit"]
    assert isinstance(fit, Decimal)
    assert Decimal("0.5") < fit < Decimal("0.6")


def test_a_claim_of_always_sees_through_expressions(proved: Proved) -> None:
    sheet = 'band,amount\n-,"max(paid - back, 0)"\n'
    assert proved('{when: {paid: 0}, always: {amount: "0, null"}}', sheet).verdict is Verdict.PROVED
    assert proved("{when: {back: null}, always: {amount: null}}", sheet).verdict is Verdict.PROVED
    assert proved('{when: {paid: "> 0"}, always: {amount: 0}}', sheet).verdict is Verdict.REFUTED


def test_a_claim_of_always_may_need_a_comparison_of_two_names(proved: Proved) -> None:
    sheet = "band,paid,amount\n-,> back,1\n-,-,0\n"
    claim = '{when: {paid: "> 5", back: "< 5"}, always: {amount: 1}}'
    assert proved(claim, sheet).verdict is not Verdict.REFUTED
    assert proved(claim.replace("amount: 1", "amount: 0"), sheet).verdict is Verdict.REFUTED


# Which inputs reach which outputs


def test_outputs_rest_on_nothing_but_what_is_claimed(proved: Proved) -> None:
    sheet = "band,amount\ncore,25\n-,0\n"
    assert proved("{outputs: [amount], only: [customer]}", sheet).verdict is Verdict.PROVED
    refuted = proved("{outputs: [band, amount], only: [allegation]}", sheet)
    assert refuted.why == (
        "band is reached by fit, about the customer; amount is reached by fit, about the customer"
    )


def test_the_closure_report_lists_inputs_by_what_they_are_about(make: Make) -> None:
    policy = make(YAML, band=BAND, goodwill="band,days,amount\ncore,> 3,25\n-,-,0\n")
    report = {each.output: dict(each.inputs) for each in closures(policy)}
    assert report == {
        "band": {"customer": ("fit",)},
        "amount": {"customer": ("fit",), "allegation": ("days",)},
    }


# Lists

LISTS = """
inputs: {paid: {type: money, domain: ">= 0", about: allegation}}
tables:
  - {name: owed, file: owed.csv, each: allegation, hit: first,
     outputs: {owed.amount: {type: money}}}
  - {name: role, file: role.csv, hit: first,
     outputs: {authority.role: {type: string, values: [handler, lead]}}}
rollups: {owed.total: {of: allegation, sum: owed.amount, where: not(null)}}
claims: [CLAIM]
"""
OWED = "paid,owed.amount\nnull,null\n-,paid\n"
ROLE = "owed.total,authority.role\n> 100,lead\n-,handler\n"


def test_a_proof_through_a_total_is_of_one_row_and_says_so(make: Make) -> None:
    claim = "{output: authority.role, ranks: [handler, lead], never: falls, as: paid}"
    proof = prove(make(LISTS.replace("CLAIM", claim), owed=OWED, role=ROLE))[-1]
    assert proof.verdict is Verdict.PROVED
    assert proof.why.endswith("with one row in each list; with several it is not decided")


def test_a_claim_that_several_rows_might_break_is_undecided(make: Make) -> None:
    claim = '{when: {paid: "<= 100"}, always: {authority.role: handler}}'
    proof = prove(make(LISTS.replace("CLAIM", claim), owed=OWED, role=ROLE))[-1]
    assert (proof.verdict, proof.why) == (
        Verdict.UNDECIDED,
        "It holds where each list has one row; with several it is not decided",
    )


# What every policy promises, and how a counterexample is kept


def test_a_policy_that_reads_the_tone_breaks_promise_2(make: Make) -> None:
    yaml = YAML.replace("inputs:", "inputs:\n  tone: {type: string, about: customer}")
    proofs = prove(make(yaml, band=BAND, goodwill="band,amount\n-,0\n"))
    assert [str(each.why) for each in proofs if each.verdict is Verdict.REFUTED] == [
        "policy.yaml declares tone"
    ]


def test_a_counterexample_is_pasted_as_cases(make: Make) -> None:
    goodwill = "band,days,amount\ncore,-,5\nnear,> 3,10\n-,-,0\n"
    policy = make(f"{YAML}claims:\n  - {BETTER}\n", band=BAND, goodwill=goodwill)
    cases = pyyaml.safe_load(as_cases(prove(policy)[-1], policy))
    assert [case["given"] for case in cases] == [
        {"allegations": [{"facts": {"days": 4}}], "customer": {"fit": 0.4}},
        {"allegations": [{"facts": {"days": 4}}], "customer": {"fit": 0.6}},
    ]


# Claims that cannot be read


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("{output: gift, never: falls, as: days}", "gift is no name here"),
        ("{output: amount, never: drops, as: days}", "drops is no claim"),
        ("{output: amount, never: falls, as: band}", "band has no order of its own"),
        ("{output: amount, never: falls, as: band, order: [best]}", "best is not a value of band"),
        ("{when: {days: late}, always: {amount: 0}}", "late is no name"),
        ("{when: {}, always: {amount: 0}}", "when must be names with tests"),
    ],
)
def test_a_claim_that_cannot_be_read_is_a_problem_on_its_line(
    problems: Callable[..., list[str]], claim: str, told: str
) -> None:
    sheets = {"band": BAND, "goodwill": "band,amount\n-,0\n"}
    found = problems(f"{YAML}claims:\n  - {claim}\n", **sheets)
    assert len(found) == 1
    assert found[0].startswith("policy.yaml, line 21, column")
    assert told in found[0]
