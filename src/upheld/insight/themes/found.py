"""Themes found in the words of many complaints: named, in two levels, and nothing forced."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.insight import languages

from . import clusters
from .letters import FEWEST_TEXTS, OUTSIDE, Letters, Progress
from .naming import named, rarer, shared
from .passages import Passages
from .sentences import Said
from .wording import Wording

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_OF_A_THEME = 4
_EXAMPLES, _WISHES = 3, 5
_LOOKED_AT = 16


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
    return described(letters, letters.grouped(before))


def described(letters: Letters, group: "NDArray[Any]") -> Found:
    """What the themes are. They are numbered anew, from the largest; those of too few letters
    are none."""
    if not letters.enough:
        return _nothing(letters)
    group, many = _enough(group)
    weights = letters.telling(group)
    theme_of = _of_all(letters, group)
    members = _members(letters, theme_of, many)
    spoken = [_language(letters, _near(letters, inside)) for inside in members]
    head_of = _heads(letters, group, spoken)
    names = _names(letters, weights, members)
    themes = tuple(
        _theme(letters, weights[at], members[at], int(head_of[at]), names[at]) for at in range(many)
    )
    outside = theme_of.count(OUTSIDE)
    return Found(
        themes,
        _named_heads(letters, group, head_of, themes),
        tuple(theme_of),
        len(letters.texts) - len(letters.first),
        Counter(letters.spoken),
        tuple(_limits(letters, many, outside)),
    )


def _nothing(letters: Letters) -> Found:
    many, different = len(letters.texts), len(letters.first)
    limit = (
        f"{different:,} different letter{'s' * (different != 1)}: themes are looked for from "
        f"{FEWEST_TEXTS} on"
        if different
        else "no complaint to look at yet"
    )
    return Found((), (), (OUTSIDE,) * many, many - different, Counter(letters.spoken), (limit,))


def _of_all(letters: Letters, group: "NDArray[Any]") -> list[int]:
    """The theme of each text, copies too."""
    of_first = dict(zip(letters.first.tolist(), group.tolist(), strict=True))
    return [of_first[head] for head in letters.same]


def _members(letters: Letters, theme_of: Sequence[int], many: int) -> list[list[int]]:
    """The texts of each theme, the closest first."""
    close = dict(zip(letters.first.tolist(), letters.close.tolist(), strict=True))
    found: list[list[int]] = [[] for _ in range(many)]
    for text in sorted(range(len(letters.texts)), key=lambda at: (-close[letters.same[at]], at)):
        if theme_of[text] != OUTSIDE:
            found[theme_of[text]].append(text)
    return found


def _heads(letters: Letters, group: "NDArray[Any]", spoken: Sequence[str]) -> "NDArray[Any]":
    """For each theme the place of its wider one, none of which has themes of two languages."""
    import numpy as np

    if not spoken:
        return np.empty(0, dtype=np.int64)
    summed = np.asarray(clusters.sums(group, letters.rows, len(spoken)) @ letters.dimensions)
    found = clusters.heads(clusters.unit(summed))
    if found.max() < 0:
        return found
    both = [f"{language} {head}" for language, head in zip(spoken, found.tolist(), strict=True)]
    return np.unique(both, return_inverse=True)[1]


_Name = tuple[str, tuple[str, ...]]


def _names(
    letters: Letters, weights: Sequence[Mapping[str, float]], members: Sequence[Sequence[int]]
) -> list[_Name]:
    """Of each theme its name, which no other has where their words tell them apart, and the phrases
    behind it."""
    found: list[_Name] = []
    step = letters.steps("naming", len(members))
    for terms, inside in zip(rarer(weights), members, strict=True):
        found.append(_name(letters, terms, _near(letters, inside), {name for name, _ in found}))
        step()
    return found


def _name(
    letters: Letters,
    weights: Mapping[str, float],
    near: Sequence[int],
    taken: Collection[str] = (),
) -> _Name:
    said = Passages([letters.texts[at] for at in near], [letters.writers[at] for at in near])
    return named(weights, said, Wording.of(_language(letters, near), letters.kinds), taken)


def _near(letters: Letters, members: Sequence[int]) -> list[int]:
    """The most typical letters."""
    return [at for at in members if letters.same[at] == at][:_LOOKED_AT]


def _theme(
    letters: Letters, weights: Mapping[str, float], members: Sequence[int], head: int, name: _Name
) -> Theme:
    near = _near(letters, members)
    language = _language(letters, near)
    quoted = Said(weights, [letters.texts[at] for at in near], language, letters.forms)
    return Theme(
        name=name[0],
        phrases=name[1],
        weights=weights,
        members=tuple(members),
        letters=sum(1 for at in members if letters.same[at] == at),
        examples=_quotes(quoted.typical(_EXAMPLES), near),
        wishes=_quotes(quoted.wished(_WISHES), near),
        head=head,
        language=language,
    )


def _language(letters: Letters, places: Sequence[int]) -> str:
    found = Counter(letters.spoken[at] for at in places).most_common(1)
    return found[0][0] if found else languages.UNKNOWN


def _named_heads(
    letters: Letters, group: "NDArray[Any]", head_of: "NDArray[Any]", themes: Sequence[Theme]
) -> tuple[Head, ...]:
    import numpy as np

    if not len(head_of) or head_of.max() < 0:
        return ()
    wider = np.where(group >= 0, head_of[group], OUTSIDE)
    found: list[Head] = []
    for at, weights in enumerate(letters.telling(wider)):
        inside = [theme for theme in themes if theme.head == at]
        near = [place for theme in inside for place in theme.members[:8]][:_LOOKED_AT]
        taken = {head.name for head in found}
        name, _ = _name(letters, shared(weights, [each.weights for each in inside]), near, taken)
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


def _limits(letters: Letters, many: int, outside: int) -> list[str]:
    limits, texts, spoken = [], len(letters.texts), Counter(letters.spoken)
    if not many and letters.one_thing:
        limits.append("nearly all letters say the same: there is nothing to tell themes apart by")
    elif not many:
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
