"""What comes out of a private team's case stays with the team, or a page says who will read it."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.desk.test_mail import held
from tests.steps.test_split import LATER, a_second_matter

from upheld.core.event_kinds import EventKind
from upheld.core.references import reference
from upheld.core.words import CaseId, Role
from upheld.steps import may
from upheld.steps.place_message import place_as_new
from upheld.steps.split import split
from upheld.store import models as rows

from .kept_back import a_private_team
from .world import World

BY = may.Operator()


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


@pytest.fixture
def theirs(vera: rows.Person) -> CaseId:
    case = stories.an_open_case(vera)
    rows.Case.objects.filter(pk=case).update(owner=vera)
    return case


def hers(vera: rows.Person) -> Client:
    client = Client()
    client.force_login(vera)
    return client


def test_a_message_that_is_split_off_a_case_of_theirs_begins_with_whoever_has_that(
    world: World, vera: rows.Person, theirs: CaseId
) -> None:
    row = a_second_matter(theirs)
    new = split(row.pk, vera, LATER)
    assert rows.Case.objects.get(pk=new).owner == vera
    assert rows.Event.objects.get(case=new, kind=EventKind.ASSIGNED).data == {"owner": "Vera Holm"}
    lead = world.client(Role.LEAD)
    for address in (f"/cases/{reference(new)}/", f"/mail/{row.pk}/", f"/mail/{row.pk}/raw/"):
        assert lead.get(address).status_code == 404, address
    assert hers(vera).get(f"/cases/{reference(new)}/").status_code == 200


def test_so_it_does_where_an_administrator_splits_it_off(
    world: World, vera: rows.Person, theirs: CaseId
) -> None:
    new = split(a_second_matter(theirs).pk, world.people[Role.ADMINISTRATOR], LATER)
    assert rows.Case.objects.get(pk=new).owner == vera


def test_a_message_about_a_case_of_theirs_that_is_placed_as_new_begins_so_too(
    vera: rows.Person, theirs: CaseId
) -> None:
    new = place_as_new(held(theirs).pk, vera, LATER)
    assert rows.Case.objects.get(pk=new).owner == vera


def test_what_is_of_no_private_team_is_nobodys_as_before(world: World) -> None:
    handler = world.people[Role.HANDLER]
    case = stories.an_open_case(handler)
    rows.Case.objects.filter(pk=case).update(owner=handler)
    split_off, placed = a_second_matter(case), held(case)
    for new in (split(split_off.pk, BY, LATER), place_as_new(placed.pk, BY, LATER)):
        assert rows.Case.objects.get(pk=new).owner is None
        assert not rows.Event.objects.filter(case=new, kind=EventKind.ASSIGNED).exists()


def test_the_page_of_a_message_says_whose_a_case_of_it_will_be(
    vera: rows.Person, theirs: CaseId
) -> None:
    begins = "A case that is made of this message begins with Vera Holm, and is kept so too."
    read = "Placed into a case of others, it is read by everybody who sees that one."
    inside, waiting = a_second_matter(theirs), held(theirs)
    page = text(hers(vera).get(f"/mail/{inside.pk}/"))
    assert f"{reference(theirs)} is kept private by Board matters. {begins}" in page
    assert read not in page
    assert f"{begins} {read}" in text(hers(vera).get(f"/mail/{waiting.pk}/"))


def test_who_merges_or_gives_away_a_case_of_theirs_is_told_who_reads_it_then(
    world: World, vera: rows.Person, theirs: CaseId
) -> None:
    page, own = f"/cases/{reference(theirs)}/", hers(vera)
    read = "It is kept private by Board matters: what goes over into a case of others is read"
    assert read in text(own.get(f"{page}merging/"))
    seen_by = "Board matters keeps it private: with nobody, everybody sees it"
    assert seen_by in text(own.get(f"{page}?do=owner"))
    others = f"/cases/{reference(world.case)}/"
    assert "private" not in text(own.get(f"{others}merging/"))
    assert "keeps it private" not in text(own.get(f"{others}?do=owner"))
