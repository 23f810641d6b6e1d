"""A letter greets by a name, and by nothing else that stands where one is asked for."""

import pytest

from upheld.core.reply.greeting import greeted

NAMES = [
    "Sally Hart", "Mr J. R. O'Hara", "O’Hara, Jean-Luc", "Hart & Sons", "Σοφία Παπαδοπούλου",
    "José de Sá", "王小明", "علی‌رضا رضایی", "Gal·la Torres", "M. Müller, Jr.",
    "Pedro de Alcântara João Carlos Leopoldo",
]  # fmt: skip
NONE = [
    "", " ", "URGENT your refund of £900 waits", "call 0900 1234", "see evil.example",
    "www.evil.com", "Vera, [claim](http://evil.example) **now**", "<b>Vera</b>", "{handler}",
    "me@evil.example", 'Vera "the winner" Real', "Vera! Call us",
    "a refund of nine hundred pounds waits for you",
    "V" * 61, "Vera\u2800", "９００", "Vera?", "x/y", "€",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_greeting(name: str) -> None:
    assert greeted(name)


@pytest.mark.parametrize("text", NONE)
def test_a_link_a_sum_a_number_a_sentence_or_a_sign_of_no_name_is_none(text: str) -> None:
    assert greeted(text) == ""
