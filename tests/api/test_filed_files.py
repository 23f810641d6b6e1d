"""Whoever files a complaint by a form of the firm's own sends its files too, and nobody else's."""

from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.api.programs import ROOT, Program, key_of
from tests.desk.reading import page_of
from tests.stories import NOW

from upheld.core.erasing import ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File
from upheld.core.words import CaseId, CaseState, Scope
from upheld.portal import mine
from upheld.steps import erase
from upheld.steps.merge import merge, undo_merge
from upheld.store import save
from upheld.store.models import Case, Customer, Event, Evidence, Knock, Merge, Person
from upheld.store.theirs import data as their_data

BODY = {"text": "My shelves arrived nine days late.", "complainant": {"email": "s@example.org"}}

EMPTY = "empty.txt"


@pytest.fixture
def form(handler: Person) -> Program:
    """The firm's own form: everybody has its key."""
    return Program(key_of(handler, {Scope.FILE}))


def filed(form: Program, email: str = "s@example.org", **headers: str) -> str:
    """The address at which the files of a complaint are taken."""
    answer = form.post("/cases", {**BODY, "complainant": {"email": email}}, **headers)
    assert answer.status_code == 204
    return str(answer["Upheld-Files"])


def files_counted() -> int:
    return Knock.objects.filter(what="pieces").count()


def send(program: Program, place: str, *names: str, **headers: str) -> Any:
    given = [SimpleUploadedFile(name, name.encode() * (name != EMPTY)) for name in names]
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return program.client.post(place, {"file": given}, headers={**program.headers, **told})


def test_files_are_added_to_what_was_filed_and_nothing_is_read(form: Program) -> None:
    answer = send(form, filed(form), "scan.jpg", "bill.pdf")
    assert (answer.status_code, answer.content) == (204, b"")
    case = Case.objects.get()
    told = Evidence.objects.filter(case=case).values_list("filename", "kind", "text")
    assert sorted(told) == [
        ("bill.pdf", "document", "Came with the complaint."),
        ("scan.jpg", "photo", "Came with the complaint."),
    ]
    event = Event.objects.filter(case=case, kind=EventKind.EVIDENCE_ADDED).first()
    assert event is not None
    assert (bool(event.data["by_key"]), event.by) == (True, "Alice Moore")


def test_files_sent_twice_come_in_once(form: Program) -> None:
    place = filed(form, Idempotency_Key="1")
    assert filed(form, Idempotency_Key="1") == place
    again = [send(form, place, "scan.jpg", Idempotency_Key="2") for _ in range(2)]
    assert [each.status_code for each in again] == [204, 204]
    assert Evidence.objects.count() == 1


def test_another_key_adds_nothing_though_it_has_the_address(form: Program, handler: Person) -> None:
    place = filed(form)
    for scopes in ({Scope.FILE}, set(Scope)):
        assert send(Program(key_of(handler, scopes)), place, "scan.jpg").status_code == 404
    assert not Evidence.objects.exists()


def test_an_address_that_was_never_told_is_nothing(form: Program) -> None:
    """Everybody who has the form has its key: the number of a case opens nothing."""
    place, mine = filed(form), filed(form)
    assert place != mine
    case, _, rest = mine.removeprefix(f"{ROOT}/filed/").partition(":")
    of_other = place.removeprefix(f"{ROOT}/filed/").partition(":")[0]
    for told in (f"{of_other}:{rest}", case, "UP-000001", "1"):
        assert send(form, f"{ROOT}/filed/{told}/files", "scan.jpg").status_code == 404
    assert form.client.get(place, headers=form.headers).status_code == 405


def test_after_an_hour_the_address_is_nothing(form: Program) -> None:
    place = filed(form)
    with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
        assert send(form, place, "scan.jpg").status_code == 204
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert send(form, place, "bill.pdf").status_code == 404


def test_a_complaint_has_ten_files(form: Program) -> None:
    place = filed(form)
    assert send(form, place, *(f"{number}.txt" for number in range(11))).status_code == 422
    assert send(form, place, *(f"{number}.txt" for number in range(9))).status_code == 204
    answer = send(form, place, "a.txt", "b.txt")
    assert (answer.status_code, answer.json()["detail"]) == (
        422, "a complaint has 10 files at most: send the others by mail",
    )  # fmt: skip
    assert Evidence.objects.count() == 9


class TestHowMuchComesWithinAnHour:
    """Everybody has the key of a form: nobody uses up by it what is for everybody."""

    @pytest.fixture(autouse=True)
    def four_from_a_place(self, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
        monkeypatch.setattr("upheld.api.routes.filing.MOST_PIECES", 4)
        monkeypatch.setattr("upheld.api.routes.filing.MOST_FILES", 2)
        monkeypatch.setattr("upheld.api.routes.filing.USUAL_PIECES", 0, raising=False)
        settings.LARGEST_FILE = 1

    def sends(self, form: Program, email: str, network: str, *names: str) -> int:
        """The files of one more complaint."""
        body = {**BODY, "complainant": {"email": email}}
        place = form.post("/cases", body)["Upheld-Files"]
        given = [SimpleUploadedFile(name, b"x") for name in names]
        sent = form.client.post(place, {"file": given}, headers=form.headers, REMOTE_ADDR=network)
        return sent.status_code

    def test_one_who_complains_again_and_again_has_half_of_what_comes_from_a_place(
        self, form: Program
    ) -> None:
        mallory = partial(self.sends, form, "mallory@example.org", "203.0.113.9")
        assert [mallory("a", "b"), mallory("c")] == [204, 429]
        again = self.sends(form, "Mallory+more@example.org", "203.0.113.9", "d")
        assert again == 429
        assert self.sends(form, "sally@example.org", "203.0.113.9", "e") == 204

    def test_whoever_writes_somebodys_address_elsewhere_uses_up_nothing_of_theirs(
        self, form: Program
    ) -> None:
        assert self.sends(form, "sally@example.org", "203.0.113.9", "a", "b") == 204
        assert self.sends(form, "sally@example.org", "198.51.100.7", "c", "d") == 204

    def test_one_place_has_half_of_what_the_others_leave_of_a_key(self, form: Program) -> None:
        """Under whatever addresses they write: so two places use nothing up."""
        told = [
            self.sends(form, f"{number}@example.org", network, "a")
            for network in ("203.0.113.9", "198.51.100.7", "192.0.2.1")
            for number in range(5)
        ]
        assert told == [*[204] * 4, 429, *[204] * 2, *[429] * 3, 204, *[429] * 4]

    def test_a_site_of_ipv6_is_one_place(self, form: Program) -> None:
        told = [self.sends(form, f"{n}@example.org", f"2001:db8:0:{n}::1", "a") for n in range(6)]
        assert told == [204] * 4 + [429] * 2

    def test_where_much_came_whoever_sends_no_more_than_is_usual_is_served_still(
        self, form: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for place in range(8):
            self.sends(form, f"{place}@example.org", f"203.0.113.{place}", "a", "b")
        assert self.sends(form, "sally@example.org", "192.0.2.1", "a", "b") == 429
        monkeypatch.setattr("upheld.api.routes.filing.USUAL_PIECES", 2)
        told = [self.sends(form, "sally@example.org", "192.0.2.1", name) for name in "abc"]
        assert told == [204, 204, 429], "what is usual, once an hour"

    def test_what_is_usual_has_its_own_end_so_that_many_places_fill_no_disk(
        self, form: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("upheld.api.routes.filing.USUAL_PIECES", 1)
        told = [
            self.sends(form, f"{place}-{number}@example.org", f"203.0.113.{place}", "a")
            for place in range(40)
            for number in range(3)
        ]
        assert told.count(204) == 4 + 7  # of 8 for what is more, half of what is left is a piece

    def test_what_is_refused_counts_for_nobody(self, form: Program) -> None:
        assert self.sends(form, "a@example.org", "203.0.113.9", "a", "b") == 204
        counted = files_counted()
        assert self.sends(form, "a@example.org", "203.0.113.9", "c") == 429
        assert files_counted() == counted

    def test_as_many_of_the_largest_files_as_a_complaint_has_come_under_one_address(
        self, form: Program, settings: Settings
    ) -> None:
        settings.LARGEST_FILE = 1_000_000
        assert self.sends(form, "a@example.org", "203.0.113.9", *"abcd") == 204


def test_what_is_refused_counts_nothing_and_is_not_kept(form: Program) -> None:
    """Everybody has the key of a form: one with one address stops nobody else."""
    place = filed(form)
    assert send(form, place, *(f"{number}.txt" for number in range(10))).status_code == 204
    kept, counted = kept_files(), files_counted()
    for _ in range(6):
        assert send(form, place, *(f"x{number}.txt" for number in range(10))).status_code == 422
    assert send(form, filed(form), "a.txt", EMPTY).status_code == 422
    Case.objects.update(state=CaseState.ANSWERED)
    assert send(form, place, "scan.jpg").status_code == 409
    assert (kept_files(), files_counted()) == (kept, counted)


def test_many_small_files_stop_nobody_else(form: Program) -> None:
    ten = [f"{number}.txt" for number in range(10)]
    for who in range(7):
        assert send(form, filed(form, f"{who}@example.org"), *ten).status_code == 204
    assert send(form, filed(form), "scan.jpg").status_code == 204


def test_what_is_answered_takes_no_more_files(form: Program) -> None:
    place = filed(form)
    Case.objects.update(state=CaseState.ANSWERED)
    answer = send(form, place, "scan.jpg")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:upheld:problem:conflict")
    assert "answered" not in answer.json()["detail"]


def test_whoever_may_read_is_told_so_in_words(handler: Person) -> None:
    program = Program(key_of(handler))
    place = program.post("/cases", BODY)["Upheld-Files"]
    Case.objects.update(state=CaseState.ANSWERED)
    told = send(program, place, "scan.jpg").json()["detail"]
    assert told.startswith("cannot add to a case that is answered: it must be ")


class TestWhatIsNotKnownToBeTheirs:
    """Anybody can write anybody's address into a form."""

    @pytest.fixture
    def decided(self, form: Program) -> str:
        place = filed(form)
        Case.objects.update(state=CaseState.DECIDED)
        return place

    def test_moves_nothing_and_is_marked(
        self, decided: str, form: Program, handler: Person, client: Client
    ) -> None:
        assert send(form, decided, "scan.jpg").status_code == 204
        case = Case.objects.get()
        assert case.state == CaseState.DECIDED
        (told,) = Program(key_of(handler)).get(f"/cases/{case.reference}").json()["evidence"]
        assert (told["filename"], told["unproved"]) == ("scan.jpg", True)
        client.force_login(handler)
        page = client.get(f"{page_of(CaseId(case.pk))}theirs/").content.decode()
        assert "Not known to be from them" in page

    def test_once_it_is_what_was_decided_is_decided_anew(
        self, decided: str, form: Program, handler: Person
    ) -> None:
        Case.objects.update(known_to_be_theirs=True)
        assert send(form, decided, "scan.jpg").status_code == 204
        case = Case.objects.get()
        assert case.state == CaseState.INVESTIGATING
        (told,) = Program(key_of(handler)).get(f"/cases/{case.reference}").json()["evidence"]
        assert not told["unproved"]


class TestAfterAMerge:
    """Bob's complaint went over into Sally's, and his form sends its files only then."""

    @pytest.fixture
    def sallys(self, form: Program) -> str:
        return filed(form)

    @pytest.fixture
    def bobs(self, sallys: str, form: Program, handler: Person) -> str:
        other = {"text": "Mine too.", "complainant": {"email": "bob@example.net"}}
        place = str(form.post("/cases", other)["Upheld-Files"])
        merge(of("bob@example.net"), of("s@example.org"), "One van.", handler, NOW, sure=True)
        return place

    def test_a_file_is_of_whoever_filed_and_of_nobody_else(self, bobs: str, form: Program) -> None:
        assert send(form, bobs, "bobs.jpg").status_code == 204
        assert held("bob@example.net") == {"bobs.jpg"}
        assert held("s@example.org") == set()
        row = Evidence.objects.get()
        assert (row.case_id, row.with_whom) == (of("s@example.org"), "bob@example.net")

    def test_the_case_s_own_file_stays_its_own(self, sallys: str, bobs: str, form: Program) -> None:
        assert send(form, sallys, "hers.jpg").status_code == 204
        assert held("s@example.org") == {"hers.jpg"}
        assert held("bob@example.net") == set()

    def test_that_the_merge_is_undone_makes_it_nobody_else_s(
        self, bobs: str, form: Program, handler: Person
    ) -> None:
        send(form, bobs, "bobs.jpg")
        undo_merge(of("s@example.org"), Merge.objects.get().pk, handler, NOW)
        assert held("bob@example.net") == {"bobs.jpg"}
        assert held("s@example.org") == set()

    def test_it_stands_on_his_page_and_not_on_hers(self, bobs: str, form: Program) -> None:
        send(form, bobs, "bobs.jpg")
        Customer.objects.filter(email="bob@example.net").update(email="b@example.com")
        assert [each.filename for each in mine.read(of("b@example.com")).evidence] == ["bobs.jpg"]
        assert mine.read(of("s@example.org")).evidence == []

    @pytest.mark.parametrize(
        ("who", "left"), [("bob@example.net", "hers.jpg"), ("s@example.org", "bobs.jpg")]
    )
    def test_it_goes_when_he_is_erased_and_stays_when_she_is(
        self, who: str, left: str, bobs: str, sallys: str, form: Program, lead: Person,
        administrator: Person,
    ) -> None:  # fmt: skip
        send(form, bobs, "bobs.jpg")
        send(form, sallys, "hers.jpg")
        Case.objects.update(state=CaseState.CLOSED, next_due=None)
        person = Customer.objects.get(email=who).pk
        row = erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)
        erase.approve(row.pk, administrator, NOW)
        assert [each.filename for each in Evidence.objects.exclude(sha256="")] == [left]

    def test_ten_files_of_the_other_are_none_of_his(self, bobs: str, form: Program) -> None:
        """And his ten are ten, wherever they came."""
        many = [File(f"{number}.jpg", 3, "0" * 64) for number in range(10)]
        into = Case.objects.get(pk=of("s@example.org"))
        save.filed_with(into, many, "Alice Moore", NOW)
        assert send(form, bobs, *(f"{number}.txt" for number in range(10))).status_code == 204
        assert send(form, bobs, "one.txt").status_code == 422

    def test_a_case_that_is_known_to_be_theirs_is_not_moved_by_another_s_form(
        self, bobs: str, form: Program
    ) -> None:
        Case.objects.filter(pk=of("s@example.org")).update(
            state=CaseState.DECIDED, known_to_be_theirs=True
        )
        assert send(form, bobs, "bobs.jpg").status_code == 204
        assert Case.objects.get(pk=of("s@example.org")).state == CaseState.DECIDED


def of(email: str) -> CaseId:
    return CaseId(Case.objects.get(customer__email=email).pk)


def held(email: str) -> set[str]:
    """The files of all that we hold about somebody."""
    whole = their_data.packed(Customer.objects.get(email=email), NOW)
    names = ZipFile(BytesIO(whole)).namelist()
    return {each.partition("-")[2] for each in names if each.startswith("files/")}


def kept_files() -> set[str]:
    found = Path(default_storage.path("")).rglob("*")
    return {each.name for each in found if each.is_file()}
