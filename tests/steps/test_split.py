"""Split: a message that is another matter gets a case of its own, and a merge puts it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from tests.beside import begun
from tests.core.mails import a_mail
from tests.stories import NOW, an_open_case
from tests.waiting import PATIENCE

from upheld.core.words import CaseId, Role
from upheld.steps import may
from upheld.steps.merge import merge, undo_merge
from upheld.steps.place_message import place_message
from upheld.steps.split import SplitError, split
from upheld.steps.take_message import take_message
from upheld.store import files, mail, tokens
from upheld.store.models import Case, Event, Incoming, Letter, Person
from upheld.store.record import events

LATER = NOW + timedelta(hours=5)
BY = may.Operator()


def a_second_matter(case: CaseId, sender: str = "Sally Hart <sally@example.org>") -> Incoming:
    """An answer to a letter of the case that complains of something else, with a photograph."""
    letter = Letter.objects.filter(case=case).earliest("pk")
    raw = a_mail(
        "The lamp from May is broken as well.", sender, subject="A lamp", message_id="<lamp@x>",
        to=tokens.reply_to(letter), files=(("lamp.jpg", "image/jpeg", b"\xff\xd8lamp"),),
    )  # fmt: skip
    return place_message(take_message(raw, "smtp", BY, LATER).pk, BY, LATER)


def test_it_has_the_words_the_files_and_clocks_of_its_own(open_case: CaseId) -> None:
    row = a_second_matter(open_case)
    new = Case.objects.get(pk=split(row.pk, BY, LATER))
    assert new.text == "The lamp from May is broken as well."
    assert (new.received_at, new.channel, new.customer.email) == (
        LATER, "email", "sally@example.org",
    )  # fmt: skip
    kept = {each.filename: files.contents(each.sha256) for each in new.evidence.all()}
    assert kept["lamp.jpg"] == b"\xff\xd8lamp"
    assert b"The lamp from May" in kept["message.eml"]
    assert new.clocks.filter(met_at=None).exists()
    row.refresh_from_db()
    assert (row.case_id, row.state) == (new.pk, "placed")
    assert new.contacts.get().inbound
    old = Case.objects.get(pk=open_case)
    assert not old.evidence.exists()
    assert not old.contacts.exists()


def test_words_that_came_in_the_same_second_stay(open_case: CaseId) -> None:
    first = a_second_matter(open_case)
    to = tokens.reply_to(Letter.objects.filter(case=open_case).earliest("pk"))
    raw = a_mail("And the post was late.", "Sally <sally@example.org>", message_id="<p@x>", to=to)
    place_message(take_message(raw, "smtp", BY, LATER).pk, BY, LATER)
    new = Case.objects.get(pk=split(first.pk, BY, LATER))
    assert new.contacts.get().summary == "The lamp from May is broken as well."
    assert Case.objects.get(pk=open_case).contacts.get().summary == "And the post was late."


def test_both_say_so(open_case: CaseId) -> None:
    new = split(a_second_matter(open_case).pk, BY, LATER)
    off, came = Event.objects.get(kind="split_off"), Event.objects.get(kind="split_from")
    assert (off.case_id, off.data["other"]) == (open_case, Case(pk=new).reference)
    assert (came.case_id, came.data["other"]) == (new, Case(pk=open_case).reference)
    assert list(events.breaks()) == []


def test_an_answer_to_it_goes_to_the_new_case(open_case: CaseId) -> None:
    new = split(a_second_matter(open_case).pk, BY, LATER)
    raw = a_mail("One more photograph.", References="<lamp@x>", message_id="<lamp2@x>")
    assert place_message(take_message(raw, "smtp", BY, LATER).pk, BY, LATER).case_id == new


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("undone", [False, True], ids=["merged", "merge undone"])
def test_what_is_split_off_beside_a_merge_is_waited_for_in_no_circle(undone: bool) -> None:
    """The merge has what it holds first while a split has its message: neither waits for what the
    other has, whichever ends first."""
    case, into = (an_open_case(BY) for _ in range(2))
    row = a_second_matter(case)
    done = merge(case, into, "", BY, LATER) if undone else None

    def beside() -> None:
        undo_merge(into, done.pk, BY, LATER) if done else merge(case, into, "", BY, LATER)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mail.incoming(row.pk)
            other = begun(pool, beside)
            new = split(row.pk, BY, LATER)
        assert other.result(timeout=PATIENCE) is None
    row.refresh_from_db()
    assert row.case_id == new
    assert list(events.breaks()) == []


def test_a_merge_puts_it_back(open_case: CaseId) -> None:
    row = a_second_matter(open_case)
    was = set(Case.objects.get(pk=open_case).evidence.values_list("pk", flat=True))
    merge(split(row.pk, BY, LATER), open_case, "", BY, LATER)
    row.refresh_from_db()
    assert row.case_id == open_case
    assert set(Case.objects.get(pk=open_case).evidence.values_list("pk", flat=True)) == was


def test_not_the_message_that_the_case_was_made_of(db: None) -> None:
    row = place_message(take_message(a_mail(), "smtp", BY, NOW).pk, BY, NOW)
    with pytest.raises(SplitError, match="was made of this message"):
        split(row.pk, BY, NOW)


def test_not_what_is_in_no_case(db: None) -> None:
    row = take_message(a_mail(), "smtp", BY, NOW)
    with pytest.raises(SplitError, match="place it first"):
        split(row.pk, BY, NOW)


def test_not_by_who_looks_on(open_case: CaseId) -> None:
    row = a_second_matter(open_case)
    with pytest.raises(may.NotAllowed):
        split(row.pk, may.Operator("x", Role.AUDITOR), NOW)


def test_another_address_that_a_person_placed_here_is_another_customer(
    open_case: CaseId, handler: Person
) -> None:
    from upheld.steps.place_message import place_into

    row = a_second_matter(open_case, "Bob <bob@example.net>")
    assert row.state == "held"
    place_into(row.pk, open_case, handler, LATER)
    new = Case.objects.get(pk=split(row.pk, handler, LATER))
    assert new.customer.email == "bob@example.net"
