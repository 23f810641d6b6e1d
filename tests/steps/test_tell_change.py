"""Who complained of what was changed is told of it once, and honestly."""

from datetime import date

import pytest
from tests.steps.changing import LATER, MADE, WORKED, a_parting, checked, made_private
from tests.stories import NOW, a_closed_case, an_open_case, days

from upheld.core.changes import (
    ChangeError,
    Verdict,
)
from upheld.core.words import CaseId, CaseState, LetterKind
from upheld.jobs import outbox
from upheld.steps import may
from upheld.steps.deliver import send_again
from upheld.steps.keep_changes import keep_check
from upheld.steps.letters import LetterBlocked
from upheld.steps.no_news import ask_news_again, ask_no_news
from upheld.steps.tell_change import Told, tell_change
from upheld.store import changes, mail, news
from upheld.store import models as rows
from upheld.store.counted import gathered
from upheld.store.record import events
from upheld.store.sight import seen


class TestTelling:
    def test_each_who_complained_is_told_once(self, change: int, lead: rows.Person) -> None:
        told = tell_change(change, "", lead, LATER)
        assert (told.letters, told.left) == (1, 0)
        letter = rows.Letter.objects.get(kind=LetterKind.CHANGE)
        assert "We send large pieces with a second carrier now." in letter.body
        assert "12 November 2026" in letter.body
        assert "we cannot tell yet" in letter.body
        assert tell_change(change, "", lead, LATER).letters == 0
        assert rows.Letter.objects.filter(kind=LetterKind.CHANGE).count() == 1
        outbox.sweep(LATER)
        letter.refresh_from_db()
        assert letter.state == "sent"

    def test_that_it_helps_is_told_once_a_check_says_so(
        self, change: int, lead: rows.Person
    ) -> None:
        boast = "We send them with a second carrier now. Far fewer come late."
        with pytest.raises(LetterBlocked, match="claims_too_much"):
            tell_change(change, boast, lead, LATER)
        assert not rows.ChangeTold.objects.exists()
        keep_check(change, WORKED, lead, LATER)
        assert tell_change(change, boast, lead, LATER).letters == 1
        body = rows.Letter.objects.get(kind=LetterKind.CHANGE).body
        assert "it happens about 60 % less often than it would have" in body

    @pytest.mark.parametrize("verdict", [Verdict.DID_NOT, Verdict.RETURNED])
    def test_what_did_not_work_is_told_honestly(
        self, change: int, lead: rows.Person, verdict: Verdict
    ) -> None:
        keep_check(change, checked(verdict), lead, LATER)
        assert tell_change(change, "", lead, LATER).letters == 1

    def test_nobody_is_told_of_what_is_still_to_come(self, change: int, lead: rows.Person) -> None:
        with pytest.raises(ChangeError, match="not made yet"):
            tell_change(change, "", lead, NOW)

    def test_whoever_wants_no_such_letters_gets_none_and_may_want_them_again(
        self, change: int, lead: rows.Person
    ) -> None:
        case = CaseId(rows.Case.objects.get().pk)
        ask_no_news(case, "Please only about mine.", may.Complainant(), LATER)
        assert tell_change(change, "", lead, LATER).letters == 0
        assert news.audience(changes.change(change), LATER.date(), LATER).no_news == 1
        ask_news_again(case, lead, LATER)
        assert tell_change(change, "", lead, LATER).letters == 1

    def test_whom_no_letter_reaches_is_told_once_their_address_is_mended(
        self, change: int, lead: rows.Person
    ) -> None:
        rows.Customer.objects.update(returned_email="sally@example.org", returned_why="5.1.1")
        assert rows.Customer.objects.get().email_fails
        assert tell_change(change, "", lead, LATER).letters == 0
        found = news.audience(changes.change(change), LATER.date(), LATER)
        assert (found.unreached, found.not_now, found.to_tell) == (1, 1, {})
        rows.Customer.objects.update(email="sally.hart@example.org")
        assert tell_change(change, "", lead, LATER).letters == 1
        assert rows.Letter.objects.get(kind=LetterKind.CHANGE).to == "sally.hart@example.org"

    def test_whose_letter_came_back_after_it_was_sent_is_not_counted_as_told(
        self, change: int, lead: rows.Person
    ) -> None:
        """It is sent again, or printed, in its case, and no second letter is written."""
        assert tell_change(change, "", lead, LATER).letters == 1
        letter = rows.Letter.objects.get(kind=LetterKind.CHANGE)
        mail.returned(letter, "It came back: no such box.", "mail", LATER)
        row = changes.change(change)
        found = news.audience(row, LATER.date(), LATER)
        assert (found.told, found.unreached, found.to_tell) == (0, 1, {})
        assert (news.told_to(row).count(), list(news.to_see_off(row))) == (0, [letter])
        assert tell_change(change, "", lead, LATER).letters == 0
        send_again(CaseId(letter.case_id), letter.pk, lead, LATER, "sally.hart@example.org")
        found = news.audience(row, LATER.date(), LATER)
        assert (found.told, found.unreached, list(news.to_see_off(row))) == (1, 0, [])

    def test_two_customers_who_are_one_person_are_told_once(
        self, change: int, lead: rows.Person
    ) -> None:
        a_closed_case(lead, name="Sally Hart", email="sally.hart@work.example")
        one, other = rows.Customer.objects.order_by("pk")
        tell_change(change, "", lead, LATER)
        assert rows.ChangeTold.objects.count() == 2
        rows.ChangeTold.objects.all().delete()
        other.merged_into = one
        other.save()
        found = news.audience(changes.change(change), LATER.date(), LATER)
        assert (found.people, len(found.to_tell)) == (1, 1)

    def test_whoever_was_told_before_they_were_merged_is_not_told_again(
        self, change: int, lead: rows.Person
    ) -> None:
        tell_change(change, "", lead, LATER)
        told = rows.Customer.objects.get()
        other = rows.Customer.objects.create(name="Sally Hart", email="s@hart.example")
        told.merged_into = other
        told.save()
        assert news.audience(changes.change(change), LATER.date(), LATER).to_tell == {}

    def test_with_a_complaint_open_they_hear_when_it_is_answered(
        self, change: int, lead: rows.Person
    ) -> None:
        an_open_case(lead, NOW + days(12))
        found = news.audience(changes.change(change), LATER.date(), LATER)
        assert (found.open, found.to_tell) == (1, {})

    @pytest.mark.parametrize("few", [-1, 2_000])
    @pytest.mark.parametrize("at", CaseState)
    def test_they_hear_once_theirs_was_answered_whichever_way_it_is_found(
        self, change: int, at: CaseState, few: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gathered, "_FEW", few)
        rows.Case.objects.update(state=at)
        found = news.audience(changes.change(change), LATER.date(), LATER)
        assert found.people == len(found.to_tell) == (at in ("answered", "closed"))

    @pytest.mark.parametrize("window", [1, 2, 3, 5])
    def test_they_are_the_same_however_many_complaints_are_read_at_once(
        self, change: int, lead: rows.Person, window: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One who complained twice, one who wants no letters, one who waits, one who was told."""
        tell_change(change, "", lead, LATER)
        emails = [f"{name}@example.org" for name in ("bea", "cy", "dot", "bea", "eve")]
        cases = [
            a_closed_case(lead, NOW + days(at), name=email, email=email)
            for at, email in enumerate(emails)
        ]
        ask_no_news(cases[1], "No.", may.Complainant(), LATER)
        an_open_case(lead, NOW + days(12), name="dot", email="dot@example.org")
        row = changes.change(change)
        whole = news.audience(row, LATER.date(), LATER)
        assert (whole.people, whole.told, whole.no_news, whole.open) == (5, 1, 1, 1)
        assert list(whole.to_tell.values()) == [cases[4], cases[3]]
        monkeypatch.setattr(news, "WINDOW", window)
        monkeypatch.setattr(gathered, "_FEW", window - 2)
        assert news.audience(row, LATER.date(), LATER) == whole
        monkeypatch.setattr(news, "MOST_AT_ONCE", 1)
        newest = news.audience(row, LATER.date(), LATER)
        assert next(iter(newest.to_tell.values())) == cases[4]
        assert newest.more

    def test_whoever_complained_after_it_was_made_is_not_written_to(
        self, change: int, lead: rows.Person
    ) -> None:
        a_closed_case(lead, MADE + days(1), name="Kim Roe", email="kim@example.org")
        assert news.audience(changes.change(change), LATER.date(), LATER).people == 1

    def test_under_a_restriction_they_hear_when_it_is_over(
        self, change: int, lead: rows.Person
    ) -> None:
        case = rows.Case.objects.get()
        restriction = rows.Restriction.objects.create(
            customer=case.customer, case=case, scope="written_only", detail="x", reason="x",
            alternatives="x", vulnerability="x", state="in_force", at=NOW, reviewed_at=NOW,
            expires_on=date(2026, 12, 1), review_due=date(2026, 12, 1),
        )  # fmt: skip
        found = news.audience(changes.change(change), LATER.date(), LATER)
        assert (found.restricted, found.to_tell) == (1, {})
        rows.Restriction.objects.filter(pk=restriction.pk).update(state="ended")
        assert tell_change(change, "", lead, LATER).letters == 1

    @pytest.mark.parametrize(("state", "parted"), [("parted", 1), ("reviewed", 1), ("approved", 0)])
    def test_with_whom_we_parted_we_do_not_write(
        self, change: int, lead: rows.Person, state: str, parted: int
    ) -> None:
        a_parting(rows.Case.objects.get(), state)
        found = news.audience(changes.change(change), LATER.date(), LATER)
        assert (found.parted, len(found.to_tell)) == (parted, 1 - parted)

    def test_whose_words_were_erased_is_not_written_to(
        self, change: int, lead: rows.Person
    ) -> None:
        rows.Case.objects.update(erased_at=LATER)
        assert tell_change(change, "", lead, LATER).letters == 0

    def test_of_two_who_tell_at_once_one_does_and_nobody_is_left(
        self, change: int, lead: rows.Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = news.audience(changes.change(change), LATER.date(), LATER)
        tell_change(change, "", lead, LATER)
        monkeypatch.setattr(news, "audience", lambda *_: before)
        assert tell_change(change, "", lead, LATER) == Told(0, 0)
        assert rows.Letter.objects.filter(kind=LetterKind.CHANGE).count() == 1
        assert not list(events.breaks())

    def test_whose_complaint_is_opened_again_meanwhile_is_left_out_and_the_rest_goes_on(
        self, change: int, lead: rows.Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_closed_case(lead, name="Kim Roe", email="kim@example.org")
        before = news.audience(changes.change(change), LATER.date(), LATER)
        monkeypatch.setattr(news, "audience", lambda *_: before)
        rows.Case.objects.filter(pk=next(iter(before.to_tell.values()))).update(
            state="investigating"
        )
        assert tell_change(change, "", lead, LATER) == Told(1, 0)

    @pytest.mark.parametrize("why", ["no news", "parted", "address"])
    def test_whoever_is_not_to_be_told_any_more_is_left_out_as_their_letter_would_leave(
        self, why: str, change: int, lead: rows.Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A run of a hundred letters takes a while."""
        before = news.audience(changes.change(change), LATER.date(), LATER)
        monkeypatch.setattr(news, "audience", lambda *_: before)
        case = rows.Case.objects.get()
        if why == "no news":
            ask_no_news(CaseId(case.pk), "Please only about mine.", may.Complainant(), LATER)
        elif why == "parted":
            a_parting(case, "parted")
        else:
            rows.Customer.objects.update(returned_email="sally@example.org")
        assert tell_change(change, "", lead, LATER) == Told(0, 0)
        assert not rows.Letter.objects.filter(kind=LetterKind.CHANGE).exists()

    def test_what_a_private_team_works_on_keeps_a_letter_back_whoever_tells(
        self, change: int, lead: rows.Person
    ) -> None:
        case = an_open_case(lead, NOW + days(12))
        made_private(case)
        with seen.looking(lead):
            assert not rows.Case.objects.filter(pk=case).exists()
            found = news.audience(changes.change(change), LATER.date(), LATER)
        assert (found.open, found.to_tell) == (1, {})
