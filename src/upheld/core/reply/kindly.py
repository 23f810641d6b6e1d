"""A kind letter to somebody who said nothing: what our records show, and an open ear."""

from dataclasses import dataclass
from datetime import date

from upheld.core.faults import Rule
from upheld.core.words import LetterKind

from .letter import Addressed, Letter, letter, told_day
from .voice import Voice


@dataclass(frozen=True, slots=True)
class Shown:
    """What our own records show of an order, and on which day; `promised_on` is what we said."""

    rule: Rule
    on: date
    promised_on: date | None


def kind_question(to: Addressed, shown: Shown, days: int, voice: Voice) -> Letter:
    """How it was. No finding, no blame, no promise and nothing to sell; `to` is about an order:
    `reference` its own, `subject` what was bought, `received_on` the day that it was ordered.
    Nobody is asked again within so many `days`."""
    promised = told_day(shown.promised_on) if shown.promised_on else ""
    parts = (
        voice.say(
            "kind_question_opening",
            ordered_on=told_day(to.received_on),
            subject=to.quoted,
            reference=to.reference,
        ),
        voice.say(f"kind_question_{shown.rule}", promised_on=promised, on=told_day(shown.on)),
        voice.say("kind_question_ask"),
        voice.say("kind_question_ways"),
        voice.say("kind_question_close", days=str(days)),
    )
    return letter(LetterKind.KIND_QUESTION, "kind_question", to, parts, voice)
