"""What a model of topics reads of a text: words, stems and pieces, and the beginning once more."""

from upheld.insight.texts import read
from upheld.insight.topics.views import Pieces, begun_again, pieces, stemmed


def said(texts: list[str]) -> list[list[str]]:
    told = begun_again(read(texts))
    words = [told.known[at] for at in told.words.tolist()]
    return [words[a:b] for a, b in zip(told.starts[:-1], told.starts[1:], strict=True)]


def test_the_first_words_stand_once_more_behind_a_text_and_are_words_of_their_own() -> None:
    assert said(["It broke.", ""]) == [["it", "broke", "0", "^it", "^broke"], ["0"]]
    assert said(["word " * 100])[0].count("^word") == 40


def test_words_that_end_otherwise_are_one_stem() -> None:
    assert len(stemmed(read(["reported reporting reports 20261 20262"])).known) == 3


def test_a_word_that_nobody_wrote_before_is_known_by_its_pieces() -> None:
    known = pieces(read(["late delivery", "delivering late"]), 1, 1)
    assert known.counts(read(["undelivered"])).sum() > 3
    both = Pieces.of([" late ", "^ late "]).counts(begun_again(read(["late", "never late"])))
    assert both.toarray().tolist() == [[1, 1], [1, 1]]


def test_counting_changes_nothing_of_what_was_read() -> None:
    texts = read(["late late late", "late"])
    before = texts.words.tolist()
    pieces(texts, 1, 1)
    assert texts.words.tolist() == before


def test_a_piece_of_too_few_or_of_nearly_all_texts_is_none() -> None:
    assert not pieces(read(["zebra", "giraffe"]), 2, 1).names
    assert not pieces(read(["zebra", "zebra"]), 1, 0.5).names
