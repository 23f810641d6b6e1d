"""Of exceptions that a private team granted nobody else makes a rule, and nobody else learns by
asking for one, or for a stop, whether there is any."""

from decimal import Decimal
from typing import Any

import pytest
from tests.api.programs import Program, key_of
from tests.stories import NOW, a_decided_case, the_decision

from upheld.core.deviations import DeviationState
from upheld.core.money import Money
from upheld.core.words import CaseId, Role
from upheld.steps.deviate import Wanted, approve_deviation, deviate, outlook
from upheld.store import models as rows

from .kept_back import a_private_team
from .test_private_beside import ONCE
from .world import World

LATE = "late/substantiated/unknown/medium"
NONE_THERE = "no exception was granted in such a situation: look at the list"
RULE = {"situation": LATE, "valid_from": "2026-11-03", "why": "Again and again."}
STOP = {"situation": LATE, "why": "No more."}
ASKED = (("rule", RULE), ("stop", STOP))
OUTSIDERS = (Role.LEAD, Role.POLICY_OWNER)


@pytest.fixture
def vera(world: World) -> rows.Person:
    """Of a private team, in a firm where nobody granted anything yet."""
    rows.Deviation.objects.all().delete()
    return a_private_team()


def granted(owner: rows.Person, amount: int, world: World) -> rows.Deviation:
    """Granted beside a decision for goods that came late, and told to the customer."""
    case = a_decided_case(owner)
    rows.Case.objects.filter(pk=case).update(owner=owner)
    wanted = Wanted("voucher", Money(Decimal(amount), "GBP"), "", "Her birthday.", NOW.date())
    row = deviate(case, the_decision(case), wanted, "", owner, NOW)
    approve_deviation(case, row.pk, "", world.people[Role.ADMINISTRATOR], NOW)
    rows.Deviation.objects.filter(pk=row.pk).update(told_at=NOW)
    return row


def ask(world: World, role: Role, what: str, told: dict[str, Any]) -> Any:
    return Program(key_of(world.people[role])).post(f"/exceptions/repeats/{what}", told)


def page(world: World, role: Role, what: str, told: dict[str, Any]) -> tuple[int, str]:
    answer = world.client(role).post(f"/exceptions/repeats/{what}/", told)
    return answer.status_code, ONCE.sub("", answer.content.decode())


def state_of(row: rows.Deviation) -> str:
    return str(rows.Deviation.objects.get(pk=row.pk).state)


@pytest.mark.parametrize(("what", "told"), ASKED)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_where_a_private_team_alone_granted_any_there_is_none_to_anybody_else(
    role: Role, what: str, told: dict[str, Any], world: World, vera: rows.Person
) -> None:
    before = page(world, role, what, told)
    theirs = granted(vera, 9, world)
    answer = ask(world, role, what, told)
    assert (answer.status_code, NONE_THERE in answer.content.decode()) == (422, True)
    assert page(world, role, what, told) == before
    assert before[0] == 422
    assert state_of(theirs) == DeviationState.GRANTED
    assert not rows.SituationRuling.objects.exists()
    assert not rows.PolicyDraft.objects.filter(note=RULE["why"]).exists()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_rule_is_made_of_what_whoever_makes_it_sees_and_marks_no_more(
    role: Role, world: World, vera: rows.Person
) -> None:
    """Theirs are twice as many, and dearer."""
    theirs = [granted(vera, 9, world), granted(vera, 9, world)]
    ours = granted(world.people[Role.HANDLER], 7, world)
    draft = ask(world, role, "rule", RULE).json()["draft"]
    rule = rows.PolicyDraft.objects.get(pk=draft).files["goodwill.csv"].splitlines()[1]
    assert ",voucher,7," in rule
    assert "Exceptions: 1 in the situation late; substantiated; unknown; medium impact" in rule
    assert state_of(ours) == DeviationState.BECAME_POLICY
    assert [state_of(each) for each in theirs] == [DeviationState.GRANTED] * 2


def test_nor_does_whoever_sees_theirs_make_a_rule_of_them_which_everybody_reads(
    world: World, vera: rows.Person
) -> None:
    theirs = [granted(vera, 9, world), granted(vera, 9, world)]
    rows.Person.objects.filter(pk=vera.pk).update(role=Role.POLICY_OWNER)
    vera.refresh_from_db()
    refused = Program(key_of(vera)).post("/exceptions/repeats/rule", RULE)
    assert refused.status_code == 422
    assert "a private team alone granted them" in refused.json()["detail"]
    assert not rows.PolicyDraft.objects.filter(note=RULE["why"]).exists()
    ours = granted(world.people[Role.HANDLER], 7, world)
    draft = Program(key_of(vera)).post("/exceptions/repeats/rule", RULE).json()["draft"]
    rule = rows.PolicyDraft.objects.get(pk=draft).files["goodwill.csv"].splitlines()[1]
    assert ",voucher,7," in rule
    assert "Exceptions: 1 in the situation" in rule
    assert state_of(ours) == DeviationState.BECAME_POLICY
    assert [state_of(each) for each in theirs] == [DeviationState.GRANTED] * 2


def test_a_stop_binds_everybody_who_grants_in_its_situation(
    world: World, vera: rows.Person
) -> None:
    theirs, ours = granted(vera, 9, world), granted(world.people[Role.HANDLER], 7, world)
    assert ask(world, Role.LEAD, "stop", STOP).status_code == 200
    wanted = Wanted("voucher", Money(Decimal(5), "GBP"), "", "Her birthday.", NOW.date())
    for row in (theirs, ours):
        case = rows.Case.objects.get(pk=CaseId(row.case_id))
        stopped = outlook(case, wanted, vera, NOW).stopped
        assert stopped is not None
        assert stopped.why == "No more."
