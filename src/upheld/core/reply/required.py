"""What the law wants to stand in a letter: from a regime's obligations, in sentences."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upheld.core.obligations import (
    ANSWERS,
    HOLDING,
    Force,
    Obligation,
    ObligationKind,
    Start,
    in_force,
)
from upheld.core.reading import paragraphs, sentences
from upheld.core.regimes import Regime
from upheld.core.spoken import phrases, spoken
from upheld.core.words import SET_ASIDE, LetterKind, Outcome


@dataclass(frozen=True, slots=True)
class Required:
    """One thing that a letter must say: by which rule, and a sentence that says it.

    `phrases` are those by which it is found in a letter, in the language of `core.spoken`.
    """

    code: str
    words: str
    clause: str
    verified: bool
    sentence: str
    phrases: tuple[str, ...]


_LETTERS = {
    LetterKind.ACKNOWLEDGEMENT: {ObligationKind.ACKNOWLEDGEMENT},
    LetterKind.HOLDING: HOLDING,
    LetterKind.FINAL: ANSWERS,
    LetterKind.SUMMARY_RESOLUTION: {ObligationKind.SUMMARY_RESOLUTION},
}
# The letters of which a rule may want something.
RULED = frozenset(_LETTERS)
_REFUSED = (Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD, Outcome.ALREADY_PUT_RIGHT)


def required(
    regime: Regime,
    kind: LetterKind,
    complaint_kind: str,
    received_on: date,
    outcome: Outcome | None = None,
    due: Collection[str] = (),
) -> tuple[Required, ...]:
    """What a letter of this kind must say on a complaint received on that day.

    `due` are the ids of the obligations that a holding letter meets: one that leaves long before
    the limit needs nothing of them. A refusal also says what a deadlock letter does.
    """
    rules = [o for o in in_force(regime.obligations, received_on) if o.is_for(complaint_kind)]
    meant = [o for o in rules if _meant(o, kind, outcome, due)]
    limit = next((str(o.within) for o in rules if o.kind in _LETTERS[LetterKind.FINAL]), "")
    found: dict[str, Required] = {}
    for each in meant:
        for code in each.content:
            if regime.content[code].phrases:
                found.setdefault(code, _required(regime, each, code, limit))
    return tuple(found.values())


def _meant(
    each: Obligation, kind: LetterKind, outcome: Outcome | None, due: Collection[str]
) -> bool:
    deadlock = each.starts is Start.DEADLOCK
    if kind is LetterKind.FINAL and each.kind is ObligationKind.ADR_LETTER:
        return deadlock and outcome in _REFUSED
    if each.kind not in _LETTERS.get(kind, ()) or outcome in SET_ASIDE:
        return False
    if each.force is Force.OWN:  # what we aim for ourselves, no rule wants in a letter
        return False
    return each.id in due if kind is LetterKind.HOLDING else not deadlock


def _required(regime: Regime, each: Obligation, code: str, limit: str) -> Required:
    content, body = regime.content[code], regime.outside_body
    names = {"outside_body": body.name, "reach": body.reach} if body else {}
    sentence = content.sentence.format(limit=limit, **names)
    how_reached = "{reach}" in content.sentence and body is not None and not body.verified
    verified = content.verified and each.verified and not how_reached
    return Required(code, content.words, each.clause, verified, sentence, content.phrases)


def told(each: Required, said: Iterable[str]) -> bool:
    """Whether one of these sentences says it, as our own words."""
    pattern = phrases(*each.phrases)
    return any(pattern.search(spoken(sentence)) for sentence in said)


def untold(required: Sequence[Required], parts: Iterable[str]) -> list[str]:
    """The sentences that say what these parts of a letter do not say yet."""
    said = [*_sentences(parts)]
    more: list[str] = []
    for each in required:
        if not told(each, [*said, *more]):
            more.append(each.sentence)
    return more


def _sentences(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        for paragraph in paragraphs(part):
            yield from sentences(paragraph)
