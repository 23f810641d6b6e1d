"""The whole story of a complaint, from what was said to what was learnt."""

from tests.stories import (
    NOW,
    a_closed_case,
    a_complaint,
    a_finding,
    an_allegation,
    an_answered_case,
    days,
    told_about,
)

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseState
from upheld.steps import acknowledge, answer, close, decide, receive
from upheld.store import load
from upheld.store.models import Case, Event, Person
from upheld.store.record import events


def test_sally_is_heard_answered_and_learnt_from(handler: Person) -> None:
    case_id = receive.receive(a_complaint(), handler, NOW)
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.next_step) == (CaseState.RECEIVED, "acknowledge")

    letter = acknowledge.draft_acknowledgement(load.page(case_id), handler, NOW)
    assert "30 November 2026" in letter.body
    acknowledge.acknowledge(case_id, letter, handler, NOW)
    told_about(case_id, "0.9", "0.9", "0.9")
    a_finding(case_id, an_allegation(case_id, handler), handler)
    decision = decide.decide(case_id, handler, NOW + days(1))
    assert (decision.stance, str(decision.owed), str(decision.goodwill)) == (
        "make_right",
        "12.50",
        "25.00",
    )

    reply = answer.draft_reply(load.page(case_id), handler, NOW + days(1))
    answer.answer(case_id, decision.pk, reply, handler, NOW + days(1))
    close.hear(case_id, True, "Thank you.", handler, NOW + days(2))
    close.close(
        case_id, "carrier_delay", "Ring on day two.", "", handler, NOW + days(3), still_to_keep=True
    )

    case.refresh_from_db()
    assert (case.state, case.next_step, case.next_due) == (CaseState.CLOSED, "", None)
    assert case.closings.get().resolved
    assert [letter.state for letter in case.letters.all()] == ["queued", "queued"]
    kinds = list(Event.objects.values_list("kind", flat=True))
    assert kinds == [
        EventKind.RECEIVED, EventKind.DRAFTED, EventKind.QUEUED, EventKind.ASSIGNED,
        EventKind.ALLEGED, EventKind.FOUND, EventKind.DECIDED,
        EventKind.DRAFTED, EventKind.QUEUED, EventKind.COMMITTED, EventKind.COMMITTED,
        EventKind.ACCEPTED, EventKind.CLOSED,
    ]  # fmt: skip
    assert list(events.breaks()) == []


def test_bob_with_the_same_facts_is_owed_the_same(handler: Person) -> None:
    sally = an_answered_case(handler)
    bob = an_answered_case(handler, name="Bob", email="bob@example.org")
    told_about(bob, "0.1", "0.1", "0.1")
    close.hear(bob, False, "I want more.", handler, NOW)
    again = decide.decide(bob, handler, NOW)
    first = Case.objects.get(pk=sally).decisions.get()
    assert (again.owed, again.outcome) == (first.owed, first.outcome)
    assert again.goodwill < first.goodwill
    assert again.same_facts == first.same_facts


def test_a_contested_answer_is_looked_at_anew_and_its_clocks_stay(handler: Person) -> None:
    case_id = an_answered_case(handler)
    case = Case.objects.get(pk=case_id)
    clocks = list(case.clocks.values())
    close.hear(case_id, False, "That is not what happened.", handler, NOW + days(1))
    case.refresh_from_db()
    assert (case.state, case.next_step) == (CaseState.INVESTIGATING, "keep")
    assert list(case.clocks.values()) == clocks


def test_a_reopened_case_keeps_its_clocks_and_its_history(handler: Person) -> None:
    case_id = a_closed_case(handler)
    case = Case.objects.get(pk=case_id)
    clocks, history = list(case.clocks.values()), list(case.events.values("number", "hash"))
    close.reopen(case_id, "They wrote again.", handler, NOW + days(90))
    case.refresh_from_db()
    assert case.state == CaseState.INVESTIGATING
    assert list(case.clocks.values()) == clocks
    assert list(case.events.values("number", "hash"))[: len(history)] == history
    assert case.closings.get().reopened_at == NOW + days(90)
