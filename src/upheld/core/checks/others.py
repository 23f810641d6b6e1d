"""Several complained of one matter: a letter to one of them says nothing of another."""

import re
from collections.abc import Collection, Iterable, Iterator

from .problems import Problem
from .read import Read

# So many words in a row are nobody's by chance.
_RUN = 8
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor)\.? "
_A_TITLE = re.compile(_TITLE, re.IGNORECASE)
# A first name may be a word, or that of a third: it is theirs where somebody is greeted or told of.
_GREETED = r"(?i:dear|hello|hi|good (?:morning|afternoon|evening)),? "
_TELLS = (
    r" (?i:also |too )?(?i:wrote|writes|said|says|told|tells|complained|complains|explained|"
    r"explains|reported|reports|mentioned|mentions|described|describes|sent|asked|asks|saw|alleged)"
)
_THEIRS = (
    r"['’]s (?i:complaint|case|letter|e-?mail|message|words|account|answer|order|photographs?)"
)
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
    whole = [re.compile(rf"(?<!\w){each}(?!\w)", re.IGNORECASE) for each in told]
    known = {word for each in (letter.to, *letter.others.ours) for word in each.lower().split()}
    return whole + [_first(name[0]) for name in names if name and _is_first(name[0], known)]


def _is_first(word: str, known: Collection[str]) -> bool:
    """Whether this first word of a name tells of nobody but them."""
    return word.isalpha() and word.lower() not in known and not _A_TITLE.match(f"{word} ")


def _first(name: str) -> re.Pattern[str]:
    name = name[:1].upper() + name[1:]
    return re.compile(rf"(?<!\w)(?:{_GREETED}{name}|{name}(?:{_TELLS}|{_THEIRS}))(?!\w)")


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        found |= {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return found


RULES = (another_complainant,)
