"""Persona fit in the store: assessed, contested, reviewed, recorded by hand, and for all."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.conftest import person
from tests.stories import NOW, a_decided_case, a_finding, an_allegation, an_open_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseState, Role
from upheld.steps.assess_fit import Swept, assess_all, assess_due, assess_fit
from upheld.steps.contest_fit import FitError, contest_fit, note_fit, review_fit
from upheld.steps.know_customer import know_customer
from upheld.steps.may import Operator
from upheld.store import fitting
from upheld.store import models as rows
from upheld.store.record import events

TODAY = date(2026, 11, 2)


@pytest.fixture
def sally(db: None) -> rows.Customer:
    """Three pieces bought and kept, one of them made to measure, and two things told."""
    who = rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    for number, item in enumerate(["Alcove bookcase, made to measure", "Shelf", "Desk"], 1):
        an_order(who, number, item)
    told = {"customer": who, "on": TODAY - timedelta(days=30), "at": NOW, "by": "Alice Moore"}
    rows.FitNote.objects.create(text="Asked for the name of the maker", **told)
    rows.FitNote.objects.create(text="Chose to wait five weeks", **told)
    return who


def an_order(who: rows.Customer, number: int, item: str = "Shelf", **told: Any) -> rows.Order:
    placed = TODAY - timedelta(days=200)
    base = {"reference": f"L-{number}", "placed_on": placed, "item": item, "amount": 240}
    base |= {"touchpoint": "product", "delivered_on": placed + timedelta(days=14)}
    return who.orders.create(**base | told)


def axes(who: rows.Customer) -> tuple[Decimal | None, ...]:
    who.refresh_from_db()
    return who.values_what, who.values_how, who.mutual_value


def test_a_fit_is_assessed_from_the_rows_and_decisions_read_it(
    sally: rows.Customer, handler: rows.Person, now: datetime
) -> None:
    assessed = assess_fit(sally.pk, handler, now)
    assert all(value and value > Decimal("0.8") for value in axes(sally))
    assert sally.fit_evidence == [line.sentence for line in assessed.lines]
    assert {(what, len(line.rows)) for line in assessed.lines for what, _ in line.rows} == {
        ("note", 1),
        ("order", 1),
        ("order", 3),
    }
    act = rows.Event.objects.get(kind=EventKind.FIT_ASSESSED)
    assert act.data["after"]["values_what"] == str(sally.values_what)


def test_it_is_kept_as_it_was_assessed(
    sally: rows.Customer, handler: rows.Person, now: datetime
) -> None:
    assessed = assess_fit(sally.pk, handler, now)
    kept = rows.FitAssessment.objects.get(customer=sally)
    assert fitting.assessed_of(kept) == assessed
    assert kept.expires_on == date(2027, 11, 2)


def test_a_customer_without_orders_is_assessed_and_nothing_is_known_of_them(
    handler: rows.Person, now: datetime
) -> None:
    who = rows.Customer.objects.create(name="New")
    assert assess_fit(who.pk, handler, now).evidence == 0
    assert axes(who) == (None, None, None)


def test_what_was_recorded_by_hand_stands_until_somebody_takes_the_assessment_instead(
    sally: rows.Customer, handler: rows.Person, now: datetime
) -> None:
    know_customer(sally.pk, {"values_what": Decimal("0.10")}, handler, now)
    assess_fit(sally.pk, handler, now)
    assert axes(sally)[0] == Decimal("0.10")
    kept = rows.FitAssessment.objects.get(customer=sally)
    assert (kept.adopted, kept.recorded_by) == (False, "Alice Moore")
    assess_fit(sally.pk, handler, now, instead=True)
    assert axes(sally)[0] > Decimal("0.8")  # type: ignore[operator]


def test_what_was_recorded_by_hand_expires_too(
    sally: rows.Customer, handler: rows.Person, now: datetime
) -> None:
    know_customer(sally.pk, {"values_what": Decimal("0.10")}, handler, now)
    assess_fit(sally.pk, handler, now + timedelta(days=370))
    assert axes(sally)[0] != Decimal("0.10")


class TestContested:
    def test_a_contested_line_stops_counting_at_once(
        self, sally: rows.Customer, handler: rows.Person, now: datetime
    ) -> None:
        note_fit(sally.pk, "Any shelf would do", TODAY, handler, now)
        lowered = axes(sally)[0]
        line = f"told:{rows.FitNote.objects.latest('pk').pk}"
        contest_fit(sally.pk, line, "She said it of a shed.", True, handler, now)
        assert axes(sally)[0] > lowered  # type: ignore[operator]
        assert "Any shelf would do" not in sally.fit_evidence
        told = rows.Event.objects.get(kind=EventKind.FIT_CONTESTED).data
        assert (told["line"], told["by_customer"]) == (line, True)

    def test_another_person_says_whether_it_stands(
        self, sally: rows.Customer, handler: rows.Person, lead: rows.Person, now: datetime
    ) -> None:
        assess_fit(sally.pk, handler, now)
        contest = contest_fit(sally.pk, "kept_it", "One was given away.", False, handler, now)
        with pytest.raises(FitError, match="another person looks at it"):
            review_fit(contest, True, "It is so.", handler, now)
        review_fit(contest, True, "All three are in the house.", lead, now)
        sally.refresh_from_db()
        assert "Kept 3 pieces" in sally.fit_evidence
        with pytest.raises(FitError, match="Lena Brandt has looked at it"):
            review_fit(contest, False, "Again.", lead, now)

    def test_whoever_contested_it_is_known_by_who_they_are_and_not_by_their_name(
        self, sally: rows.Customer, handler: rows.Person, lead: rows.Person, now: datetime
    ) -> None:
        assess_fit(sally.pk, handler, now)
        contest = contest_fit(sally.pk, "kept_it", "One was given away.", False, handler, now)
        handler.name, lead.name = "Alice Moore-Hart", handler.name
        with pytest.raises(FitError, match="you contested it yourself"):
            review_fit(contest, True, "It is so.", handler, now)
        review_fit(contest, True, "All three are in the house.", lead, now)

    def test_a_line_found_not_to_stand_stays_out_when_it_is_assessed_again(
        self, sally: rows.Customer, handler: rows.Person, lead: rows.Person, now: datetime
    ) -> None:
        assess_fit(sally.pk, handler, now)
        contest = contest_fit(sally.pk, "kept_it", "One was given away.", False, handler, now)
        review_fit(contest, False, "It went to a neighbour.", lead, now)
        keys = {line.key for line in assess_fit(sally.pk, lead, now + timedelta(days=9)).lines}
        assert "kept_it" not in keys
        assert "came_back" in keys

    @pytest.mark.parametrize(
        ("line", "why", "told"),
        [("kept_it", " ", "say what is not right"), ("nothing", "It is not so.", "no line")],
    )
    def test_it_needs_a_line_and_a_reason(
        self, line: str, why: str, told: str, sally: rows.Customer, handler: rows.Person,
        now: datetime,
    ) -> None:  # fmt: skip
        assess_fit(sally.pk, handler, now)
        with pytest.raises(FitError, match=told):
            contest_fit(sally.pk, line, why, False, handler, now)


@pytest.mark.parametrize(
    ("text", "on", "told"),
    [
        ("", TODAY, "one sentence"),
        ("She is over 60 and married", TODAY, "Equality Act 2010"),
        ("Wants it to last", TODAY + timedelta(days=1), "still to come"),
    ],
)
def test_a_note_says_nothing_of_who_they_are_and_lies_in_the_past(
    text: str, on: date, told: str, sally: rows.Customer, handler: rows.Person, now: datetime
) -> None:
    with pytest.raises(FitError, match=told):
        note_fit(sally.pk, text, on, handler, now)
    assert rows.FitNote.objects.filter(customer=sally).count() == 2


class TestWhatWeCaused:
    def test_a_complaint_and_its_contacts_are_no_evidence(
        self, handler: rows.Person, now: datetime
    ) -> None:
        case = rows.Case.objects.get(pk=an_open_case(handler))
        said = {"customer": case.customer, "at": now, "inbound": True, "channel": "phone"}
        words = "Asked for it tomorrow, the next day, the quickest"
        rows.Contact.objects.create(case=case, summary=words, **said)
        assert assess_fit(case.customer_id, handler, now).lines == ()
        rows.Contact.objects.create(summary=words, **said)
        assert len(assess_fit(case.customer_id, handler, now).lines) == 1

    def test_what_was_sent_back_for_a_fault_of_ours_does_not_count_against_them(
        self, sally: rows.Customer, handler: rows.Person, now: datetime
    ) -> None:
        back = TODAY - timedelta(days=100)
        faulty, late = (an_order(sally, number, returned_on=back) for number in (8, 9))
        assess_fit(sally.pk, handler, now)
        lowered = axes(sally)[0]
        late.promised_on = late.delivered_on - timedelta(days=3)  # type: ignore[assignment,operator]
        late.save()
        case = an_open_case(handler, email="sally@example.org")
        rows.Case.objects.filter(pk=case).update(order=faulty)
        a_finding(case, an_allegation(case, handler), handler)
        lines = {line.key: line for line in assess_fit(sally.pk, handler, now).lines}
        assert lines["sent_back-ours"].ours
        assert "sent_back" not in lines
        assert axes(sally)[0] > lowered  # type: ignore[operator]


def test_what_is_decided_and_not_yet_answered_is_looked_at_anew(
    handler: rows.Person, now: datetime
) -> None:
    case = rows.Case.objects.get(pk=a_decided_case(handler))
    who = case.customer
    for number, days in enumerate((200, 150, 100), 1):
        an_order(who, number, placed_on=TODAY - timedelta(days=days))
    assess_fit(who.pk, handler, now)
    case.refresh_from_db()
    assert case.state == CaseState.INVESTIGATING


class TestAll:
    def test_a_sweep_gives_each_what_one_alone_is_given(
        self, sally: rows.Customer, now: datetime
    ) -> None:
        other = rows.Customer.objects.create(name="Rosemary")
        an_order(other, 4, "Care plan")
        hand = rows.Customer.objects.create(values_what=Decimal("0.5"), fit_evidence=["Told us."])
        swept = assess_all(Operator(), now)
        assert swept == Swept(assessed=3, changed=2, by_hand=1, unknown=2)
        assert axes(hand) == (Decimal("0.50"), None, None)
        for who in (sally, other):
            before = axes(who), who.fit_evidence
            assess_fit(who.pk, Operator(), now)
            assert (axes(who), who.fit_evidence) == before
        assert list(events.breaks()) == []

    def test_a_second_sweep_changes_nothing(self, sally: rows.Customer, now: datetime) -> None:
        assess_all(Operator(), now)
        head = events.head()
        assert assess_all(Operator(), now).changed == 0
        assert events.head() == head

    def test_its_statements_do_not_grow_with_the_customers(
        self, sally: rows.Customer, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            an_order(rows.Customer.objects.create(name=f"C{number}"), 100 + number)
        with django_assert_max_num_queries(25):
            assess_all(Operator(), now)

    def test_what_was_never_assessed_or_not_for_a_while_is_assessed_by_and_by(
        self, sally: rows.Customer, now: datetime
    ) -> None:
        rows.Customer.objects.create(name="New")
        assert assess_due(Operator(), now, most=1).assessed == 1
        assert assess_due(Operator(), now).assessed == 1
        assert assess_due(Operator(), now).assessed == 0
        assert assess_due(Operator(), now + timedelta(days=29)).assessed == 0
        assert assess_due(Operator(), now + timedelta(days=31)).assessed == 2

    def test_what_expired_counts_no_more(self, sally: rows.Customer, now: datetime) -> None:
        assess_all(Operator(), now)
        assert axes(sally)[2] is not None
        assess_due(Operator(), now + timedelta(days=800))
        assert axes(sally)[2] is None

    def test_a_firm_without_customers_is_swept_too(self, db: None, now: datetime) -> None:
        assert assess_all(Operator(), now) == Swept()


def test_an_auditor_assesses_and_contests_nothing(
    sally: rows.Customer, auditor: rows.Person, now: datetime
) -> None:
    with pytest.raises(PermissionError):
        assess_fit(sally.pk, auditor, now)
    with pytest.raises(PermissionError):
        contest_fit(sally.pk, "kept_it", "No.", False, person("Rob", Role.AUDITOR), now)
