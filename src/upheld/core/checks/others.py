"""Several complained of one matter: a letter to one of them says nothing of another."""

import re
from collections.abc import Iterable, Iterator

from .problems import Problem
from .read import Read

# So many words in a row are nobody's by chance.
_RUN = 8
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor)\.? "
_MEND = "This is of somebody else who complained of the same matter: take it out."


def another_complainant(letter: Read) -> Iterator[Problem]:
    """Neither how another is called or reached, nor what they wrote."""
    called, said = _called(letter), _runs(letter.others.said) - _runs(letter.others.own)
    if not called and not said:
        return
    for sentence in (letter.letter.subject, *letter.sentences):
        if any(each.search(sentence) for each in called) or said & _runs([sentence]):
            yield Problem("another_persons_data", sentence, _MEND)


def _called(letter: Read) -> list[re.Pattern[str]]:
    own = letter.to.lower().split()
    names = [name.split() for name in letter.others.names if name.lower().split() != own]
    told = [" ".join(map(re.escape, name)) for name in names if name]
    told += [_TITLE + re.escape(name[-1]) for name in names if name and name[-1].lower() not in own]
    told += [re.escape(each) for each in letter.others.reached if each]
    return [re.compile(rf"(?<!\w){each}(?!\w)", re.IGNORECASE) for each in told]


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        found |= {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return found


RULES = (another_complainant,)
