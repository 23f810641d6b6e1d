"""Whoever was erased stands in the kept file of no import, however often it was sent."""

import json
from collections.abc import Callable
from io import BytesIO

import polars as pl
import pytest
import time_machine
from django.core.files.base import ContentFile
from tests.api.programs import Program, key_of
from tests.core.imports.test_helpdesks import ZENDESK, changed
from tests.erasure.test_erase import erased
from tests.stories import NOW

from upheld.core.erasing import ErasureWhy
from upheld.core.words import CaseId
from upheld.jobs import importing
from upheld.steps import draw_import, erase, undo_import
from upheld.store import files
from upheld.store import models as rows
from upheld.store.erased import files as erased_files
from upheld.store.models import Person
from upheld.store.record import events

HEAD = "Ticket,What happened,Opened,Customer name,E-mail,Status\n"
ZOE = "1,The chair came broken twice,08/05/2026 14:30,Zoë Ängström,zoe@quixwold.example,Solved\n"
BOB = "2,Nobody calls back about my lamp,07/05/2026 14:30,Bob Miller,bob@example.org,Solved\n"
# Her name and address have those of Zoë within.
ANN = "3,The lamp flickers,07/06/2026 14:30,Anzoë Ängström,anzoe@quixwold.example,Solved\n"


def sent(by: Person, text: str, name: str = "desk.csv", format: str = "mapped") -> rows.Import:
    return draw_import.upload(ContentFile(text.encode(), name), format, "", by, NOW)


def begun(row: rows.Import, by: Person) -> rows.Import:
    draw_import.start(row.pk, False, by)
    importing.sweep(NOW)
    row.refresh_from_db()
    assert row.state == "done", row.error
    return row


def zoe() -> int:
    return rows.Customer.objects.get(email="zoe@quixwold.example").pk


def kept() -> list[int]:
    return list(rows.Import.objects.filter(kept=True).order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def brought(lead: Person) -> rows.Import:
    return begun(sent(lead, HEAD + ZOE + BOB), lead)


AllGo = Callable[[], None]


class TestEveryFileInWhichTheyStandGoes:
    @pytest.fixture
    def all_go(self, lead: Person, administrator: Person) -> AllGo:
        """Nothing of them is left of any file, and the file of another stays."""
        of_others = begun(sent(lead, HEAD + ANN), lead)

        def then() -> None:
            found = erase.look(zoe(), None, lead, NOW).plan.counts
            row = erased(zoe(), lead, administrator)
            assert row.rows == found | {"Event": found["Event"] + 1}
            assert row.rows["Import"] == rows.Import.objects.count() - 1
            assert kept() == [of_others.pk]
            erased_files.forget(row.files, NOW)
            told = rows.Import.objects.values_list("sha256", "pk")
            assert [pk for sha256, pk in told if files.is_kept(sha256)] == [of_others.pk]

        return then

    def test_the_same_file_that_was_sent_twice(self, all_go: AllGo, lead: Person) -> None:
        first, second = (sent(lead, HEAD + ZOE + BOB) for _ in range(2))
        begun(second, lead)
        assert (first.sha256, first.state) == (second.sha256, "draft")
        all_go()

    def test_another_import_of_a_file_that_was_here(
        self, all_go: AllGo, brought: rows.Import, lead: Person
    ) -> None:
        draw_import.upload_again(brought.pk, "mapped", "", lead, NOW)
        all_go()

    def test_the_next_export_with_the_same_number_whatever_it_says_by_now(
        self, all_go: AllGo, brought: rows.Import, lead: Person
    ) -> None:
        row = begun(sent(lead, HEAD + "1,See above,08/05/2026 14:30,,,Solved\n" + ANN), lead)
        assert (row.taken, row.already_there) == (0, 2)
        all_go()

    @pytest.mark.parametrize(
        "said",
        [
            "9,Something else,08/05/2026 14:30,ZOË ÄNGSTRÖM,,Solved\n",
            "9,Something else,08/05/2026 14:30,,Zoe@Quixwold.example,Solved\n",
            '9,"The chair came\nbroken twice",08/05/2026 14:30,,,Solved\n',
        ],
    )
    def test_one_that_nobody_has_begun_and_that_names_them_or_holds_what_they_said(
        self, said: str, all_go: AllGo, brought: rows.Import, lead: Person
    ) -> None:
        sent(lead, HEAD + said, "other.csv")
        all_go()

    def test_a_file_in_another_encoding(
        self, all_go: AllGo, brought: rows.Import, lead: Person
    ) -> None:
        for encoding in ("windows-1252", "utf-16"):
            text = (HEAD + ZOE.replace("zoe@", "z@").replace("chair", "table")).encode(encoding)
            draw_import.upload(ContentFile(text, "other.csv"), "mapped", "", lead, NOW)
        all_go()

    @pytest.mark.parametrize("escaped", [True, False])
    def test_an_export_of_a_helpdesk(
        self, escaped: bool, all_go: AllGo, brought: rows.Import, lead: Person
    ) -> None:
        ticket = changed(ZENDESK, id=77, subject="As Zoë Ängström said")
        sent(lead, json.dumps(ticket, ensure_ascii=escaped), "in.json", "zendesk")
        all_go()

    def test_a_table_in_parquet(self, all_go: AllGo, brought: rows.Import, lead: Person) -> None:
        into = BytesIO()
        told = {"Customer": ["c1"], "Name": ["Zoë Ängström"], "Since": ["2020-01-01"]}
        pl.DataFrame(told).write_parquet(into)
        file = ContentFile(into.getvalue(), "customers.parquet")
        draw_import.upload(file, "customers", "", lead, NOW)
        all_go()


def test_what_was_on_its_way_in_stops_and_says_why_and_what_came_can_be_taken_back(
    brought: rows.Import, lead: Person, administrator: Person
) -> None:
    row = sent(lead, HEAD + BOB + ZOE)
    draw_import.start(row.pk, False, lead)
    erased(zoe(), lead, administrator)
    importing.sweep(NOW)
    row.refresh_from_db()
    assert (row.state, row.done) == ("failed", 0)
    assert row.error.startswith("somebody in its file was erased")
    assert not rows.Customer.objects.filter(name="Zoë Ängström").exists()
    undo_import.begin_undo(brought.pk, lead)
    importing.sweep(NOW)
    brought.refresh_from_db()
    assert brought.state == "undone"


def test_with_a_case_alone_goes_what_it_said_and_no_other_file_of_its_customer(
    brought: rows.Import, lead: Person, administrator: Person
) -> None:
    other = sent(lead, HEAD + ZOE.replace("1,The chair", "9,The sofa"), "other.csv")
    same = sent(lead, HEAD + ANN + ZOE.replace("1,", "9,"), "other.csv")
    case = rows.Case.objects.get(customer=zoe())
    row = erase.propose(None, CaseId(case.pk), ErasureWhy.PERIOD, lead, NOW)
    erase.approve(row.pk, administrator, NOW)
    assert kept() == [other.pk]
    assert same.pk not in kept()


@time_machine.travel(NOW, tick=False)
def test_no_program_reads_them_in_any_preview(lead: Person, administrator: Person) -> None:
    leads = Program(key_of(lead))
    first, second = (sent(lead, HEAD + ZOE + BOB) for _ in range(2))
    begun(second, lead)
    third = draw_import.upload_again(second.pk, "mapped", "", lead, NOW)
    erased(zoe(), lead, administrator)
    for row in (first, second, third):
        for rest in ("", "/preview", "/problems", "/rejected"):
            told = leads.get(f"/imports/{row.pk}{rest}").content.decode()
            assert "quixwold" not in told
            assert "chair" not in told


class TestWhatAFileIsCalled:
    """It may name somebody, as what is in it does."""

    def called(self, pk: int) -> tuple[str, str, str]:
        row = rows.Import.objects.get(pk=pk)
        return row.filename, row.source, row.mapping["source"]

    @pytest.mark.parametrize(
        "name",
        [
            "complaint-of-zoe-angstrom.csv",
            "Ängström, Zoë.csv",
            "ComplaintOfZoëÄngström_2026.csv",
            "zoe@quixwold.example.csv",
        ],
    )
    def test_one_that_is_called_by_them_goes_from_the_import_what_it_brought_and_the_record(
        self, name: str, lead: Person, administrator: Person
    ) -> None:
        row = begun(sent(lead, HEAD + ZOE + BOB, name), lead)
        bob = rows.Case.objects.get(customer__email="bob@example.org")
        assert name.removesuffix(".csv") == bob.source
        erased(zoe(), lead, administrator)
        instead = f"erased-{row.pk}"
        assert self.called(row.pk) == ("[erased].csv", instead, instead)
        sources = {each.source for each in rows.Case.objects.all()}
        assert sources == {instead}
        told = [str(each.data) for each in rows.Event.objects.all()]
        assert not any(name.removesuffix(".csv") in each for each in told)
        assert list(events.breaks()) == []

    def test_it_goes_where_they_are_not_in_the_file_any_more(
        self, brought: rows.Import, lead: Person, administrator: Person
    ) -> None:
        row = sent(lead, HEAD + BOB, "answer to Zoe Angstrom.csv")
        erased(zoe(), lead, administrator)
        row.refresh_from_db()
        assert (row.filename, row.kept) == ("[erased].csv", True)

    def test_a_word_of_their_name_goes_from_a_file_in_which_they_stand_and_the_source_stays(
        self, lead: Person, administrator: Person
    ) -> None:
        row = begun(sent(lead, HEAD + ZOE + BOB, "angstrom.csv"), lead)
        other = sent(lead, HEAD + BOB, "angstrom shop.csv")
        erased(zoe(), lead, administrator)
        assert self.called(row.pk)[:2] == ("[erased].csv", "angstrom")
        assert self.called(other.pk)[0] == "angstrom shop.csv"

    def test_what_names_nobody_stays(
        self, brought: rows.Import, lead: Person, administrator: Person
    ) -> None:
        row = sent(lead, HEAD + BOB, "complaint-of-anzoe-angstrom.csv")
        erased(zoe(), lead, administrator)
        assert self.called(brought.pk)[:2] == ("desk.csv", "desk")
        assert self.called(row.pk)[0] == "complaint-of-anzoe-angstrom.csv"

    def test_with_a_case_alone_goes_the_name_of_the_file_that_brought_it_alone(
        self, lead: Person, administrator: Person
    ) -> None:
        row = begun(sent(lead, HEAD + ZOE, "zoe-angstrom.csv"), lead)
        other = sent(lead, HEAD + BOB, "for-zoe-angstrom.csv")
        case = CaseId(rows.Case.objects.get(customer=zoe()).pk)
        asked = erase.propose(None, case, ErasureWhy.PERIOD, lead, NOW)
        erase.approve(asked.pk, administrator, NOW)
        assert self.called(row.pk)[0] == "[erased].csv"
        assert self.called(other.pk)[0] == "for-zoe-angstrom.csv"
