"""Checks before a letter leaves: each points at a sentence and says the mend."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date

from upheld.core.as_seen import as_seen
from upheld.core.changes import Claim
from upheld.core.decision import Decision
from upheld.core.letter_text import as_read
from upheld.core.reading import paragraphs, sentences
from upheld.core.reply import Letter, Required, Voice
from upheld.core.sums import Amount
from upheld.core.words import Severity

from . import (
    agreement,
    answer,
    apology,
    early,
    given,
    money,
    news,
    others,
    plain,
    privacy,
    reasons,
    regulated,
)
from .apology import apologises
from .phrases import phrases
from .problems import NAMES, SEVERITIES, Problem, blocked, settings_amiss
from .read import NOBODY, Others, Read

__all__ = [
    "NAMES",
    "NOBODY",
    "SEVERITIES",
    "Others",
    "Problem",
    "Severity",
    "apologises",
    "blocked",
    "check",
    "settings_amiss",
]

_RULES: tuple[Callable[[Read], Iterator[Problem]], ...] = (
    phrases,
    *early.RULES,
    *answer.RULES,
    *reasons.RULES,
    *regulated.RULES,
    *agreement.RULES,
    *given.RULES,
    *money.RULES,
    *privacy.RULES,
    *others.RULES,
    *apology.RULES,
    *news.RULES,
    *plain.RULES,
)


def check(
    letter: Letter,
    decision: Decision | None,
    voice: Voice | None,
    today: date | None,
    to: str = "",
    required: tuple[Required, ...] = (),
    sorry_before: int = 0,
    claim: Claim | None = None,
    who_else: Others = NOBODY,
    given: Collection[Amount] | None = None,
) -> tuple[Problem, ...]:
    """Every problem of a letter to the customer named `to` that leaves on `today`, the day where
    the firm is. One that is `block` must be mended before it may leave.

    Without a voice any outside body will do, and a check is as severe as it is by itself; without
    a day no promise is too late. `required` is what the law wants in it, `sorry_before` in how
    many letters before this one we apologised to them, `claim` what may be said of the change that
    a letter tells, `who_else` those who complained of the same matter,
    `given` the money that answers of the case gave before, None
    when nobody knows.
    """
    letter = replace(letter, subject=as_seen(letter.subject), body=as_read(letter.body))
    said = tuple(s for paragraph in paragraphs(letter.body) for s in sentences(paragraph))
    body = voice.outside_body if voice else ""
    if voice and who_else != NOBODY:
        who_else = replace(who_else, ours=(*who_else.ours, voice.firm, voice.team))
    read = Read(
        letter, decision, body, today, to, said, required, sorry_before, claim, who_else,
        None if given is None else frozenset(given),
    )  # fmt: skip
    severities = {**SEVERITIES, **(voice.checks if voice else {})}
    found = (problem for rule in _RULES for problem in rule(read))
    return tuple(
        replace(each, severity=severities[each.code])
        for each in found
        if severities[each.code] is not Severity.OFF
    )
