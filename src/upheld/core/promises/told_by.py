"""By when a letter says that its reader hears from us or has our answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upheld.core.days import first_day
from upheld.core.letter_text import as_read
from upheld.core.reading import ours, paragraphs, sentences

# "on Friday, 4 December" and "November 7, 2026" are one day.
_CLAUSE = re.compile(r";|,(?! ?\d)|\bbut\b|\band\b(?= (?:you|we|I|our|my)\b)", re.IGNORECASE)
# A condition, or what we ask for, has no promise of ours in its whole sentence.
_OPEN = re.compile(
    r"\?|\b(?:(?<!even )if|unless|should (?:you|we|the|this|there|they|no)|in case|provided"
    r"|as long as|once|when|(?<!look )(?<!looks )(?<!looking )after|as soon as|so that"
    r"|in order|otherwise|depend\w*|please|kindly|let us|(?:tell|give|send|write to) us|we need"
    r"|we ask)\b",
    re.IGNORECASE,
)
# What was said before or by others, is wished for, or will not be.
_NOT_SO = re.compile(
    r"\b(?:would|said|says?|told|promised|wrote|writes|ask(?:s|ed)?|want(?:s|ed)?|meant|hoped?"
    r"|expected|not|never|cannot|unable|earliest|\w+n['’]t|from (?!us\b|me\b))\b",
    re.IGNORECASE,
)
_KINDS = r"(?:(?:final|full|written|formal|complete|substantive) )*"
_WHAT = r"(?:answer|reply|response|decision)"
_OURS = rf"(?:(?:our|my) {_KINDS}{_WHAT}|an? {_KINDS}{_WHAT} from (?:us|me))"
_ANY = rf"(?:our|my|an?|the) {_KINDS}{_WHAT}"
_SURE = r"(?: (?:now|also|therefore|then))?"
_WILL = rf"(?:['’]ll| will| shall)?{_SURE}(?: (?:expect|plan|intend) to)?"
# What hangs on another word is no promise by itself: "the law wants that we answer by then".
_ITSELF = r"(?<!that )(?<!whether )(?<!until )(?<!if )(?<!which )(?<!before )"
_WE = rf"{_ITSELF}\b(?:we|I){_WILL}"
_YOU = rf"{_ITSELF}\byou(?:['’]ll| will| shall| can expect to| may expect to)?{_SURE}"
_EXPECT = r"(?:^|\byou (?:can|may|will) )expect"
# Who does it to whom is said: that we answer them, or that they have it from us.
_ANSWER = (
    rf"{_WE} (?:answer|reply|respond)(?: to)?(?: you)?",
    rf"{_WE} (?:send|give|let|tell)(?: you(?: have| know)? {_ANY}| {_OURS})",
    rf"{_WE} (?:decide|reach our decision)(?= on (?:it|this|your))",
    rf"{_YOU} (?:have|get|receive|hear) {_OURS}",
    rf"{_EXPECT}(?: to (?:have|get|receive|hear))? {_OURS}",
    rf"\b(?:our|my) {_KINDS}{_WHAT}(?: (?:will )?(?:comes?|follows?|(?:reach(?:es)?|be with) you"
    r"|be sent)| is due)",
)
_HEAR = (
    rf"{_WE} (?:write|be (?:back )?in touch|get (?:back )?in touch|(?:get|come|be) back|contact)"
    r"(?: (?:to|with))?(?: you)?",
    rf"{_YOU} hear(?: back)?(?: first)? from (?:us|me)",
    rf"{_YOU} (?:have|get|receive) an? (?:first|interim) {_WHAT} from (?:us|me)",
    rf"{_EXPECT} to hear from (?:us|me)",
)
# What may stand between that and its day.
_THEN = re.compile(
    r"(?: (?:to you|(?:to|on|about) (?:it|this|your (?:complaint|letter|case))|in writing|in full"
    r"|from us|first|again|at the latest))* "
)


def _promise(ways: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(ways)})\b", re.IGNORECASE)


_PROMISES = ((_promise(_ANSWER), True), (_promise(_HEAR), False))


@dataclass(frozen=True, slots=True)
class ToldBy:
    """The day, and whether our answer is what comes by then."""

    day: date
    answer: bool


def told_by(body: str, left_on: date) -> ToldBy | None:
    """The first such day in a letter that left on `left_on`, one of our answer before any other;
    None where none can be read for certain."""
    return min(_said(body, left_on), key=lambda each: not each.answer, default=None)


def _said(body: str, left_on: date) -> Iterator[ToldBy]:
    for paragraph in paragraphs(as_read(body)):
        for sentence in map(ours, sentences(paragraph)):
            if not _OPEN.search(sentence):
                for clause in _CLAUSE.split(sentence):
                    yield from _promised(clause.strip(), left_on)


def _promised(clause: str, left_on: date) -> Iterator[ToldBy]:
    if _NOT_SO.search(clause):
        return
    for promise, answer in _PROMISES:
        for said in promise.finditer(clause):
            then = _THEN.match(clause, said.end())
            day = first_day(clause[then.end() :], left_on) if then else None
            if day and day >= left_on:
                yield ToldBy(day, answer)
