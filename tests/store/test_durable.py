"""What is said to be kept is on the disk: the rows by the commit, the bytes before it."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from tests.core.mails import a_mail
from tests.stories import NOW

from upheld.steps.may import Operator
from upheld.steps.take_message import take_messages
from upheld.store import files
from upheld.store.mail import Came
from upheld.store.models import Incoming

pytestmark = pytest.mark.django_db(transaction=True)


def taken(*raws: bytes) -> list[Incoming]:
    return take_messages([Came(raw, "imap", NOW) for raw in raws], Operator("mail"), NOW)


def test_the_commit_waits_for_the_disk() -> None:
    taken(a_mail())
    with connection.cursor() as cursor:
        asked = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW fsync"
        cursor.execute(asked)
        assert cursor.fetchone()[0] in (2, "off")  # PostgreSQL's own is off in the tests alone


def test_bytes_and_folders_are_on_the_disk_before_their_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synced: set[str] = set()
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.add(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    real_create = Incoming.objects.bulk_create

    def bulk_create(*told: Any, **named: Any) -> Any:
        before.append(set(synced))
        return real_create(*told, **named)

    before: list[set[str]] = []
    monkeypatch.setattr(Incoming.objects, "bulk_create", bulk_create)
    rows = taken(a_mail(), a_mail("Another."))
    paths = [Path(default_storage.path(files.stored_path(row.sha256))) for row in rows]
    wanted = {str(path) for path in paths} | {str(path.parent) for path in paths}
    assert [wanted | {str(paths[0].parents[1])}] == before


def test_what_a_power_failure_left_of_a_file_is_written_anew() -> None:
    """Right in its size and wrong in its bytes, as some file systems leave it."""
    raw = a_mail()
    (row,) = taken(raw)
    path = Path(default_storage.path(files.stored_path(row.sha256)))
    path.write_bytes(bytes(len(raw)))
    Incoming.objects.all().delete()
    (again,) = taken(raw)
    assert files.contents(again.sha256) == raw
