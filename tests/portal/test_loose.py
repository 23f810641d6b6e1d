"""Files of a form that was amiss, and was never sent again, go after a day."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desk.reading import text
from tests.erasure.test_takes_nothing import erased
from tests.killing import killed_at
from tests.portal.test_filing import a_file, filed, signs
from tests.stories import NOW

from upheld.core.words import CaseId, CaseState
from upheld.jobs import erasing
from upheld.store import files, loose
from upheld.store.models import Case, Evidence, LooseFile, Person

HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def on_the_disk() -> set[str]:
    root = Path(default_storage.path(""))
    return {each.name for each in root.rglob("*") if each.is_file()}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_what_came_with_a_form_that_was_amiss_goes_after_a_day(client: Client) -> None:
    before = on_the_disk()
    filed(client, text="", attached=[a_file(content=b"a box")])
    assert on_the_disk() - before == {sha256(b"a box")}
    erasing.sweep(NOW + 23 * HOUR, None)
    assert on_the_disk() - before == {sha256(b"a box")}  # the form may still come
    erasing.sweep(NOW + A_DAY, None)
    assert on_the_disk() == before
    assert not LooseFile.objects.exists()


def test_what_came_with_a_complaint_stays(client: Client) -> None:
    filed(client, attached=[a_file(content=b"a box")])
    erasing.sweep(NOW + A_DAY, None)
    assert sha256(b"a box") in on_the_disk()
    assert not LooseFile.objects.exists()
    assert list(files.amiss()) == []


def test_a_form_that_comes_again_in_time_has_its_files_and_later_says_that_they_are_gone(
    client: Client,
) -> None:
    page = filed(client, text="", attached=[a_file(content=b"a box")]).content.decode()
    sign = re.search(r'name="kept"\s+value="([^"]+)"', page)
    assert sign
    with time_machine.travel(NOW + 21 * HOUR, tick=False):
        late = filed(client, kept=[sign[1], sign[1]])
    assert late.status_code == 422
    assert text(late).count("choose them again") == 2  # above the form and beside its field
    with time_machine.travel(NOW + 19 * HOUR, tick=False):
        assert filed(client, kept=[sign[1]]).status_code == 303
    erasing.sweep(NOW + A_DAY, None)
    assert Evidence.objects.filter(sha256=sha256(b"a box")).exists()
    assert sha256(b"a box") in on_the_disk()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_was_erased_meanwhile_is_to_be_attached_again_and_the_words_stand(
    client: Client, lead: Person, administrator: Person
) -> None:
    kept = signs(filed(client, text="", attached=[a_file("k.jpg", b"a box")]))
    filed(client, kept=kept)
    case = Case.objects.get()
    Case.objects.update(state=CaseState.CLOSED, next_due=None)
    erased(CaseId(case.pk), lead, administrator)
    erasing.sweep(NOW, None)
    assert sha256(b"a box") not in on_the_disk()
    told = filed(client, kept=kept, text="Another came broken.", once="a-later-page")
    assert (told.status_code, signs(told)) == (422, [])
    assert text(told).count("k.jpg is no longer here: please attach it again") == 2
    assert "Another came broken." in text(told)
    assert filed(client, text="Another came broken.", once="a-later-page").status_code == 303
    assert list(files.amiss()) == []


def test_a_file_that_a_form_gives_back_at_this_moment_stays_for_it() -> None:
    """Its complaint was erased a moment later, and the form's own not yet filed."""
    loose.keep(SimpleUploadedFile("a.txt", b"a box"), NOW)
    files.rested_on(sha256(b"a box"))
    assert loose.is_here(sha256(b"a box"), NOW)
    loose.let_go(sha256(b"a box"), NOW)
    assert sha256(b"a box") in on_the_disk()


def test_a_file_that_comes_again_is_kept_from_then_on_for_a_day(client: Client) -> None:
    for at in (NOW, NOW + 20 * HOUR):
        loose.keep(SimpleUploadedFile("a.txt", b"again"), at)
    loose.forget(NOW + A_DAY)
    assert sha256(b"again") in on_the_disk()
    loose.forget(NOW + 20 * HOUR + A_DAY)
    assert sha256(b"again") not in on_the_disk()


def test_what_comes_to_stay_is_loose_no_more() -> None:
    loose.keep(SimpleUploadedFile("a.txt", b"the same"), NOW)
    files.rested_on(sha256(b"the same"))
    assert not LooseFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_of_keeping_or_deleting_nothing_stays_for_ever() -> None:
    """Each file is deleted, or written down as one that is to go."""
    disk = tuple((FileSystemStorage, name) for name in ("save", "delete"))
    before = on_the_disk()
    points = {"keep": 0, "forget": 0}

    def keep() -> None:
        point = points["keep"]
        loose.keep(SimpleUploadedFile("a.txt", b"loose %d" % point), NOW)

    def forget() -> None:
        loose.forget(NOW + A_DAY)

    for name, act in (("keep", keep), ("forget", forget)):
        went_on = True
        while went_on:
            points[name] += 1
            if act is forget:
                loose.keep(SimpleUploadedFile("a.txt", b"to go"), NOW)
            went_on = killed_at(points[name], act, *disk)
            written = set(LooseFile.objects.values_list("sha256", flat=True))
            assert on_the_disk() - before <= written, f"{name} at point {points[name]}"
    assert min(points.values()) > 4
    loose.forget(NOW + A_DAY)
    assert on_the_disk() == before
