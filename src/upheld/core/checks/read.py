"""A letter as the checks read it: its sentences in our own words, and what it answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upheld.core.decision import Decision
from upheld.core.reading import ours
from upheld.core.reply import Letter
from upheld.core.words import LetterKind, Outcome

# Nothing has been found yet when these leave (promise 3).
BEFORE_A_FINDING = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.QUESTION, LetterKind.HOLDING})
ANSWERS = frozenset({LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION})


@dataclass(frozen=True, slots=True)
class Read:
    """`outside_body` is the firm's own; empty, any that a letter names will do. `today` is the day
    on which the letter leaves, None when nobody knows; `to` the customer's name, if known."""

    letter: Letter
    decision: Decision | None
    outside_body: str
    today: date | None
    to: str
    sentences: tuple[str, ...]

    @property
    def body(self) -> str:
        """All of it, without what it quotes."""
        return ours(self.letter.body)

    @property
    def answered(self) -> Decision | None:
        """The decision that an answer tells; other letters tell none."""
        return self.decision if self.letter.kind in ANSWERS else None

    @property
    def outcome(self) -> Outcome | None:
        """What the letter answers: by its decision, or else as its own words say it."""
        if self.letter.kind not in ANSWERS:
            return None
        return self.answered.outcome if self.answered else told_outcome(self)

    def said(self, pattern: re.Pattern[str]) -> Iterator[str]:
        """Each sentence in which the words stand as our own."""
        return (sentence for sentence in self.sentences if pattern.search(ours(sentence)))

    def says(self, pattern: re.Pattern[str]) -> bool:
        return next(self.said(pattern), None) is not None


def words(*alternatives: str) -> re.Pattern[str]:
    """Any of these, at the start of a word, however it is written."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.IGNORECASE)


_COMPLAINT = r"(?:(?:your|the|this|that) (?:\w+ ){0,2}(?:complaint|point|claim)s?|it|them)"
_NOT_UPHELD = words(
    r"(?:not|unable to|cannot|can't|won't|decided against) (?:\w+ ){0,2}uph(?:e"
    r"|o)ld(?:ing)?\b(?! in full)",
    r"(?:not|n't|never) (?:been )?upheld\b",
    rf"(?:reject(?:ed|ing)?|declin(?:ed?|ing)|dismiss(?:ed|ing)?|turn(?:ed"
    rf"|ing)? down) {_COMPLAINT}",
    rf"{_COMPLAINT} (?:is|was|has been|have been|must be) (?:rejected|declined|dismissed"
    rf"|unsuccessful)",
    r"(?:not|n't|unable to|cannot) (?:able to )?(?:agree|accept)\b(?! more)",
    r"(?:did not|didn't|do not|don't|could not|cannot|can't|have not|haven't) (?:find|found) "
    r"(?:it so\b|that (?:we|our|the)\b|any (?:fault|error|mistake|evidence|failing)|a (?:fault"
    r"|failing|mistake)|evidence)",
    r"(?:no|any) (?:fault|error|mistake|failing) (?:on our (?:side|part)|was found|was made by)",
    r"(?:was|were|is|are) (?:correct(?:ly)?|charged correctly|right) (?:to|in|applied|charged"
    r"|and)\b",
    r"(?:find|found|finding) (?:is |was )?(?:not|against)\b",
    r"(?:must|have to|will|shall) (?:therefore )?(?:say no|refuse)\b",
    r"our answer is no\b",
    r"(?:not|isn't|n't) (?:be )?(?:able to offer|offering|due|payable|owed|entitled)\b",
)
_PARTLY = words(
    r"(?:partly|partially|in part|part(?: of)?)\b(?=[^.]*(?:uph|agree|complaint|right|so\b))",
    r"uph(?:eld|old)(?:ing)? (?:\w+ ){0,6}(?:in part|partly|part of|one of|two of|some of)\b",
    r"agree with (?:part|some|one|two)\b",
)
_UPHELD = words(
    rf"(?:uph(?:e|o)ld(?:ing)?) {_COMPLAINT}",
    rf"{_COMPLAINT} (?:is|was|has been|are|have been) (?:\w+ )?(?:upheld|justified"
    rf"|well[- ]founded)",
    rf"(?:agree|accept)(?:ed)? (?:with )?(?:you\b|{_COMPLAINT}|that (?:we|our|this|the|it))",
    r"(?:you (?:are|were) right|in your favour|our (?:fault|mistake|error|failure|failing)|"
    r"we (?:got|were|had got) (?:this |it |that )?wrong|we (?:let you down|fell short|made (?:a"
    r"|an|the|two|several) \w*\s?(?:mistake|error)))",
    r"we (?:found|find) that this is so\b",
)
_TAKEN_BACK = words(
    r"withdr(?:e|a)wn? (?:your|the|this) complaint", r"you (?:have )?withdr(?:e|a)w"
)
_NOT_OURS = words(
    r"(?:not|isn't|n't) ours to (?:answer|decide)", r"outside (?:of )?what we can look"
)


def told_outcome(letter: Read) -> Outcome | None:
    """What a letter says of the complaint, as far as its words can be read without a decision."""
    if letter.says(_TAKEN_BACK):
        return Outcome.WITHDRAWN
    if letter.says(_NOT_OURS):
        return Outcome.OUT_OF_SCOPE
    refused = letter.says(_NOT_UPHELD)
    agreed = any(not _NOT_UPHELD.search(ours(s)) for s in letter.said(_UPHELD))
    if letter.says(_PARTLY) or (refused and agreed):
        return Outcome.PARTLY_UPHELD
    if refused:
        return Outcome.NOT_UPHELD
    return Outcome.UPHELD if agreed else None
