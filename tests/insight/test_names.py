"""The model of names (`upheld[names]`) reads those that are written in small letters."""

from upheld.insight import names

SAID = "i spoke to wes bradford twice and then to dorota, who wrote it down"


def test_a_name_in_small_letters_is_found_whole_where_the_model_is_installed() -> None:
    told = names.read(SAID)
    found = [SAID[start:end] for start, end in told.people()] if told else []
    assert found == (["wes bradford", "dorota"] if names.installed() else [])


def test_pieces_of_words_are_whole_words_and_words_beside_each_other_are_one() -> None:
    text = "ask maria-luisa lopez and tom"
    assert names.joined(text, [(4, 7), (6, 9), (16, 18), (26, 29)]) == [(4, 21), (26, 29)]


def test_a_text_without_a_word_names_nobody() -> None:
    told = [*map(names.read, ("", " \n"))]
    assert not any(each.people() for each in told if each)


def test_a_piece_within_a_word_is_the_whole_word() -> None:
    assert names.joined("the household", [(8, 13)]) == [(4, 13)]


def test_with_a_model_a_firm_that_few_have_heard_of_stays_and_without_one_it_is_a_name() -> None:
    shown = names.redact("Then Parcelwise lost it again.").text
    assert shown == f"Then {'Parcelwise' if names.installed() else '[name]'} lost it again."


def test_of_a_word_its_likeliest_piece_tells_whether_it_may_be_a_name() -> None:
    told = names.Read("My Fizzwick broke", ((3, 7, 0.01), (7, 11, 0.06), (12, 17, 0.01)))
    assert told.is_possible(3, 11)
    assert not told.is_possible(12, 17)


def test_what_the_model_is_sure_of_is_taken_for_a_name_and_what_it_doubts_is_not() -> None:
    told = names.Read("ask wes or dorota", ((4, 7, 0.9), (11, 17, 0.3)))
    assert told.people() == [(4, 7)]


def test_what_comes_after_all_that_the_model_reads_may_be_a_name() -> None:
    assert names.Read("", ()).is_possible(names._LONGEST, names._LONGEST + 8)


def test_each_name_of_somebody_has_its_own_label_and_is_put_back_as_itself() -> None:
    told = names.redact(
        "Ask river stone or Hart, once ivory.", "Sally Hart", "river stone", "ivory"
    )
    assert told.text == "Ask [name 2] or [name], once [name 3]."
    assert told.back_in("[name 2]: [name], [name 3]") == "river stone: Sally Hart, ivory"
