"""Starter patterns: what plain words allege, what they deny, and what they only wish."""

import pytest

from upheld.core.words import AllegationKind
from upheld.insight.suggest.patterns import asks, kind_of

ALLEGED = {
    "not_received": [
        "The parcel never arrived.",
        "It has not arrived yet.",
        "Tracking says delivered but I have nothing.",
        "My order still hasn't turned up.",
        "Nothing came.",
        "It went missing somewhere in your depot.",
    ],
    "late": [
        "My order came nine days late.",
        "You missed the promised day.",
        "The delivery was delayed again.",
        "It arrived two weeks after the date you gave.",
    ],
    "faulty": [
        "The table arrived broken.",
        "The lamp does not work.",
        "It broke after two days.",
        "The drawer is already cracked.",
        "A scratched top is no use to me.",
        "It stopped working on Sunday.",
    ],
    "not_as_described": [
        "It's the wrong colour.",
        "This is not what I ordered.",
        "The website said oak, but this is pine.",
        "The box was without screws.",
    ],
    "wrong_amount": [
        "I was charged twice for the same order.",
        "You overcharged me.",
        "The bill is wrong.",
        "You took more than the price on the receipt.",
    ],
    "cancelled_but_charged": [
        "I cancelled in March and you still took a payment.",
        "You charged me after I had cancelled.",
    ],
    "service_not_performed": [
        "Nobody came on the day of the fitting.",
        "The fitter didn't turn up.",
        "I waited in all day and the engineer was a no-show.",
    ],
    "service_below_standard": [
        "The workmanship was shoddy.",
        "He left it with a botched repair.",
        "Your fitting was done badly.",
    ],
    "promise_not_kept": [
        "You promised a call on Friday, but nobody rang.",
        "I was told it would be collected but it hasn't been.",
        "This is not what I was promised.",
    ],
    "staff_conduct": [
        "Your driver was rude to my mother.",
        "The man on the phone hung up on me.",
        "I will not be shouted at by a rude manager.",
    ],
    "complaint_handling": [
        "I wrote three times and nobody replied.",
        "I complained in May and you never answered.",
        "My complaint was simply ignored.",
    ],
}
NOTHING = [
    "It was not late, I have to say.",
    "The lamp wasn't broken.",
    "The drawer was not at all damaged.",
    "I was not charged twice.",
    "The driver was not rude, to be fair.",
    "Your staff were never rude to me.",
    "There was no damage.",
    "Please send it on time.",
    "I hope it is not broken.",
    "If it arrives late I will complain.",
    "Could you check whether it arrived damaged?",
    "Thank you for your help.",
    "The chair is fine.",
    "My order number is 45738.",
]


@pytest.mark.parametrize(
    ("sentence", "kind"), [(said, kind) for kind, told in ALLEGED.items() for said in told]
)
def test_a_sentence_alleges(sentence: str, kind: str) -> None:
    assert kind_of(sentence) == kind


@pytest.mark.parametrize("sentence", NOTHING)
def test_a_sentence_alleges_nothing(sentence: str) -> None:
    assert kind_of(sentence) is None


def test_every_kind_that_has_words_of_its_own_has_a_pattern() -> None:
    assert set(ALLEGED) == set(AllegationKind) - {"other"}


@pytest.mark.parametrize(
    "sentence",
    [
        "I want a full refund.",
        "Please refund me.",
        "Could you mend it?",
        "Can I have a new one?",
        "All I ask is an apology.",
        "I'd like my £145 back.",
        "We are asking for a replacement.",
    ],
)
def test_a_sentence_asks_for_something(sentence: str) -> None:
    assert asks(sentence)


@pytest.mark.parametrize(
    "sentence", ["It came late.", "I want to complain.", "I'd like to thank your driver.", "Hello,"]
)
def test_a_sentence_asks_for_nothing(sentence: str) -> None:
    assert not asks(sentence)
