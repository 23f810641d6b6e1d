"""Who works here, in the desk: an administrator invites, changes and lets go."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.desk.test_account import is_in, sign_in, with_an_app
from tests.steps.changing import LATE
from tests.stories import NOW

from upheld.core.event_kinds import EventKind
from upheld.core.words import Role
from upheld.desk.forms.people import RoleForm
from upheld.steps.keep_budgets import put_in_team
from upheld.steps.keep_hours import keep_hours
from upheld.steps.keep_root_causes import open_root_cause
from upheld.store.models import AuthorityLimit, Case, Event, Person, Team

GOOD = "seven blue herons at noon"
LINK = re.compile(r"http://testserver(/invitations/[\w-]+/)")


@pytest.fixture
def amos(signed_in: SignIn, administrator: Person) -> Client:
    return signed_in(administrator)


def invite(client: Client, **told: str) -> str:
    sent = {"name": "Ada Byron", "email": "ada@example.org", "role": "handler", **told}
    page = client.post("/people/invite/", sent)
    found = LINK.search(page.content.decode())
    assert found, (page.status_code, page.headers, page.content)
    return found[1]


# Passwords that nobody gets, and why.
WEAK = {
    "elevenchars": "too short. It must contain at least 12 characters",
    "12345678901234": "entirely numeric",
    "password1234": "too common",
    "ada@example.org": "too similar to the email",
}


def as_read(person: Person, role: str) -> dict[str, str]:
    """Another role, by a page that showed the one that they have."""
    return {"role": role, "read": RoleForm(initial={"role": person.role}).read_mark}


def test_somebody_is_invited_chooses_a_password_and_signs_in(amos: Client) -> None:
    link = invite(amos)
    ada = Client()
    assert "Welcome, Ada Byron" in text(ada.get(link))
    assert "Welcome, Ada Byron" in text(ada.get(link))  # looking takes nothing away
    for weak, why in WEAK.items():
        refused = ada.post(link, {"password": weak, "again": weak})
        assert (refused.status_code, why in text(refused)) == (422, True), weak
    assert "not the same" in text(ada.post(link, {"password": GOOD, "again": "x"}))
    ada.post(link, {"password": GOOD, "again": GOOD})
    assert ada.get(link).status_code == 410
    ada.post("/accounts/login/", {"login": "ada@example.org", "password": GOOD})
    assert is_in(ada)


def test_whoever_opens_the_link_of_another_stays_who_they_are(amos: Client) -> None:
    """An administrator, or whoever else is signed in, gets nothing of the invited by it."""
    link = invite(amos)
    page = amos.get(link)
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"
    done = amos.post(link, {"password": GOOD, "again": GOOD}, follow=True)
    who: Any = done.wsgi_request.user
    assert who.email == "amos@example.com"
    assert amos.post(link, {"password": GOOD[::-1], "again": GOOD[::-1]}).status_code == 410


def test_a_link_ends_with_the_role_that_it_was_made_for(amos: Client) -> None:
    link = invite(amos)
    ada = Person.objects.get(email="ada@example.org")
    done = amos.post(f"/people/{ada.pk}/role/", as_read(ada, "administrator"), follow=True)
    assert "has ended: make one" in text(done)
    assert Client().get(link).status_code == 410


def test_a_link_ends_by_itself_and_nobody_guesses_one(amos: Client) -> None:
    link = invite(amos)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert Client().get(link).status_code == 410
    tries = [Client().post(f"/invitations/{n}/", {"password": "x"}) for n in range(31)]
    assert tries[0].status_code == 410
    assert tries[-1].status_code == 429
    assert tries[-1]["Retry-After"]


def test_behind_a_proxy_of_ours_each_is_counted_alone(db: None, settings: Settings) -> None:
    settings.PROXIES = 1

    def tried(who: str) -> int:
        from_there = {"X-Forwarded-For": f"192.0.2.1, {who}"}
        return Client().post("/invitations/x/", {"password": "x"}, headers=from_there).status_code

    assert {tried(f"203.0.113.{n}") for n in range(31)} == {410}
    assert [tried("198.51.100.7") for _ in range(31)] == [410] * 30 + [429]


@pytest.mark.parametrize("address", ["/people/", "/exceptions/budgets/"])
def test_the_people_of_a_team_stand_by_their_names(amos: Client, address: str) -> None:
    """PostgreSQL gives the row that was written last as the last, SQLite the one that is oldest."""
    team = Team.objects.create(name="Care")
    for name in ("Zoe Ames", "Ann Bell", "Max Cole"):
        Person.objects.create(email=f"{name[:3]}@example.com", name=name, role="handler", team=team)
    assert "Ann Bell, Max Cole, Zoe Ames" in text(amos.get(address)).replace(" ,", ",")


def test_a_role_a_team_and_a_limit_are_given(amos: Client, handler: Person) -> None:
    team = Team.objects.create(name="Care")
    at = f"/people/{handler.pk}"
    amos.post(f"{at}/role/", as_read(handler, role="lead"))
    amos.post(f"{at}/team/", {"team": team.pk})
    amos.post(f"{at}/limit/", {"amount": "40", "currency": "GBP"})
    amos.post("/people/limit/", {"role": "handler", "amount": "15", "currency": "GBP"})
    handler.refresh_from_db()
    assert (handler.role, handler.team) == (Role.LEAD, team)
    page = text(amos.get("/people/"))
    assert "Handler: £15.00 beyond the owed" in page
    assert "£40.00" in text(amos.get(f"{at}/"))
    assert "Person changed by Amos Bell" in text(amos.get(f"{at}/"))
    amos.post(f"{at}/limit/", {"amount": "", "currency": "GBP"})
    assert not AuthorityLimit.objects.filter(person=handler).exists()


def test_all_that_was_done_to_somebody_is_told_and_nothing_of_others(
    amos: Client, handler: Person, lead: Person
) -> None:
    keep_hours(handler.pk, Decimal(20), lead, NOW)
    keep_hours(lead.pk, Decimal(30), lead, NOW)
    put_in_team(handler.pk, Team.objects.create(name="Care").pk, lead, NOW)
    for step, told in (
        ("invitation", {}), ("role", as_read(handler, role="lead")), ("limit", _LIMIT),
    ):  # fmt: skip
        amos.post(f"/people/{handler.pk}/{step}/", told)
    listed = [each.kind for each in _events(amos, handler)]
    about = Event.objects.filter(data__person=handler.pk)
    assert sorted(listed) == sorted(about.values_list("kind", flat=True))
    assert set(listed) == {
        EventKind.HOURS_SET, EventKind.TEAM_CHANGED, EventKind.PERSON_INVITED,
        EventKind.PERSON_CHANGED, EventKind.AUTHORITY_SET,
    }  # fmt: skip


_LIMIT = {"amount": "40", "currency": "GBP"}


def _events(client: Client, person: Person) -> list[Event]:
    context = client.get(f"/people/{person.pk}/").context
    assert context
    return list(context["events"])


@pytest.mark.parametrize(("required", "then"), [("none", "/"), ("all", "/account/")])
def test_whoever_lost_their_phone_comes_back_by_their_password(
    required: str, then: str, amos: Client, handler: Person, settings: Settings
) -> None:
    """And sets up another second step before anything else, where one is asked of them."""
    theirs = sign_in(handler)
    with_an_app(theirs)
    page = f"/people/{handler.pk}/"
    assert "Take away their second step" in text(amos.get(page))
    assert amos.post(f"{page}second_step/", {"why": ""}).status_code == 422
    assert is_in(theirs)
    done = amos.post(f"{page}second_step/", {"why": "Lost her phone; I rang her."}, follow=True)
    assert "comes in by their password" in text(done)
    assert "Lost her phone; I rang her." in text(amos.get(page))
    assert "Take away their second step" not in text(amos.get(page))
    assert not is_in(theirs)
    settings.SECOND_FACTOR = required
    back = sign_in(handler)
    assert back.get("/", follow=True).request["PATH_INFO"] == then


def test_whoever_is_let_go_is_out_at_once(amos: Client, handler: Person, signed_in: SignIn) -> None:
    theirs = signed_in(handler)
    assert is_in(theirs)
    amos.post(f"/people/{handler.pk}/leave/", {})
    assert not is_in(theirs)
    assert Person.objects.filter(pk=handler.pk).exists()
    amos.post(f"/people/{handler.pk}/return/", {})
    assert is_in(signed_in(handler))


def test_the_page_of_letting_go_says_what_becomes_of_their_open_cases(
    amos: Client, handler: Person, lead: Person, signed_in: SignIn
) -> None:
    stories.an_open_case(handler)
    page = f"/people/{handler.pk}/"
    assert "One open case of theirs will be nobody's." in text(amos.get(page))
    done = amos.post(f"{page}leave/", {}, follow=True)
    assert "One open case of theirs is now nobody's." in text(done)
    assert "Given to nobody" in text(amos.get(f"/cases/{Case.objects.get().reference}/"))
    assert "will be" not in text(amos.get(page))


def test_so_does_the_form_of_a_role_by_which_they_may_work_on_none(
    amos: Client, handler: Person
) -> None:
    stories.an_open_case(handler)
    page = f"/people/{handler.pk}/"
    told = "Where the role may work on no case: One open case of theirs will be nobody's."
    assert told in text(amos.get(page))
    done = amos.post(f"{page}role/", as_read(handler, "auditor"), follow=True)
    assert "is auditor now. One open case of theirs is now nobody's." in text(done)
    assert Case.objects.get().owner is None
    assert "Where the role may work on no case" not in text(amos.get(page))


def test_who_may_not_see_to_what_is_theirs_is_told_to_leads_as_who_has_left(
    handler: Person, lead: Person, signed_in: SignIn
) -> None:
    """As an earlier version left it."""
    case = stories.an_open_case(handler)
    Person.objects.filter(pk=handler.pk).update(role=Role.AUDITOR)
    looks = signed_in(lead)
    assert "One thing is of somebody who has left or may not see to it" in text(looks.get("/"))
    page = text(looks.get("/people/"))
    assert f"UP-{case:06d} My shelves arrived nine days late" in page
    assert f"{handler.name} may not see to it" in page


def test_what_nobody_sees_to_since_somebody_left_is_told_to_leads_and_to_nobody_else(
    handler: Person, lead: Person, administrator: Person, signed_in: SignIn
) -> None:
    """As an earlier version left it, which freed no case."""
    case = stories.an_open_case(handler)
    owner = Person.objects.create_person("gil@example.org", "Gil Ost", Role.LEAD, GOOD)
    open_root_cause("One carrier for all", owner.pk, [LATE], lead, NOW)
    Person.objects.filter(pk__in=[handler.pk, owner.pk]).update(is_active=False)
    looks = signed_in(lead)
    assert "2 things are of somebody who has left" in text(looks.get("/"))
    page = text(looks.get("/people/"))
    assert f"UP-{case:06d} My shelves arrived nine days late" in page
    assert "One carrier for all Gil Ost has left" in page
    assert "Gil Ost (has left) sees to it" in text(looks.get("/root-causes/"))
    another = Person.objects.create_person("ida@example.org", "Ida Quay", Role.HANDLER, GOOD)
    assert "of somebody who has left" not in text(signed_in(another).get("/"))


@pytest.mark.parametrize("signed_in_at", [None, datetime(2026, 3, 2, 9, tzinfo=UTC)])
def test_a_link_for_a_new_password_ends_for_good_when_its_person_leaves(
    signed_in_at: datetime | None, amos: Client, handler: Person
) -> None:
    handler.last_login = signed_in_at
    handler.save()
    key = f"{user_pk_to_url_str(handler)}-{default_token_generator.make_token(handler)}"
    link = f"/accounts/password/reset/key/{key}/"
    assert "Keep it" in text(Client().get(link, follow=True))
    for way in ("leave", "return"):
        amos.post(f"/people/{handler.pk}/{way}/", {})
        assert "This link opens nothing" in text(Client().get(link, follow=True)), way


def test_nobody_changes_themselves_and_the_page_offers_it_to_nobody(
    amos: Client, administrator: Person, lead: Person, signed_in: SignIn
) -> None:
    at = f"/people/{administrator.pk}/"
    assert "another administrator changes" in text(amos.get(at))
    refused = amos.post(f"{at}role/", as_read(administrator, role="lead"))
    assert refused.status_code == 422
    looks = signed_in(lead)
    assert "Give another role" not in text(looks.get(at))
    assert looks.post(f"{at}role/", {"role": "handler"}).status_code == 403
    assert looks.post("/people/invite/", {"email": "x@example.org"}).status_code == 403


def test_who_may_not_invite_reads_who_may(signed_in: SignIn, lead: Person, amos: Client) -> None:
    told = "An administrator invites people"
    assert told in text(signed_in(lead).get("/people/"))
    assert told not in text(amos.get("/people/"))
