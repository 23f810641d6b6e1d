"""To find out: every open question once, by who can answer it, with the words to ask."""

from hypothesis import given
from tests.core.given import DOCUMENT, NOW, POLICY, TO_SALLY, VOICE, decided, document

from upheld.core.asking import asked, by_whom, call_script, message
from upheld.core.checks import blocked, check
from upheld.core.reply import question


def unknown(*kinds: str, **facts: object) -> dict[str, object]:
    told = {"touchpoint": "product", **facts}
    return document(allegations=[{"kind": kind, "facts": dict(told)} for kind in kinds])


def asks(told: dict[str, object]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.allegation, each.whom, each.facts) for each in asked(decided(told), POLICY)]


def test_a_question_names_the_facts_that_its_table_waits_for() -> None:
    assert asks(unknown("late")) == [("a1", "warehouse", ("days_late",))]
    waits_for = ("fault_confirmed", "caused_by_customer", "damaged_on_arrival")
    assert asks(unknown("faulty")) == [("a1", "customer", waits_for)]


def test_what_is_known_is_not_waited_for() -> None:
    (told,) = asks(unknown("not_received", received=False))
    assert told == ("a1", "carrier", ("carrier_says_delivered",))


def test_a_finding_that_a_person_left_open_waits_for_no_fact() -> None:
    told = document(allegations=[{"kind": "late", "finding": "undetermined"}])
    assert asks(told) == [("a1", "colleague", ())]


def test_the_customer_comes_first() -> None:
    questions = asked(decided(unknown("late", "faulty", "wrong_amount")), POLICY)
    assert list(by_whom(questions)) == ["customer", "finance", "warehouse"]


@given(DOCUMENT)
def test_every_question_of_a_decision_is_asked_of_somebody(told: dict[str, object]) -> None:
    decision = decided(told)
    found = asked(decision, POLICY)
    assert {(q.allegation, q.text, q.whom) for q in decision.questions} == {
        (each.allegation, each.text, each.whom) for each in found
    }
    grouped = [each for group in by_whom(found).values() for each in group]
    assert sorted(map(repr, grouped)) == sorted(map(repr, found))
    assert all(name in POLICY.inputs for each in found for name in each.facts)


def test_one_letter_asks_all_that_the_customer_can_tell_numbered() -> None:
    decision = decided(unknown("faulty", "not_received"))
    letter = question(TO_SALLY, decision, VOICE)
    assert "1) Could you send us a photograph" in letter.body
    assert "2) Has the order reached you since you wrote" in letter.body
    assert not blocked(check(letter, None, VOICE, NOW.date()))


def test_a_single_question_needs_no_number() -> None:
    assert "- Could you send us" in question(TO_SALLY, decided(unknown("faulty")), VOICE).body


def test_the_call_says_who_calls_and_that_nothing_is_decided() -> None:
    questions = asked(decided(unknown("faulty")), POLICY)
    script = " ".join(call_script(TO_SALLY, questions, VOICE))
    assert "this is Alice Moore of Larch & Lintel" in script
    assert "Could you send us a photograph" in script
    assert "Nothing has been decided yet" in script


def test_a_message_inside_tells_nothing_of_the_customer() -> None:
    questions = asked(decided(unknown("late")), POLICY)
    told = message(TO_SALLY, "warehouse", questions, VOICE)
    assert told.startswith("To the warehouse,")
    assert "UP-000001" in told
    assert "Which day did we promise" in told
    assert "Sally" not in told
