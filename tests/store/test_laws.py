"""Laws are folders: read whole, by the day, and refused with file and place for a slip."""

from datetime import date

import pytest
from tests.own_policies import Edit

from upheld.store import policies
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files import laws
from upheld.store.policy_files.data_files import BadData


def test_every_law_that_the_firm_may_need_is_there() -> None:
    assert {"uk-cra", "au-acl", "eu-261", "uk-261", "uk-ofcom-compensation"} <= set(laws.laws())


def test_a_folder_of_clocks_is_no_law_and_a_law_no_clock() -> None:
    assert not set(laws.laws()) & set(policies.regimes())


def test_a_law_is_in_force_from_its_first_day() -> None:
    assert laws.law_in_force("uk-cra", date(2015, 10, 1)).name == "uk-cra"
    with pytest.raises(PolicyMissing, match="in force from 2015-10-01, and 2015-09-30 is before"):
        laws.law_in_force("uk-cra", date(2015, 9, 30))


def test_an_unknown_law_is_told_with_the_nearest_one() -> None:
    with pytest.raises(PolicyMissing, match="law uk-cr is not known: did you mean uk-cra"):
        laws.read_law("uk-cr")


def test_the_touchpoint_chooses_the_law() -> None:
    assert laws.sold_under("product") == ("uk-cra",)
    assert laws.sold_under("service") == ("uk-cra",)
    assert laws.sold_under(None) == ("uk-cra",)
    assert laws.sold_under("digital") == ()


def test_a_law_that_the_firm_names_and_that_is_none(edited: Edit) -> None:
    edited("standard/laws.yaml", "product: [uk-cra]", "product: [uk-cra, uk-car]")
    with pytest.raises(
        BadData, match=r"standard/laws.yaml, line 3: uk-car is no law here. Did you mean"
    ):
        laws.sold_under("product")


def test_a_setting_that_has_no_meaning(edited: Edit) -> None:
    edited("regimes/au-acl/regime.yaml", "basis: law", "basis: lore")
    with pytest.raises(BadData, match=r"au-acl/regime.yaml: basis: Input should be 'law', 'schem"):
        laws.read_law("au-acl")


def test_a_question_about_no_fact(edited: Edit) -> None:
    edited("regimes/au-acl/regime.yaml", "  failure:", "  failing:")
    with pytest.raises(BadData, match=r"au-acl/regime.yaml: failing is no input. Did you mean f"):
        laws.read_law("au-acl")


def test_a_table_that_does_not_answer_what_is_asked_of_every_law(edited: Edit) -> None:
    edited("regimes/own-promises/policy.yaml", "      owed.burden: {type: string}\n", "")
    edited("regimes/own-promises/owed.csv", "owed.burden", "because.of")
    with pytest.raises((BadData, ValueError), match=r"owed\.burden|because\.of"):
        laws.read_law("own-promises")


def test_a_law_that_gives_far_too_long(edited: Edit) -> None:
    edited(
        "regimes/uk-cra/owed.csv",
        "owed,refund,left.all,customer,13,",
        "owed,refund,left.all,customer,13000000,",
    )
    with pytest.raises(BadData, match=r"table owed, reject-in-time .* above 3,650"):
        laws.read_law("uk-cra")
