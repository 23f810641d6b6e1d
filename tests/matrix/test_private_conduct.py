"""Conduct that was recorded with a contact is the team's own whose case the contact is in."""

from dataclasses import replace

import pytest
from tests.api.programs import Program, key_of
from tests.steps.test_conduct import recorded
from tests.steps.test_restrict import MEASURE
from tests.stories import NOW, a_decided_case, days

from upheld.core.restriction import RestrictionError, Scope
from upheld.core.words import CaseId, Role
from upheld.steps import conduct, restrict
from upheld.store import models as rows
from upheld.store.sight import seen

from .kept_back import a_private_team
from .world import World

WORDS = "On the telephone: zqtheyshoutedzq."


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


def of_a_contact(case: CaseId | None, customer: int, by: rows.Person) -> rows.Conduct:
    """A record of what was done in a contact, of this case or of none, and in no case itself."""
    contact = rows.Contact.objects.create(
        customer_id=customer, case_id=case, at=NOW, inbound=True, channel="phone", summary="A call",
        caused_by="customer",
    )  # fmt: skip
    return conduct.record(customer, None, contact.pk, "insulted", WORDS, by, NOW)


@pytest.fixture
def customer(world: World) -> int:
    """Whom everybody sees."""
    return rows.Case.objects.get(pk=world.case).customer_id


@pytest.fixture
def theirs(world: World, customer: int, vera: rows.Person) -> rows.Conduct:
    """Of a contact in a case of the private team, of a customer whom everybody sees."""
    case = a_decided_case(vera, name="Quilla Zorn", email="quilla@example.org")
    rows.Case.objects.filter(pk=case).update(owner=vera, customer=customer)
    return of_a_contact(case, customer, vera)


def test_it_is_told_to_nobody_else(world: World, customer: int, theirs: rows.Conduct) -> None:
    for role, tells in ((Role.HANDLER, False), (Role.LEAD, False), (Role.AUDITOR, True)):
        program, client = Program(key_of(world.people[role])), world.client(role)
        listed = program.get(f"/customers/{customer}/conduct").text
        page = client.get(f"/customers/{customer}/").content.decode()
        assert (WORDS in listed, WORDS in page) == (tells, tells), role


def test_it_waits_for_no_lead_of_another_team(world: World, theirs: rows.Conduct) -> None:
    for role, waits in ((Role.LEAD, False), (Role.ADMINISTRATOR, True)):
        listed = Program(key_of(world.people[role])).get("/waiting-for-a-lead").json()
        assert (theirs.pk in [each["id"] for each in listed if each["kind"] == "unseen"]) is waits


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        ("answer", {"words": "I did not."}),
        ("seen", {"support": "A break.", "withheld": False}),
        ("not-shown", {"why": "Safety."}),
        ("withdrawal", {"why": "It was not so."}),
    ],
)
def test_nobody_else_acts_on_it(
    step: str, sent: dict[str, object], world: World, theirs: rows.Conduct
) -> None:
    lead = Program(key_of(world.people[Role.LEAD]))
    answers = [lead.post(f"/conduct/{each}/{step}", sent) for each in (theirs.pk, 999999)]
    assert [each.status_code for each in answers] == [404, 404]
    page = world.client(Role.LEAD).post(f"/conduct/{theirs.pk}/{step}/", sent)
    assert page.status_code == 404
    administrator = Program(key_of(world.people[Role.ADMINISTRATOR]))
    assert administrator.post(f"/conduct/{theirs.pk}/{step}", sent).status_code == 200


def test_it_is_no_ground_for_a_restriction_of_somebody_elses(
    world: World, theirs: rows.Conduct
) -> None:
    lead, measure = world.people[Role.LEAD], replace(MEASURE, scope=Scope.SUBJECT)
    with seen.looking(lead), pytest.raises(RestrictionError, match="no record of this"):
        restrict.decide(world.case, measure, [theirs.pk], lead, NOW)


@pytest.fixture
def limited(world: World, theirs: rows.Conduct, vera: rows.Person) -> rows.Restriction:
    """Decided by a lead of the private team in a case that everybody sees, on conduct of theirs."""
    rows.Restriction.objects.all().delete()
    rows.Person.objects.filter(pk=vera.pk).update(role=Role.LEAD)
    vera.refresh_from_db()
    return restrict.decide(world.case, MEASURE, [theirs.pk], vera, NOW)


REFUSED = "what it rests on is another team's own: an administrator looks at it"


def test_nobody_agrees_to_a_restriction_who_sees_nothing_that_it_rests_on(
    world: World, limited: rows.Restriction
) -> None:
    """They are not told that it was withdrawn, which it was not; nor of which case it is."""
    letter = {"subject": "How to reach us", "body": "As it is."}
    lead = Program(key_of(world.people[Role.LEAD]))
    refused = lead.post(f"/restrictions/{limited.pk}/beginning", letter)
    assert refused.status_code == 422
    assert REFUSED in refused.json()["detail"]
    page = world.client(Role.LEAD).get(f"/restrictions/{limited.pk}/").content.decode()
    assert "What it rests on is another team’s own" in page
    by = world.people[Role.ADMINISTRATOR]
    with seen.looking(by):
        restrict.begin(limited.pk, restrict.draft_letter(limited, by), by, NOW)
    limited.refresh_from_db()
    assert limited.state == "in_force"


def test_nor_lets_it_stand_when_it_is_looked_at_again_and_anybody_may_end_it(
    world: World, limited: rows.Restriction
) -> None:
    by, lead = world.people[Role.ADMINISTRATOR], world.people[Role.LEAD]
    restrict.begin(limited.pk, restrict.draft_letter(limited, by), by, NOW)
    with seen.looking(lead):
        with pytest.raises(RestrictionError, match=REFUSED):
            restrict.review(limited.pk, True, "It goes on.", NOW.date() + days(60), lead, NOW)
        restrict.review(limited.pk, False, "It helped.", None, lead, NOW)
    limited.refresh_from_db()
    assert limited.state == "ended"


def test_it_begins_by_whoever_sees_some_of_what_it_rests_on(
    world: World, limited: rows.Restriction
) -> None:
    limited.conduct.add(recorded(world.case, world.people[Role.HANDLER]))
    with seen.looking(world.people[Role.LEAD]):
        lead = world.people[Role.LEAD]
        restrict.begin(limited.pk, restrict.draft_letter(limited, lead), lead, NOW)
    limited.refresh_from_db()
    assert limited.state == "in_force"


def test_that_everything_it_rests_on_was_withdrawn_is_told_to_everybody(
    world: World, limited: rows.Restriction, theirs: rows.Conduct, vera: rows.Person
) -> None:
    conduct.withdraw(theirs.pk, "It was not so.", vera, NOW)
    lead = world.people[Role.LEAD]
    with seen.looking(lead), pytest.raises(RestrictionError, match="was withdrawn"):
        restrict.begin(limited.pk, restrict.draft_letter(limited, lead), lead, NOW)


def test_who_recorded_what_became_a_private_teams_had_a_part_in_what_rests_on_it(
    world: World, limited: rows.Restriction, theirs: rows.Conduct
) -> None:
    lead = world.people[Role.LEAD]
    rows.Conduct.objects.filter(pk=theirs.pk).update(recorded_by=lead, by=lead.name)
    restrict.appeal(limited.pk, "I did not.", lead, NOW)
    with seen.looking(lead), pytest.raises(RestrictionError, match="you had a part in it"):
        restrict.settle_appeal(limited.pk, False, "It was so.", lead, NOW)


def test_of_a_contact_that_everybody_sees_it_is_told_to_everybody(
    world: World, customer: int, vera: rows.Person
) -> None:
    """Of a case that everybody sees, of no case at all, and where it was recorded with none."""
    handler = world.people[Role.HANDLER]
    made = [of_a_contact(case, customer, handler).pk for case in (world.case, None)]
    made.append(recorded(world.case, handler).pk)
    with seen.looking(world.people[Role.LEAD]):
        assert seen.hides()
        assert rows.Conduct.objects.filter(pk__in=made).count() == 3


def test_one_that_a_private_team_decided_neither_refuses_another_nor_is_told(
    world: World, customer: int, vera: rows.Person, theirs: rows.Conduct
) -> None:
    """Two of a kind may stand: to refuse the second would tell of the first."""
    rows.Restriction.objects.all().delete()
    rows.Person.objects.filter(pk=vera.pk).update(role=Role.LEAD)
    vera.refresh_from_db()
    lead, case = (
        world.people[Role.LEAD],
        CaseId(rows.Case.objects.filter(owner=vera).latest("pk").pk),
    )
    with seen.looking(vera):
        restrict.decide(case, MEASURE, [theirs.pk], vera, NOW)
    mine = of_a_contact(world.case, customer, lead)
    with seen.looking(lead):
        restrict.decide(world.case, MEASURE, [mine.pk], lead, NOW)
        assert rows.Restriction.objects.count() == 1
        with pytest.raises(RestrictionError, match="one of this kind stands already"):
            restrict.decide(world.case, MEASURE, [mine.pk], lead, NOW)
    assert rows.Restriction.objects.count() == 2
