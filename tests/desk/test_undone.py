"""What an act kept that was undone is on the disk no longer than a day."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.programs import ROOT, key_of
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of
from tests.killing import killed_at
from tests.portal.test_loose import on_the_disk
from tests.stories import NOW, an_allegation, an_open_case

from upheld.core.words import Scope
from upheld.jobs import erasing
from upheld.store import files
from upheld.store.models import Evidence, Import, LooseFile, Person

A_DAY = timedelta(days=1)
ONCE = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}


def unreadable() -> SimpleUploadedFile:
    return SimpleUploadedFile("tickets.json", b"no JSON, and a name: Sally Hart")


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["desk", "api", "api, once"])
def test_of_a_file_that_cannot_be_imported_nothing_stays(
    way: str, signed_in: SignIn, administrator: Person
) -> None:
    before = on_the_disk()
    if way == "desk":
        told = {"format": "zendesk", "saved": "", "again": "", "file": unreadable()}
        answer = signed_in(administrator).post("/imports/add/", told)
    else:
        key = {"Authorization": f"Bearer {key_of(administrator, [Scope.ADMIN])}"}
        headers = key | ONCE if "once" in way else key
        form = {"format": "zendesk", "file": unreadable()}
        answer = Client().post(f"{ROOT}/imports", form, headers=headers)
    assert answer.status_code == 422
    assert not Import.objects.exists()
    erasing.sweep(NOW + A_DAY, None)
    assert on_the_disk() == before
    assert not LooseFile.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_evidence_is_there_with_its_file_or_its_file_goes(
    signed_in: SignIn, handler: Person
) -> None:
    case = an_open_case(handler)
    place = f"{page_of(case)}allegations/{an_allegation(case, handler)}/evidence/"
    before, point, went_on = on_the_disk(), 0, True
    while went_on:
        point += 1
        sent: dict[str, Any] = {
            "kind": "photo",
            "text": "The box",
            "relied_on_by": "",
            "with_whom": "",
        }
        sent |= {"file": SimpleUploadedFile("box.jpg", b"a box %d" % point)}
        client = signed_in(handler)
        went_on = killed_at(point, partial(client.post, place, sent), (FileSystemStorage, "save"))
        loose = set(LooseFile.objects.values_list("sha256", flat=True))
        kept = set(Evidence.objects.exclude(sha256="").values_list("sha256", flat=True))
        assert on_the_disk() - before <= loose | kept, point
    assert point > 6
    erasing.sweep(NOW + A_DAY, None)
    assert on_the_disk() - before == kept
    assert list(files.amiss()) == []
