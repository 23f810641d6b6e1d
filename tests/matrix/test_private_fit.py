"""The lines of somebody's fit: decisions read all of them, and one that rests on what a private
team has, or says what it noted, is told to nobody else. What they come to is told to everybody."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.api.programs import Program, key_of
from tests.stories import NOW, an_answered_case

from upheld.core.references import reference
from upheld.core.words import Role
from upheld.steps import close, contest_fit
from upheld.steps.assess_fit import assess_fit
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.store import models as rows
from upheld.store.sight import seen

from .kept_back import a_private_team
from .world import World

NOTED = "Asked for it tomorrow: zqnotedzq"
OPENLY = "Asked for it next day: said openly"


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


@pytest.fixture
def customer(world: World, vera: rows.Person) -> rows.Customer:
    """Whom everybody sees; somebody of the private team and somebody else noted something."""
    found = rows.Case.objects.get(pk=world.case).customer
    contest_fit.note_fit(found.pk, NOTED, NOW.date(), vera, NOW)
    contest_fit.note_fit(found.pk, OPENLY, NOW.date(), world.people[Role.HANDLER], NOW)
    assess_fit(found.pk, world.people[Role.HANDLER], NOW, instead=True)
    return found


def told(world: World, customer: rows.Customer, role: Role) -> Iterator[tuple[str, str]]:
    """Where somebody reads what shows the fit."""
    program, client = Program(key_of(world.people[role])), world.client(role)
    case = reference(world.case)
    paths = (
        f"/customers/{customer.pk}", f"/customers/{customer.pk}/fit", "/customers",
        f"/cases/{case}/outlook", f"/cases/{case}/events?limit=200", "/events?limit=200",
    )  # fmt: skip
    yield from ((path, program.get(path).content.decode()) for path in paths)
    for page, number in (("customer", customer.pk), ("case", world.case)):
        yield page, client.get(reverse(f"desk:{page}", args=[number])).content.decode()


def test_a_note_of_a_private_team_is_no_line_that_others_read(
    world: World, customer: rows.Customer
) -> None:
    for role, reads in ((Role.LEAD, False), (Role.AUDITOR, True)):
        for where, said in told(world, customer, role):
            assert (NOTED in said) is reads, (role, where)
            assert OPENLY in said or "events" in where, (role, where)


def test_what_the_lines_come_to_is_the_same_for_everybody(
    world: World, customer: rows.Customer
) -> None:
    found = [
        Program(key_of(world.people[role])).get(f"/customers/{customer.pk}/fit").json()
        for role in (Role.LEAD, Role.AUDITOR)
    ]
    lead, auditor = found
    assert lead["axes"] == auditor["axes"]
    assert lead["band"] == auditor["band"]
    assert (len(lead["lines"]), len(auditor["lines"])) == (1, 2)


def test_nobody_else_contests_it_or_writes_it_over_unread(
    world: World, customer: rows.Customer
) -> None:
    lead, note = world.people[Role.LEAD], rows.FitNote.objects.get(text=NOTED)
    with seen.looking(lead), pytest.raises(contest_fit.FitError, match="there is no line"):
        contest_fit.contest_fit(customer.pk, f"told:{note.pk}", "Not so.", False, lead, NOW)
    for role, offered in ((Role.LEAD, False), (Role.ADMINISTRATOR, True)):
        page = world.client(role).get(f"/customers/{customer.pk}/?do=known").content.decode()
        assert 'name="values_what"' in page
        assert ('name="fit_evidence"' in page) is offered


def test_what_one_of_them_contested_is_looked_at_by_who_sees_it(
    world: World, customer: rows.Customer, vera: rows.Person
) -> None:
    note, lead = rows.FitNote.objects.get(text=OPENLY), world.people[Role.LEAD]
    row = contest_fit.contest_fit(customer.pk, f"told:{note.pk}", "zqnotsozq", False, vera, NOW)
    for role, reads in ((Role.LEAD, False), (Role.ADMINISTRATOR, True)):
        page = world.client(role).get(reverse("desk:customer", args=[customer.pk])).content.decode()
        answer = Program(key_of(world.people[role])).get(f"/customers/{customer.pk}/fit").content
        for said in (page, answer.decode()):
            assert ("zqnotsozq" in said, "Vera Holm" in said) == (reads, reads), role
    with seen.looking(lead), pytest.raises(contest_fit.ContestMissing):
        contest_fit.review_fit(row, True, "It is so.", lead, NOW)


def test_that_they_accepted_an_answer_of_a_private_team_is_told_to_nobody_else(
    world: World, customer: rows.Customer, vera: rows.Person
) -> None:
    case = an_answered_case(vera, name="Quilla Zorn", email="quilla@example.org")
    rows.Case.objects.filter(pk=case).update(owner=vera, customer=customer)
    rows.Decision.objects.filter(case=case).update(outcome="not_upheld")
    close.hear(case, True, "I see.", vera, NOW)
    assess_fit(customer.pk, world.people[Role.HANDLER], NOW, instead=True)
    rows.Case.objects.filter(pk=case).update(state="closed")
    for role, reads in ((Role.LEAD, False), (Role.AUDITOR, True)):
        for where, said in told(world, customer, role):
            assert ("An explanation helped" in said) is reads, (role, where)


def test_who_of_them_looked_at_a_line_or_wrote_the_fit_down_is_told_to_nobody_else(
    world: World, customer: rows.Customer, vera: rows.Person
) -> None:
    handler, note = world.people[Role.HANDLER], rows.FitNote.objects.get(text=OPENLY)
    rows.Person.objects.filter(pk=vera.pk).update(role=Role.LEAD)
    vera.refresh_from_db()
    row = contest_fit.contest_fit(customer.pk, f"told:{note.pk}", "Once.", False, handler, NOW)
    contest_fit.review_fit(row, False, "zqlookedzq", vera, NOW)
    know_customer(customer.pk, {"values_what": Decimal("0.9")}, vera, NOW)
    for role, reads in ((Role.LEAD, False), (Role.ADMINISTRATOR, True)):
        page = world.client(role).get(reverse("desk:customer", args=[customer.pk])).content.decode()
        answer = Program(key_of(world.people[role])).get(f"/customers/{customer.pk}/fit").json()
        (contest,) = (each for each in answer["contests"] if each["id"] == row)
        by = "Vera Holm" if reads else "somebody of another team"
        assert (contest["reviewed_by"], contest["found"] == "zqlookedzq") == (by, reads)
        assert f"recorded by hand, by <bdi>{by}</bdi>" in page
        assert ("Vera Holm" in page, "zqlookedzq" in page) == (reads, reads)
    lead = world.people[Role.LEAD]
    with seen.looking(lead), pytest.raises(contest_fit.FitError, match=r"^contest: somebody of an"):
        contest_fit.review_fit(row, True, "It is so.", lead, NOW)


def test_what_shows_the_fit_is_sent_back_as_it_was_read_and_loses_nothing(
    world: World, customer: rows.Customer
) -> None:
    """A program sends all that it read; the lines that it did not read stay."""
    lead, whole = world.people[Role.LEAD], {NOTED, OPENLY}
    with seen.looking(lead):
        changed = know_customer(
            customer.pk, {"values_what": Decimal("0.9"), "fit_evidence": [OPENLY]}, lead, NOW
        )
        assert changed == ("values_what",)
        with pytest.raises(CustomerError, match="some of it is another team's own"):
            know_customer(customer.pk, {"fit_evidence": [OPENLY, "It was so."]}, lead, NOW)
    customer.refresh_from_db()
    assert set(customer.fit_evidence) == whole
    administrator = world.people[Role.ADMINISTRATOR]
    with seen.looking(administrator):
        know_customer(customer.pk, {"fit_evidence": ["It was so."]}, administrator, NOW)
    customer.refresh_from_db()
    assert customer.fit_evidence == ["It was so."]
