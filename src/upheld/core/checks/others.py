"""Several complained of one matter: a letter to one of them says nothing of another."""

import re
from collections.abc import Iterable, Iterator

from .problems import Problem
from .read import NOBODY, Others, Read

# So many words in a row are nobody's by chance.
_RUN = 8
_MEND = "This is of somebody else who complained of the same matter: take it out."


def another_complainant(letter: Read) -> Iterator[Problem]:
    """Neither how another is called or reached, nor what they wrote."""
    others = letter.others
    if others == NOBODY:
        return
    # Hundreds of patterns, for which a command that writes no letter does not wait.
    from .called import Called

    called, reached = Called(others.names, letter.to, others.ours), _reached(others)
    said = _runs(others.said) - _runs(others.own)
    for sentence in (letter.letter.subject, *letter.sentences):
        found = called.in_sentence(sentence) or any(each.search(sentence) for each in reached)
        if found or said & _runs([sentence]):
            yield Problem("another_persons_data", sentence, _MEND)


def _reached(others: Others) -> list[re.Pattern[str]]:
    """Where they are reached; whoever gave no name is called by their address."""
    told = (*others.reached, *(name for name in others.names if "@" in name))
    return [re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in told if each]


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        found |= {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return found


RULES = (another_complainant,)
