"""What a phrase of a name may be made of: things, and the small words that hold them together."""

from collections.abc import Sequence
from dataclasses import dataclass

from .courtesies import passed_over
from .kinds import Kinds, links, tells, vague
from .passages import Passages

# How often a word must be a thing, of its uses that tell: inside a name, at its end, by itself; and
# how often nothing may follow the last.
_NO_ACT, _THING, _THING_ALONE, _ENDS = 0.35, 0.5, 0.6, 0.45
# What has more capitals than this is shouted, and no short form such as FDCPA.
_LONGEST_SHORT_FORM = 6
# Where so many of those who write it large write it small, it is no name.
_SMALL = 0.4
_ENDINGS = frozenset(("", "s", "es", "e", "n", "en", "er", "i", "x"))


@dataclass(frozen=True, slots=True)
class Wording:
    """What a name may be made of, in the language of a theme: `joining` only join others."""

    joining: frozenset[str]
    links: frozenset[str]
    vague: frozenset[str]
    kinds: Kinds

    @classmethod
    def of(cls, language: str, kinds: Kinds) -> "Wording":
        return cls(passed_over(language) - tells(language), links(language), vague(language), kinds)


def may_name(term: str, wording: Wording) -> bool:
    """Whether it has a word that is a thing."""
    said = (word for word in term.split() if word not in wording.joining)
    return any(wording.kinds.thing(word) >= _NO_ACT for word in said)


def things(phrase: list[str], said: Passages, wording: Wording) -> list[str]:
    """The longest part of it that is a thing: nothing that somebody does, and no small word that
    does not hold it together; empty where there is none, or it says nothing by itself."""
    parts: list[list[str]] = [[]]
    for word in (phrase := trimmed(phrase, said, wording)):
        if _may_stand(word, phrase, said, wording):
            parts[-1].append(word)
        else:
            parts.append([])
    if len(phrase) > 1 and _is_name(phrase, said, wording):
        return phrase
    part = max((_ended(part, wording) for part in parts), key=len)
    return [] if len(part) == 1 and not _alone(part[0], wording) else part


def _is_name(phrase: list[str], said: Passages, wording: Wording) -> bool:
    """Whether most write all of it with capitals."""
    small = any(word in wording.joining for word in phrase)
    return not small and as_written(phrase, said).istitle()


def _may_stand(word: str, phrase: list[str], said: Passages, wording: Wording) -> bool:
    if word in wording.joining:
        return word in wording.links or _of_a_name(word, phrase, said)
    return wording.kinds.thing(word) >= _NO_ACT


def _ended(part: list[str], wording: Wording) -> list[str]:
    """It begins with what says something and ends with what a name may end in."""
    while part and part[0] in wording.links:
        part = part[1:]
    while part and (part[-1] in wording.links or not _ends(part[-1], wording)):
        part = part[:-1]
    return part


def _ends(word: str, wording: Wording) -> bool:
    if not word.isascii() and len(word) == 1:  # where no blank stands between words, any may
        return True
    return wording.kinds.thing(word) >= _THING and wording.kinds.end(word) >= _ENDS


def _alone(word: str, wording: Wording) -> bool:
    return word not in wording.vague and wording.kinds.thing(word) >= _THING_ALONE


def trimmed(phrase: list[str], said: Passages, wording: Wording) -> list[str]:
    """Without the small words at its ends, unless they belong to a name, as in "Wells Fargo"."""
    while phrase and _hangs_on(phrase[0], phrase, wording.joining, said):
        phrase = phrase[1:]
    while phrase and _hangs_on(phrase[-1], phrase, wording.joining, said):
        phrase = phrase[:-1]
    return phrase


def _hangs_on(word: str, phrase: list[str], joining: frozenset[str], said: Passages) -> bool:
    if len(word) == 1 and word.isascii():
        return True
    return word in joining and not _of_a_name(word, phrase, said)


def _of_a_name(word: str, phrase: list[str], said: Passages) -> bool:
    together = len(phrase) > 1 and said.often(phrase) >= 0.8 * said.often([word])
    return together and as_written(phrase, said).istitle()


def shares(one: Sequence[str], other: Sequence[str], joining: frozenset[str]) -> bool:
    """Whether two phrases share a word that says something, or one that only ends otherwise."""
    pairs = ((a, b) for a in one for b in other if a not in joining and b not in joining)
    return any(_alike(*sorted((a, b), key=len)) for a, b in pairs)


def _alike(short: str, long: str) -> bool:
    """Whether two words differ in their ends alone: "fee" and "fees", "calling" and "calls"."""
    return long.removeprefix(short) in _ENDINGS or (len(short) > 4 and short[:5] == long[:5])


def as_written(phrase: Sequence[str], said: Passages) -> str:
    """The phrase in the form in which most wrote it; empty where nobody did."""
    forms = said.written(phrase)
    # What is shouted is told in the form of those who do not, where there are any.
    calm = {form: often for form, often in forms.items() if not form.isupper()} or forms
    form = max(calm, key=lambda form: (calm[form], form), default="")
    form = form.lower() if forms[form.lower()] >= _SMALL * forms[form] else form
    return form.lower() if form.isupper() and len(form) > _LONGEST_SHORT_FORM else form
