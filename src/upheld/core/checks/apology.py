"""More apology is not better (Halperin, Ho, List & Muir 2022; Singh et al. 2018)."""

from collections.abc import Iterator

from upheld.core.reading import paragraphs, sentences
from upheld.core.spoken import phrases, spoken
from upheld.core.words import LetterKind

from .lists import feelings
from .problems import Problem
from .read import Read

_SORRY = phrases(*feelings.APOLOGISES)
_NOT_SORRY = phrases(*feelings.NOT_AN_APOLOGY)
_MENDS = phrases(*feelings.MENDS)
_FEW = 2


def repeated(letter: Read) -> Iterator[Problem]:
    """One apology is enough; a second without anything that is mended makes it worse."""
    sorry = [said for said in letter.sentences if _sorry(said)]
    if len(sorry) >= _FEW and not letter.says(_MENDS):
        mend = "Say what is put right and by when; one apology beside it is enough."
        yield Problem("apology_without_fix", sorry[-1], mend)
    if len(sorry) > _FEW:
        mend = "One sincere, specific apology is enough: keep the best and offer the mend."
        yield Problem("too_many_apologies", sorry[-1], mend)


def _sorry(sentence: str) -> bool:
    said = spoken(sentence)
    return bool(_SORRY.search(said)) and not _NOT_SORRY.search(said)


def apologises(body: str) -> bool:
    """Whether a letter says sorry, as our own words."""
    return any(_sorry(said) for paragraph in paragraphs(body) for said in sentences(paragraph))


def again(letter: Read) -> Iterator[Problem]:
    """A letter of apology after another that said sorry must say what is mended by now."""
    sorry = [said for said in letter.sentences if _sorry(said)]
    if letter.letter.kind is not LetterKind.APOLOGY or not letter.sorry_before or not sorry:
        return
    if not letter.says(_MENDS):
        mend = (
            f"We said sorry to them {letter.sorry_before} times before. Say what is changed by "
            "now, by whom and when, or send no other apology."
        )
        yield Problem("apology_without_fix", sorry[0], mend)


RULES = (repeated, again)
