"""Letters that leave while nothing is decided: received, a question, not yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from upheld.core.decision import Decision
from upheld.core.words import LetterKind

from .letter import Addressed, Letter, letter, quoted_within, told_day
from .required import Required
from .voice import Voice


def acknowledgement(
    to: Addressed, answer_by: date, voice: Voice, required: Sequence[Required] = ()
) -> Letter:
    """Received, who, by when, what happens next: no finding, no blame, no promise (promise 3)."""
    body = voice.say(
        "acknowledgement",
        received_on=told_day(to.received_on),
        subject=to.quoted,
        handler=to.handler,
        answer_by=told_day(answer_by),
        reference=to.reference,
    )
    return letter(LetterKind.ACKNOWLEDGEMENT, "acknowledgement", to, (body,), voice, required)


def acknowledgement_by_itself(
    to: Addressed, answer_by: date, voice: Voice, required: Sequence[Required] = ()
) -> Letter:
    """As `acknowledgement`, before anybody has the case: it names the team, and no person who has
    not read it."""
    body = voice.say(
        "acknowledgement_by_itself",
        received_on=told_day(to.received_on),
        subject=to.quoted,
        answer_by=told_day(answer_by),
        reference=to.reference,
    )
    unread = replace(to, handler="")
    kind = LetterKind.ACKNOWLEDGEMENT
    return letter(kind, "acknowledgement", unread, (body,), voice, required)


def acknowledgement_to_anybody(
    to: Addressed, answer_by: date, voice: Voice, required: Sequence[Required] = ()
) -> Letter:
    """As the other two, where nobody knows whether the address is the writer's: it says nothing
    that they wrote, their name neither, or a stranger could have us send it to anybody in our name.
    """
    body = voice.say(
        "acknowledgement_to_anybody",
        received_on=told_day(to.received_on),
        answer_by=told_day(answer_by),
        reference=to.reference,
    )
    bare = replace(to, name="", subject="", disowned=False)
    kind, key = LetterKind.ACKNOWLEDGEMENT, "acknowledgement_to_anybody"
    return letter(kind, key, bare, (body,), voice, required)


def question(to: Addressed, decision: Decision, voice: Voice) -> Letter:
    """Asks for the facts that would decide, all in one letter, numbered where there are several."""
    texts = decision.asks_customer
    asked = [f"{number}) {text}" for number, text in enumerate(texts, 1)]
    told = "\n".join(asked) if len(asked) > 1 else f"- {next(iter(texts), '')}"
    parts = (voice.say("question_opening"), told, voice.say("question_close"))
    return letter(LetterKind.QUESTION, "question", to, parts, voice)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why there is no answer yet: what is still open of what they told us, the questions that
    would settle it, or that it is `decided` and the answer is written, or waits for the `approval`
    of a second person."""

    points: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    approval: bool = False
    decided: bool = False

    @property
    def phrase(self) -> str:
        """What is said where no point and no question says why."""
        if self.approval:
            return "holding_approval"
        if self.decided:
            return "holding_decided"
        return "" if self.points or self.questions else "holding_open"


def holding(
    to: Addressed,
    waiting: Waiting,
    answer_by: date,
    voice: Voice,
    required: Sequence[Required] = (),
) -> Letter:
    """Why not yet, by when, and what happens meanwhile (DISP 1.6.2R(2); RG 271.64)."""
    points = "; ".join(f'"{quoted_within(point)}"' for point in dict.fromkeys(waiting.points))
    asked = [f"- {text}" for text in dict.fromkeys(waiting.questions)]
    parts = (
        voice.say("holding_opening", received_on=told_day(to.received_on), subject=to.quoted),
        voice.say("holding_points", points=points) if points else "",
        voice.say("holding_questions") if asked else "",
        "\n".join(asked),
        voice.say(waiting.phrase) if waiting.phrase else "",
        voice.say("holding_close", answer_by=told_day(answer_by), handler=to.handler),
    )
    return letter(LetterKind.HOLDING, "holding", to, parts, voice, required)
