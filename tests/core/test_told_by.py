"""By when a letter says that its reader hears from us or has our answer."""

from datetime import date

import pytest

from upheld.core.told_by import ToldBy, told_by

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
