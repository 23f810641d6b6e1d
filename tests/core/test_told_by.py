"""By when a letter says that its reader hears from us or has our answer."""

from datetime import date

import pytest

from upheld.core.promises.told_by import ToldBy, told_by

LEFT = date(2026, 11, 20)


def december(day: int, *, answer: bool) -> ToldBy:
    return ToldBy(date(2026, 12, day), answer)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("You will hear from us by\n4 December 2026. We ask.", december(4, answer=False)),
        ("Expect to hear from us by December 4.", december(4, answer=False)),
        (
            "We meant to. You will have our answer by 13 December 2026. Ben goes on with it.",
            december(13, answer=True),
        ),
        (
            "Ben will ring you by 1 December, and you will have our answer by 9 December.",
            december(9, answer=True),
        ),
        (
            "We said that you would hear from us by 24 November. You will have our answer on "
            "Friday, 4 December.",
            december(4, answer=True),
        ),
        (
            "You will not have our answer by 3 December, but you will have it, our full answer, "
            "within two weeks. You will have our reply by 6 December.",
            december(6, answer=True),
        ),
    ],
)
def test_the_day_that_it_says(body: str, told: ToldBy) -> None:
    assert told_by(f"Dear Sally,\n\n{body}\n\nAlice", LEFT) == told


@pytest.mark.parametrize(
    "says",
    [
        "You will have our final response by 18 December 2026.",
        "You'll have our written reply by 18 December.",
        "You have our answer at the latest by 18 December.",
        "You can expect our decision by 18 December.",
        "You will receive an answer from us by 18 December.",
        "We will answer you by 18 December.",
        "We answer your letter of 2 November late. I’ll reply to you in full by 18 December.",
        "We now expect to send you our final response by 18 December.",
        "We will let you know our decision by 18 December.",
        "We will give you an answer within four weeks.",
        "We shall decide on your complaint by 18 December.",
        "My response will reach you by 18 December.",
        "Our full answer to your complaint is late. Our answer follows by 18 December.",
        "The maker answers us by 4 December, and you will have our answer by 18 December.",
        "We could not answer by 30 November and you will have our answer by 18 December.",
        "You will hear from us by 4 December. You will have our answer by 18 December.",
        "You will have our answer by 18 December. If you have no final response by 15 January "
        "2027, you may go to the ombudsman.",
        "You will have our answer by 18 December. Should the final response come later than "
        "24 January 2027, you may go to the ombudsman.",
        "You will have our answer by 18 December. The final decision of the ombudsman on the other "
        "matter is due on 1 March 2027.",
        "You will have our answer by 18 December. By law you must have our answer by 15 January.",
    ],
)
def test_our_answer_comes_by_the_day_by_which_it_says_first_that_we_give_it(says: str) -> None:
    assert told_by(says, LEFT) == december(18, answer=True)


@pytest.mark.parametrize(
    "says",
    [
        "We write to you again by 4 December.",
        "I will therefore write by 4 December instead of 19 November.",
        "We will be back in touch with you by 4 December, and again by 11 December.",
        "I'll contact you again by December 4, 2026, whatever the maker says.",
        "Alice looks after it, and you hear from us first by 4 December.",
        "You have a first response from us by 4 December.",
    ],
)
def test_they_hear_from_us_by_the_first_day_by_which_it_says_so(says: str) -> None:
    assert told_by(says, LEFT) == december(4, answer=False)


ASKED = [
    "Please let us have the answer by 10 December 2026.",
    "Did the carrier leave a card? We need an answer by 8 December 2026, please.",
    "We need an answer by 8 December.",
    "Please give us an answer by 11 December, so that we can go on.",
    "When shall we come? Please tell us a reply by 7 December 2026.",
    "Please write to us or get in touch by 9 December.",
    "You should send it by 3 December so that we answer you by 9 December.",
    "Could you let us have your reply by 9 December?",
    "Shall we write to you by 9 December?",
    "Your answer reaches us best by 9 December.",
    "You have until 9 December for an answer.",
    "We wait for an answer by 9 December.",
    "We look forward to your response by 9 December.",
]
OPEN = [
    "If you have no final response by 15 January 2027, you may go to the ombudsman.",
    "Should the final response come by 24 January 2027, it is too late.",
    "Unless you write to us we answer you by 9 December.",
    "Should you send it today, we will answer you by 9 December.",
    "When the maker has answered you will have our answer by 9 December.",
    "You will have our answer after the visit on 4 December.",
    "Whether we answer by 9 December is open.",
    "Until you have our answer by 9 December, Ben looks after it.",
    "You may go to the ombudsman even if you have our final response by 15 January 2027.",
    "We hope to answer you by 9 December.",
    "You will have our answer by 9 December at the earliest.",
]
OF_OTHERS = [
    "The final reply of the maker comes by 2 May 2027.",
    "The carrier gives us its decision by 30 March 2027, the final reply of the maker by 2 May.",
    "The final decision of the ombudsman is due on 1 March 2027.",
    "You will have the maker's answer by 9 December.",
    "You will have an answer from the bank by 9 December.",
    "The bank writes to you by 9 December.",
    "The court will give the decision by 9 December.",
    "We will reply to the ombudsman by 9 December.",
    "We send you the answer of the maker by 9 December.",
    "The maker writes: we answer you by 9 December.",
    "The rules say that you have our answer by 9 December.",
    "You asked that we answer you by 9 December.",
    "The law demands that we answer you by 9 December.",
    "We send the reply by 9 December.",
    "You will have our answer to what happens on 4 December.",
]


@pytest.mark.parametrize("says", [*ASKED, *OPEN, *OF_OTHERS])
def test_none_where_it_is_not_we_who_promise_it(says: str) -> None:
    assert told_by(f"Dear Sally,\n\n{says}\n\nAlice", LEFT) is None


@pytest.mark.parametrize(
    "body",
    [
        "Please send us your photograph by 4 December.",
        "We said that you would have our answer by 24 November.",
        "The engineer comes on 4 December, and you will have our answer soon after.",
        'You wrote: "I want an answer by 4 December." We are looking into it.',
        "You will have our answer by 4 November 2026.",
    ],
)
def test_none_where_it_says_no_day_of_ours_that_is_to_come(body: str) -> None:
    assert told_by(body, LEFT) is None
