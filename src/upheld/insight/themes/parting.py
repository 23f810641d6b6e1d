"""The two parts that the cases of one theme fall into, when a person asks to split it."""

from collections.abc import Mapping, Sequence

from upheld.core.themes import Said, ThemeRead
from upheld.insight import names
from upheld.store import models as rows
from upheld.store.called import NAMED_BY, named_in
from upheld.store.sight import seen

from .found import FEWEST_OF_A_THEME, Quote, Theme, described
from .letters import OUTSIDE, Letters

# What is common to both parts still tells them from other themes, and less than what differs.
_COMMON = 0.5


@seen.whole()
def parts(number: int) -> list[ThemeRead]:
    """Two themes of the cases of one; none where they say too much alike, or are too few."""
    row = rows.Theme.objects.get(pk=number)
    inside = rows.ThemeCase.objects.filter(theme=row).order_by("place")
    columns = "case_id", "case__text", "case__customer_id"
    named = inside.values_list(*columns, *(f"case__{each}" for each in NAMED_BY))
    cases, texts, people, *known = zip(*named, strict=True) if named else ((), (), ())
    called = [*map(named_in(), people, *known)] if named else []
    writers = [" ".join(each) for each in called]
    letters = Letters(texts, fewest=2 * FEWEST_OF_A_THEME, writers=writers)
    found = described(letters, letters.parted())
    if len(found.themes) < 2:
        return []
    # A letter that is near to neither part goes with the larger.
    members = [list(theme.members) for theme in found.themes]
    members[0] += [at for at, theme in enumerate(found.theme_of) if theme == OUTSIDE]
    told = [*zip(cases, called, strict=True)]
    return [
        _part(theme, [cases[at] for at in of], {people[at] for at in of}, told, row.weights)
        for theme, of in zip(found.themes, members, strict=True)
    ]


def _part(
    theme: Theme,
    of: list[int],
    people: set[int],
    told: Sequence[tuple[int, tuple[str, ...]]],
    common: Mapping[str, float],
) -> ThemeRead:
    shared = {name: weight * _COMMON for name, weight in common.items()}
    return ThemeRead(
        continues=None,
        name=theme.name,
        phrases=theme.phrases,
        weights={**shared, **theme.weights},
        head="",
        cases=tuple(of),
        letters=theme.letters,
        people=len(people),
        examples=tuple(_said(quote, *told[quote.text]) for quote in theme.examples),
        wishes=tuple(_said(quote, *told[quote.text]) for quote in theme.wishes),
        weeks=(),
        trends=(),
    )


def _said(quote: Quote, case: int, called: tuple[str, ...]) -> Said:
    return Said(case, names.redact(quote.words, *called).text)
