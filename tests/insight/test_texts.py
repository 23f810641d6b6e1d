"""Texts as numbers: the words of any language, taken apart once and in one way."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from upheld.insight.languages import languages
from upheld.insight.terms import counted
from upheld.insight.texts import read, words_of


def test_words_are_letters_and_digits_in_lower_case() -> None:
    assert words_of("Don't pay £12.50 -- EVER!") == ["don", "t", "pay", "12", "50", "ever"]


def test_what_sets_no_blanks_is_read_sign_by_sign() -> None:
    assert words_of("退款 bitte") == ["退", "款", "bitte"]


def test_a_turkish_capital_is_one_letter() -> None:
    assert words_of("İstanbul'dan") == ["istanbul", "dan"]


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_quick_way_finds_the_same_words(text: str) -> None:
    assert words_of(text) == re.findall(r"[^\W_]+", text.lower())


def test_a_pair_counts_within_one_text_alone() -> None:
    texts = read(["red lamp", "lamp shade"] * 2)
    found = counted(texts, np.zeros(len(texts.words), dtype=bool), 2)
    assert set(found.names) == {"red", "lamp", "shade", "red lamp", "lamp shade"}


def test_a_language_is_told_by_its_small_words() -> None:
    said = [
        "The parcel that you sent was not the one I wanted.",
        "Das Paket ist nicht angekommen und ich habe keine Antwort.",
        "Le colis que vous avez envoyé n'est pas arrivé chez nous.",
        "🙂🙂🙂",
        "",
    ]
    assert languages(read(said)) == ["en", "de", "fr", "", ""]
