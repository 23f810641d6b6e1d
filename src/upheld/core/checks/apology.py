"""More apology is not better (Halperin, Ho, List & Muir 2022; Singh et al. 2018)."""

from collections.abc import Iterator

from .problems import Problem, Severity
from .read import Read, words

_SORRY = words(r"(?:sorry|apologi[sz]e[sd]?|apologies|apology|regret)\b")
_FIX = words(
    r"(?:refund|repay|pay|credit|replac|repair|collect|correct|waiv|reimburs|voucher|cheque"
    r"|re-?deliver|re-?send|cancel)\w*",
    r"(?:we|I)(?:'ve| have|'ll| will)(?: now| also| already)? (?:chang|put|set|remov|add|train"
    r"|fix|mend|updat|arrang|ask|mov|stop|start|book|sent|send|made|mak|giv|return|com)\w*",
    r"(?:within|by) (?:the )?(?:\w+ )?(?:\d+|\w+) (?:working )?(?:days?|weeks?|January|February"
    r"|March|April|May|June|July|August|September|October|November|December)",
    r"(?:engineer|fitter|driver|colleague) (?:will|is going to|comes?)",
)
_FEW = 2


def repeated(letter: Read) -> Iterator[Problem]:
    """One apology is enough; a second without anything that is mended makes it worse."""
    sorry = list(letter.said(_SORRY))
    if len(sorry) >= _FEW and not letter.says(_FIX):
        mend = "Say what is put right and by when; one apology beside it is enough."
        yield Problem("apology_without_fix", Severity.BLOCK, sorry[-1], mend)
    elif len(sorry) > _FEW:
        mend = "One sincere, specific apology is enough: keep the best and offer the mend."
        yield Problem("too_many_apologies", Severity.ADVISE, sorry[-1], mend)


RULES = (repeated,)
