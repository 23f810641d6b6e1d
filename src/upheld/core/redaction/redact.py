"""What identifies a person, taken out of a text before anybody sees it who need not know.

What has a check digit is checked by it. References of orders and cases stay: they are what a
complaint is about. A name that no sign gives away is found by a model of names, where one is
installed (insight/names.py).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upheld.core.guesses import Likely
from upheld.core.naming.unannounced import Place

from .again import WORD
from .apart import apart
from .places import named, places

NAME = "[name]"
_LABEL = re.compile(r"\[([\w-]+)(?: \d+)?\]")


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

    def out_of(self, text: str) -> str:
        """Another text, without what was taken out of this one, where it stands as whole words."""
        for label, words in sorted(self.taken.items(), key=lambda each: -len(each[1])):
            text = _whole(words).sub(lambda _, label=label: label, text)  # type: ignore[misc]
        return text

    def whole_in(self, *texts: str) -> "Redacted":
        """With those labels alone that stand in each of these texts as often, and nowhere within a
        longer word: put back in there, what was taken out could not be told from the rest of it."""
        taken = {
            label: words
            for label, words in self.taken.items()
            if len({n for each in texts for n in _times(label, each)}) == 1
        }
        return Redacted(self.text, taken)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _times(label: str, text: str) -> tuple[int, int]:
    """How often it stands in a text, and how often as a word of its own."""
    return text.count(label), len(_whole(label).findall(text))


def redacted(
    text: str,
    name: str = "",
    names: Iterable[Place] = (),
    *,
    guessed: bool = True,
    others: Sequence[str] = (),
) -> str:
    """The text with addresses, numbers and names as [what it was], and without the words of the
    customer's `name`, and of the `others` that they have. `names` are the places of other people
    that were found by other means. Where none is `guessed`, a word that nobody knows is not taken
    for a name."""
    return taken_out(text, name, names, guessed=guessed, others=others).text


def taken_out(
    text: str,
    name: str = "",
    names: Iterable[Place] = (),
    *,
    guessed: bool = True,
    likely: Likely | None = None,
    others: Sequence[str] = (),
) -> Redacted:
    """The same, with what was taken out beside it. What is only guessed to be a name stays where
    it is not `likely` to be one, as far as a model tells."""
    own = [(each, _words(each)) for each in (name, *others)]
    # Whatever form a name of theirs has, it is one label; that of their first is the first.
    labels = {("name", name): NAME} if any(named(text, name)) else {}
    many, parts, at = Counter(kind for kind, _ in labels), [], 0
    there = places(text, name, names, guessed=guessed, likely=likely, others=others)
    for found in apart(there):
        told_there = text[found.start : found.end]
        said = _whole_name(told_there, own) if found.what == "name" else told_there
        label = _label(labels, many, found.what, said)
        parts += [text[at : found.start], label]
        at = found.end
    told = {label: words for (_, words), label in labels.items()}
    return Redacted("".join([*parts, text[at:]]), told)


def _words(name: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(name)}


def _whole_name(said: str, own: Iterable[tuple[str, set[str]]]) -> str:
    """The first of their own names that has all the words of what is said; else what is said."""
    words = _words(said)
    return next((name for name, known in own if known and known >= words), said)


def without_numbers(text: str) -> str:
    """Labels as they are in a text that was redacted alone: [e-mail 2] is [e-mail]."""
    return _LABEL.sub(r"[\1]", text)


def _label(labels: dict[tuple[str, str], str], many: Counter[str], what: str, words: str) -> str:
    """`many` counts the labels of each kind."""
    key = (what, words)
    if key not in labels:
        many[what] += 1
        labels[key] = f"[{what}]" if many[what] == 1 else f"[{what} {many[what]}]"
    return labels[key]
