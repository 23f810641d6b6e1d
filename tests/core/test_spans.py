"""Where in a text something is said, and where it is after the text was mended."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.spans import Span, SpanError, checked, quoted, reanchored, sentences, trimmed

LETTER = "My shelves came late. Nobody told me!\n\nPlease ring Mr. Hart at no. 4.\nSally"


def said(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


class TestSentences:
    def test_end_with_their_mark_or_their_line(self) -> None:
        assert said(LETTER) == [
            "My shelves came late.",
            "Nobody told me!",
            "Please ring Mr. Hart at no. 4.",
            "Sally",
        ]

    def test_an_amount_and_an_ellipsis_end_none(self) -> None:
        assert said("It cost £12.50 at e.g. your shop... and more.") == [
            "It cost £12.50 at e.g. your shop...",
            "and more.",
        ]

    @given(st.text(alphabet="ab.!? \n\r\té…\"'😀", max_size=80))
    def test_hold_all_that_is_said_each_once_and_in_order(self, text: str) -> None:
        found = sentences(text)
        assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
        assert all(one.end <= other.start for one, other in pairwise(found))


class TestChecked:
    def test_are_in_their_order_and_one_where_they_touch(self) -> None:
        assert checked([Span(5, 9), Span(0, 3), Span(3, 4)], "0123456789") == (
            Span(0, 4),
            Span(5, 9),
        )

    @pytest.mark.parametrize("span", [Span(0, 11), Span(4, 4), Span(-1, 3), Span(6, 2)])
    def test_a_place_that_is_not_in_the_text_is_refused(self, span: Span) -> None:
        with pytest.raises(SpanError, match="mark the words again"):
            checked([span], "0123456789")


def test_what_is_left_out_between_shows_as_an_ellipsis() -> None:
    assert quoted([Span(0, 10), Span(22, 37)], LETTER) == "My shelves … Nobody told me!"


def test_white_space_around_is_not_part_of_it() -> None:
    assert trimmed("  late \n", Span(0, 8)) == Span(2, 6)
    assert trimmed("   ", Span(0, 3)) is None


class TestReanchored:
    MARKED = (Span(22, 37),)  # Nobody told me!

    @pytest.mark.parametrize(
        ("after", "start"),
        [
            (LETTER + " Hart", 22),
            ("Dear all, " + LETTER, 32),
            (LETTER.replace("late", "nine days late"), 32),
            (LETTER.replace("told me", "told\nme"), 22),
        ],
        ids=["words after", "words before", "a word mended before", "another line break in it"],
    )
    def test_a_mark_goes_where_its_words_are(self, after: str, start: int) -> None:
        found = reanchored(self.MARKED, LETTER, after)
        assert [span.start for span in found.kept] == [start]
        assert " ".join(found.kept[0].of(after).split()) == "Nobody told me!"
        assert found.lost == ()

    def test_of_the_same_words_it_takes_the_nearest(self) -> None:
        found = reanchored(
            (Span(10, 14),), "late. and late. so late.", "late. and also late. so late!"
        )
        assert found.kept == (Span(15, 19),)

    def test_what_is_said_no_longer_is_told(self) -> None:
        found = reanchored(self.MARKED, LETTER, "My shelves came late.")
        assert (found.kept, found.lost) == ((), ("Nobody told me!",))

    @given(st.text("ab. \n", max_size=40), st.text("ab. \n", max_size=40), st.data())
    def test_a_mark_is_kept_with_its_own_words_or_told_as_lost(
        self, before: str, after: str, data: st.DataObject
    ) -> None:
        start = data.draw(st.integers(0, len(before)))
        span = Span(start, data.draw(st.integers(start, len(before))))
        if not span.of(before).strip():
            return
        found = reanchored((span,), before, after)
        assert len(found.kept) + len(found.lost) == 1
        for kept in found.kept:
            assert kept.of(after).split() == span.of(before).split()

    @given(st.text("ab. \n", min_size=1, max_size=40), st.data())
    def test_an_unchanged_text_moves_no_mark(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(text))))
        assert reanchored((span,), text, text).kept == (span,)
