"""Merged cases, then an erasure: nothing of whoever was erased is left, and nothing is an alarm."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from tests import stories
from tests.core.mails import a_mail
from tests.erasure import planted
from tests.erasure.test_erase import erased
from tests.record.test_whatever_is_done import amiss
from tests.stories import NOW, SHELVES_LATE, an_investigated_case, an_open_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, CaseState, FindingResult, LetterState
from upheld.steps import (
    answer,
    answer_too,
    close,
    decide,
    investigate,
    may,
    merge,
    place_message,
    take_message,
    tell,
)
from upheld.store import files, load, tokens
from upheld.store import models as rows
from upheld.store.backup.write import stored
from upheld.store.erased import files as erased_files
from upheld.store.merged import complained_too
from upheld.store.models import Person
from upheld.store.record import events, replay
from upheld.store.record.events import Act

_OTHERS = {**SHELVES_LATE, "price_paid": "80.00", "delivery_paid": "5.00"}


def finished(case: CaseId, by: Person) -> None:
    for one in rows.Allegation.objects.filter(case=case, finding=None):
        stories.a_finding(case, one.pk, by)
    decide.decide(case, by, NOW, "It is another matter.")
    parts = [CaseId(part.pk) for part in complained_too.unanswered(load.page(case))]
    for part in parts:
        draft = answer_too.draft_answer_too(load.page(part), by, NOW)
        answer_too.answer_too(part, stories.the_decision(case), draft, by, NOW)
    draft = answer.draft_reply(load.page(case), by, NOW)
    answer.answer(case, stories.the_decision(case), draft, by, NOW)
    close.hear(case, True, "Thank you.", by, NOW)
    for each in (*parts, case):
        stories.promises_kept(each, by)
    close.close(case, "carrier_delay", "Ring them sooner.", "", by, NOW)


def _found(case: CaseId, one: int, by: Person) -> None:
    because = f"{planted.NAME} showed the {planted.LETTER}."
    investigate.record_finding(case, one, FindingResult.SUBSTANTIATED, because, by, NOW)


def _facts(case: CaseId, one: int, by: Person) -> None:
    told = {**_OTHERS, "days_late": 8}
    investigate.record_facts(case, one, told, by, NOW)


@pytest.mark.parametrize("worked", [_found, _facts])
@pytest.mark.parametrize("undone", [False, True])
def test_what_was_worked_on_in_the_case_of_another_goes_from_its_record(
    undone: bool,
    worked: Callable[[CaseId, int, Person], None],
    handler: Person,
    lead: Person,
    administrator: Person,
) -> None:
    theirs = stories.an_open_case(
        handler, name=planted.NAME, email=planted.MAIL, text=f"{planted.LETTER} came late."
    )
    said = f"{planted.LETTER} came nine days late."
    one = stories.an_allegation(theirs, handler, statement=said, facts=_OTHERS)
    investigate.add_evidence(theirs, one, "record", f"{planted.WITHIN} scanned", handler, NOW)
    _found(theirs, one, handler)
    other = an_investigated_case(handler, name="Bob Miller", email="bob@example.org")
    row = merge.merge(theirs, other, "One household.", lead, NOW, sure=True)
    worked(other, one, handler)
    if undone:
        merge.undo_merge(other, row.pk, lead, NOW)
        finished(theirs, handler)
    finished(other, handler)
    customer = rows.Case.objects.get(pk=theirs).customer_id
    erased(customer, lead, administrator)
    assert amiss() == []
    assert ", ".join(sorted(set(planted.in_rows()))) == ""
    assert all(replay.replay(each).same for each in rows.Decision.objects.all())
    # What Bob said himself stands.
    kept = rows.Allegation.objects.filter(case=other).values_list("statement", flat=True)
    assert "The shelves came nine days late." in kept


def test_a_letter_of_an_older_record_goes_over_and_back(handler: Person, lead: Person) -> None:
    """Its event tells that a letter left, and not which."""
    case, into = an_open_case(handler), an_open_case(handler)
    letter = rows.Letter.objects.filter(case=case).earliest("pk")
    rows.Letter.objects.create(
        case_id=case, kind="holding", subject="Soon", body="Soon.", to="", by="A", at=NOW,
        state=LetterState.SENT, queued_at=NOW, sent_at=NOW,
    )  # fmt: skip
    with transaction.atomic():
        events.append(Act(case, EventKind.SENT, "A", NOW, {"kind": "holding"}))
    row = merge.merge(case, into, "", lead, NOW)
    assert amiss() == []
    letter.pk, letter.case_id = None, into
    letter.save(force_insert=True)
    assert amiss() == [f"letter {letter.pk} was sent by no event"]
    rows.Letter.objects.filter(pk=letter.pk).delete()
    merge.undo_merge(into, row.pk, lead, NOW)
    assert amiss() == []


def _in_the_portal(case: CaseId, words: str) -> None:
    file = files.keep_mail(f"{words}.txt", BytesIO(words.encode()))
    tell.tell(case, tell.Told(words, (file,), None, ""), may.Complainant(), NOW)


def _by_mail(case: CaseId, words: str) -> None:
    sender = rows.Case.objects.get(pk=case).customer.email
    ours = tokens.reply_to(rows.Letter.objects.filter(to=sender).earliest("pk"))
    raw = a_mail(words, sender, to=ours, files=((f"{words}.txt", "text/plain", words.encode()),))
    mail = take_message.take_message(raw, "smtp", may.Operator("mail"), NOW)
    assert place_message.place_message(mail.pk, may.Operator("mail"), NOW).state == "placed"


@pytest.mark.parametrize("told", [_in_the_portal, _by_mail])
@pytest.mark.parametrize("undone", [False, True])
class TestWhatOneOfTwoCustomersWroteAfterTheMerge:
    @pytest.fixture
    def theirs(
        self, undone: bool, told: Callable[[CaseId, str], None], handler: Person, lead: Person
    ) -> CaseId:
        theirs = an_open_case(handler, name=planted.NAME, email=planted.MAIL)
        bobs = an_investigated_case(handler, name="Bob Miller", email="bob@example.org")
        row = merge.merge(theirs, bobs, "One household.", lead, NOW, sure=True)
        told(theirs, f"{planted.LETTER} came late.")
        if undone:
            merge.undo_merge(bobs, row.pk, lead, NOW)
        rows.Case.objects.update(state=CaseState.CLOSED)
        return theirs

    @pytest.fixture
    def erases(self, lead: Person, administrator: Person) -> Callable[[int], None]:
        """The files as cleaning takes them, which is of no transaction."""
        return lambda customer: erased_files.forget(
            erased(customer, lead, administrator).files, NOW
        )

    def test_goes_when_they_are_erased_with_its_files_and_what_the_record_says(
        self, theirs: CaseId, erases: Callable[[int], None]
    ) -> None:
        assert _kept_files() != []
        bobs = rows.Event.objects.filter(case__customer__name="Bob Miller", kind=EventKind.ALLEGED)
        before = list(bobs.values())
        erases(rows.Case.objects.get(pk=theirs).customer_id)
        assert ", ".join(sorted(set(planted.in_rows()))) == ""
        assert _kept_files() == []
        assert list(bobs.values()) == before != []
        assert amiss() == []

    def test_stays_when_the_other_is_erased_and_goes_with_them_later(
        self, theirs: CaseId, erases: Callable[[int], None]
    ) -> None:
        bob = rows.Customer.objects.get(name="Bob Miller")
        kinds = (EventKind.WROTE, EventKind.MAIL_PLACED)
        before = list(rows.Event.objects.filter(case__customer=bob, kind__in=kinds).values())
        erases(bob.pk)
        after = rows.Event.objects.filter(case__customer=bob, kind__in=kinds)
        assert list(after.values()) == before != []
        kept = rows.Evidence.objects.filter(case__customer=bob)
        assert f"{planted.LETTER} came late." in kept.values_list("text", flat=True)
        assert _kept_files() != []
        assert amiss() == []
        erases(rows.Case.objects.get(pk=theirs).customer_id)
        assert ", ".join(sorted(set(planted.in_rows()))) == ""
        assert _kept_files() == []
        assert amiss() == []


def test_a_message_that_was_held_beside_the_case_of_another_goes_with_its_sender(
    handler: Person, lead: Person, administrator: Person
) -> None:
    """Undone, whoever goes on from their own message of meanwhile is none of that case."""
    theirs = an_open_case(handler, name=planted.NAME, email=planted.MAIL)
    bobs = an_open_case(handler, name="Bob Miller", email="bob@example.org")
    row = merge.merge(theirs, bobs, "One household.", lead, NOW, sure=True)
    _by_mail(theirs, f"{planted.LETTER} came late.")
    merge.undo_merge(bobs, row.pk, lead, NOW)
    goes_on: dict[str, Any] = {"In_Reply_To": "<1@example.org>", "message_id": "<2@example.org>"}
    raw = a_mail("Well?", planted.MAIL, subject=planted.LETTER, **goes_on)
    mail = take_message.take_message(raw, "smtp", may.Operator("mail"), NOW)
    held = place_message.place_message(mail.pk, may.Operator("mail"), NOW)
    assert (held.state, held.case_id) == ("held", bobs)
    rows.Case.objects.update(state=CaseState.CLOSED)
    erased(rows.Case.objects.get(pk=theirs).customer_id, lead, administrator)
    assert ", ".join(sorted(set(planted.in_rows()))) == ""
    assert amiss() == []


def _kept_files() -> list[str]:
    """The files of evidence and mail that speak of what was theirs."""
    told = {name: default_storage.open(name).read() for name in stored("")}
    return [name for name, content in told.items() if planted.LETTER.encode() in content]
