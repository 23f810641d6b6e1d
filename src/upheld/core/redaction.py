"""What identifies a person, taken out of a text before anybody sees it who need not know.

What has a check digit is checked by it. References of orders and cases stay: they are what a
complaint is about. A name that no sign gives away is found by a model of names, where one is
installed (insight/names.py).
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from .given_names import GIVEN, SOMETIMES
from .redaction_patterns import NO_NAMES, NOBODY, PART, UP, WHAT, Found
from .surnames import SURNAMES

NAME = "[name]"
_LABEL = re.compile(r"\[([\w-]+)(?: \d+)?\]")
# A word that is a name in a text may be a word of the language: the longest first.
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
# Words with capitals beside each other, with initials and the particles of names between them.
_NAME_WORD = rf"[{UP}](?:['’][{UP}])?[^\W\d_]+(?:[-'’][{UP}][^\W\d_]+)*"
_CAPITALS = re.compile(
    rf"(?<![\w'’@./-]){_NAME_WORD}(?: (?:[{UP}]\. )?(?:{PART} )*{_NAME_WORD}){{0,3}}"
)
_INITIAL = re.compile(rf"\w [{UP}]\. \w")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without them; `taken` has what stood in the place of each label. The same words have
    the same label, others of the kind another: [e-mail], [e-mail 2]."""

    text: str
    taken: Mapping[str, str] = field(default_factory=dict)

    def back_in(self, text: str) -> str:
        """Another text that was made of this one, with what was taken out where its label is."""
        for label in sorted(self.taken, key=len, reverse=True):
            text = text.replace(label, self.taken[label])
        return text


def redacted(text: str, name: str = "", names: Iterable[Place] = ()) -> str:
    """The text with addresses, numbers and names as [what it was], and without the words of the
    customer's `name`. `names` are the places of others that were found by other means."""
    return taken_out(text, name, names).text


def taken_out(text: str, name: str = "", names: Iterable[Place] = ()) -> Redacted:
    """The same, with what was taken out beside it."""
    own = {word.casefold() for word in _WORD.findall(name)}
    # Whatever form their own name has, it is one label: the first.
    labels = {("name", name): NAME} if any(_named(text, name)) else {}
    many, parts, at = Counter(kind for kind, _ in labels), [], 0
    for found in apart(places(text, name, names)):
        words = text[found.start : found.end]
        is_own = own >= {word.casefold() for word in _WORD.findall(words)}
        said = name if is_own and found.what == "name" else words
        label = _label(labels, many, found.what, said)
        parts += [text[at : found.start], label]
        at = found.end
    told = {label: words for (_, words), label in labels.items()}
    return Redacted("".join([*parts, text[at:]]), told)


def without_numbers(text: str) -> str:
    """Labels as they are in a text that was redacted alone: [e-mail 2] is [e-mail]."""
    return _LABEL.sub(r"[\1]", text)


def places(text: str, name: str = "", names: Iterable[Place] = ()) -> Iterator[Found]:
    """Every place that identifies somebody; what is found first in a place counts."""
    for what, pattern, so in WHAT:
        for match in pattern.finditer(text):
            start, end = next(
                (match.span(n) for n, v in match.groupdict().items() if v), match.span()
            )
            if end > start and so(text[start:end]):
                yield Found(start, end, what)
    yield from _named(text, name)
    yield from _known(text)
    yield from (Found(start, end, "name") for start, end in names)


def apart(found: Iterable[Found]) -> list[Found]:
    """None within another: of two that meet, the one that was found first."""
    taken: list[Found] = []
    for each in found:
        # Those taken do not meet, so of those that begin before its end only the last can reach it.
        at = bisect_left(taken, each.end, key=attrgetter("start"))
        if at == 0 or taken[at - 1].end <= each.start:
            taken.insert(at, each)
    return taken


def _label(labels: dict[tuple[str, str], str], many: Counter[str], what: str, words: str) -> str:
    """`many` counts the labels of each kind."""
    key = (what, words)
    if key not in labels:
        many[what] += 1
        labels[key] = f"[{what}]" if many[what] == 1 else f"[{what} {many[what]}]"
    return labels[key]


def _known(text: str) -> Iterator[Found]:
    """Names that nothing announces: words with capitals of which one is hardly ever anything but a
    name, or that have an initial between them. Of a firm or an office none is one."""
    for match in _CAPITALS.finditer(text):
        words = [_bare(word) for word in re.findall(r"[^\W\d_]+", match[0])]
        if NOBODY & {*words} or not (_INITIAL.search(match[0]) or _is_name(words)):
            continue
        start = match.start() + _before_the_name(match[0])
        yield Found(start, match.end(), "name")


def _is_name(words: list[str]) -> bool:
    sometimes = words[0] in SOMETIMES and words[-1] not in NO_NAMES and len(words) > 1
    return sometimes or any(word in GIVEN or word in SURNAMES for word in words)


def is_name(word: str) -> bool:
    """Whether a word is hardly ever anything but a name, however it is written."""
    bare = _bare(word)
    return bare in GIVEN or bare in SURNAMES


def _before_the_name(words: str) -> int:
    """How many signs come before it: a sentence begins with a capital as well."""
    first = words.split()[0]
    many = len(words.split()) > 1
    return len(first) + 1 if many and _bare(first) in NO_NAMES else 0


def _bare(word: str) -> str:
    """As the list has it: small, without accents and without what makes it a genitive."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _named(text: str, name: str) -> Iterator[Found]:
    """As a name is written: "Will" is one, "will" is a word."""
    words = tuple(word for word in _WORD.findall(name) if len(word) > 2)
    if words:
        for match in _as_written(words).finditer(text):
            yield Found(match.start(), match.end(), "name")


@lru_cache(maxsize=256)
def _as_written(words: tuple[str, ...]) -> re.Pattern[str]:
    written = {form for word in words for form in (word, word.capitalize(), word.upper())}
    either = "|".join(sorted(map(re.escape, written), key=len, reverse=True))
    return re.compile(rf"\b(?:{either})(?: (?:{either}))*\b")
