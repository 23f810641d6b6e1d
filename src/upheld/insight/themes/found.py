"""Themes found in the words of many complaints: named, in two levels, and nothing forced."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.insight import languages
from upheld.insight.duplicates import groups_of
from upheld.insight.terms import Terms, counted, spread, weighed, within
from upheld.insight.texts import Texts, read

from . import clusters, placing
from .naming import named, telling
from .sentences import Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fewer different letters have no themes that are more than chance.
FEWEST_TEXTS = 40
_MOST_SPREAD = 0.4
# A rare term tells more than its share: measured against a regulator's own issues.
_RARITY = 1.75
# So many texts say where the themes lie; all are placed by them.
_MOST_LEARNT = 30_000
# Copies of one letter count once.
_COPIES = 0.7
_EXAMPLES, _WISHES = 3, 5
_LOOKED_AT = 20
OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, and the place of the text that it is from."""

    text: int
    words: str


@dataclass(frozen=True, slots=True)
class Theme:
    """`members` are places of texts, the most typical first; copies of a letter stand with it.

    `weights` are the terms that tell it from the others; `head` is the wider theme's place in
    `Found.heads`, or `OUTSIDE` where there is one level only."""

    name: str
    phrases: tuple[str, ...]
    weights: Mapping[str, float]
    members: tuple[int, ...]
    letters: int
    examples: tuple[Quote, ...]
    wishes: tuple[Quote, ...]
    head: int
    language: str


@dataclass(frozen=True, slots=True)
class Head:
    """A wider theme: its name, and how many texts its themes have."""

    name: str
    texts: int


@dataclass(frozen=True, slots=True)
class Found:
    """`theme_of` gives for each text the place of its theme, or `OUTSIDE`; `limits` says what the
    texts do not bear out."""

    themes: tuple[Theme, ...]
    heads: tuple[Head, ...]
    theme_of: tuple[int, ...]
    copies: int
    languages: Mapping[str, int]
    limits: tuple[str, ...]


Progress = Callable[[str, int], None]


def find(
    texts: Sequence[str],
    before: Sequence[Mapping[str, float]] = (),
    done: Progress = lambda doing, count: None,
) -> Found:
    """Themes of the texts. `before` are the terms of themes that were found earlier: where the
    texts still bear one out, it is found again, at its old place or another.

    `done` is told what is being done and how many more texts it is done for.
    """
    words = read(texts, lambda count: done("reading", count))
    spoken = languages.languages(words)
    same = groups_of(words, _COPIES)
    first = sorted({*same})
    done("comparing", len(texts))
    told = Counter(spoken)
    if len(first) < FEWEST_TEXTS:
        return _nothing(len(texts), len(first), told)
    letters = _Letters(words, spoken, first)
    group, many = letters.grouped(before)
    done("grouping", len(texts))
    return _found(texts, letters, group, many, same, told)


def _nothing(texts: int, letters: int, spoken: Mapping[str, int]) -> Found:
    limit = (
        f"{letters:,} different letters: themes are looked for from {FEWEST_TEXTS} on"
        if letters
        else "no complaint to look at yet"
    )
    return Found((), (), (OUTSIDE,) * texts, texts - letters, spoken, (limit,))


class _Letters:
    """The different letters, as directions."""

    def __init__(self, words: Texts, spoken: list[str], first: Sequence[int]) -> None:
        import numpy as np

        self.first, self.spoken = np.asarray(first), spoken
        least = int(min(8, max(2, len(first) // 200)))
        every = counted(words, languages.joining(words, spoken), least)
        self.every = within(Terms(every.counts[self.first], every.names), least, 1)
        self.terms = within(self.every, least, _MOST_SPREAD)
        counts = self.terms.counts
        self.idf = np.log(len(first) / np.maximum(spread(counts), 1)) ** _RARITY
        self.rows = weighed(counts, self.idf)

    def grouped(self, before: Sequence[Mapping[str, float]]) -> "tuple[NDArray[Any], int]":
        """For each letter its theme, or `OUTSIDE`."""
        import numpy as np

        drawn = np.sort(np.random.default_rng(0).permutation(len(self.first))[:_MOST_LEARNT])
        some = self.rows[drawn]
        if min(some.shape) < 2:
            return np.full(len(self.first), OUTSIDE), 0
        self.dimensions = dimensions = clusters.directions(some)
        lies = clusters.unit(self.rows @ dimensions)
        many = clusters.how_many(some)
        start = self._where(before, dimensions)
        centre = clusters.best_gathered(lies[drawn], many, start)
        group = (lies @ centre.T).argmax(axis=1)
        close = placing.closeness(self.rows, group, len(centre))
        least = placing.by_chance(self.terms.counts, self.idf, self.rows, group)
        self.close = close
        group = np.where(close >= least, group, OUTSIDE)
        return _enough(group)

    def _where(
        self, before: Sequence[Mapping[str, float]], dimensions: "NDArray[Any]"
    ) -> "NDArray[Any]":
        """Where the themes of earlier would lie now."""
        import numpy as np

        column = {name: at for at, name in enumerate(self.terms.names)}
        found = np.zeros((len(before), len(column)), dtype=np.float32)
        for row, weights in enumerate(before):
            for name, weight in weights.items():
                if name in column:
                    found[row, column[name]] = weight
        return clusters.unit(found[found.any(axis=1)] @ dimensions)


def _enough(group: "NDArray[Any]") -> "tuple[NDArray[Any], int]":
    """Themes numbered from the largest; those of too few letters are none."""
    import numpy as np

    size = np.bincount(group[group >= 0], minlength=1)
    order = [at for at in np.argsort(-size, kind="stable") if size[at] >= clusters.FEWEST // 2]
    place = np.full(len(size) + 1, OUTSIDE)  # the last is what is outside already
    place[order] = np.arange(len(order))
    return place[group], len(order)


def _found(
    texts: Sequence[str],
    letters: _Letters,
    group: "NDArray[Any]",
    many: int,
    same: list[int],
    spoken: Mapping[str, int],
) -> Found:
    import numpy as np

    weights = telling(letters.every, group, many)
    head_of = _heads(letters, group, many)
    theme_of_first = dict(zip(letters.first.tolist(), group.tolist(), strict=True))
    theme_of = tuple(theme_of_first[head] for head in same)
    close = dict(zip(letters.first.tolist(), letters.close.tolist(), strict=True))
    members: list[list[int]] = [[] for _ in range(many)]
    for text in sorted(range(len(texts)), key=lambda at: (-close[same[at]], at)):
        if theme_of[text] != OUTSIDE:
            members[theme_of[text]].append(text)
    themes = [
        _theme(texts, letters, weights[at], members[at], same, int(head_of[at]))
        for at in range(many)
    ]
    heads = _named_heads(texts, letters, group, head_of, themes)
    outside = int(np.count_nonzero(np.asarray(theme_of) == OUTSIDE))
    return Found(
        tuple(themes),
        heads,
        theme_of,
        len(texts) - len(letters.first),
        spoken,
        tuple(_limits(len(texts), many, outside, spoken)),
    )


def _limits(texts: int, many: int, outside: int, spoken: Mapping[str, int]) -> list[str]:
    limits = []
    if not many:
        limits.append("no group of letters has more in common than chance would give")
    elif outside > texts / 2:
        limits.append(f"{outside:,} of {texts:,} complaints belong to no theme")
    several = [name for name, often in spoken.items() if name and often >= max(3, texts / 100)]
    if len(several) > 1:
        limits.append(
            f"complaints in {len(several)} languages: a theme is found within one, not across"
        )
    return limits


def _heads(letters: _Letters, group: "NDArray[Any]", many: int) -> "NDArray[Any]":
    import numpy as np

    if not many:
        return np.empty(0, dtype=np.int64)
    centre = np.asarray(clusters.sums(group, letters.rows, many) @ letters.dimensions)
    return clusters.heads(clusters.unit(centre), np.bincount(group[group >= 0], minlength=many))


def _theme(
    texts: Sequence[str],
    letters: _Letters,
    weights: Mapping[str, float],
    members: Sequence[int],
    same: Sequence[int],
    head: int,
) -> Theme:
    different = [at for at in members if same[at] == at]
    near = different[:_LOOKED_AT]
    language = Counter(letters.spoken[at] for at in near).most_common(1)[0][0]
    said = [texts[at] for at in near]
    name, phrases = named(weights, said, languages.joining_words(language))
    quoted = Said(weights, said, language)
    return Theme(
        name=name,
        phrases=phrases,
        weights=weights,
        members=tuple(members),
        letters=len(different),
        examples=_quotes(quoted.typical(_EXAMPLES), near),
        wishes=_quotes(quoted.wished(_WISHES), near),
        head=head,
        language=language,
    )


def _quotes(found: Sequence[tuple[int, str]], places: Sequence[int]) -> tuple[Quote, ...]:
    return tuple(Quote(places[at], words) for at, words in found)


def _named_heads(
    texts: Sequence[str],
    letters: _Letters,
    group: "NDArray[Any]",
    head_of: "NDArray[Any]",
    themes: Sequence[Theme],
) -> tuple[Head, ...]:
    import numpy as np

    many = int(head_of.max(initial=OUTSIDE)) + 1
    if not many:
        return ()
    wider = np.where(group >= 0, head_of[group], OUTSIDE)
    found = []
    for at, weights in enumerate(telling(letters.every, wider, many)):
        within_it = [theme for theme in themes if theme.head == at]
        near = [place for theme in within_it for place in theme.members[:8]][:_LOOKED_AT]
        language = Counter(letters.spoken[place] for place in near).most_common(1)[0][0]
        joining = languages.joining_words(language)
        name, _ = named(weights, [texts[place] for place in near], joining)
        found.append(Head(name, sum(len(theme.members) for theme in within_it)))
    return tuple(found)
