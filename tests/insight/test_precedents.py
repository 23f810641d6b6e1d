"""Precedents by words: found whatever the firm has to learn from, and never by who or how loud."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.insight.precedents import Index, kept
from upheld.insight.precedents.places import shared_out
from upheld.insight.precedents.reading import Told, read
from upheld.insight.precedents.train import train, version_of

SAID = {
    "late": ["It came {n} days late.", "Still {n} days over the day.", "You were {n} days late."],
    "faulty": ["The {thing} came cracked.", "A {thing} with a split top.", "That {thing} broke."],
    "conduct": ["He was rude to my {thing}.", "She hung up on us.", "Nobody listened to me."],
}
THINGS = ["table", "desk", "shelf", "lamp", "bench", "stool"]
KINDS = ("late", "faulty", "conduct")


def a_history(many: int, seed: int = 7) -> list[Told]:
    dice = random.Random(seed)
    history = []
    for number in range(1, many + 1):
        kind = KINDS[number % 3]
        said = " ".join(dice.choices(SAID[kind], k=2)) + f" My reference is {number}."
        text = said.format(n=dice.randint(2, 60), thing=dice.choice(THINGS))
        history.append(Told(number, number, text, kind, frozenset({f"kind={kind}"})))
    return history


@pytest.fixture(scope="module")
def index() -> Index:
    return train(a_history(150))


def kinds(index: Index, text: str, facts: tuple[str, ...] = ()) -> list[str]:
    return [KINDS[found.case % 3] for found in index.search(text, facts)]


class TestASearch:
    def test_finds_ten_cases_in_which_the_same_was_said(self, index: Index) -> None:
        found = index.search("The bench came cracked, and its top is split.")
        assert len(found) == len({each.case for each in found}) == 10
        assert [KINDS[each.case % 3] for each in found[:8]] == ["faulty"] * 8
        assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)

    def test_keeps_no_place_for_the_case_itself(self, index: Index) -> None:
        (best, *_) = index.search(a_history(150)[4].text)
        assert best.case == 5
        assert 5 not in [each.case for each in index.search(a_history(150)[4].text, but=[5])]

    def test_hears_the_facts_where_the_words_say_little(self, index: Index) -> None:
        assert set(kinds(index, "My desk.", ("kind=conduct",))[:3]) == {"conduct"}

    def test_finds_nothing_in_words_that_it_never_read(self, index: Index) -> None:
        assert index.search("Zwölf Boxkämpfer jagen Viktor.") == []
        assert index.search("") == []

    def test_a_case_decided_since_is_found_at_once_and_nothing_is_learnt(
        self, index: Index
    ) -> None:
        newer = Told(900, 900, "The stool came cracked, with a split top.", "faulty")
        longer = index.with_newer([newer]).with_newer([Told(901, 901, "It came late.", "late")])
        (best, *_) = longer.search("The stool came cracked, with a split top.")
        assert best.case == 900
        assert (longer.newest, longer.version, longer.model) == (901, index.version, index.model)
        again = longer.search("It came late.")
        assert 901 in [each.case for each in again]


class TestHowLoudAndWho:
    LETTER = "The bench came cracked. Nobody rang. You were 4 days late."

    @pytest.mark.parametrize(
        "louder",
        [LETTER.upper(), LETTER.replace(".", "!!!"), LETTER * 3, f"\n\n{LETTER}\n{LETTER}"],
    )
    def test_say_nothing(self, index: Index, louder: str) -> None:
        assert index.search(louder) == index.search(self.LETTER)

    def test_nobody_is_like_another_by_their_name(self, index: Index) -> None:
        signed = f"{self.LETTER} Table Bench."
        assert index.search(signed, names=["Table", "Bench"]) == index.search(
            self.LETTER, names=["Table", "Bench"]
        )

    @given(st.text(max_size=40), st.text(alphabet="!? .", max_size=8))
    def test_marks_are_no_words(self, text: str, marks: str) -> None:
        assert sorted(set(read(f"{text}.{marks}"))) == sorted(set(read(f"{text}.")))


class TestTooLittle:
    @pytest.mark.parametrize("many", [0, 1, 2, 10, 60])
    @pytest.mark.parametrize("text", ["", "the same words", "日本語の苦情です。", "Grüße, été"])
    def test_one_text_for_all_is_searched_like_any(self, many: int, text: str) -> None:
        index = train([Told(n, n, text, "late") for n in range(1, many + 1)])
        found = index.search(text)
        assert len(found) == (min(many, 10) if text else 0)
        assert all(np.isfinite(each.score) and 0 < each.score <= 1 for each in found)

    def test_one_label_shares_out_nothing(self) -> None:
        told = [Told(one.case, one.decision, one.text, "late") for one in a_history(60)]
        index = train(told)
        assert index.model.labels == ()
        assert len(index.search("The bench came cracked.")) == 10

    @given(st.lists(st.text(max_size=12), max_size=12), st.text(max_size=12))
    def test_any_letters_give_scores_from_nothing_to_one(
        self, texts: list[str], asked: str
    ) -> None:
        told = [Told(n, n, text, str(n % 2)) for n, text in enumerate(texts, 1)]
        found = train(told).search(asked, [f"kind={asked}"])
        assert all(0 < each.score <= 1 for each in found)


class TestPlaces:
    def test_go_to_the_likeliest_but_for_one_to_each_that_may_well_be_it(self) -> None:
        assert shared_out([0.1, 0.6, 0.3], 10) == {1: 9, 2: 1}
        assert shared_out([], 10) == {}

    @given(st.lists(st.floats(0.001, 1), max_size=30), st.integers(1, 12))
    def test_add_up(self, shares: list[float], places: int) -> None:
        found = shared_out(shares, places)
        assert sum(found.values()) == (places if shares else 0)
        assert all(many >= 1 for many in found.values())


class TestKept:
    def test_an_index_comes_back_as_it_was(self, index: Index, tmp_path: Path) -> None:
        kept.save(index, tmp_path / "index.npz")
        again = kept.load(tmp_path / "index.npz")
        assert again
        assert again.version == index.version
        asked = "The bench came cracked."
        assert again.search(asked, ["kind=faulty"]) == index.search(asked, ["kind=faulty"])

    def test_a_file_of_something_else_is_refused_with_the_mend(self, tmp_path: Path) -> None:
        assert kept.load(tmp_path / "none.npz") is None
        for name, told in (("a.npz", b"no zip"), ("b.npz", b"")):
            (tmp_path / name).write_bytes(told)
            with pytest.raises(kept.BadIndex, match="run `upheld precedents --learn`"):
                kept.load(tmp_path / name)

    def test_its_version_is_what_it_was_learnt_from(self, index: Index) -> None:
        assert index.version == version_of(a_history(150))
        assert version_of(a_history(150)[1:]) != index.version
