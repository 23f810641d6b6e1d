"""Intake: whatever ends it and whenever, each message that was taken is placed once, or held."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.db import OperationalError, connection
from tests.core.mails import a_mail
from tests.stories import NOW, an_open_case
from tests.waiting import PATIENCE

from upheld.jobs import intake, outbox
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import files, tokens
from upheld.store.away import StorageAway
from upheld.store.bucket import Bucket
from upheld.store.files import FileAway
from upheld.store.models import Case, Evidence, Incoming, Letter, Person
from upheld.store.record import events

ROOT = Path(__file__).resolve().parents[2]


def taken(count: int = 1, first: int = 1) -> list[Incoming]:
    return [
        take_message(a_mail(f"Late, {n} days.", message_id=f"<{n}@x>", sender=f"c{n}@x.example"),
                     "smtp", Operator("mail"), NOW)
        for n in range(first, first + count)
    ]  # fmt: skip


def states() -> list[str]:
    return list(Incoming.objects.order_by("pk").values_list("state", flat=True))


def test_what_was_taken_is_placed_once(db: None) -> None:
    taken(3)
    assert [intake.sweep(NOW) for _ in range(2)] == [3, 0]
    assert (states(), Case.objects.count()) == (["placed"] * 3, 3)


@pytest.mark.pain("R3")
def test_one_poisonous_message_never_stops_the_rest(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, poison, last = taken(3)

    def place(incoming_id: int, *told: object) -> Incoming:
        if incoming_id == poison.pk:
            raise OperationalError("a sign that no database knows")
        return place_message(incoming_id, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "place_message", place)
    assert intake.sweep(NOW) == 3
    assert states() == ["placed", "held", "placed"]
    poison.refresh_from_db()
    assert poison.reason == intake._OURS
    assert "a sign that no database knows" in caplog.text
    assert first.pk < last.pk


def test_what_ends_the_process_each_time_is_held_after_three_times(db: None) -> None:
    (row,) = taken()
    for hours in range(3):
        # Claimed by a sweep that never came back from it.
        Incoming.objects.filter(pk=row.pk).update(
            attempts=hours + 1, claimed_at=NOW + timedelta(hours=hours)
        )
    assert intake.sweep(NOW + timedelta(hours=3)) == 1
    assert states() == ["held"]


def test_a_message_that_another_sweep_reads_is_left_to_it_for_ten_minutes(db: None) -> None:
    (row,) = taken()
    Incoming.objects.filter(pk=row.pk).update(claimed_at=NOW, attempts=1)
    assert intake.sweep(NOW + timedelta(minutes=10)) == 0
    assert intake.sweep(NOW + timedelta(minutes=11)) == 1
    assert states() == ["placed"]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_place_each_message_once() -> None:
    taken(8)
    together = Barrier(2)

    def sweep(_: int) -> int:
        try:
            together.wait(timeout=PATIENCE)
            return intake.sweep(NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(sweep, range(2))) == 8
    assert (states(), Case.objects.count()) == (["placed"] * 8, 8)
    assert list(events.breaks()) == []


@pytest.mark.django_db(transaction=True)
def test_the_two_copies_of_a_message_become_one_case_however_they_are_placed() -> None:
    for way in ("one", "two"):
        told = f"by {way}.example; Mon, 2 Nov 2026 09:00:00 +0000"
        take_message(a_mail(Received=told), "smtp", Operator("mail"), NOW)
    together = Barrier(2)

    def sweep(_: int) -> int:
        try:
            together.wait(timeout=PATIENCE)
            return intake.sweep(NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sweep, range(2)))
    assert sorted(states()) == ["aside", "placed"]
    assert Case.objects.count() == 1


def test_a_flood_leaves_the_letters_their_turn(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("upheld.jobs.sending._LONGEST", 0.0)
    taken(3)
    assert [intake.sweep(NOW) for _ in range(4)] == [1, 1, 1, 0]


def test_no_address_has_a_plus_sign_before_the_firm_says_that_it_is_delivered(
    handler: Person,
) -> None:
    an_open_case(handler)
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    assert message_from_bytes(left.message().as_bytes())["Reply-To"] is None


def test_an_answer_to_a_letter_of_the_outbox_finds_its_case(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PLUS_ADDRESSES", True)
    case = an_open_case(handler)
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    came = message_from_bytes(left.message().as_bytes())
    letter = Letter.objects.get()
    assert came["Message-ID"] == tokens.message_id(letter)
    assert came["Reply-To"] == tokens.reply_to(letter)
    answer = a_mail("Thank you.", to=str(came["Reply-To"]), In_Reply_To=str(came["Message-ID"]))
    take_message(answer, "smtp", Operator("mail"), NOW)
    intake.sweep(NOW)
    assert Evidence.objects.get(case=case, filename="message.eml").text == "Thank you."


@pytest.mark.pain("P2")
def test_two_desks_that_write_to_each_other_stop(handler: Person) -> None:
    """Our own letter that comes back, as it left or by a machine, is never answered."""
    an_open_case(handler)
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    take_message(left.message().as_bytes(), "smtp", Operator("mail"), NOW)
    intake.sweep(NOW)
    assert states() == ["aside"]
    assert (outbox.sweep(NOW), len(outgoing.outbox)) == (0, 1)


def test_while_files_cannot_be_reached_every_message_waits_and_none_is_held(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real client of S3, and an address where nobody listens."""
    taken(2)
    where = {"bucket_name": "evidence", "endpoint_url": "http://127.0.0.1:9"}
    away = Bucket(**where, region_name="eu-west-1", access_key="a", secret_key="b")
    with monkeypatch.context() as patched:
        patched.setattr(files, "default_storage", away)
        for _ in range(5):
            with pytest.raises(FileAway, match="the bucket does not answer"):
                intake.sweep(NOW)
        for asked in (away.exists, away.size, away.delete, away.listdir):
            with pytest.raises(OSError, match="the bucket does not answer"):
                asked("x")
        with pytest.raises(OSError, match="the bucket does not answer"):
            taken(1, first=3)
    assert states() == ["new", "new"]
    with monkeypatch.context() as patched:  # nobody who writes waits for a bucket that hangs
        patched.setattr(files, "default_storage", away)
        patched.setattr(events, "hold", lambda: pytest.fail("the record was held"))
        with pytest.raises(StorageAway):
            taken(1, first=3)
    assert intake.sweep(NOW) == 2
    assert states() == ["placed", "placed"]
