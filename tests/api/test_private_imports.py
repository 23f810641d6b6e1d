"""A case that a private team keeps is read through no import by whoever does not see it."""

import pytest
from tests.api.programs import Program, key_of
from tests.api.test_imports import MAPPING, brought, ran
from tests.api.test_story import good
from tests.desk.conftest import SignIn, signed_in
from tests.desk.reading import text

from upheld.core.words import ImportState
from upheld.store.models import Case, Import, Person, Team

__all__ = ["signed_in"]  # a fixture
SAID, MAIL = "The lamp is broken and nobody calls back", "ann@example.org"


@pytest.fixture
def place(leads: Program, handler: Person) -> str:
    """The import of a case that became a private team's since."""
    told = good(brought(leads))
    place = f"/imports/{told['id']}"
    good(leads.put(f"{place}/mapping", {"mapping": MAPPING}, If_Match=told["version"]))
    ran(leads, place)
    handler.team = Team.objects.create(name="Board matters", private=True)
    handler.save()
    Case.objects.filter(source_key="7").update(owner=handler)
    return place


def test_what_a_finished_import_brought_is_shown_to_nobody_as_what_would_come_in(
    leads: Program, administrator: Person, place: str
) -> None:
    for program in (leads, Program(key_of(administrator))):
        answer = program.get(f"{place}/preview")
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:upheld:problem:conflict")


def test_one_that_stopped_is_shown_to_whoever_sees_all_that_it_brought(
    leads: Program, administrator: Person, place: str
) -> None:
    Import.objects.update(state=ImportState.FAILED)
    for rest in ("", "/preview"):
        told = leads.get(f"{place}{rest}").content.decode()
        assert (SAID in told, MAIL in told) == (False, False)
    assert good(leads.get(place))["trouble"].startswith("some of what it brought is another team's")
    sees_all = Program(key_of(administrator))
    assert good(sees_all.get(f"{place}/preview"))[0]["arrival"]["text"] == SAID
    assert good(sees_all.get(place))["columns"]["Mail"][0] == MAIL


def test_nobody_takes_its_file_once_more_to_read_it(
    leads: Program, administrator: Person, place: str
) -> None:
    again = {"format": "mapped", "mapping": ""}
    assert leads.post(f"{place}/again", again).status_code == 403
    theirs = good(Program(key_of(administrator)).post(f"{place}/again", again))
    for rest in ("", "/preview"):
        assert SAID not in leads.get(f"/imports/{theirs['id']}{rest}").content.decode()


def test_the_desk_shows_no_more_of_it(
    lead: Person, administrator: Person, place: str, signed_in: SignIn
) -> None:
    Import.objects.update(state=ImportState.FAILED)
    shown = text(signed_in(lead).get(f"{place}/"))
    assert SAID not in shown
    assert "Some of what it brought is another team's own: ask an administrator." in shown
    assert SAID in text(signed_in(administrator).get(f"{place}/"))
    again = signed_in(lead).post("/imports/add/", {"again": place[9:], "format": "mapped"})
    assert (again.status_code, Import.objects.count()) == (422, 1)
