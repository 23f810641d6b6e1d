"""A letter as the checks read it: its sentences in our own words, and what it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upheld.core.changes import Claim
from upheld.core.decision import Decision
from upheld.core.reading import ours
from upheld.core.reply import Letter, Required
from upheld.core.spoken import Phrases, phrases, spoken
from upheld.core.sums import Amount
from upheld.core.words import LetterKind, Outcome

from .lists import admission, outcome

# Nothing has been found yet when these leave (promise 3).
BEFORE_A_FINDING = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.QUESTION,
        LetterKind.HOLDING,
        LetterKind.KIND_QUESTION,
    }
)
ANSWERS = frozenset({LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION})


@dataclass(frozen=True, slots=True)
class Others:
    """Who else complained of the matter: their names, where they are reached and what they wrote;
    `own` is what whoever the letter goes to wrote, and `ours` how our own people are called."""

    names: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


NOBODY = Others()


@dataclass(frozen=True, slots=True)
class Read:
    """`outside_body` is the firm's own; empty, any that a letter names will do. `today` is the day
    on which the letter leaves, None when nobody knows; `to` the customer's name, if known.
    `required` is what the law wants in it, `sorry_before` how often we apologised to them before,
    `claim` what may be said of the change that it tells, `others` who else complained,
    `given` what answers of the case gave before, None when nobody knows.
    """

    letter: Letter
    decision: Decision | None
    outside_body: str
    today: date | None
    to: str
    sentences: tuple[str, ...]
    required: tuple[Required, ...] = ()
    sorry_before: int = 0
    claim: Claim | None = None
    others: Others = NOBODY
    given: frozenset[Amount] | None = None

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
        if self.answered:
            return self.answered.outcome
        return told_outcome(self) if self.letter.kind is LetterKind.FINAL else None

    def said(self, pattern: Phrases) -> Iterator[str]:
        """Each sentence in which the phrases stand as our own."""
        return (sentence for sentence in self.sentences if pattern.search(spoken(sentence)))

    def says(self, pattern: Phrases) -> bool:
        return next(self.said(pattern), None) is not None


REFUSED = phrases(*outcome.REFUSED)
GIVES = phrases(*outcome.GIVES)
_PARTLY = phrases(*outcome.PARTLY)
_UPHELD = phrases(*outcome.UPHELD)
_TAKEN_BACK = phrases(*outcome.TAKEN_BACK)
_NOT_OURS = phrases(*outcome.NOT_OURS)
_ADMITS = phrases(*admission.ADMITS)
_SORRY_FOR = phrases(*admission.SORRY_FOR)
_FOR_NOTHING = phrases(*admission.FOR_NOTHING)
DENIES = phrases(*admission.DENIES)


def admits(sentence: str) -> bool:
    """Whether a sentence says as our own words what we did or failed to do."""
    said = spoken(sentence)
    admitted = _ADMITS.finditer(said)
    if any(not DENIES.search(said[: found.end()]) for found in admitted):
        return True
    return bool(_SORRY_FOR.search(said)) and not (_FOR_NOTHING.search(said) or DENIES.search(said))


def admitting(letter: Read) -> bool:
    return any(map(admits, letter.sentences))


def told_outcome(letter: Read) -> Outcome | None:
    """What a letter says of the complaint, as far as its words can be read without a decision."""
    if letter.says(_TAKEN_BACK):
        return Outcome.WITHDRAWN
    if letter.says(_NOT_OURS):
        return Outcome.OUT_OF_SCOPE
    refused = letter.says(REFUSED)
    agreed = admitting(letter) or _unrefused(letter, _UPHELD)
    if _unrefused(letter, _PARTLY) or (refused and agreed):
        return Outcome.PARTLY_UPHELD
    if refused:
        return Outcome.NOT_UPHELD
    return Outcome.UPHELD if agreed or _unrefused(letter, GIVES) else None


def _unrefused(letter: Read, pattern: Phrases) -> bool:
    """Whether a sentence says it that refuses nothing."""
    return any(not REFUSED.search(spoken(sentence)) for sentence in letter.said(pattern))
