"""What was done is written, and never what somebody is like; what was said stands in quotes."""

import pytest

from upheld.core.conduct import ConductError, about_what_was_done


@pytest.mark.parametrize(
    "text",
    [
        'On the telephone: "you are all idiots and you are wrong", twice.',
        "The door was kicked on 4 November, and the bell was rung for ten minutes.",
        "Eleven messages with the same words came on one day.",
        "They said that the driver had been rude.",
    ],
)
def test_what_happened_may_be_written(text: str) -> None:
    assert about_what_was_done(text, "") == text


@pytest.mark.parametrize(
    "text",
    [
        "The customer is difficult.",
        "She was really aggressive on the telephone.",
        "A known troublemaker.",
        "He is a liar.",
        "They are always so unreasonable.",
        "A vexatious complainant.",
    ],
)
def test_what_somebody_is_like_may_not(text: str) -> None:
    with pytest.raises(ConductError, match="not what somebody is like"):
        about_what_was_done(text, "")
