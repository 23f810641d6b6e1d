"""Names that are only guessed, and a model that may tell that they are nobody's."""

from collections.abc import Callable, Iterator, Sequence

from .naming.unannounced import Place, unannounced

# Whether what stands between two places of a text may be somebody, as far as a model tells.
Likely = Callable[[int, int], bool]


def told_or_guessed(
    text: str, english: bool, guessed: bool, likely: Likely | None
) -> Iterator[Place]:
    """Names that no sign gives away; of those that no list has either, the likely ones."""
    found = unannounced(text, english=english, guessed=guessed)
    if not guessed or likely is None:
        yield from found
        return
    listed = {*unannounced(text, english=english, guessed=False)}
    yield from (each for each in found if each in listed or likely(*each))


def as_it_stands(likely: Likely, stands: Sequence[int]) -> Likely:
    """The same of a text as patterns read it, each sign of which stands there in the text."""
    return lambda start, end: likely(stands[start], stands[end])
