"""What a letter promises: its own dated sentences, then what its decision owes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import DOCUMENT, NOW, TO_SALLY, VOICE, decided, document

from upheld.core import reply
from upheld.core.decision import Decision
from upheld.core.promises.commitments import CommitmentError, Promise, by_hand, promised
from upheld.core.reply import Letter, told_day
from upheld.core.words import LetterKind, Stance

TODAY = date(2026, 11, 2)


def decided_late() -> Decision:
    """Nine days late: the delivery charge of £12.50 comes back within five days."""
    return decided(document())


def read(body: str, kind: LetterKind = LetterKind.FINAL, **told: object) -> list[tuple[str, date]]:
    found = promised(Letter(kind, "Your complaint", body), None, TODAY, **told)  # type: ignore[arg-type]
    return [(each.words, each.due_on) for each in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "We will refund £12.50 by 16 November 2026.",
        "I will call you by Monday 16 November.",
        "A colleague of ours will come by 16 November 2026 to finish the work.",
        "Our team will change the instructions by 16 November 2026.",
        "You will hear from us by 16 November 2026.",
        "Refund of £12.50, by 16 November 2026, if that is your choice: reply to this letter.",
        "We will call you by the end of 16 Nov.",
        "We will call you by 16/11/2026.",
        "We will call you by 2026-11-16.",
        "Our engineer will come on Monday 16 November.",
        "We will refund £12.50 within ten working days.",
        "We will refund £12.50 within two weeks.",
        "The people concerned will hear from us by 16 November 2026 how it should have been: they "
        "will have it in writing.",
    ],
)
def test_a_day_that_we_name_is_a_promise(sentence: str) -> None:
    assert read(f"Dear Sally,\n\nThank you. {sentence}") == [(sentence, date(2026, 11, 16))]


PEOPLE = ("Neil Carter", "Ana-Maria Lima", "Will Grace")


@pytest.mark.parametrize(
    "sentence",
    [
        "Neil will write to you by 16 November 2026.",
        "Neil Carter will call you by 16 November 2026.",
        "Mr Carter will personally call you on 16 November 2026.",
        "Neil, our engineer, will come by 16 November 2026.",
        "Neil and Ana-Maria will look at it by 16 November 2026.",
        "Ana-Maria from our workshop will repair it within two weeks.",
        "Neil'll write to you by 16 November 2026.",
        "Will will write to you by 16 November 2026.",
    ],
)
def test_a_day_that_we_name_for_somebody_of_ours_is_a_promise(sentence: str) -> None:
    assert read(sentence, people=PEOPLE) == [(sentence, date(2026, 11, 16))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Royal Mail will deliver it by 16 November 2026.",
        "The ombudsman will write to you by 16 November 2026.",
        "Neil wrote to you on 16 November 2026.",
        "The carrier told Neil that the van will come by 16 November 2026.",
        "Will you send it by 16 November 2026?",
        "Neil will look at it, so please send the photographs by 16 November 2026.",
        'You wrote: "Neil will write to you by 16 November 2026."',
        "Neilson will write to you by 16 November 2026.",
        "Your neighbour Sam will have it by 16 November 2026.",
    ],
)
def test_of_anybody_else_or_of_what_was_it_is_none(sentence: str) -> None:
    assert read(sentence, people=PEOPLE) == []


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Neil will write to you by Friday.", 6),
        ("We will write to you by Monday.", 9),
        ("We will call you on Thursday afternoon.", 5),
        ("I will call you by the end of next Friday.", 6),
        ("We will write to you by tomorrow.", 3),
        ("We will call you by Friday 13 November 2026.", 13),
        ("We will call you by Friday, 13 November.", 13),
        ("We will call you by Friday the 13th of November.", 13),
    ],
)
def test_a_day_of_the_week_is_the_next_of_its_name(sentence: str, day: int) -> None:
    """What a letter of a Monday says."""
    assert read(sentence, people=PEOPLE) == [(sentence, date(2026, 11, day))]


@pytest.mark.parametrize(
    "sentence",
    [
        "We sent it on Friday and will look at it again.",
        "We will look at what happened on the Friday of your delivery.",
        "You will find us open on Fridays.",
        "I am still waiting for the recording, which the phone company will send on Monday.",
        "We will ask who was there by the Monday shift.",
    ],
)
def test_a_day_of_the_week_that_is_past_or_every_week_is_none(sentence: str) -> None:
    assert read(sentence, people=PEOPLE) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Please send the photographs by 16 November 2026.",
        "You may take it to the ombudsman by 16 November 2026.",
        "If you write to us by 16 November 2026, we will look at it again.",
        "We promised delivery by 16 October 2026.",
        'You wrote: "We will refund you by 16 November 2026".',
        "We will do what is written here by the dates given.",
        "It was to come by 16 November 2026.",
        "We will look at what happened on 16 October 2026.",
        "You have 30 days: please write within 30 days, and we will look at it again.",
        "We will refund you within 14 days of getting it back.",
    ],
)
def test_what_we_ask_of_them_what_is_past_and_what_they_said_is_none(sentence: str) -> None:
    assert read(f"Dear Sally,\n\n{sentence}") == []


def test_the_signs_of_a_list_are_no_part_of_a_promise() -> None:
    body = "## What we owe you\n\n- **Refund** of £12.50, by 9 November 2026. It was late."
    assert read(body) == [("Refund of £12.50, by 9 November 2026.", date(2026, 11, 9))]


def test_a_day_that_a_clock_keeps_is_tracked_by_the_clock() -> None:
    body = "You will hear from us by 16 November 2026. I will call you by 4 November 2026."
    kind = LetterKind.ACKNOWLEDGEMENT
    found = read(body, kind, clocked={date(2026, 11, 16)})
    assert found == [("I will call you by 4 November 2026.", date(2026, 11, 4))]


def test_a_remedy_that_the_letter_dates_nowhere_is_due_as_the_decision_says() -> None:
    decision = decided_late()
    letter = Letter(LetterKind.FINAL, "Our answer", "We were late. £12.50 comes back to you.")
    first = promised(letter, decision, TODAY)[0]
    assert first.due_on == date(2026, 11, 7)
    assert first.words.startswith("Refund of £12.50: ")
    assert first.source == "owed by this day by the decision"


def test_a_remedy_that_the_letter_dates_is_promised_once() -> None:
    letter = Letter(LetterKind.FINAL, "Our answer", "We will refund £12.50 by 6 November 2026.")
    refunds = [p for p in promised(letter, decided_late(), TODAY) if "12.50" in p.words]
    assert [p.due_on for p in refunds] == [date(2026, 11, 6)]


def of_two_points(*amounts: str, goodwill: str = "0") -> Decision:
    """A decision that owes a refund for each of these, and goodwill beside."""
    decision = decided_late()
    points = tuple(
        replace(decision.entitlement[0], allegation=f"a{at}", amount=Decimal(each), because="Late.")
        for at, each in enumerate(amounts)
    )
    gesture = replace(decision.goodwill, kind="voucher", amount=Decimal(goodwill))
    return replace(decision, entitlement=points, goodwill=gesture)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("It was late.", ["Refund of £20.00: Late. (1 of 2)", "Refund of £20.00: Late. (2 of 2)"]),
        ("We will refund £20.00 by 6 November 2026.", ["Refund of £20.00: Late."]),
        ("We will refund £40.00 by 6 November 2026.", []),
    ],
)
def test_two_points_of_one_sum_are_promised_whole(said: str, rest: list[str]) -> None:
    letter = Letter(LetterKind.FINAL, "Our answer", said)
    found = promised(letter, of_two_points("20.00", "20.00"), TODAY)
    assert [each.words for each in found] == [said] * (said != "It was late.") + rest


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("We will refund £20.00 by 6 November 2026.", ["Goodwill: voucher of £20.00"]),
        ("You will get a voucher of £20.00 by 6 November 2026.", ["Refund of £20.00: Late."]),
    ],
)
def test_goodwill_of_the_same_sum_as_what_is_owed_is_a_promise_of_its_own(
    said: str, rest: list[str]
) -> None:
    letter = Letter(LetterKind.FINAL, "Our answer", said)
    found = promised(letter, of_two_points("20.00", goodwill="20.00"), TODAY)
    assert [each.words for each in found] == [said, *rest]


def test_work_is_kept_track_of_beside_the_money_that_comes_with_it() -> None:
    decision = of_two_points("20.00")
    repair = replace(decision.entitlement[0], kind="repair_or_replacement")
    letter = Letter(LetterKind.FINAL, "Our answer", "We will refund £20.00 by 6 November 2026.")
    found = promised(letter, replace(decision, entitlement=(repair,)), TODAY)
    assert [each.words for each in found][1:] == ["Repair or replacement: Late."]


def test_an_acknowledgement_promises_no_outcome() -> None:
    letter = Letter(LetterKind.ACKNOWLEDGEMENT, "Received", "We have your complaint.")
    assert promised(letter, decided_late(), TODAY) == ()


@given(st.dates(TODAY, date(2030, 1, 1)))
def test_every_day_that_we_can_write_is_read_back(day: date) -> None:
    words = f"We will send it by {told_day(day)}."
    assert read(words) == [(words, day)]


@given(DOCUMENT)
def test_all_that_a_draft_owes_is_promised_by_its_day(told: dict[str, Any]) -> None:
    decision = decided(told)
    if decision.stance is Stance.ASK:
        return
    found = promised(reply.final(TO_SALLY, decision, VOICE, NOW), decision, TODAY)
    assert bool(found) is bool(decision.entitlement or decision.goodwill.amount)
    for item in decision.entitlement:
        assert item.days is not None
        assert any(each.due_on == TODAY + timedelta(days=item.days) for each in found)


class TestByHand:
    def test_it_says_what_and_a_day_that_can_be_kept(self) -> None:
        kept = by_hand("  Call  Sally back ", TODAY, TODAY, (), "GBP")
        assert kept == Promise("Call Sally back", TODAY, "a person wrote it down")

    def test_not_without_words_or_in_the_past(self) -> None:
        with pytest.raises(CommitmentError, match="say what was promised"):
            by_hand(" ", TODAY, TODAY, (), "GBP")
        with pytest.raises(CommitmentError, match="2026-11-01 is over"):
            by_hand("Call", date(2026, 11, 1), TODAY, (), "GBP")
        with pytest.raises(CommitmentError, match="say what was promised"):
            by_hand("\u200b\u2800", TODAY, TODAY, (), "GBP")

    @pytest.mark.parametrize(
        "words",
        ["We pay you **£**5000", "&pound;5000 is on its way", "£\u200b5000 goes to you",
         'We pay "£5,000"', "We pay you £12.50 every week"],
    )  # fmt: skip
    def test_no_sign_hides_a_sum_that_nobody_gave(self, words: str) -> None:
        given = ((Decimal("12.50"), "GBP"),)
        with pytest.raises(CommitmentError, match="was not decided in this case"):
            by_hand(words, TODAY, TODAY, given, "GBP")
        assert by_hand("We pay you **£12.50**", TODAY, TODAY, given, "GBP").due_on == TODAY
