"""Plain words: no terms of the trade, and sentences that most adults read at once."""

import re
from collections.abc import Iterator

from upheld.core.reading import ours
from upheld.core.spoken import phrases, spoken

from .lists.trade import JARGON
from .problems import Problem
from .read import Read

_JARGON = phrases(*JARGON)
# Coleman and Liau 1975: the school grade that a text asks for, from letters and sentences.
_LETTERS, _SENTENCES, _BASE = 0.0588, 0.296, 15.8
_SCHOOL_STARTS = 5
_OLDEST = 18
_ENOUGH = 60


def jargon(letter: Read) -> Iterator[Problem]:
    for sentence in letter.said(_JARGON):
        found = _JARGON.search(spoken(sentence))
        mend = f'Say "{found.group(0) if found else ""}" in everyday words.'
        yield Problem("jargon", sentence, mend)


def reading_age(text: str) -> float:
    """The age in years at which a text is read with ease: the Coleman–Liau grade, plus five."""
    told = re.findall(r"[A-Za-z']+", text)
    count = len(re.findall(r"[.!?](?:\s|$)", text)) or 1
    letters = sum(map(len, told)) / max(len(told), 1) * 100
    sentences = count / max(len(told), 1) * 100
    return _LETTERS * letters - _SENTENCES * sentences - _BASE + _SCHOOL_STARTS


def hard_to_read(letter: Read) -> Iterator[Problem]:
    # Greetings, headings and signatures are names, and end with no full stop.
    prose = " ".join(ours(said) for said in letter.sentences if said.endswith((".", "?", "!")))
    if len(prose.split()) >= _ENOUGH and reading_age(prose) > _OLDEST:
        longest = max(letter.sentences, key=lambda sentence: len(sentence.split()))
        mend = "Shorter sentences and shorter words: start by cutting this one in two."
        yield Problem("hard_to_read", longest, mend)


RULES = (jargon, hard_to_read)
