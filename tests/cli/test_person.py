"""`upheld person`: staff are added by whoever holds the machine, and by nobody else."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import authenticate
from pytest_django import Settings
from tests.cli.conftest import Upheld

from upheld.core.event_kinds import EventKind
from upheld.steps.may import Operator
from upheld.store.models import Event, Person

pytestmark = pytest.mark.django_db

GOOD = "a long enough password"


def add(upheld: Upheld, email: str = "ada@example.org", **told: str):  # type: ignore[no-untyped-def]
    chosen = {"name": "Ada Quill", "role": "lead", "password": GOOD, **told}
    return upheld("person", "add", email, *(f"--{key}={value}" for key, value in chosen.items()))


def test_a_person_who_was_added_can_sign_in(upheld: Upheld) -> None:
    assert add(upheld).out == "Ada Quill (lead) can sign in as ada@example.org.\n"
    person = Person.objects.get()
    assert (person.name, person.role) == ("Ada Quill", "lead")
    assert person.check_password(GOOD)
    assert authenticate(None, username="ada@example.org", password="another") is None


def test_nobody_is_added_twice(upheld: Upheld) -> None:
    add(upheld)
    assert add(upheld, "ADA@example.org").error.startswith("ADA@example.org is here already")
    assert Person.objects.count() == 1


def test_a_new_password_takes_the_place_of_the_old(upheld: Upheld) -> None:
    add(upheld)
    upheld("person", "password", "ada@example.org", "--password", "another long password")
    assert Person.objects.get().check_password("another long password")


def test_a_password_for_nobody_is_refused(upheld: Upheld) -> None:
    ran = upheld("person", "password", "bo@example.org", "--password", GOOD)
    assert ran.error.startswith("nobody here signs in as bo@example.org")


def test_the_only_administrator_who_lost_their_phone_comes_back(upheld: Upheld) -> None:
    add(upheld, role="administrator")
    TOTP.activate(Person.objects.get(), "SECRET")
    clear = ("person", "clear-second-step", "ada@example.org")
    assert upheld(*clear).code == 2
    assert "say in at most 300 characters why" in upheld(*clear, "--why", " ").error
    assert upheld(*clear, "--why", "Lost").out.startswith("ada@example.org comes in by their pass")
    assert not Authenticator.objects.exists()
    assert upheld(*clear, "--why", "Lost").error.startswith("Ada Quill has no second step")


@pytest.mark.parametrize(
    ("email", "told", "problem"),
    [
        ("ada", {}, "'ada' is no e-mail address"),
        ("kıss@example.org", {}, "'kıss@example.org' is no e-mail address"),
        ("ada@example.org", {"password": "elevenchars"}, "this password is too short"),
        ("ada@example.org", {"password": "12345678901234"}, "this password is entirely numeric"),
        ("ada@example.org", {"password": "password1234"}, "this password is too common"),
        ("ada@example.org", {"password": "ada@example.org"}, "the password is too similar"),
        ("ada@example.org", {"role": "boss"}, "Invalid value for '--role'"),
    ],
)
def test_what_cannot_be_is_refused(
    upheld: Upheld, email: str, told: dict[str, str], problem: str
) -> None:
    assert add(upheld, email, **told).error.startswith(problem)
    assert not Person.objects.exists()


def test_who_stops_at_the_question_for_a_password_is_told_so(
    upheld: Upheld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("getpass.getpass", stops)
    ran = upheld("person", "add", "ada@example.org", "--name", "Ada Quill")
    assert (ran.code, ran.err) == (130, "stopped; whole steps that were done stay done\n")
    assert not Person.objects.exists()


@pytest.mark.parametrize("as_json", [False, True])
def test_without_a_site_the_link_of_an_invitation_leads_to_this_machine_and_says_what_to_set(
    upheld: Upheld, settings: Settings, as_json: bool
) -> None:
    settings.SITE, settings.ALLOWED_HOSTS = "", ["desk.example.org", "localhost"]
    more = ["--json"] if as_json else []
    ran = upheld("person", "invite", "bo@example.org", "--name", "Bo Birch", *more)
    link = json.loads(ran.out)["link"] if as_json else ran.out.strip()
    assert link.startswith("http://desk.example.org:8000/")
    assert "UPHELD_SITE is not set" in ran.err


def test_a_name_with_line_breaks_makes_up_no_line_of_the_list(upheld: Upheld) -> None:
    add(upheld, name=" Ada\n boss@example.org:\u2028Bo\tBell, administrator ")
    assert Person.objects.get().name == "Ada boss@example.org: Bo Bell, administrator"
    assert len(upheld("person", "list").out.splitlines()) == 1


@pytest.mark.parametrize("way", ["add", "invite"])
@pytest.mark.parametrize(
    "name",
    ["Ada\x1b[2J", "Ada\x07", "Ada\u202eadA", "Ada\u200b", "\u3164", "Ada\ufe0f", "a" * 121],
)
def test_a_name_is_short_and_of_signs_that_are_seen(upheld: Upheld, way: str, name: str) -> None:
    given = (f"--password={GOOD}",) if way == "add" else ()
    ran = upheld("person", way, "ada@example.org", f"--name={name}", *given)
    assert ran.error.startswith("write their name in at most 120 characters, ")
    assert not Person.objects.exists()


def test_a_name_may_join_its_letters_as_its_script_does(upheld: Upheld) -> None:
    add(upheld, name="علی\u200cرضا")
    assert Person.objects.get().name == "علی\u200cرضا"


def test_whoever_is_added_by_command_is_in_the_record_as_who_is_invited(upheld: Upheld) -> None:
    add(upheld, role="administrator")
    event = Event.objects.get(kind=EventKind.PERSON_INVITED)
    person = Person.objects.get()
    told = {"person": person.pk, "role": "administrator", "password": "given by command"}
    assert event.data == told
    assert event.by == Operator().name
