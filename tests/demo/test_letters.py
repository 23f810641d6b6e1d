"""The letters read as if by different people, and say nothing that their orders deny."""

from collections import Counter, defaultdict

import pytest
from tests.demo.conftest import lived_once

from upheld.core.words import Channel
from upheld.demo.simulate import Company, Complaint
from upheld.demo.simulate.ledger import Ledger, sentences, shingles
from upheld.demo.simulate.lexicon import asks, scenes
from upheld.demo.simulate.topics import TOPICS

pytestmark = lived_once


@pytest.fixture(scope="module")
def letters(company: Company) -> list[Complaint]:
    return [one for one in company.complaints if one.template_id is None]


def test_no_two_unplanted_letters_share_half_of_their_five_word_shingles(
    letters: list[Complaint],
) -> None:
    assert _closest(letters) <= 0.5


def test_hardly_a_sentence_is_used_in_more_than_five_letters(letters: list[Complaint]) -> None:
    used = Counter(sentence for one in letters for sentence in sentences(one.text))
    worn = sum(times for times in used.values() if times > 5)
    assert worn < 0.01 * used.total()


def test_letters_run_from_one_line_to_a_page(letters: list[Complaint]) -> None:
    lengths = sorted(len(one.text.split()) for one in letters)
    assert lengths[0] <= 8
    assert lengths[len(lengths) // 2] > 30
    assert lengths[-1] >= 150


def test_no_letter_shows_its_machinery(letters: list[Complaint]) -> None:
    for one in letters:
        words = f"{one.subject} {one.text} {one.statement} {one.demand}"
        assert not set("{}[]<>|") & set(words), words


def test_a_statement_is_one_sentence_that_can_be_checked(letters: list[Complaint]) -> None:
    for one in letters:
        assert not one.statement[0].islower()
        assert one.statement.endswith(".")
        assert "\n" not in one.statement


def test_praise_and_ideas_are_kept_in_the_words_of_the_letter(letters: list[Complaint]) -> None:
    kept = [(one, said) for one in letters for said in (one.praise, one.idea) if said]
    assert len(kept) > 100
    assert all(said in one.text for one, said in kept)


def test_calls_and_visits_are_noted_by_a_colleague(letters: list[Complaint]) -> None:
    called = [one for one in letters if one.channel in (Channel.PHONE, Channel.IN_PERSON)]
    assert len(called) > 200
    assert all("Dear" not in one.text for one in called)


def test_every_topic_has_a_scene_and_every_demand_its_words() -> None:
    told = set(scenes())
    for key, topic in TOPICS.items():
        assert key in told or key == "late_delivery"
        assert set(topic.demands) - {"none"} <= set(asks())


def test_the_ledger_refuses_a_letter_it_has_seen_with_a_word_changed() -> None:
    ledger = Ledger()
    ledger.keep("The desk came on Monday with a split in the top and nobody had rung us about it.")
    assert ledger.too_like(
        "The desk came on Monday with a split in the top and nobody had told us about it."
    )
    assert not ledger.too_like("One leg of my bench is shorter than the other three, I think.")


def test_the_ledger_lets_a_sentence_pass_three_times() -> None:
    ledger = Ledger()
    for _ in range(3):
        assert not ledger.worn("I would like my money back please.")
        ledger.keep("I would like my money back please.")
    assert ledger.worn("i would like my money back, please")


def _closest(letters: list[Complaint]) -> float:
    """The largest Jaccard index over all pairs."""
    sizes: list[int] = []
    having: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    closest = 0.0
    for number, one in enumerate(letters):
        found = shingles(one.text)
        shared = Counter(other for shingle in found for other in having[shingle])
        for other, both in shared.items():
            closest = max(closest, both / (len(found) + sizes[other] - both))
        for shingle in found:
            having[shingle].append(number)
        sizes.append(len(found))
    return closest
