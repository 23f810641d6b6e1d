"""`upheld replay`: 0 while every decision is what its facts and its rules make of it."""

import json
from typing import Any

import pytest
from django.db import Error
from tests import stories
from tests.own_policies import Edit

from upheld.core import decision as core
from upheld.core.words import Role
from upheld.steps.may import Operator
from upheld.store import beside, policies, save
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.save import answers

from .conftest import Upheld

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided() -> rows.Decision:
    stories.a_decided_case(Operator())
    return rows.Decision.objects.select_related("case").get()


def test_a_decision_is_the_same_made_again(upheld: Upheld, decided: rows.Decision) -> None:
    for asked in (decided.case.reference, str(decided.case.pk), "--all"):
        ran = upheld("replay", asked)
        assert (ran.code, ran.out) == (0, "1 decision made again: 1 the same, 0 not.\n")
    told = json.loads(upheld("replay", "--all", "--json").out)
    assert [(each["same"], each["differences"], each["law"]) for each in told] == [(True, [], [])]


def test_one_word_of_the_record_that_was_altered_is_named(
    upheld: Upheld, decided: rows.Decision
) -> None:
    decided.record["entitlement"][0]["amount"] = "125.00"
    decided.save()
    ran = upheld("replay", decided.case.reference)
    assert ran.code == 1
    assert "entitlement[0].amount: the record says '125.00', made again '12.50'" in ran.out


def test_what_another_version_decided_and_this_one_would_not_is_told_as_such(
    upheld: Upheld, decided: rows.Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade may mend what is made of the same facts: that alters no record."""
    save.product.cache_clear()
    monkeypatch.setattr(answers, "version", lambda name: "0.2.0")
    monkeypatch.setattr(core, "_authority", lambda ruling: core.Authority(Role.LEAD, True, "New."))
    ran = upheld("replay", decided.case.reference)
    save.product.cache_clear()
    assert ran.code == 1
    assert "(decided by Upheld 0.1.0, this is 0.2.0), the row's needs_role: " in ran.out
    assert list(beside.amiss()) == []


def test_what_was_decided_before_versions_were_kept_is_made_again_and_whole(
    upheld: Upheld, handler: rows.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its event has the hash of its record as it was."""
    kept = save.new_decision

    def older(*told: Any) -> rows.Decision:
        row = kept(*told)
        del row.record["decided_with"]
        return row

    monkeypatch.setattr(save, "new_decision", older)
    stories.a_decided_case(handler)
    (told,) = json.loads(upheld("replay", "--all", "--json").out)
    assert (told["same"], told["decided_with"]) == (True, None)
    assert [*events.breaks(), *beside.amiss()] == []


def test_a_column_that_was_altered_is_named(upheld: Upheld, decided: rows.Decision) -> None:
    rows.Decision.objects.update(owed="125.00")
    ran = upheld("replay", "--all")
    assert ran.code == 1
    assert "the row's owed: the record says Decimal('125.00')" in ran.out


def test_the_rules_of_that_day_decide_though_the_folder_has_changed(
    upheld: Upheld, decided: rows.Decision, edited: Edit
) -> None:
    edited("standard/goodwill.csv", ",25,", ",20,")
    assert policies.read_policy(policies.folder()).version != decided.policy_version
    assert upheld("replay", "--all").code == 0
    assert "wants days_late 0, but it is 9" in upheld("explain", str(decided.case.pk)).out


def test_rules_that_nobody_kept_are_told(
    upheld: Upheld, decided: rows.Decision, edited: Edit
) -> None:
    edited("standard/goodwill.csv", ",25,", ",20,")
    rows.KeptPolicy.objects.all().delete()
    ran = upheld("replay", "--all")
    assert ran.code == 1
    assert f"the tables of {decided.policy_version} were not kept" in ran.out


def test_kept_rules_never_change(decided: rows.Decision) -> None:
    with pytest.raises(Error, match="never changes"):
        rows.KeptPolicy.objects.update(files={})


def test_neither_a_case_nor_all_is_refused_and_so_is_a_case_undecided(upheld: Upheld) -> None:
    assert "name one case" in upheld("replay").error
    case = rows.Case.objects.get(pk=stories.an_open_case(Operator()))
    assert "has no decision yet" in upheld("replay", case.reference).error
    assert "no reference of a case" in upheld("replay", "UP-12x").error


def test_what_rests_on_no_rule_is_named_and_no_fault(
    upheld: Upheld, decided: rows.Decision
) -> None:
    rows.Decision.objects.update(policy_version="habit")
    ran = upheld("replay", decided.case.reference)
    assert ran.code == 0
    assert f"decision {decided.pk} of 2026-11-02 09:30 is not made again: it rests on no" in ran.out
    (told,) = json.loads(upheld("replay", "--all", "--json").out)
    assert (told["same"], told["hindered"]) == (None, "it rests on no rule that was written down")
