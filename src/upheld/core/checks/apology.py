"""More apology is not better (Halperin, Ho, List & Muir 2022; Singh et al. 2018)."""

from collections.abc import Iterator

from .lists import feelings
from .problems import Problem
from .read import Read
from .spoken import phrases, spoken

_SORRY = phrases(*feelings.APOLOGISES)
_NOT_SORRY = phrases(*feelings.NOT_AN_APOLOGY)
_MENDS = phrases(*feelings.MENDS)
_FEW = 2


def repeated(letter: Read) -> Iterator[Problem]:
    """One apology is enough; a second without anything that is mended makes it worse."""
    sorry = [said for said in letter.said(_SORRY) if not _NOT_SORRY.search(spoken(said))]
    if len(sorry) >= _FEW and not letter.says(_MENDS):
        mend = "Say what is put right and by when; one apology beside it is enough."
        yield Problem("apology_without_fix", sorry[-1], mend)
    if len(sorry) > _FEW:
        mend = "One sincere, specific apology is enough: keep the best and offer the mend."
        yield Problem("too_many_apologies", sorry[-1], mend)


RULES = (repeated,)
