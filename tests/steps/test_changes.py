"""Root causes, changes, and those who hear of them: by the real steps, on closed cases."""

from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import person
from tests.core.test_changes import a_change
from tests.stories import NOW, a_closed_case, an_open_case, days

from upheld.core.changes import (
    About,
    Among,
    ChangeError,
    ChangeGiven,
    Checked,
    IdeaState,
    Measure,
    Placebo,
    RootCauseState,
    Verdict,
)
from upheld.core.event_kinds import EventKind
from upheld.core.intervals import Interval
from upheld.core.states import CaseErased
from upheld.core.words import CaseId, CaseState, LetterKind, Role
from upheld.insight.effects import of_store
from upheld.jobs import outbox
from upheld.steps import may
from upheld.steps.deliver import send_again
from upheld.steps.feedback import offer_idea
from upheld.steps.keep_changes import keep_check, record_change
from upheld.steps.keep_root_causes import (
    change_root_cause,
    close_root_cause,
    open_root_cause,
    reopen_root_cause,
)
from upheld.steps.letters import LetterBlocked
from upheld.steps.look_at_ideas import look_at_idea, tell_idea
from upheld.steps.may import NotAllowed
from upheld.steps.no_news import ask_news_again, ask_no_news
from upheld.steps.publish_change import approve_words, propose_words, take_down
from upheld.steps.tell_change import Told, tell_change
from upheld.store import changes, events, gathered, mail, news, seen
from upheld.store import models as rows
from upheld.store.gathered import Gathered

LATE = Gathered(About.CAUSE, "carrier_delay")
MADE = NOW + days(10)
LATER = NOW + days(20)
WORKED = Checked(
    Verdict.WORKED, Interval(0.2, 0.4, 0.7), "before_after", Placebo(30, 0), MADE.date()
)


@pytest.fixture
def second_lead(db: None) -> rows.Person:
    return person("Marta Vogel", Role.LEAD)


@pytest.fixture
def root_cause(lead: rows.Person) -> int:
    a_closed_case(lead)
    return open_root_cause("One carrier for all", lead.pk, [LATE], lead, NOW)


@pytest.fixture
def change(root_cause: int, lead: rows.Person) -> int:
    return record_change(root_cause, given(), lead.pk, lead, MADE)


def given() -> ChangeGiven:
    return a_change(
        name="A second carrier",
        told_as="We send large pieces with a second carrier now.",
        made_on=MADE.date(),
        judge_from=MADE.date(),
        measure=Measure(About.CAUSE, "carrier_delay", Among.PRODUCTS),
    )


def state(number: int) -> str:
    return rows.RootCause.objects.get(pk=number).state


def checked(verdict: Verdict) -> Checked:
    return WORKED if verdict is Verdict.WORKED else replace(WORKED, verdict=verdict)


class TestRootCauses:
    def test_one_goes_from_open_over_changing_to_checked_and_closed(
        self, root_cause: int, lead: rows.Person
    ) -> None:
        assert state(root_cause) == RootCauseState.OPEN
        change = record_change(root_cause, given(), lead.pk, lead, MADE)
        assert state(root_cause) == RootCauseState.CHANGING
        with pytest.raises(ChangeError, match="check that first"):
            close_root_cause(root_cause, "Done.", lead, LATER)
        keep_check(change, WORKED, lead, LATER)
        assert state(root_cause) == RootCauseState.CHECKED
        close_root_cause(root_cause, "It is gone.", lead, LATER)
        assert state(root_cause) == RootCauseState.CLOSED
        reopen_root_cause(root_cause, "It is there again.", lead, LATER)
        assert state(root_cause) == RootCauseState.OPEN

    def test_what_returns_is_open_again(self, change: int, lead: rows.Person) -> None:
        keep_check(change, checked(Verdict.RETURNED), lead, LATER)
        assert rows.RootCause.objects.get().state == RootCauseState.OPEN

    def test_it_needs_words_an_owner_and_evidence_that_is_there(self, lead: rows.Person) -> None:
        with pytest.raises(ChangeError, match="name at least one"):
            open_root_cause("x", lead.pk, [], lead, NOW)
        with pytest.raises(ChangeError, match="there is no theme 7"):
            open_root_cause("x", lead.pk, [Gathered(About.THEME, "7")], lead, NOW)
        with pytest.raises(ChangeError, match="owner: nobody of ours"):
            open_root_cause("x", 999, [LATE], lead, NOW)
        open_root_cause("One carrier", lead.pk, [LATE], lead, NOW)
        with pytest.raises(ChangeError, match="reads 'one carrier' already"):
            open_root_cause("one carrier", lead.pk, [LATE], lead, NOW)

    def test_who_sees_to_it_is_here_and_may(
        self, root_cause: int, lead: rows.Person, handler: rows.Person, policy_owner: rows.Person
    ) -> None:
        """What comes of it would wait for somebody who may do nothing about it."""
        gone = person("Bea Vale", Role.LEAD)
        rows.Person.objects.filter(pk=gone.pk).update(is_active=False)
        for whom, why in ((gone, "Bea Vale has left"), (handler, "may keep no root cause")):
            for act in (
                lambda who: open_root_cause("x", who.pk, [LATE], lead, NOW),
                lambda who: change_root_cause(root_cause, "x", who.pk, [LATE], lead, NOW),
                lambda who: record_change(root_cause, given(), who.pk, lead, NOW),
            ):
                with pytest.raises(ChangeError, match=f"owner: .*{why}"):
                    act(whom)
        change_root_cause(root_cause, "x", policy_owner.pk, [LATE], lead, NOW)

    @pytest.mark.parametrize("key", ["²", "9" * 30, "x", "-1", ""])
    def test_a_number_that_is_none_is_told_and_breaks_nothing(
        self, lead: rows.Person, key: str
    ) -> None:
        for about in (About.CASE, About.THEME):
            with pytest.raises(ChangeError, match=f"there is no {about}"):
                open_root_cause("x", lead.pk, [Gathered(about, key)], lead, NOW)

    def test_a_change_of_the_far_future_is_not_written_down(
        self, root_cause: int, lead: rows.Person
    ) -> None:
        far = replace(given(), made_on=date(9000, 1, 1), judge_from=date(9000, 1, 1))
        with pytest.raises(ChangeError, match="more than a year ahead"):
            record_change(root_cause, far, lead.pk, lead, NOW)

    def test_said_otherwise_it_is_the_same_with_its_event(
        self, root_cause: int, lead: rows.Person
    ) -> None:
        told = Gathered(About.CAUSE, "stock_or_making_delay")
        change_root_cause(root_cause, "We promise too early", lead.pk, [LATE, told], lead, NOW)
        row = changes.root_cause(root_cause)
        assert (row.label, len(row.evidence.all())) == ("We promise too early", 2)
        assert rows.Event.objects.filter(kind="root_cause_changed").count() == 2
        assert not list(events.breaks())

    def test_a_handler_reads_and_changes_nothing(
        self, root_cause: int, handler: rows.Person
    ) -> None:
        for act in (
            lambda: open_root_cause("x", handler.pk, [LATE], handler, NOW),
            lambda: close_root_cause(root_cause, "x", handler, NOW),
            lambda: record_change(root_cause, given(), handler.pk, handler, NOW),
            lambda: keep_check(1, WORKED, handler, NOW),
            lambda: tell_change(1, "", handler, NOW),
            lambda: propose_words(1, "x", handler, NOW),
        ):
            with pytest.raises(NotAllowed):
                act()


def made_private(case: int) -> None:
    """A private team works on it."""
    team = rows.Team.objects.create(name="Board matters", private=True)
    owner = person("Vera Holm", Role.HANDLER)
    rows.Person.objects.filter(pk=owner.pk).update(team=team)
    rows.Case.objects.filter(pk=case).update(owner=owner)


def a_parting(case: rows.Case, state: str) -> None:
    rows.Parting.objects.create(customer=case.customer, case=case, at=NOW, state=state)


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


class TestIdeas:
    @pytest.fixture
    def idea(self, lead: rows.Person) -> int:
        case = a_closed_case(lead)
        offer_idea(case, "Use two carriers.", True, "mark", may.Complainant(), NOW)
        return rows.Idea.objects.get().pk

    def test_one_is_taken_up_and_they_hear_of_it_once(self, idea: int, lead: rows.Person) -> None:
        number = open_root_cause("One carrier for all", lead.pk, [LATE], lead, NOW)
        change = record_change(number, given(), lead.pk, lead, MADE)
        look_at_idea(idea, IdeaState.CONSIDERED, None, "", lead, NOW)
        with pytest.raises(ChangeError, match="nothing has become of it yet"):
            tell_idea(idea, lead, NOW)
        look_at_idea(idea, IdeaState.TAKEN_UP, change, "", lead, MADE)
        tell_idea(idea, lead, MADE)
        letter = rows.Letter.objects.get(kind=LetterKind.IDEA)
        assert "Use two carriers" in letter.body
        assert "We have taken it up. We send large pieces with a second carrier now." in letter.body
        with pytest.raises(ChangeError, match="told already"):
            tell_idea(idea, lead, LATER)

    def test_one_that_is_not_taken_up_has_a_reason(self, idea: int, handler: rows.Person) -> None:
        with pytest.raises(ChangeError, match="say why"):
            look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, " ", handler, NOW)
        with pytest.raises(ChangeError, match="name the change"):
            look_at_idea(idea, IdeaState.TAKEN_UP, None, "", handler, NOW)
        because = "A second carrier would make each order dearer for everybody."
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, because, handler, NOW)
        tell_idea(idea, handler, NOW)
        assert because in rows.Letter.objects.get(kind=LetterKind.IDEA).body

    def test_a_letter_that_a_check_holds_back_is_recorded_and_nobody_is_told(
        self, idea: int, handler: rows.Person
    ) -> None:
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "[REASON]", handler, NOW)
        with pytest.raises(LetterBlocked, match="placeholder_left"):
            tell_idea(idea, handler, NOW)
        assert rows.Event.objects.filter(kind=EventKind.LETTER_BLOCKED).count() == 1
        assert not rows.Letter.objects.filter(kind=LetterKind.IDEA).exists()

    def test_whoever_did_not_ask_to_hear_gets_no_letter(
        self, idea: int, handler: rows.Person
    ) -> None:
        rows.Idea.objects.update(may_tell=False)
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "Too dear.", handler, NOW)
        with pytest.raises(ChangeError, match="did not ask to hear"):
            tell_idea(idea, handler, NOW)

    def test_nobody_hears_with_whom_we_parted_or_whose_words_were_erased(
        self, idea: int, handler: rows.Person
    ) -> None:
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "Too dear.", handler, NOW)
        a_parting(rows.Case.objects.get(), "parted")
        with pytest.raises(ChangeError, match="we have parted"):
            tell_idea(idea, handler, NOW)
        rows.Case.objects.update(erased_at=NOW)
        with pytest.raises(CaseErased, match="was erased"):
            tell_idea(idea, handler, NOW)


class TestPublic:
    WORDS = "Many of you told us that large pieces came late. We use a second carrier now."

    @pytest.fixture
    def many(self, change: int, lead: rows.Person) -> int:
        for n in range(4):
            a_closed_case(lead, name=f"Kim {n}", email=f"kim{n}@example.org")
        return change

    def test_another_person_approves_the_very_words(
        self, many: int, lead: rows.Person, second_lead: rows.Person
    ) -> None:
        propose_words(many, self.WORDS, lead, LATER)
        with pytest.raises(ChangeError, match="ask another"):
            approve_words(many, self.WORDS, lead, LATER)
        for read in ("", "Many of you told us that it came late."):
            with pytest.raises(ChangeError, match="were written anew while you read"):
                approve_words(many, read, second_lead, LATER)
        approve_words(many, self.WORDS, second_lead, LATER)
        assert changes.change(many).approved_by_name == "Marta Vogel"
        propose_words(many, "Other words, which somebody reads anew.", lead, LATER)
        assert changes.change(many).approved_at is None
        take_down(many, lead, LATER)
        assert changes.change(many).public_words == ""

    def test_so_few_that_the_words_would_tell_of_them_are_not_published(
        self, change: int, lead: rows.Person, second_lead: rows.Person
    ) -> None:
        propose_words(change, self.WORDS, lead, LATER)
        with pytest.raises(ChangeError, match="with fewer than 5 the words"):
            approve_words(change, self.WORDS, second_lead, LATER)

    def test_nobody_is_named(self, many: int, lead: rows.Person) -> None:
        made_private(rows.Case.objects.get(customer__name="Sally Hart").pk)
        for named in ("Write to sally@example.org.", "Sally Hart told us so."):
            with seen.looking(lead), pytest.raises(ChangeError, match="names somebody"):
                propose_words(many, named, lead, LATER)

    @pytest.fixture
    def sally_is_theirs(self, many: int) -> None:
        made_private(rows.Case.objects.get(customer__name="Sally Hart").pk)

    GLUED = "Large pieces came late, zqsally hartzq. We use a second carrier now."

    @pytest.mark.usefixtures("sally_is_theirs")
    def test_proposing_does_not_tell_who_complained_to_a_private_team(
        self, many: int, lead: rows.Person
    ) -> None:
        """Letters that are glued to a name hide it from redaction."""
        with seen.looking(lead):
            for words in (self.GLUED, self.GLUED.replace("sally", "tally")):
                propose_words(many, words, lead, LATER)
            with pytest.raises(ChangeError, match="names somebody who complained"):
                propose_words(many, self.GLUED.replace("sally hart", "kim 1"), lead, LATER)

    @pytest.mark.usefixtures("sally_is_theirs")
    def test_what_names_somebody_of_a_private_team_is_never_public(
        self, many: int, lead: rows.Person, second_lead: rows.Person, administrator: rows.Person
    ) -> None:
        """Whoever approves is one from whom nothing is kept, whatever the words say."""
        for words in (self.GLUED, self.WORDS):
            with seen.looking(lead):
                propose_words(many, words, lead, LATER)
            with seen.looking(second_lead), pytest.raises(ChangeError, match="an administrator"):
                approve_words(many, words, second_lead, LATER)
        with seen.looking(administrator):
            approve_words(many, self.WORDS, administrator, LATER)
        with seen.looking(lead):
            propose_words(many, self.GLUED, lead, LATER)
        with seen.looking(administrator), pytest.raises(ChangeError, match="who complained"):
            approve_words(many, self.GLUED, administrator, LATER)
        assert changes.change(many).approved_at is None

    def test_whoever_complains_after_the_words_were_proposed_is_not_named_either(
        self, many: int, lead: rows.Person, second_lead: rows.Person
    ) -> None:
        words = self.GLUED.replace("sally hart", "zoe zed")
        propose_words(many, words, lead, LATER)
        a_closed_case(lead, name="Zoe Zed", email="zoe@example.org")
        with pytest.raises(ChangeError, match="who complained"):
            approve_words(many, words, second_lead, LATER)


def test_what_a_check_finds_does_not_depend_on_who_looks(change: int, lead: rows.Person) -> None:
    buyer, day = rows.Customer.objects.create(name="Ann Lee"), (NOW - days(60)).date()
    rows.Order.objects.create(customer=buyer, placed_on=day, touchpoint="product", amount=1)
    made_private(rows.Case.objects.get().pk)
    told = changes.given(changes.change(change))
    found = of_store.checked(told, LATER)
    assert sum(week.count for week in found.weeks) == 1
    with seen.looking(lead):
        assert of_store.checked(told, LATER) == found


def test_an_event_stands_for_every_act_and_the_chain_holds(change: int, lead: rows.Person) -> None:
    keep_check(change, WORKED, lead, LATER)
    tell_change(change, "", lead, LATER)
    kinds = set(rows.Event.objects.values_list("kind", flat=True))
    assert {"root_cause_changed", "change_recorded", "effect_checked", "change_told"} <= kinds
    assert not list(events.breaks())
