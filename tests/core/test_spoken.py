"""Phrases as a lead writes them: what they find, however a letter says it."""

import pytest

from upheld.core.spoken import phrases, spoken


@pytest.mark.parametrize(
    ("phrase", "said", "found"),
    [
        ("do not agree", "We don't agree.", True),
        ("can not", "I can\u2019t, and you cannot.", True),
        ("sorry [that|if] you (feel|felt)", "Sorry you felt so", True),
        ("sorry [that|if] you (feel|felt)", "We're sorry that you feel so", True),
        ("sorry [that|if] you (feel|felt)", "Sorry that it was late", False),
        ("we will ... refund", "We will of course gladly refund it", True),
        ("we will ... refund", "We will look at it and then see about a refund", False),
        ("apolog*", "Our apologies", True),
        ("agree", "We disagreed", False),
        ("within NUMBER days", "within 12 days", True),
        ("of course", "Of course, yes", True),
        ("we are [very] sorry", "**We are** very sorry", True),
        ("call you [back]", "I'll call you.", True),
        ("idiot", 'You wrote: "Idiots! You idiot."', False),
    ],
)
def test_a_phrase_is_found_as_whole_words_in_our_own(phrase: str, said: str, found: bool) -> None:
    assert bool(phrases(phrase).search(spoken(said))) is found
