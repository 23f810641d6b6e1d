"""The model of names (`upheld[names]`) reads those that are written in small letters."""

from upheld.insight import names

SAID = "i spoke to wes bradford twice and then to dorota, who wrote it down"


def test_a_name_in_small_letters_is_found_whole_where_the_model_is_installed() -> None:
    found = [SAID[start:end] for start, end in names.places(SAID)]
    assert found == (["wes bradford", "dorota"] if names.installed() else [])


def test_pieces_of_words_are_whole_words_and_words_beside_each_other_are_one() -> None:
    text = "ask maria-luisa lopez and tom"
    assert names.joined(text, [(4, 7), (6, 9), (16, 18), (26, 29)]) == [(4, 21), (26, 29)]


def test_a_text_without_a_word_names_nobody() -> None:
    assert names.places("") == names.places(" \n") == []


def test_a_piece_within_a_word_is_the_whole_word() -> None:
    assert names.joined("the household", [(8, 13)]) == [(4, 13)]
