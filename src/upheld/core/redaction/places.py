"""Every place of a text that identifies somebody, by all that finds one."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from upheld.core.guesses import Likely, as_it_stands, told_or_guessed
from upheld.core.known_words import is_english
from upheld.core.naming.pets import without_pets
from upheld.core.naming.signs import with_signs
from upheld.core.naming.unannounced import Place
from upheld.core.plain_signs import as_read, as_typed

from .addresses import to_its_end
from .again import WORD, again, is_full_name
from .answers import answered
from .asides import beside_asides
from .blocks import before_addresses, in_blocks
from .called import born_beside, by_any_name
from .chains import behind_names, in_chains, widened
from .checks import OF_FIGURES
from .countries import of_countries
from .cues import in_small_letters
from .desk import at_desks, by_strokes
from .ends import at_the_end, named_places
from .held import held
from .led import led_to
from .lines import after_words, in_lines
from .near import beside_births, beside_what_they_are
from .pairs import handles, in_pairs
from .patterns import WHAT, Found
from .rows import in_rows
from .spoken import in_words
from .things import is_of_a_thing
from .titles import by_titles
from .torn import in_torn_fields

# What there is none of in a text without a figure.
_OF_FIGURES = frozenset({"telephone", "account", "card", "number", "ip", "postcode"})
_FIGURE = re.compile(r"\d")
# As few digits as a telephone has, as far apart as they are in one; a card has more.
_OF_SIX = frozenset({"telephone", "card"})
_DIALLED = re.compile(r"\d(?:[ ()./-]{0,3}\d){5}")
# After a name: ten figures as they are dialled in North America.
_AFTER_NAME = re.compile(r"(?:[,:]| -| at| on| via)? (?P<it>[2-9]\d\d[2-9]\d{6})(?![\w-]|[.,]\d)")
# And the eight of Singapore or Hong Kong.
_EIGHT_AFTER = re.compile(r" ?[/|,:] ?(?P<it>[3689]\d{3} ?\d{4})(?![\w-]|[.,]\d)")
_IN_BRACKETS = re.compile(r",? ?[(\[](?P<it>[A-Z]{0,4}-?\d(?:[ /-]?\d){5,11})[)\]]")
# Whoever stands in brackets with a day was born then, where it is long ago: Ann Ask (3.8.2012).
_BORN = re.compile(r",? [(\[](?:\* ?)?(?P<it>\d{1,2}[./-]\d{1,2}[./-](?:19\d\d|20[01]\d))[)\]]")
# The same without brackets, before what else is told of them: Ann Ask, 3.8.61, card 4929 …
_BORN_BEHIND = re.compile(
    r"(?:,|;| [–-])? (?P<it>\d{1,2}[./-]\d{1,2}[./-](?:[3-9]\d|19\d\d|200\d|201[0-2]))"
    r"(?=[,;)\n]|$| [^\d\s])"
)
_BESIDE_NAMES = (
    (_BORN, "birthday"),
    (_BORN_BEHIND, "birthday"),
    (_IN_BRACKETS, "number"),
    (_AFTER_NAME, "telephone"),
    (_EIGHT_AFTER, "telephone"),
)


def places(
    text: str,
    name: str = "",
    names: Iterable[Place] = (),
    *,
    guessed: bool = True,
    likely: Likely | None = None,
    others: Iterable[str] = (),
) -> Iterator[Found]:
    """Every place that identifies somebody; what is found first in a place counts.
    `others` are what they are called besides."""
    read, stands = as_read(text)
    told = as_it_stands(likely, stands) if likely and stands else likely
    called = [*map(as_typed, (name, *others))]
    found = without_pets(read, _places(read, called, guessed, told))
    yield from (Found(stands[a], stands[b], what) for a, b, what in found) if stands else found
    yield from (Found(start, end, "name") for start, end in names)


def _places(text: str, called: list[str], guessed: bool, likely: Likely | None) -> Iterator[Found]:
    english = is_english(text)
    told = [*_of_patterns(text), *(found for name in called for found in named(text, name))]
    told += [*in_lines(text), *in_blocks(text)]
    told += [*beside_what_they_are(text), *in_pairs(text), *handles(text), *in_words(text)]
    told += [
        *in_torn_fields(text),
        *by_titles(text),
        *at_the_end(text),
        *named_places(text),
        *in_chains(text, english=english),
    ]
    told += [*by_any_name(text), *with_signs(text), *of_countries(text), *beside_asides(text)]
    told += answered(text)
    told += [] if english else [*after_words(text), *at_desks(text), *led_to(text)]
    told += held(text, english=english)
    yield from told
    wide = [*widened(text, told)]
    yield from wide
    yield from in_small_letters(text)
    yield from in_rows(text)
    others = told_or_guessed(text, english, guessed, likely)
    homes = [each for each in (*told, *wide) if each.what == "address"]
    guesses = [Found(start, end, "name") for start, end in others]
    guesses = [each for each in guesses if not _is_within(each, homes)]
    yield from guesses
    sure = (each for each in guesses if english or is_full_name(text[each.start : each.end]))
    yield from again(text, [*told, *sure])
    yield from _beside_names(text, [*told, *guesses])
    yield from behind_names(text, [*told, *guesses])
    yield from by_strokes(text, [*told, *guesses])
    yield from born_beside(text, [*told, *guesses])
    yield from beside_births(text, told)
    yield from before_addresses(text, told)


def _is_within(name: Found, homes: list[Found]) -> bool:
    """A word of an address that reads like a name is a town or a street wherever else it stands."""
    return any(home.start <= name.start < home.end for home in homes)


def _of_patterns(text: str) -> Iterator[Found]:
    of_figures, dialled = bool(_FIGURE.search(text)), bool(_DIALLED.search(text))
    for what, pattern, so in WHAT:
        needs_figures = what in _OF_FIGURES or so in OF_FIGURES
        if (what == "e-mail" and "@" not in text) or (needs_figures and not of_figures):
            continue
        if what in _OF_SIX and not dialled:
            continue
        at = 0
        while match := pattern.search(text, at):
            start, end = next(
                (match.span(n) for n, v in match.groupdict().items() if v), match.span()
            )
            found = end > start and so(text[start:end])
            found = found and not is_of_a_thing(text, match.start(), start, what)
            if found:
                yield Found(start, to_its_end(text, end) if what == "address" else end, what)
            # A street may begin among words that were taken for a part of it.
            at = match.end() if found or what != "address" else match.start() + 1
            at += match.end() == match.start()


def _beside_names(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """The number of somebody beside the name: Maria Lopez (MR4067938), Maria Lopez, 2025550191."""
    for found in told:
        for pattern, what in _BESIDE_NAMES if found.what == "name" else ():
            if match := pattern.match(text, found.end):
                yield Found(*match.span("it"), what)


def named(text: str, name: str) -> Iterator[Found]:
    """As a name is written: "Will" is one, "will" is a word."""
    words = tuple(word for word in WORD.findall(name) if len(word) > 2)
    if words:
        for match in _as_written(words).finditer(text):
            yield Found(match.start(), match.end(), "name")


@lru_cache(maxsize=256)
def _as_written(words: tuple[str, ...]) -> re.Pattern[str]:
    written = {form for word in words for form in (word, word.capitalize(), word.upper())}
    either = "|".join(sorted(map(re.escape, written), key=len, reverse=True))
    return re.compile(rf"\b(?:{either})(?: (?:{either}))*\b")
