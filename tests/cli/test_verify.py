"""`upheld verify`: 0 while the record is intact, 1 with every break."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests import stories
from tests.core.mails import a_mail
from tests.stories import NOW

from upheld.cli.verify import _WITHOUT
from upheld.steps import investigate
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store import loose
from upheld.store import models as rows
from upheld.store.record import anchors, events

from .conftest import Upheld

pytestmark = pytest.mark.django_db


def test_an_intact_record_is_said_with_its_number_of_events(upheld: Upheld) -> None:
    stories.a_received_case(Operator())
    ran = upheld("verify")
    last = rows.Event.objects.get()
    assert (ran.code, ran.out.splitlines()) == (
        0,
        ["The record is intact: 1 event.", f"The last is event 1, hash {last.hash}.", _WITHOUT],
    )  # fmt: skip
    assert json.loads(upheld("verify", "--json").out) == {
        "intact": True, "events": 1, "breaks": [], "head": {"number": 1, "hash": last.hash},
        "files": 0, "files_amiss": [], "mail_amiss": [], "reports_amiss": [],
        "rows_amiss": [],
    }  # fmt: skip


def test_a_changed_event_is_named_and_the_exit_code_is_one(upheld: Upheld, unguarded: None) -> None:
    stories.a_received_case(Operator())
    stories.a_received_case(Operator())
    rows.Event.objects.filter(number=1).update(by="nobody")
    ran = upheld("verify")
    assert (ran.code, ran.out.splitlines()[:2]) == (
        1, ["event 1 was changed after it was written", "2 events, 1 break"],
    )  # fmt: skip
    told = json.loads(upheld("verify", "--json").out)
    assert (told["intact"], told["breaks"][0]["number"]) == (False, 1)


def test_a_file_of_evidence_that_was_changed_is_told(upheld: Upheld) -> None:
    case = stories.an_open_case(Operator())
    told = "photo", "The box is crushed", Operator(), stories.NOW
    file = loose.keep(ContentFile(b"a picture", "photo.png"), stories.NOW)
    investigate.add_evidence(case, None, *told, file=file)
    assert "1 file as added." in upheld("verify").out
    row = rows.Evidence.objects.get()
    path = Path(default_storage.path(f"{row.sha256[:2]}/{row.sha256}"))
    path.write_bytes(b"another picture")
    ran = upheld("verify")
    assert ran.code == 1
    assert f"the file photo.png (evidence {row.pk}) was changed after it was added" in ran.out
    told_json = json.loads(upheld("verify", "--json").out)
    assert told_json["intact"] is False
    assert told_json["files_amiss"][0]["evidence"] == row.pk


def test_a_message_that_was_changed_or_is_missing_is_named(upheld: Upheld) -> None:
    row = take_message(a_mail(), "file", Operator(), NOW)
    assert upheld("verify").code == 0
    with default_storage.open(f"{row.sha256[:2]}/{row.sha256}", "wb") as file:
        file.write(b"Nothing was ever wrong.")
    told = upheld("verify")
    assert told.code == 1
    assert f"message {row.pk}: the file" in told.out
    assert "was changed after it was kept" in told.out


def test_the_end_of_a_day_is_held_against_its_anchor(
    upheld: Upheld, unguarded: None, tmp_path: Path
) -> None:
    for _ in range(2):
        stories.a_received_case(Operator())
    file = tmp_path / "anchors.jsonl"
    assert anchors.write(file, NOW)
    assert not anchors.write(file, NOW + timedelta(hours=1))
    stories.a_received_case(Operator())
    assert anchors.write(file, NOW + timedelta(days=1))
    assert upheld("verify", "--anchors", str(file)).code == 0
    rows.Event.objects.filter(number=3).delete()
    ran = upheld("verify", "--anchors", str(file))
    assert (ran.code, upheld("verify").code) == (1, 0)  # a cut end leaves no gap
    assert "event 3, the last one at 2026-11-03T09:30:00+00:00, is missing" in ran.out
    told = json.loads(upheld("verify", "--anchors", str(file), "--json").out)
    assert not told["intact"]
    assert len(told["anchors_amiss"]) == 1


def test_a_chain_that_was_computed_anew_shows_beside_an_anchor(
    upheld: Upheld, unguarded: None, tmp_path: Path
) -> None:
    stories.a_received_case(Operator())
    anchors.write(tmp_path / "anchors.jsonl", NOW)
    event = rows.Event.objects.get()
    event.by = "nobody"
    event.hash = events.hash_of(event)
    event.save()
    ran = upheld("verify", "--anchors", str(tmp_path / "anchors.jsonl"))
    assert ran.code == 1
    assert "event 1 is not the one that was the last at" in ran.out


def test_a_file_that_holds_no_anchors_is_refused(upheld: Upheld, tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    file.write_text("what is this\n")
    assert "line 1 is no anchor" in upheld("verify", "--anchors", str(file)).error
    assert "No such file" in upheld("verify", "--anchors", str(tmp_path / "none")).error
