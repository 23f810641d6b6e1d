"""Words that must not stand in a letter: each with its reason and its mend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from upheld.core.reading import ours
from upheld.core.spoken import Phrases, spoken
from upheld.core.spoken import phrases as any_of
from upheld.core.words import LetterKind

from .lists import early, feelings, outcome, person, reviews, selling, threats
from .problems import Problem
from .read import BEFORE_A_FINDING, Read


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must not stand in a letter of some kinds, with the mend; a sentence passes where
    `unless` stands up to the end of them."""

    code: str
    pattern: Phrases
    mend: str
    kinds: frozenset[LetterKind] = frozenset(LetterKind)
    unless: Phrases | None = None


_KEEP_IT = (
    "An acknowledgement says received, who, by when and what happens next. Keep the answer "
    "until you have investigated."
)
_ASKS = frozenset({LetterKind.KIND_QUESTION})
_EARLY = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.HOLDING}) | _ASKS
_NO_APOLOGY = any_of(*feelings.NO_APOLOGY)
_ADMIT_IT = "Say what we did and that we are sorry for that; leave out how they feel about it."
_NO_REVIEW = "A remedy may not hang on a review: take the sentence out."
_FREE = any_of(*reviews.FREE)
_PERSON = any_of(*person.PERSON)
_NOT_OURS = any_of(*person.NOT_OURS)

PHRASES = (
    # DESIGN promise 3; Min et al. 2020: listen, then apologise.
    Phrase("answer_in_acknowledgement", any_of(*early.OUR_ANSWER), _KEEP_IT, _EARLY,
           any_of(*early.OPEN)),
    Phrase("answer_in_acknowledgement", any_of(*early.JUDGED), _KEEP_IT, _EARLY,
           any_of(*early.OPEN, *early.THEIRS)),
    Phrase("answer_in_acknowledgement", any_of(*early.FOUND, *outcome.REFUSED), _KEEP_IT,
           frozenset({LetterKind.ACKNOWLEDGEMENT}) | _ASKS,
           any_of(*early.OPEN, *early.THEIRS, *early.LOOKED_FOR)),
    # Whoever is asked how it was is not sold to in the same breath.
    Phrase("selling", any_of(*selling.SELLING),
           "Take it out: this letter asks how it was, and sells nothing.", _ASKS),
    # Nothing is found yet: whoever is outraged with them has found it already.
    Phrase("piling_on", any_of(*early.OUTRAGE),
           "Say that you have heard it and will find out what happened; judge it when you know.",
           BEFORE_A_FINDING, any_of(*early.OUTRAGE_IS_THEIRS)),
    # LGSCO guidance on remedies: "sorry you felt it necessary to complain" is no apology.
    Phrase("non_apology", _NO_APOLOGY, _ADMIT_IT, BEFORE_A_FINDING, any_of(*feelings.COURTESY)),
    Phrase("non_apology", _NO_APOLOGY, _ADMIT_IT, frozenset(LetterKind) - BEFORE_A_FINDING),
    Phrase("person_not_issue", _PERSON, "Write about what happened, not about the person.",
           unless=_NOT_OURS),
    # FTC 16 CFR 465; UK DMCC Act 2024: nothing may hang on a review.
    Phrase("review_condition", any_of(*reviews.ASKED), _NO_REVIEW, unless=_FREE),
    Phrase("review_condition", any_of(*reviews.HANGS), _NO_REVIEW, unless=_FREE),
    # Halperin et al. 2022: a promise to do better that is not kept costs more than none.
    Phrase("empty_promise", any_of(*feelings.EMPTY_PROMISE),
           "Say what is changed, by whom and by when, or leave the promise out.",
           unless=any_of(*feelings.NO_PROMISE)),
    # A complaint is a right, and so is to speak of it: nothing is done to anybody for either.
    Phrase("threat", any_of(*threats.THREATS),
           "Take it out: nothing happens to anybody because they complain or speak of it.",
           unless=any_of(*threats.NO_THREAT)),
)  # fmt: skip

# These are looked for in the letter as it is written, capitals and signs with it.
_PLACEHOLDER = re.compile(
    r"\{[^{}]*\}|\[(?!\d+\]|\.\.\.|…|sic\])[^\[\]()]*\](?!\()|\bX{2,}\b|(?<=[£$€/#-])x{2,}\b"
    r"|\b(?:TODO|TBC|TBD|FIXME)\b"
    r"|</?[A-Za-z][A-Za-z_ ]*>|_{3,}|<<|%[A-Z_]+%"
    r"|\$[A-Z_]{3,}|«[^«»]*»|\b(?:INSERT|DELETE AS APPROPRIATE)\b|\bDear (?:Customer Name"
    r"|First ?Name|Name|Sir/Madam/Mx|NAME)\b"
    r"|(?i:\blorem ipsum\b|\binsert (?:name|date|amount|reason|reference)\b|\bdd/mm/yyyy\b)"
    r"|£\s?(?:X|#)|\?{3,}|(?<!#)#{2,}+(?=\s?[a-zA-Z]*[.,])"
)
_DEAD = re.compile(
    r"ec\.europa\.eu/(?:consumers/)?odr|webgate\.ec\.europa\.eu/odr|\b(?:ODR"
    r"|online dispute resolution)[ -](?:platform|portal|website|web site|site|service)"
    r"|\bEU(?:'s)? (?:ODR|online dispute)|\bplatform for online dispute"
    r"|\b(?:European|EU)(?: Commission(?:'s)?)? (?:online )?(?:dispute )?"
    r"(?:ODR|platform|online dispute resolution)",
    re.IGNORECASE,
)
# Who says that it is closed sends nobody there.
_SAID_CLOSED = re.compile(r"\b(?:closed|closure|shut|discontinued|no longer)\b", re.IGNORECASE)
_WRITTEN = (
    ("placeholder_left", _PLACEHOLDER, None, "Fill in the placeholder or take it out."),
    # The EU's dispute platform closed on 20 July 2025 (Regulation (EU) 2024/3228).
    ("dead_reference", _DEAD, _SAID_CLOSED,
     "The EU platform closed on 20 July 2025: name the outside body instead."),
)  # fmt: skip


def phrases(letter: Read) -> Iterator[Problem]:
    """Every sentence in which one of these stands as our own words, each code once."""
    for sentence in letter.sentences:
        yield from _found(sentence, letter.letter.kind)


# Our letters share most of their sentences: a draft is made of them.
@lru_cache(maxsize=4096)
def _found(sentence: str, kind: LetterKind) -> tuple[Problem, ...]:
    said, written = spoken(sentence), ours(sentence)
    found = {
        phrase.code: phrase.mend
        for phrase in PHRASES
        if kind in phrase.kinds and _stands(phrase, said)
    }
    found |= {
        code: mend
        for code, sign, unless, mend in _WRITTEN
        if sign.search(written) and not (unless and unless.search(written))
    }
    return tuple(Problem(code, sentence, mend) for code, mend in found.items())


def _stands(phrase: Phrase, said: str) -> bool:
    """Whether the words stand in it; what `unless` names must come before them to excuse them."""
    found = phrase.pattern.search(said)
    if not found or phrase.unless is None:
        return found is not None
    return not phrase.unless.search(said[: found.end()])


def about_the_person(sentence: str) -> bool:
    """Whether a sentence speaks of the person instead of what happened (promise 8)."""
    return bool(_PERSON.search(spoken(sentence)))
