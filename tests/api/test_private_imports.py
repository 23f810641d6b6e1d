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


class TestALaterExport:
    """Another file, from the same place or by another name, which has the case once more."""

    LATER = (
        "Ticket;What happened;When;Mail;Status\n"
        f"7;{SAID}, still;07/05/2026 14:30;{MAIL};Open\n"
        "12;A shelf came without its screws;08/05/2026 09:00;eve@example.org;Open\n"
    )
    OTHER = "A shelf came without its screws"

    @pytest.fixture
    def later(self, place: str, administrator: Person) -> str:
        """A draft, as it was sent: nobody has said yet which column is what."""
        told = good(brought(Program(key_of(administrator)), self.LATER))
        return f"/imports/{told['id']}"

    def seen(self, program: Program, later: str) -> tuple[bool, bool, bool]:
        """Whether the case's words, its number, and the other row are shown."""
        told = good(program.get(later))
        rows = program.get(f"{later}/preview")
        page = program.get(later).content.decode() + rows.content.decode()
        return SAID in page, "7" in told["columns"]["Ticket"], self.OTHER in page

    @pytest.mark.parametrize(
        "change",
        [
            {},
            {"source": "somewhere else"},
            {"fields": {name: told for name, told in MAPPING["fields"].items() if name != "key"}},
        ],
        ids=["", "said to be of another place", "without a number"],
    )
    def test_shows_no_row_of_it_however_it_is_mapped(
        self, leads: Program, administrator: Person, later: str, change: dict[str, object]
    ) -> None:
        assert self.seen(leads, later) == (False, False, True)
        version = good(leads.get(later))["version"]
        told = {"mapping": {**MAPPING, **change}}
        good(leads.put(f"{later}/mapping", told, If_Match=version))
        assert self.seen(leads, later) == (False, False, True)
        assert [each["row"] for each in good(leads.get(f"{later}/preview"))] == [3]
        assert self.seen(Program(key_of(administrator)), later) == (True, True, True)

    def test_nor_on_the_desk(
        self, lead: Person, administrator: Person, later: str, signed_in: SignIn
    ) -> None:
        shown = text(signed_in(lead).get(f"{later}/"))
        assert (SAID in shown, self.OTHER in shown) == (False, True)
        assert "Rows that name what is another team's own are not shown" in shown
        shown = text(signed_in(administrator).get(f"{later}/"))
        assert (SAID in shown, self.OTHER in shown) == (True, True)
        assert "are not shown" not in shown

    def test_nor_among_the_rows_that_a_trial_could_not_take(
        self, leads: Program, administrator: Person, lead: Person, place: str, signed_in: SignIn
    ) -> None:
        late = self.LATER.replace("07/05/2026 14:30", "soon").replace("08/05/2026 09:00", "later")
        sees_all = Program(key_of(administrator))
        told = good(brought(sees_all, late))
        later = f"/imports/{told['id']}"
        good(sees_all.put(f"{later}/mapping", {"mapping": MAPPING}, If_Match=told["version"]))
        ran(sees_all, later, dry=True)
        for rest in ("/problems", "/rejected"):
            told = [each.get(f"{later}{rest}").content.decode() for each in (leads, sees_all)]
            assert ["soon" in each for each in told] == [False, True]
            assert ["later" in each for each in told] == [True, True]
            assert SAID not in told[0]
        assert "soon" not in text(signed_in(lead).get(f"{later}/"))

    def test_nor_does_one_whose_rows_have_no_numbers(
        self, leads: Program, administrator: Person, handler: Person, signed_in: SignIn
    ) -> None:
        sees_all = Program(key_of(administrator))
        kept = {name: told for name, told in MAPPING["fields"].items() if name != "key"}
        bare = "\n".join(line.partition(";")[2] for line in self.LATER.splitlines()) + "\n"
        told = good(brought(sees_all, bare))
        first = f"/imports/{told['id']}"
        mapping = {"mapping": {**MAPPING, "fields": kept}}
        good(sees_all.put(f"{first}/mapping", mapping, If_Match=told["version"]))
        ran(sees_all, first)
        handler.team = Team.objects.create(name="Board matters", private=True)
        handler.save()
        Case.objects.filter(customer__email=MAIL).update(owner=handler)
        more = f"{bare}A third one came late again;09/05/2026 09:00;joe@example.org;Open\n"
        later = f"/imports/{good(brought(sees_all, more))['id']}"
        page = leads.get(later).content.decode() + leads.get(f"{later}/preview").content.decode()
        assert (SAID in page, "A third one" in page) == (False, True)
