"""A legal hold: while it stands nothing under it is erased, by a period or on request, and whoever
is refused is told of it; once it is lifted what was due goes."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.stories import NOW, a_closed_case, an_investigated_case, an_open_case

from upheld.api.told.legal_holds import legal_holds as told_of_holds
from upheld.api.told.record import events as told_of_events
from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.legal_holds import LegalHoldError
from upheld.core.retention import Begins, Period
from upheld.core.words import CaseId, Role
from upheld.desk.show.timeline import told as timeline
from upheld.jobs import erasing
from upheld.steps import erase, keep_legal_holds, merge, merge_customers
from upheld.store import beside, legal_holds, retention
from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.models import Person
from upheld.store.record import events
from upheld.store.sight import seen
from upheld.store.sight.withheld import ANOTHERS

REVIEW = NOW.date() + timedelta(days=90)
LATEST = NOW.date() + timedelta(days=360)
LATER = NOW + timedelta(days=366 * 7)


@pytest.fixture
def closed(handler: Person) -> CaseId:
    return a_closed_case(handler)


def placed(
    lead: Person, case: int | None = None, customer: int | None = None, now: datetime = NOW
) -> rows.LegalHold:
    number = CaseId(case) if case else None
    due = now.date() + timedelta(days=90)
    return keep_legal_holds.place(customer, number, "Claim 7 in court.", due, lead, now)


def whose(case: CaseId) -> int:
    return rows.Case.everything.get(pk=case).customer_id


def sally_and_sal(handler: Person) -> list[int]:
    """Two customers, of a closed case each."""
    each = ("sally", "sal")
    return [whose(a_closed_case(handler, name=n, email=f"{n}@example.org")) for n in each]


class TestPlacing:
    @pytest.mark.parametrize(
        ("reason", "due", "told"),
        [
            (" ", REVIEW, "say why it is kept"),
            ("Claim 7.", NOW.date(), "a later day than today"),
            ("Claim 7.", NOW.date() + timedelta(days=367), "within a year"),
        ],
    )
    def test_it_has_a_reason_and_is_reviewed_within_a_year(
        self, reason: str, due: date, told: str, closed: CaseId, lead: Person
    ) -> None:
        with pytest.raises(LegalHoldError, match=told):
            keep_legal_holds.place(None, closed, reason, due, lead, NOW)

    def test_what_was_erased_cannot_be_held(
        self, closed: CaseId, lead: Person, administrator: Person
    ) -> None:
        row = erase.propose(None, closed, ErasureWhy.REQUEST, lead, NOW)
        erase.approve(row.pk, administrator, NOW)
        with pytest.raises(LegalHoldError, match="was erased on 2 November 2026"):
            placed(lead, closed)

    def test_all_of_it_is_in_the_record_with_its_reasons(
        self, closed: CaseId, lead: Person, administrator: Person
    ) -> None:
        hold = placed(lead, closed)
        again = REVIEW + timedelta(days=30)
        keep_legal_holds.review(hold.pk, "It is appealed.", again, lead, NOW)
        keep_legal_holds.lift(hold.pk, "It was settled.", administrator, NOW)
        told = rows.Event.objects.filter(case=closed, kind__startswith="legal_hold")
        assert [(each.kind, each.by, each.data["why"]) for each in told] == [
            (EventKind.LEGAL_HOLD_PLACED, lead.name, "Claim 7 in court."),
            (EventKind.LEGAL_HOLD_REVIEWED, lead.name, "It is appealed."),
            (EventKind.LEGAL_HOLD_LIFTED, administrator.name, "It was settled."),
        ]
        assert [*events.breaks(), *beside.amiss()] == []
        with pytest.raises(LegalHoldError, match="lifted already"):
            keep_legal_holds.lift(hold.pk, "Again.", lead, NOW)

    def test_lifting_needs_a_reason_and_one_that_is_lifted_unseen_is_an_alarm(
        self, closed: CaseId, lead: Person
    ) -> None:
        hold = placed(lead, closed)
        with pytest.raises(LegalHoldError, match="say why"):
            keep_legal_holds.lift(hold.pk, " ", lead, NOW)
        assert list(beside.amiss()) == []
        rows.LegalHold.objects.update(lifted_at=NOW)
        (alarm,) = beside.amiss()
        assert alarm == f"legal hold {hold.pk} is not what event {_last()} says of it: lifted"


def _last() -> int:
    return events.head()[0]


class TestOnRequest:
    def test_the_case_and_the_person_stay_and_whoever_asked_is_told_by_when_it_is_looked_at(
        self, closed: CaseId, lead: Person
    ) -> None:
        hold = placed(lead, closed)
        told = f"UP-{closed:06} is under legal hold {hold.pk} since 2 November 2026, "
        told += "to be reviewed by 31 January 2027"
        for customer, case in ((None, closed), (whose(closed), None)):
            assert [each.words for each in erase.look(customer, case, lead, NOW).stays] == [told]
            with pytest.raises(ErasureError) as refused:
                erase.propose(customer, case, ErasureWhy.REQUEST, lead, NOW)
            assert (refused.value.lines, refused.value.code) == (
                (told,),
                "legal-hold:2027-01-31",
            )

    def test_all_cases_of_a_customer_stay_and_so_does_one_who_has_none(
        self, closed: CaseId, lead: Person
    ) -> None:
        customer = rows.Customer.objects.create(name="Ada")
        hold, other = placed(lead, customer=whose(closed)), placed(lead, customer=customer.pk)
        stays = erase.look(None, closed, lead, NOW).stays
        assert [each.hold and each.hold.id for each in stays] == [hold.pk]
        (one,) = erase.look(customer.pk, None, lead, NOW).stays
        assert one.words.startswith(f"customer {customer.pk} is under legal hold {other.pk} ")

    def test_a_proposal_that_waited_is_refused_once_a_hold_was_placed(
        self, closed: CaseId, lead: Person, administrator: Person
    ) -> None:
        row = erase.propose(None, closed, ErasureWhy.REQUEST, lead, NOW)
        hold = placed(lead, closed)
        with pytest.raises(ErasureError, match="under legal hold"):
            erase.approve(row.pk, administrator, NOW)
        keep_legal_holds.lift(hold.pk, "It was settled.", lead, NOW)
        assert erase.approve(row.pk, administrator, NOW).state == "done"

    def test_its_reason_goes_with_whoever_is_erased_after_it(
        self, closed: CaseId, lead: Person, administrator: Person
    ) -> None:
        hold = placed(lead, closed)
        keep_legal_holds.lift(hold.pk, "Claim 7 was settled.", lead, NOW)
        row = erase.propose(None, closed, ErasureWhy.REQUEST, lead, NOW)
        erase.approve(row.pk, administrator, NOW)
        hold.refresh_from_db()
        assert (hold.reason, hold.lifted_why) == ("[erased]", "")
        assert [*events.breaks(), *beside.amiss()] == []


class TestByItself:
    @pytest.fixture(autouse=True)
    def by_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "ERASE_DUE", "lena@example.org")

    @pytest.mark.django_db(transaction=True)
    def test_what_is_due_stays_and_the_log_has_the_hold_and_no_word_of_it(
        self, closed: CaseId, lead: Person, caplog: pytest.LogCaptureFixture
    ) -> None:
        hold = placed(lead, closed, now=LATER)
        assert retention.due(LATER) == []
        (held,) = retention.held_back(LATER)
        assert retention.told(held)["legal_hold"] == hold.pk
        erasing.sweep(LATER, None)
        assert not rows.Case.objects.get(pk=closed).erased_at
        due = hold.review_due
        assert caplog.messages == [f"UP-{closed:06} is due and stays: legal-hold:{due}"]
        keep_legal_holds.lift(hold.pk, "It was settled.", lead, LATER)
        erasing.sweep(LATER, None)
        assert rows.Case.objects.get(pk=closed).erased_at == LATER


class TestItGoesAlong:
    def test_with_a_case_that_was_merged_and_with_both_when_that_is_undone(
        self, handler: Person, lead: Person
    ) -> None:
        into = an_investigated_case(handler)
        case = an_open_case(handler, name="Bob Miller", email="bob@example.org")
        hold = placed(lead, into)
        row = merge.merge(case, into, "One household.", lead, NOW, sure=True)
        assert _held_by(case) == _held_by(into) == {hold.pk}
        merge.undo_merge(into, row.pk, lead, NOW)
        # What came meanwhile stays where it came: each has words of the other in its record.
        assert _held_by(case) == _held_by(into) == {hold.pk}

    def test_with_customers_who_are_one_person_and_no_longer_when_they_are_two(
        self, handler: Person, lead: Person
    ) -> None:
        one, other = sally_and_sal(handler)
        hold = placed(lead, customer=one)
        row = merge_customers.merge_customers(one, other, "One.", lead, NOW)
        assert {*legal_holds.held().customers} == {one, other}
        merge_customers.undo_customer_merge(row.pk, lead, NOW)
        copied = rows.LegalHold.objects.exclude(pk=hold.pk).get()
        assert (copied.customer_id, copied.reason, copied.review_due) == (
            other, hold.reason, hold.review_due,
        )  # fmt: skip
        assert {*legal_holds.held().customers} == {one, other}
        assert [*events.breaks(), *beside.amiss()] == []

    def test_in_the_name_of_whoever_placed_it_and_not_of_whoever_tells_the_two_apart(
        self, handler: Person, lead: Person, vera: Person
    ) -> None:
        """Their words are theirs, and stay with their team."""
        one, other = sally_and_sal(handler)
        hold = placed(vera, customer=one)
        row = merge_customers.merge_customers(one, other, "One.", lead, NOW)
        merge_customers.undo_customer_merge(row.pk, lead, NOW)
        copied = rows.LegalHold.objects.exclude(pk=hold.pk).get()
        assert (copied.by, copied.placed_by) == (vera.name, vera)
        with seen.looking(lead):
            told = [(each.reason, each.by) for each in told_of_holds([hold, copied])]
            assert told == [("", ANOTHERS)] * 2
            placings = rows.Event.objects.filter(kind=EventKind.LEGAL_HOLD_PLACED)
            assert [each.data for each in told_of_events(list(placings))] == [
                {"withheld": True}
            ] * 2
        assert [*events.breaks(), *beside.amiss()] == []


def _held_by(case: int) -> set[int]:
    told = {each.pk for each in legal_holds.held().cases.get(case, ())}
    assert told == {each.pk for each in legal_holds.over(rows.Case.objects.get(pk=case))}
    return told


def test_a_hold_on_what_a_private_team_works_on_holds_and_its_reason_is_told_to_them_alone(
    handler: Person, lead: Person, administrator: Person
) -> None:
    team = rows.Team.objects.create(name="Board matters", private=True)
    vera = rows.Person.objects.create_person("vera@example.org", "Vera", Role.HANDLER, "x" * 12)
    rows.Person.objects.filter(pk=vera.pk).update(team=team)
    case = an_investigated_case(handler, name="Bob Miller", email="bob@example.org")
    other = a_closed_case(handler)
    rows.Merge.objects.create(case_id=case, into_id=other, as_history=True, at=NOW, undone_at=NOW)
    rows.Case.objects.filter(pk=case).update(owner=vera)
    hold = placed(administrator, case)
    with seen.looking(lead):
        assert not rows.LegalHold.objects.exists()
        with pytest.raises(keep_legal_holds.LegalHoldMissing):
            keep_legal_holds.lift(hold.pk, "x", lead, NOW)
        found = legal_holds.over(rows.Case.objects.get(pk=other))
        assert merging.ever_near({other}) == {case}  # whose words go with an erasure
        assert (found, legal_holds.shown(found)) == ([hold], set())
        with pytest.raises(ErasureError, match=f"under legal hold {hold.pk} since"):
            erase.propose(None, other, ErasureWhy.REQUEST, lead, NOW)
    with seen.looking(administrator):
        assert legal_holds.shown([hold]) == {hold.pk}


@pytest.fixture
def vera(db: None) -> Person:
    """A lead of a private team."""
    vera = Person.objects.create_person("vera@example.org", "Vera", Role.LEAD, "x" * 12)
    vera.team = rows.Team.objects.create(name="Board matters", private=True)
    vera.save()
    return vera


def test_whoever_may_not_erase_somebody_for_a_private_team_lifts_no_hold_on_them(
    closed: CaseId, vera: Person, lead: Person, administrator: Person
) -> None:
    """Nor one on a case that went into theirs: what is freed so could go by its period. Nor do they
    keep it for longer."""
    theirs = rows.Case.objects.get(pk=an_open_case(vera, name="Sally Hart"))
    rows.Case.objects.filter(pk=theirs.pk).update(customer=whose(closed), owner=vera)
    alone = a_closed_case(lead, name="Bob Miller", email="bob@example.org")
    on_her, on_his = placed(administrator, customer=whose(closed)), placed(lead, alone)
    with seen.looking(lead):
        with pytest.raises(ErasureError, match="some of it is another team's own: an admin"):
            erase.look(whose(closed), None, lead, NOW)
        with pytest.raises(LegalHoldError, match="some of it is another team's own: an admin"):
            keep_legal_holds.lift(on_her.pk, "It is over.", lead, NOW)
        with pytest.raises(LegalHoldError, match="another team's own: an administrator reviews it"):
            keep_legal_holds.review(on_her.pk, "It goes on.", LATEST, lead, NOW)
        on_her.refresh_from_db()
        assert on_her.review_due == REVIEW
        assert keep_legal_holds.lift(on_his.pk, "It is over.", lead, NOW).lifted_at
    with seen.looking(administrator):
        keep_legal_holds.review(on_her.pk, "It goes on.", LATEST, administrator, NOW)
        assert keep_legal_holds.lift(on_her.pk, "It is over.", administrator, NOW).lifted_at


def test_what_somebody_of_a_private_team_says_of_a_hold_is_read_by_whoever_sees_that_team(
    closed: CaseId, vera: Person, lead: Person, administrator: Person
) -> None:
    """On a case or a customer whom everybody sees; and whoever does not read why it is kept does
    not say that it need not be."""
    holds = [placed(vera, closed), placed(vera, customer=whose(closed))]
    with seen.looking(lead):
        told = [each.model_dump() for each in told_of_holds(holds)]
        assert [(each["reason"], each["by"]) for each in told] == [("", ANOTHERS)] * 2
        for event in rows.Event.objects.filter(kind=EventKind.LEGAL_HOLD_PLACED):
            (said,) = told_of_events([event])
            assert (said.data, said.by) == ({"withheld": True}, ANOTHERS)
            (line,) = timeline([event])
            assert line.words == "Put under a legal hold: why is another team's own"
        for hold in holds:
            with pytest.raises(LegalHoldError, match="another team's own"):
                keep_legal_holds.lift(hold.pk, "It is over.", lead, NOW)
    for reader in (vera, administrator):
        with seen.looking(reader):
            assert {each.reason for each in told_of_holds(holds)} == {"Claim 7 in court."}
    with seen.looking(vera):
        keep_legal_holds.lift(holds[0].pk, "Quietly settled.", vera, NOW)
    with seen.looking(lead):
        (lifted,) = told_of_holds([rows.LegalHold.objects.get(pk=holds[0].pk)])
        assert (lifted.lifted_by, lifted.lifted_why) == (ANOTHERS, "")


# A world of a few rows, and what of it is held, told once more in the plainest way there is.
_FEW = st.integers(0, 3)
_PAIRS = st.lists(st.tuples(_FEW, _FEW).filter(lambda pair: pair[0] != pair[1]), max_size=2)
_HOLDS = st.lists(st.tuples(st.booleans(), _FEW, st.booleans()), max_size=3)
_YEAR = Period("own", "", (), 12, Begins.RECEIPT, "Ours", "Ours", True, law=False)


def _world(
    owners: list[int], pairs: list[tuple[int, int]], one_person: bool, ages: list[int]
) -> tuple[list[rows.Customer], list[rows.Case]]:
    people = [rows.Customer.objects.create(name=f"Ada {n}") for n in range(2)]
    if one_person:
        rows.Customer.objects.filter(pk=people[1].pk).update(merged_into=people[0])
    told = {"channel": "email", "regime": "iso-10002", "zone": "UTC", "currency": "GBP"}
    cases = [
        rows.Case.objects.create(
            customer=people[owner], subject="x", text="x", state="closed",
            received_at=NOW - timedelta(days=age), **told,
        )
        for owner, age in zip(owners, ages, strict=True)
    ]  # fmt: skip
    for one, other in pairs:
        rows.Merge.objects.create(
            case=cases[one], into=cases[other], as_history=True, at=NOW, undone_at=NOW
        )
    return people, cases


def _reached(held: set[int], pairs: list[tuple[int, int]]) -> set[int]:
    for _ in range(4):
        held = held | {each for pair in pairs if held & {*pair} for each in pair}
    return held


@hypothesis_settings(max_examples=12)
@given(
    st.lists(st.integers(0, 1), min_size=4, max_size=4),
    _PAIRS,
    _HOLDS,
    st.booleans(),
    st.lists(st.integers(300, 430), min_size=4, max_size=4),
    st.integers(0, 60),
)
@pytest.mark.django_db
def test_nothing_under_a_hold_is_ever_taken_and_once_it_is_lifted_what_was_due_is(
    owners: list[int],
    pairs: list[tuple[int, int]],
    holds: list[tuple[bool, int, bool]],
    one_person: bool,
    ages: list[int],
    later: int,
) -> None:
    lead, now = Person(name="Lena", role=Role.LEAD), NOW + timedelta(days=later)
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(retention, "_own", lambda: (_YEAR,))
        patched.setattr(settings, "ERASE_DUE", "lena@example.org")
        people, cases = _world(owners, pairs, one_person, ages)
        held: set[int] = set()
        for on_case, number, lifted in holds:
            customer = None if on_case else people[number % 2].pk
            case = CaseId(cases[number].pk) if on_case else None
            row = keep_legal_holds.place(customer, case, "x", now.date() + _A_WEEK, lead, now)
            if lifted:
                keep_legal_holds.lift(row.pk, "x", lead, now)
            elif on_case:
                held.add(number)
            else:
                held |= {n for n, of in enumerate(owners) if one_person or of == number % 2}
        held = _reached(held, pairs)
        due = {n for n, age in enumerate(ages) if _over(NOW - timedelta(days=age), now)}
        assert {n for n, case in enumerate(cases) if legal_holds.over(case)} == held
        went = erase.erase_due(now)
        assert _gone(cases) == due - held
        assert {*went.refused} == {cases[n].reference for n in due & held}
        for n in sorted(held):
            with pytest.raises(ErasureError, match="under legal hold"):
                erase.propose(None, CaseId(cases[n].pk), ErasureWhy.REQUEST, lead, now)
        for row in legal_holds.standing():
            keep_legal_holds.lift(row.pk, "x", lead, now)
        assert erase.erase_due(now).refused == {}
        assert _gone(cases) == due
        transaction.set_rollback(True)


_A_WEEK = timedelta(days=7)


def _over(received: datetime, now: datetime) -> bool:
    """A year and its last day are over, where the regime of the case is."""
    last = received.replace(year=received.year + 1)
    return last.date() < now.date()


def _gone(cases: list[rows.Case]) -> set[int]:
    erased = {*rows.Case.objects.exclude(erased_at=None).values_list("pk", flat=True)}
    return {n for n, case in enumerate(cases) if case.pk in erased}
