"""Letters that are nearly the same: the groups that an exact comparison of all pairs would give."""

import random
from itertools import combinations

from upheld.insight.duplicates import closer, groups, groups_of, pairs
from upheld.insight.texts import read, words_of

WORDS = [f"word{n}" for n in range(300)]


def templates(seed: int) -> list[str]:
    """Letters of a few templates, each with more or less of its writer's own, and others."""
    dice = random.Random(seed)
    found = []
    for _ in range(20):
        template = dice.choices(WORDS, k=60)
        for _ in range(dice.randrange(1, 9)):
            share = dice.choice([0, 0.02, 0.05, 0.1])
            own = (dice.choice(WORDS) if dice.random() < share else w for w in template)
            found.append(" ".join(own))
    dice.shuffle(found)
    return found


def exactly(texts: list[str], alike: float) -> set[tuple[int, int]]:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = words_of(text)
        return set(zip(words, words[1:], words[2:], strict=False))

    said = [shingles(text) for text in texts]
    return {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if len(said[one] & said[other]) >= alike * len(said[one] | said[other])
    }


def test_pairs_are_those_of_an_exact_comparison() -> None:
    wanted, found = set(), set()
    for seed in range(5):
        texts = templates(seed)
        words = read(texts)
        wanted |= {(seed, *pair) for pair in exactly(texts, 0.8)}
        found |= {(seed, *pair) for pair in pairs(words, groups_of(words))}
    assert len(wanted) > 100
    assert found <= wanted
    assert len(found) >= 0.99 * len(wanted)


def test_a_copy_stands_in_the_group_of_the_first() -> None:
    letter = "I bought a bench in May and it broke in June, so I want my money back now."
    assert groups([letter, "Another matter altogether, I say.", letter.upper() + "!!"]) == [0, 1, 0]


def test_short_texts_and_texts_without_words() -> None:
    assert groups(["", "!", "no", "No.", "yes please", ""]) == [0, 1, 2, 2, 4, 5]
    assert groups([]) == []


def test_groups_within_groups_are_those_that_a_look_from_the_start_would_find() -> None:
    words = read(templates(9))
    assert closer(words, groups_of(words, 0.6)) == groups_of(words, 0.8)


def test_thousands_of_forms_with_a_line_of_ones_own_take_seconds_not_hours() -> None:
    form = "To whom it may concern I hereby ask for what I am owed under number {} and {} today"
    assert len(set(groups([form.format(n, n * 7) for n in range(1500)]))) > 1000
