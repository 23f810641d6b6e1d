"""What could not leave is tried again; what may have left is never sent again by a machine."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from pytest_django import Settings
from tests.jobs.test_outbox import Mailbox, a_letter, case, mailbox
from tests.ports import a_free_port
from tests.stories import NOW, a_received_case

from upheld.core.retries import MOST_ATTEMPTS
from upheld.core.words import CaseId
from upheld.jobs import outbox
from upheld.jobs.sending import Attempt, attempt
from upheld.steps import deliver
from upheld.store.models import Customer, Event, Letter, Person
from upheld.store.record import events

__all__ = ["case", "mailbox"]  # fixtures


def tried(letter: Letter) -> list[tuple[str, int]]:
    """Each attempt in the record: its kind and its number."""
    kinds = ("sent", "sending_failed", "sending_put_off")
    acts = Event.objects.filter(kind__in=kinds, data__letter=letter.pk)
    return [(act.kind, act.data["attempt"]) for act in acts]


def swept_until_it_rests(letter: Letter, now: datetime = NOW) -> list[timedelta]:
    """Sweeps at each moment that the letter waits for; how long after the first each one was."""
    at, moments = now, []
    while True:
        outbox.sweep(at)
        moments.append(at - now)
        letter.refresh_from_db()
        if letter.try_after is None:
            return moments
        assert outbox.sweep(letter.try_after - timedelta(seconds=1)) == 0
        at = letter.try_after


@pytest.mark.parametrize("when", ["rcpt", "data"])
@pytest.mark.parametrize("code", ["421", "450", "451", "452"])
@pytest.mark.pain("R9")
def test_not_now_is_tried_again_after_a_minute(
    when: str, code: str, mailbox: Mailbox, case: CaseId
) -> None:
    mailbox.says[when] = [f"{code} try again later"]
    letter = a_letter(case)
    assert swept_until_it_rests(letter) == [timedelta(0), timedelta(minutes=1)]
    assert (letter.state, letter.attempts, len(mailbox.came)) == ("sent", 2, 1)
    assert tried(letter) == [("sending_put_off", 1), ("sent", 2)]
    put_off = Event.objects.get(kind="sending_put_off")
    assert "try again later" in put_off.data["error"]
    assert put_off.data["again_at"] == (NOW + timedelta(minutes=1)).isoformat()


@pytest.mark.parametrize(("when", "code"), [("rcpt", "550"), ("rcpt", "553"), ("data", "554")])
def test_never_fails_at_once(when: str, code: str, mailbox: Mailbox, case: CaseId) -> None:
    mailbox.says[when] = [f"{code} never"]
    letter = a_letter(case)
    assert swept_until_it_rests(letter) == [timedelta(0)]
    assert (letter.state, letter.error, mailbox.came) == ("failed", f"{code} never", [])
    assert tried(letter) == [("sending_failed", 1)]


def test_while_no_server_answers_the_pauses_grow_and_end_after_a_day_and_a_half(
    settings: Settings, case: CaseId
) -> None:
    settings.EMAIL_BACKEND = "upheld.project.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", a_free_port()
    letter = a_letter(case)
    moments = swept_until_it_rests(letter)
    pauses = [later - sooner for sooner, later in pairwise(moments)]
    assert pauses == sorted(pauses)
    assert timedelta(days=1) < moments[-1] < timedelta(days=2)
    assert (letter.state, letter.attempts) == ("failed", MOST_ATTEMPTS)
    assert letter.error.startswith("It was tried 10 times, and given up:")
    assert "refused" in letter.error
    assert [kind for kind, _ in tried(letter)] == ["sending_put_off"] * 9 + ["sending_failed"]
    assert list(events.breaks()) == []


def test_a_server_that_hangs_up_before_it_hears_the_letter_is_asked_again(
    mailbox: Mailbox, case: CaseId
) -> None:
    mailbox.says["rcpt"] = ["gone"]
    letter = a_letter(case)
    swept_until_it_rests(letter)
    assert (letter.state, len(mailbox.came)) == ("sent", 1)


@pytest.mark.parametrize("how", ["gone", "kept"])
def test_a_connection_lost_while_the_letter_goes_over_is_for_a_person(
    how: str, mailbox: Mailbox, case: CaseId
) -> None:
    """Whether the server kept it or not: from here the two look the same."""
    mailbox.says["data"] = [how]
    letter = a_letter(case)
    assert swept_until_it_rests(letter) == [timedelta(0)]
    assert letter.state == "failed"
    assert "it may have arrived" in letter.error
    assert outbox.sweep(NOW + timedelta(days=9)) == 0
    assert len(mailbox.came) == (how == "kept")


def test_a_put_off_letter_holds_nobody_up(mailbox: Mailbox, case: CaseId, handler: Person) -> None:
    mailbox.says["rcpt"] = ["450 later"]
    bobs = a_received_case(handler, email="bob@example.org")
    a_letter(case), a_letter(bobs, to="bob@example.org")
    assert outbox.sweep(NOW) == 1
    assert [came["To"] for came in mailbox.came] == ["bob@example.org"]


def test_an_address_that_is_refused_for_ever_is_marked_until_there_is_another(
    mailbox: Mailbox, case: CaseId
) -> None:
    Customer.objects.update(email="nobody@example.org")
    letter = a_letter(case, to="nobody@example.org")
    outbox.sweep(NOW)
    who = Customer.objects.get()
    assert (who.email_fails, who.returned_at) == (True, NOW)
    assert who.returned_why == "550 no such mailbox"
    assert Event.objects.get(kind="address_failed").data["letter"] == letter.pk
    who.email = "sally@example.org"
    assert not who.email_fails


def test_a_server_that_is_full_marks_no_address(mailbox: Mailbox, case: CaseId) -> None:
    mailbox.says["rcpt"] = ["452 the disk is full"]
    swept_until_it_rests(a_letter(case))
    assert not Customer.objects.get().email_fails


def test_who_sends_it_to_the_same_address_again_says_that_it_works(
    mailbox: Mailbox, case: CaseId, handler: Person
) -> None:
    Customer.objects.update(email="nobody@example.org")
    letter = a_letter(case, to="nobody@example.org")
    outbox.sweep(NOW)
    deliver.send_again(case, letter.pk, handler, NOW)
    assert not Customer.objects.get().email_fails
    outbox.sweep(NOW)
    assert Customer.objects.get().email_fails


@pytest.mark.parametrize("said", ["250 OK", "450 later", "550 never"])
def test_a_sweep_that_comes_back_too_late_changes_nothing_but_that_the_letter_left(
    said: str, mailbox: Mailbox, case: CaseId, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took so long that a person was asked, who sent it again."""
    letter = a_letter(case)
    if said != "250 OK":
        mailbox.says["rcpt"] = [said]
    real = attempt

    def slow(*told: object) -> Attempt:
        found = real(*told)  # type: ignore[arg-type]
        monkeypatch.setattr(outbox, "attempt", real)
        Letter.objects.update(state="failed")
        deliver.send_again(case, letter.pk, handler, NOW)
        return found

    monkeypatch.setattr(outbox, "attempt", slow)
    outbox.sweep(NOW)
    outbox.sweep(NOW + timedelta(minutes=30))
    letter.refresh_from_db()
    assert (letter.state, len(mailbox.came)) == ("sent", 1)
