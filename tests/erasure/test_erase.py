"""Erasure: what names somebody goes from everywhere, the record holds, decisions replay."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import Error, connection, transaction
from tests.core.mails import a_bounce, a_mail
from tests.erasure import planted
from tests.erasure.planted import NOW
from tests.stories import a_closed_case, a_received_case

from upheld.core.changes import IdeaState
from upheld.core.erasing import ErasureError, ErasureState, ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.references import reference
from upheld.core.words import CaseId, CaseState, LetterState
from upheld.insight.report import as_data, report
from upheld.jobs import outbox
from upheld.steps import (
    close,
    erase,
    investigate,
    match_customers,
    may,
    merge,
    merge_customers,
    pause,
    place_message,
    take_message,
)
from upheld.steps.hand_over import hand_over
from upheld.steps.keep_report import keep_report
from upheld.steps.split import split
from upheld.store import asked, beside, data_map, files, loose, tokens
from upheld.store import models as rows
from upheld.store.erased import again as erased_again
from upheld.store.erased import cleaning
from upheld.store.erased import files as erased_files
from upheld.store.erased import listed as erased_list
from upheld.store.models import Person
from upheld.store.record import events, replay, said
from upheld.store.save.cases import moved


@pytest.fixture
def person(handler: Person) -> int:
    case = planted.a_person(handler)
    return rows.Case.objects.get(pk=case).customer_id


def erased(customer: int, lead: Person, administrator: Person) -> rows.Erasure:
    row = erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
    return erase.approve(row.pk, administrator, NOW)


def taken_in(case: CaseId, into: CaseId, by: Person) -> rows.Merge:
    """A case is merged into one that was closed, and is closed again."""
    close.reopen(into, "It came twice.", by, NOW)
    row = merge.merge(case, into, "It came twice.", by, NOW)
    rows.Case.objects.filter(pk=into).update(state=CaseState.CLOSED)
    return row


def test_no_word_is_left_in_any_row_the_record_holds_and_every_decision_replays(
    person: int, lead: Person, administrator: Person
) -> None:
    planted_in = {told.partition(":")[0].partition(".")[0] for told in planted.in_rows()}
    assert len(planted_in) > 30  # tables that speak of them before
    put_in = {told for told in beside.amiss() if told.endswith("by no event")}
    erased(person, lead, administrator)
    assert sorted(set(planted.in_rows())) == []
    assert not any(said.TO in event.data for event in rows.Event.objects.exclude(erased_by=None))
    assert [*events.breaks(), *({*beside.amiss()} - put_in)] == []
    decisions = [replay.replay(row) for row in rows.Decision.objects.all()]
    assert decisions
    assert all(each.same for each in decisions)
    assert [*files.amiss(), *files.mail_amiss()] == []


@pytest.mark.django_db(transaction=True)
def test_after_cleaning_no_word_is_left_in_the_bytes_of_the_database_or_in_any_file(
    person: int, lead: Person, administrator: Person
) -> None:
    assert list(planted.in_files())
    erased(person, lead, administrator)
    assert cleaning.clean(NOW) == 1
    assert sorted(set(planted.in_files())) == []
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        for path in place.parent.glob(f"{place.name}*"):
            content = path.read_bytes().lower()
            assert [t for t in planted.TOKENS if t.encode() in content] == [], path.name
    assert cleaning.clean(NOW) == 0


def test_who_said_nothing_and_was_asked_kindly_goes_with_what_came_back_and_their_wish(
    lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = planted.asked_kindly(lead)

    def refuse(message: object) -> None:
        full = f"<{planted.MAIL}> is full".encode()
        raise SMTPRecipientsRefused({planted.MAIL: (450, full)})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert outbox.sweep(NOW) == 0  # put off: the record says what their mail server said
    row.refresh_from_db()
    ours = f"To: {planted.MAIL}\nMessage-ID: {tokens.message_id(row)}\n\n"
    bounce = a_bounce(ours.encode(), named=f"Final-Recipient: rfc822; {planted.MAIL}")
    mail = take_message.take_message(bounce, "smtp", may.Operator("mail"), NOW)
    place_message.place_message(mail.pk, may.Operator("mail"), NOW)
    spoken = {each.partition(":")[0] for each in planted.in_rows()}
    assert {"store_asked.body", "store_asked.error", "store_nonews.words"} <= spoken
    kinds = rows.Event.objects.filter(case=None).values_list("kind", flat=True)
    assert {EventKind.SENDING_PUT_OFF, EventKind.ADDRESS_FAILED} <= {*kinds}
    erased(row.customer_id, lead, administrator)
    assert sorted(set(planted.in_rows())) == []
    assert list(events.breaks()) == []
    cleaning_up = rows.Erasure.objects.get().files
    assert f"file/{mail.sha256}" in cleaning_up
    # Nobody is told to print what is empty now, and the page of the letter is open no more.
    outbox.sweep(NOW + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, asked.open_to(row.pk, NOW)) == (LetterState.DRAFT, None)


@pytest.mark.parametrize("which", [0, 1], ids=["the one", "the other"])
def test_why_two_were_told_apart_goes_with_either_of_them(
    which: int, lead: Person, administrator: Person
) -> None:
    both = [rows.Customer.objects.create(name=name) for name in ("Bob Miller", "Rob Miller")]
    pair = rows.Match.objects.create(one=both[0], other=both[1], probability=0.9, found_at=NOW)
    match_customers.tell_apart(pair.pk, "Bob Miller is the father.", lead, NOW)
    row = erased(both[which].pk, lead, administrator)
    assert not rows.Match.objects.exists()
    assert row.rows["Match"] == 1
    assert not erased_again.people()
    assert [*events.breaks(), *beside.amiss()] == []


def test_an_earlier_version_left_such_a_pair_which_is_erased_again(
    lead: Person, administrator: Person
) -> None:
    both = [rows.Customer.objects.create(name=name) for name in ("Bob Miller", "Rob Miller")]
    erased(both[0].pk, lead, administrator)
    rows.Match.objects.create(
        one=both[0], other=both[1], probability=0.9, found_at=NOW, why="Bob Miller is the father."
    )
    assert list(erased_again.people()) == [both[0]]
    erased(both[0].pk, lead, administrator)
    assert not rows.Match.objects.exists()


def test_an_idea_that_was_not_taken_up_goes_with_our_reason(
    person: int, lead: Person, administrator: Person
) -> None:
    said = {"state": IdeaState.NOT_TAKEN_UP, "because": f"{planted.NAME} asks too much."}
    assert rows.IdeaFate.objects.update(**said)
    erased(person, lead, administrator)
    fate = rows.IdeaFate.objects.get()
    assert (fate.state, fate.because) == (IdeaState.NOT_TAKEN_UP, "[erased]")


def test_a_report_that_was_kept_before_has_no_word_of_them(person: int, lead: Person) -> None:
    """It never changes, so that it may hold nothing that would have to go."""
    assert rows.CopiedLetter.objects.filter(words__icontains=planted.LETTER).exists()
    first = NOW.date() - timedelta(days=31)
    told = as_data(report(first, NOW.date(), NOW + timedelta(days=1)))
    kept = keep_report(first, NOW.date(), told, events.head()[0], lead, NOW)
    assert [t for t in planted.TOKENS if t in json.dumps(kept.told).lower()] == []


def test_the_marts_are_wanted_anew(person: int, lead: Person, administrator: Person) -> None:
    erased(person, lead, administrator)
    assert rows.MartsWanted.objects.filter(began_at=None).count() == 1


def test_what_somebody_else_wrote_stays(person: int, lead: Person, administrator: Person) -> None:
    other = a_closed_case(lead, name="Bob Miller", email="bob@example.org", text="Bob's own words.")
    before = rows.Case.objects.filter(pk=other).values().get()
    said = list(rows.Event.objects.filter(case=other).values())
    erased(person, lead, administrator)
    assert rows.Case.objects.filter(pk=other).values().get() == before
    assert list(rows.Event.objects.filter(case=other).values()) == said


def test_a_message_that_was_in_the_case_of_another_first_goes_from_there_as_well(
    open_case: CaseId, lead: Person, administrator: Person
) -> None:
    """What was placed wrongly and split off stands in the record of the case where it was."""
    ours = tokens.reply_to(rows.Letter.objects.filter(case=open_case).earliest("pk"))
    sender = f"{planted.NAME} <{planted.MAIL}>"
    raw = a_mail(f"{planted.LETTER} came late.", sender, to=ours, subject=planted.ADDRESS)
    mail = take_message.take_message(raw, "smtp", may.Operator("mail"), NOW)
    held = place_message.place_message(mail.pk, may.Operator("mail"), NOW)
    assert (held.state, held.case_id) == ("held", open_case)
    place_message.place_into(mail.pk, open_case, lead, NOW)
    theirs = rows.Case.objects.get(pk=split(mail.pk, lead, NOW))
    said = rows.Event.objects.get(case=open_case, kind=EventKind.MAIL_PLACED)
    assert planted.LETTER in said.data["text"]
    before = list(rows.Event.objects.filter(case=open_case).exclude(data__mail=mail.pk).values())
    theirs.state = "closed"
    theirs.save(update_fields=["state"])
    erased(theirs.customer_id, lead, administrator)
    assert sorted(set(planted.in_rows())) == []
    kept = rows.Event.objects.filter(case=open_case).exclude(data__mail=mail.pk)
    assert list(kept.values()) == before
    assert list(events.breaks()) == []


def test_one_case_goes_and_the_customer_stays(
    person: int, lead: Person, administrator: Person
) -> None:
    case = rows.Case.objects.get(customer=person)
    row = erase.propose(None, CaseId(case.pk), ErasureWhy.PERIOD, lead, NOW)
    erase.approve(row.pk, administrator, NOW)
    case.refresh_from_db()
    assert (case.text, case.erased_at) == ("[erased]", NOW)
    assert rows.Customer.objects.get(pk=person).name == planted.NAME
    assert list(events.breaks()) == []


class TestWhoMayAndWhen:
    def test_nobody_approves_what_they_proposed(self, person: int, lead: Person) -> None:
        row = erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)
        with pytest.raises(ErasureError, match="another person"):
            erase.approve(row.pk, lead, NOW)

    def test_an_open_complaint_is_not_erased(self, handler: Person, lead: Person) -> None:
        case = a_received_case(handler)
        with pytest.raises(ErasureError, match=r"UP-0*\d+: its complaint is still open"):
            erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW)

    def test_before_the_end_of_a_legal_period_it_is_refused_with_the_day_and_the_rule(
        self, person: int, lead: Person
    ) -> None:
        rows.Case.objects.filter(customer=person).update(
            regime="uk-fca-disp", complaint_kind="standard"
        )
        with pytest.raises(ErasureError) as refused:
            erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)
        (line,) = refused.value.lines
        assert line.endswith(
            "must be kept until 2 November 2029: DISP 1.9.1R(2), 3 years from receipt"
        )
        after = NOW.replace(year=2029) + timedelta(days=1)
        assert erase.propose(person, None, ErasureWhy.REQUEST, lead, after).pk

    @pytest.mark.parametrize("stays", ["who was proposed", "the other"])
    def test_who_was_told_to_be_the_same_person_since_does_not_go_with_them(
        self, stays: str, person: int, handler: Person, lead: Person, administrator: Person
    ) -> None:
        case = a_closed_case(handler, name="Bo Else", email="bo@example.org")
        other = rows.Case.objects.get(pk=case).customer_id
        row = erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)
        goes, into = (other, person) if stays == "who was proposed" else (person, other)
        merge = merge_customers.merge_customers(goes, into, "One.", handler, NOW)
        with pytest.raises(ErasureError) as refused:
            erase.approve(row.pk, administrator, NOW)
        assert refused.value.lines == (
            f"customer {goes} is one person with customer {into} since 2 November 2026, after "
            "this was proposed: withdraw it and propose it anew",
        )
        assert rows.Customer.objects.get(pk=other).name == "Bo Else"
        merge_customers.undo_customer_merge(merge.pk, handler, NOW)
        assert erase.approve(row.pk, administrator, NOW).state == ErasureState.DONE
        assert rows.Customer.objects.get(pk=other).erased_at is None

    def test_who_was_the_same_person_when_it_was_proposed_goes_with_their_newest_case(
        self, person: int, handler: Person, lead: Person, administrator: Person
    ) -> None:
        case = a_closed_case(handler, name="Bo Else", email="bo@example.org")
        other = rows.Case.objects.get(pk=case).customer_id
        merge_customers.merge_customers(other, person, "One.", handler, NOW)
        row = erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)
        came = a_closed_case(handler, name="Bo Else", email="bo@example.org")
        erase.approve(row.pk, administrator, NOW)
        assert {each.erased_at for each in rows.Case.objects.filter(pk__in=[case, came])} == {NOW}

    def test_a_case_that_was_merged_into_it_since_does_not_go_with_it(
        self, handler: Person, lead: Person, administrator: Person
    ) -> None:
        before, into, below, since = (a_closed_case(handler) for _ in range(4))
        taken_in(before, into, handler)
        row = erase.propose(None, into, ErasureWhy.REQUEST, lead, NOW)
        taken_in(below, since, handler)
        joined = taken_in(since, into, handler)
        with pytest.raises(ErasureError) as refused:
            erase.approve(row.pk, administrator, NOW)
        merged = "is merged into {} since 2 November 2026, after this was proposed: withdraw it "
        merged += "and propose it anew"
        assert (refused.value.lines, refused.value.code) == (
            (
                f"{reference(below)} {merged.format(reference(since))}",
                f"{reference(since)} {merged.format(reference(into))}",
            ),
            "grown",
        )
        assert not rows.Case.objects.filter(pk__in=[before, into, below, since], erased_at=NOW)
        merge.undo_merge(into, joined.pk, handler, NOW)
        assert erase.approve(row.pk, administrator, NOW).state == ErasureState.DONE
        gone = rows.Case.objects.filter(erased_at=NOW).order_by("pk").values_list("pk", flat=True)
        assert list(gone) == [before, into]

    def test_of_a_merge_days_stay_and_neither_why_nor_when_they_were_away(
        self, handler: Person, lead: Person, administrator: Person
    ) -> None:
        theirs, other = (
            a_received_case(handler),
            a_received_case(handler, name="Bo", email="b@c.de"),
        )
        pause.pause(theirs, "She is away.", handler, NOW)
        pause.resume(theirs, handler, NOW + timedelta(days=2))
        row = merge.merge(theirs, other, "One household.", handler, NOW, sure=True)
        assert "Paused from" in json.dumps(row.before)
        rows.Case.objects.filter(pk=other).update(state=CaseState.CLOSED)
        erased(rows.Case.objects.get(pk=theirs).customer_id, lead, administrator)
        row.refresh_from_db()
        assert (row.why, "Paused from" in json.dumps(row.before)) == ("", False)
        assert row.before["case"]["case"]["received_at"] == NOW.isoformat()

    def test_a_dry_run_tells_all_and_changes_nothing(self, person: int, lead: Person) -> None:
        before = sorted(planted.in_rows())
        found = erase.look(person, None, lead, NOW)
        counts = found.plan.counts
        assert (found.stays, counts["Customer"]) == ((), 1)
        assert min(counts["Event"], counts["files"]) > 1
        assert sorted(planted.in_rows()) == before


class TestTheRecord:
    def test_it_names_what_was_emptied_and_another_change_is_found(
        self, person: int, lead: Person, administrator: Person, unguarded: None
    ) -> None:
        erased(person, lead, administrator)
        act = rows.Event.objects.get(kind=EventKind.ERASED)
        emptied = rows.Event.objects.filter(erased_by=act.number)
        assert {str(each.number) for each in emptied} == set(act.data["left"])
        one = emptied.first()
        assert one is not None
        rows.Event.objects.filter(pk=one.pk).update(data={"letter": 99})
        assert [each.number for each in events.breaks()] == [one.number]

    def test_words_taken_out_without_an_act_are_found(self, person: int, unguarded: None) -> None:
        rows.Event.objects.filter(number=3).update(data={}, key="", erased_by=4)
        assert [each.number for each in events.breaks()] == [3]

    def test_the_database_lets_nothing_go_that_no_act_names(self, person: int) -> None:
        changes: list[dict[str, Any]] = [{"erased_by": 4, "key": ""}, {"data": {}}, {"key": ""}]
        for told in changes:
            with pytest.raises(Error), transaction.atomic():
                rows.Event.objects.filter(number=3).update(**told)

    def test_an_event_from_before_there_were_seals_is_emptied_too(
        self, db: None, unguarded: None
    ) -> None:
        with transaction.atomic():
            events.append(events.Act(None, EventKind.ASSIGNED, "A", NOW, {"words": "hobnob"}))
            old = rows.Event.objects.get()
            old.key = old.seal = ""
            old.hash = events.hash_of(old)
            old.save()
            events.empty([old.number], {}, "A", NOW)
        assert "hobnob" not in json.dumps(rows.Event.objects.get(pk=1).data)
        assert list(events.breaks()) == []


def before(customer: int, lead: Person, administrator: Person) -> None:
    """They were erased, and the store is as it was before; only the list beside it says so."""
    with transaction.atomic():
        erased(customer, lead, administrator)
        transaction.set_rollback(True)


def case_of(customer: int) -> int:
    return int(rows.Case.objects.filter(customer=customer).earliest("pk").pk)


def worked_on(case: int) -> None:
    """It was opened again, written in and closed."""
    rows.Case.objects.filter(pk=case).update(state=CaseState.ANSWERED, subject="The new lamp")
    moved(rows.Case.objects.get(pk=case), CaseState.CLOSED, NOW)


class TestAfterAnOlderBackup:
    def test_whoever_was_erased_since_is_erased_again_and_nobody_else(
        self, person: int, lead: Person, administrator: Person
    ) -> None:
        before(person, lead, administrator)
        other = a_closed_case(lead, name="Bob Miller", email="bob@example.org")
        assert list(planted.in_rows())
        assert erase.erase_again(NOW) == 1
        assert sorted(set(planted.in_rows())) == []
        assert rows.Case.objects.get(pk=other).erased_at is None
        assert erase.erase_again(NOW) == 0

    def test_it_is_told_whether_there_is_a_list_and_how_much_of_it_fits(
        self,
        person: int,
        lead: Person,
        administrator: Person,
        list_of_its_own: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        before(person, lead, administrator)
        with monkeypatch.context() as another:
            another.setattr(settings, "SECRET_KEY", "of another machine")
            assert erase.erase_again(NOW) == 0
            assert (erased_list.held().lines, erased_list.held().unlike) == (1, 1)
        assert erase.erase_again(NOW) == 1
        assert erased_list.held() == erased_list.Held(list_of_its_own, 1, 0)
        list_of_its_own.unlink()
        assert erased_list.held() == erased_list.Held(list_of_its_own, None, 0)

    def test_what_was_done_in_a_case_after_its_erasure_stays(
        self, person: int, lead: Person, administrator: Person
    ) -> None:
        """An earlier version opened it again; the backup holds that it was erased, and what was
        written since."""
        row = erase.propose(None, CaseId(case_of(person)), ErasureWhy.PERIOD, lead, NOW)
        erase.approve(row.pk, administrator, NOW)
        worked_on(case_of(person))
        assert rows.Case.objects.get(pk=case_of(person)).erased_at is None
        assert erase.erase_again(NOW) == 0
        assert rows.Case.objects.get(pk=case_of(person)).subject == "The new lamp"
        assert erased_list.held().unlike == 0

    def test_what_was_done_after_a_restore_erased_it_again_stays_at_the_next(
        self, person: int, lead: Person, administrator: Person
    ) -> None:
        before(person, lead, administrator)
        assert erase.erase_again(NOW) == 1
        worked_on(case_of(person))
        assert erase.erase_again(NOW) == 0
        assert rows.Case.objects.get(pk=case_of(person)).subject == "The new lamp"

    def test_somebody_else_with_the_number_stays(
        self, person: int, lead: Person, administrator: Person
    ) -> None:
        before(person, lead, administrator)
        told = {"name": "Bob Miller", "email": "bob@example.org", "phone": "", "source_key": ""}
        rows.Customer.objects.filter(pk=person).update(**told)
        rows.Case.objects.filter(customer=person).update(received_at=NOW - timedelta(days=1))
        assert erase.erase_again(NOW) == 0


def test_the_hand_over_has_every_table_that_speaks_of_them(person: int, lead: Person) -> None:
    rows.Conduct.objects.update(not_shown="")  # nothing of it is kept back for a reason of law
    told = json.loads(ZipFile(BytesIO(hand_over(person, lead, NOW))).read("customer.json"))
    speaking = {each.partition(".")[0] for each in planted.in_rows()}
    speaking = {name.removeprefix("store_") for name in speaking if name.startswith("store_")}
    with_rows = {name.lower() for name, found in told.items() if found}
    kept_back = {"receipt", "filing", "delivery", "keptanswer"}
    # What was made of many letters alike is of nobody: it is told by the case that is in it.
    assert speaking - with_rows - kept_back - {"theme", "copiedletter", "import"} == set()
    assert not any("key" in each for each in told["Event"])


def test_every_field_that_names_somebody_can_be_emptied_or_its_row_goes() -> None:
    from upheld.store.erased.erasing import emptied

    for model, held in data_map.tables():
        if held.kept in (data_map.Kept.CASE, data_map.Kept.CUSTOMER) and not held.gone:
            emptied(model)


def test_every_field_of_every_table_is_on_the_data_map() -> None:
    assert list(data_map.amiss()) == []


def test_one_that_is_withdrawn_erases_nothing(person: int, lead: Person) -> None:
    row = erase.propose(person, None, ErasureWhy.REQUEST, lead, NOW)
    erase.withdraw(row.pk, lead, NOW)
    row.refresh_from_db()
    assert row.state == ErasureState.WITHDRAWN
    assert rows.Customer.objects.get(pk=person).erased_at is None


def test_a_file_that_came_again_and_waits_for_its_act_is_not_taken_from_it(
    handler: Person, lead: Person, administrator: Person
) -> None:
    """The same picture, of somebody else: it is kept before the act that it came for."""
    case = planted.a_person(handler)
    taken = rows.Case.objects.get(pk=case).customer_id
    again = ContentFile(planted.WITHIN.encode(), "box.png")
    row = erased(taken, lead, administrator)
    kept = loose.keep(again, NOW)
    assert f"file/{kept.sha256}" in row.files
    erased_files.forget(row.files, NOW)
    assert files.is_kept(kept.sha256)
    other = a_received_case(handler, name="Bob Miller", email="bob@example.org")
    investigate.add_evidence(other, None, "photo", "A box", handler, NOW, file=kept)
    assert list(files.amiss()) == []
