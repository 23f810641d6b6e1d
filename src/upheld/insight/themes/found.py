"""Themes found in the words of many complaints: named, in two levels, and nothing forced."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.insight import languages
from upheld.insight.duplicates import groups_of
from upheld.insight.terms import Terms, counted, spread, weighed, within
from upheld.insight.texts import read

from . import clusters, placing
from .naming import named, telling
from .sentences import Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fewer different letters have no themes that are more than chance.
FEWEST_TEXTS = 40
FEWEST_OF_A_THEME = 4
_MOST_SPREAD = 0.4
# A rare term tells more than its share: measured against a regulator's own issues.
_RARITY = 1.75
# So many texts say where the themes lie; all are placed by them.
_MOST_LEARNT = 30_000
# Copies of one letter count once.
_COPIES = 0.7
_EXAMPLES, _WISHES = 3, 5
# As many themes as before are looked for, until the texts bear out so many times more or fewer.
_OTHERWISE = 1.5
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
    """Themes of the texts.

    `before` are the terms of themes that were found earlier: the search begins where they were.
    `done` is told what is being done and how many more texts it is done for.
    """
    letters = Letters(texts, done)
    group = letters.grouped(before)
    done("grouping", len(texts))
    return letters.described(group)


class Letters:
    """Texts read, copies of one letter put together, and each letter as a direction.

    `group` in what follows is an array with a theme or `OUTSIDE` for each of `first`, the texts
    that are no copy of an earlier one; `same` gives for each text its first."""

    def __init__(
        self,
        texts: Sequence[str],
        done: Progress = lambda doing, count: None,
        fewest: int = FEWEST_TEXTS,
    ) -> None:
        import numpy as np

        self.texts = texts
        self.words = read(texts, lambda count: done("reading", count))
        self.spoken = languages.languages(self.words)
        self.same = groups_of(self.words, _COPIES)
        self.first = np.asarray(sorted({*self.same}), dtype=np.int64)
        self.fewest = fewest
        done("comparing", len(texts))
        if self.enough:
            self._weigh()

    @property
    def enough(self) -> bool:
        """Whether there are enough different letters to look for themes."""
        return len(self.first) >= self.fewest

    def _weigh(self) -> None:
        import numpy as np

        least = int(min(8, max(2, len(self.first) // 200)))
        every = counted(self.words, languages.joining(self.words, self.spoken), least)
        self.every = within(Terms(every.counts[self.first], every.names), least, 1)
        self.terms = within(self.every, least, _MOST_SPREAD)
        counts = self.terms.counts
        self.idf = np.log(len(self.first) / np.maximum(spread(counts), 1)) ** _RARITY
        self.rows = weighed(counts, self.idf)

    def grouped(self, before: Sequence[Mapping[str, float]] = ()) -> "NDArray[Any]":
        """For each letter its theme, or `OUTSIDE`."""
        import numpy as np

        outside = np.full(len(self.first), OUTSIDE)
        self.close = np.zeros(len(self.first))
        if not self.enough or min(self.rows.shape) < 2:
            return outside
        drawn = np.sort(np.random.default_rng(0).permutation(len(self.first))[:_MOST_LEARNT])
        some = self.rows[drawn]
        self.dimensions = clusters.directions(some)
        lies = clusters.unit(self.rows @ self.dimensions)
        start = self._where(before)
        many = clusters.how_many(some)
        if len(start) and len(start) / _OTHERWISE <= many <= len(start) * _OTHERWISE:
            many = len(start)
        centre = clusters.best_gathered(lies[drawn], many, start)
        group = (lies @ centre.T).argmax(axis=1)
        self.close = placing.closeness(self.rows, group, len(centre))
        least = placing.by_chance(self.terms.counts, self.idf, self.rows, group)
        return np.where(self.close >= least, group, OUTSIDE)

    def parted(self) -> "NDArray[Any]":
        """For each letter one of the two groups that differ most."""
        import numpy as np

        self.close = np.zeros(len(self.first))
        if not self.enough or min(self.rows.shape) < 3:
            return self.close.astype(int)
        self.dimensions = clusters.directions(self.rows)
        lies = clusters.unit(self.rows @ self.dimensions)
        centre = clusters.best_gathered(lies, 2)
        self.close = (lies @ centre.T).max(axis=1)
        return np.asarray((lies @ centre.T).argmax(axis=1))

    def _where(self, before: Sequence[Mapping[str, float]]) -> "NDArray[Any]":
        """Where the themes of earlier would lie now."""
        import numpy as np

        column = {name: at for at, name in enumerate(self.terms.names)}
        found = np.zeros((len(before), len(column)), dtype=np.float32)
        for row, weights in enumerate(before):
            for name, weight in weights.items():
                if name in column:
                    found[row, column[name]] = weight
        return clusters.unit(found[found.any(axis=1)] @ self.dimensions)

    def nearest(self, places: Sequence[int], themes: Sequence[Mapping[str, float]]) -> list[int]:
        """For each of these letters the theme whose terms it has most of."""
        import numpy as np

        column = {name: at for at, name in enumerate(self.every.names)}
        terms = np.zeros((len(column), len(themes)))
        for at, weights in enumerate(themes):
            length = sum(weight * weight for weight in weights.values()) ** 0.5 or 1
            for name, weight in weights.items():
                if name in column:
                    terms[column[name], at] = weight / length
        once = self.every.counts[places].copy()
        once.data[:] = 1
        found: list[int] = np.asarray(once @ terms).argmax(axis=1).tolist()
        return found

    def telling(self, group: "NDArray[Any]") -> list[dict[str, float]]:
        """The terms that tell each theme from the others."""
        many = int(group.max(initial=OUTSIDE)) + 1
        return telling(self.every, group, many) if many else []

    def described(self, group: "NDArray[Any]") -> Found:
        """What the themes are. They are numbered anew, from the largest; those of too few letters
        are none."""
        if not self.enough:
            return self._nothing()
        group, many = _enough(group)
        weights = self.telling(group)
        head_of = self._heads(group, many)
        theme_of = self._of_all(group)
        members = self._members(theme_of, many)
        themes = tuple(
            self._theme(weights[at], members[at], int(head_of[at])) for at in range(many)
        )
        outside = theme_of.count(OUTSIDE)
        return Found(
            themes,
            self._named_heads(group, head_of, themes),
            tuple(theme_of),
            len(self.texts) - len(self.first),
            Counter(self.spoken),
            tuple(_limits(len(self.texts), many, outside, Counter(self.spoken))),
        )

    def _nothing(self) -> Found:
        many, letters = len(self.texts), len(self.first)
        limit = (
            f"{letters:,} different letters: themes are looked for from {FEWEST_TEXTS} on"
            if letters
            else "no complaint to look at yet"
        )
        return Found((), (), (OUTSIDE,) * many, many - letters, Counter(self.spoken), (limit,))

    def _of_all(self, group: "NDArray[Any]") -> list[int]:
        """The theme of each text, copies too."""
        of_first = dict(zip(self.first.tolist(), group.tolist(), strict=True))
        return [of_first[head] for head in self.same]

    def _members(self, theme_of: Sequence[int], many: int) -> list[list[int]]:
        """The texts of each theme, the closest first."""
        close = dict(zip(self.first.tolist(), self.close.tolist(), strict=True))
        found: list[list[int]] = [[] for _ in range(many)]
        for text in sorted(range(len(self.texts)), key=lambda at: (-close[self.same[at]], at)):
            if theme_of[text] != OUTSIDE:
                found[theme_of[text]].append(text)
        return found

    def _heads(self, group: "NDArray[Any]", many: int) -> "NDArray[Any]":
        import numpy as np

        if not many:
            return np.empty(0, dtype=np.int64)
        return clusters.heads(
            clusters.unit(np.asarray(clusters.sums(group, self.rows, many) @ self.dimensions))
        )

    def _theme(self, weights: Mapping[str, float], members: Sequence[int], head: int) -> Theme:
        different = [at for at in members if self.same[at] == at]
        near = different[:_LOOKED_AT]
        language = self._language(near)
        said = [self.texts[at] for at in near]
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

    def _language(self, places: Sequence[int]) -> str:
        found = Counter(self.spoken[at] for at in places).most_common(1)
        return found[0][0] if found else languages.UNKNOWN

    def _named_heads(
        self, group: "NDArray[Any]", head_of: "NDArray[Any]", themes: Sequence[Theme]
    ) -> tuple[Head, ...]:
        import numpy as np

        if not len(head_of) or head_of.max() < 0:
            return ()
        wider = np.where(group >= 0, head_of[group], OUTSIDE)
        found = []
        for at, weights in enumerate(self.telling(wider)):
            inside = [theme for theme in themes if theme.head == at]
            near = [place for theme in inside for place in theme.members[:8]][:_LOOKED_AT]
            joining = languages.joining_words(self._language(near))
            name, _ = named(weights, [self.texts[place] for place in near], joining)
            found.append(Head(name, sum(len(theme.members) for theme in inside)))
        return tuple(found)


def _enough(group: "NDArray[Any]") -> "tuple[NDArray[Any], int]":
    """Themes numbered from the largest; those of too few letters are none."""
    import numpy as np

    size = np.bincount(group[group >= 0], minlength=1)
    order = [at for at in np.argsort(-size, kind="stable") if size[at] >= FEWEST_OF_A_THEME]
    place = np.full(len(size) + 1, OUTSIDE)  # the last is what is outside already
    place[order] = np.arange(len(order))
    return place[group], len(order)


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


def _quotes(found: Sequence[tuple[int, str]], places: Sequence[int]) -> tuple[Quote, ...]:
    return tuple(Quote(places[at], words) for at, words in found)
