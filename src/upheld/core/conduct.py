"""Conduct: what was done in a contact, in words for behaviour, apart from the merit of anything.

Nothing that is found, owed, given or decided reads it. It is kept so that colleagues are protected
and so that a restriction, where there must be one, rests on what happened and not on a name.
"""

from dataclasses import dataclass
from enum import StrEnum

from .as_seen import is_blank
from .checks.phrases import about_the_person
from .reading import sentences
from .spoken import phrases, spoken


class ConductError(ValueError):
    """A record of conduct that may not stand as it is; the message says what to mend."""


class Family(StrEnum):
    """The five families of the NSW Ombudsman's manual, each a thing that is done.

    The manual speaks of conduct and not of complainants, so that a person is not named by it.
    """

    PERSISTENCE = "persistence"
    DEMANDS = "demands"
    COOPERATION = "cooperation"
    ARGUMENTS = "arguments"
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing that is done, as a list that the firm keeps words it."""

    key: str
    family: Family
    words: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """What was done, and the words or the record that show it."""

    behaviour: str
    family: Family
    shown_by: str


# What must never be said of somebody (promise 8): these name a person, not what was done.
_NAMES_SOMEBODY = phrases(
    "(he|she|they|customer|caller|client|complainant|person|man|woman|lady|guy|sender) "
    "(is|was|are|were|seems|seemed|sounds|sounded) [always|clearly|just|simply] "
    "[a|an|so|very|really|quite|rather] "
    "(abusive|aggressive|awful|bad|crazy|delusional|demanding|difficult|dishonest|disturbed|drunk"
    "|hysterical|impossible|insane|irrational|lying|mad|mental|nasty|nuisance|obsessive|paranoid"
    "|racist|rude|stupid|unreasonable|unstable|vexatious|violent|wrong)",
    "(abuser|liar|troublemaker|time waster|time-waster|nutter|idiot|serial complainer"
    "|persistent complainer|problem customer|difficult customer|bad customer|nightmare customer"
    "|vexatious complainant|usual suspect)",
)


def flagged(behaviour: Behaviour, shown_by: str) -> Flag:
    """A record of what was done. Raises ConductError without words, or with words for a person."""
    told = about_what_was_done(shown_by, "say what was said or done, or where it can be read")
    return Flag(behaviour.key, behaviour.family, told)


def about_what_was_done(text: str, missing: str) -> str:
    """The text on one line each, if it speaks of what happened. Raises ConductError.

    What stands in quotation marks was said by somebody else and is left as it is.
    """
    if is_blank(text):
        raise ConductError(missing)
    for sentence in sentences(text):
        if about_the_person(sentence) or _NAMES_SOMEBODY.search(spoken(sentence)):
            raise ConductError(f"write what was done, not what somebody is like: {sentence}")
    return text.strip()
