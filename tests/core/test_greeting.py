"""A letter greets by a name, and by nothing else that stands where one is asked for."""

import pytest

from upheld.core.reply.greeting import greeted
from upheld.core.word_lists import words

NAMES = [
    "Sally Hart", "Mr J. R. O'Hara", "O’Hara, Jean-Luc", "Hart & Sons", "Σοφία Παπαδοπούλου",
    "José de Sá", "王小明", "علی‌رضا رضایی", "Gal·la Torres", "M. Müller, Jr.",
    "Pedro de Alcântara João Carlos Leopoldo", "J.R.R. Tolkien", "sally hart", "vera",
    "Ludwig van 't Hoff", "Anna and Ben Share", "Marie Jeanne d'Arc", "Abu Bakr al-Rashid",
    "გიორგი ბერიძე ლომიძე", "김민준", "Nguyễn Thị Minh Khai", "Ọláolúwa Adébáyọ̀ Ògúnbíyì",
    "サリー・ハート", "राज सिंह चौहान कुमार", "ณัฐพล ศรีสุข", "יעקב בן־דוד".replace("־", "-"),
    "Þóra Björk Jónsdóttir", "Kaʻiulani Keʻelikōlani", "Win Bill Cash", "Are Do My",
]  # fmt: skip
NONE = [
    "", " ", "URGENT your refund of £900 waits", "call 0900 1234", "see evil.example",
    "www.evil.com", "Vera, [claim](http://evil.example) **now**", "<b>Vera</b>", "{handler}",
    "me@evil.example", 'Vera "the winner" Real', "Vera! Call us",
    "a refund of nine hundred pounds waits for you",
    "V" * 61, "Vera\u2800", "９００", "Vera?", "x/y", "€",
    "Win at x.com", "Go to t.co", "X.Com", "evil\u034f.com", "evil\ufe0f.com", "evil\u200d.com",
    "evil·com", "evil・com", "evil\ua4f8com", "J.Smith", "fifty pounds are yours",
    "You get nothing from us", "FIFTY POUNDS ARE YOURS", "ｙｏｕ won", "Claim Now",
    "ring this line now", "t.c\u0301o",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_greeting(name: str) -> None:
    assert greeted(name)


@pytest.mark.parametrize("text", NONE)
def test_a_link_a_sum_a_number_a_sentence_or_a_sign_of_no_name_is_none(text: str) -> None:
    assert greeted(text) == ""


@pytest.mark.parametrize("of", ["given", "given_abroad", "given_rare", "surnames"])
def test_nobody_whom_the_lists_of_names_have_is_called_by_none(of: str) -> None:
    assert [name for name in words(of) if not greeted(name.title())] == []
