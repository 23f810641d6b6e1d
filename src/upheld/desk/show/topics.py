"""What a complaint is about, and what its words suggest of that; a person chooses."""

from dataclasses import dataclass
from datetime import datetime

from upheld.desk.forms.topics import TopicForm
from upheld.insight.topics import kept, watch
from upheld.insight.topics.model import Measured
from upheld.steps import may
from upheld.store import models as rows

from .said import how_sure


@dataclass(frozen=True, slots=True)
class TopicPart:
    """`suggested` is empty where the words do not tell; `learnt` says whether anything reads them.
    `read` goes along when it is taken, so that nobody's choice is written over unread."""

    chosen: str
    suggested: str
    sure: str
    learnt: bool
    may_choose: bool
    read: str


def topic_part(case: rows.Case, by: may.Actor) -> TopicPart:
    """The words of the case alone are read, and only while nobody has chosen."""
    may_choose = may.allowed("choose_topic", by, case.state)
    known = kept.current() if may_choose and not case.topic else None
    guess = known.guesses([case.text])[0] if known else None
    suggested = guess.topic if guess and guess.topic else ""
    return TopicPart(
        chosen=case.topic,
        suggested=suggested,
        sure=how_sure(guess.confidence) if guess and suggested else "",
        learnt=guess is not None,
        may_choose=may_choose,
        read=TopicForm(topics=(), initial={"topic": case.topic}).read_mark if suggested else "",
    )


def outgrown(by: may.Actor) -> str:
    """What the first page tells whoever may see the themes while the topics should be learnt again;
    empty while nothing is amiss."""
    reasons = watch.reasons() if may.allowed_any("report", by) else ()
    return f"The topics should be learnt again: {'; '.join(reasons)}." if reasons else ""


@dataclass(frozen=True, slots=True)
class LearntPart:
    """What was learnt from the firm's labels, and what the watch saw last: `reasons` to learn
    again, or what there is to say instead."""

    measured: Measured
    at: datetime | None
    watched: datetime | None
    reasons: tuple[str, ...]
    calm: tuple[str, ...]


def topics_told() -> LearntPart | None:
    """None before anything was learnt."""
    model = kept.current()
    if model is None:
        return None
    seen = watch.last()
    calm = (seen.words.because, seen.labels.because) if seen and not seen.reasons else ()
    return LearntPart(
        measured=model.measured,
        at=datetime.fromisoformat(model.trained_at) if model.trained_at else None,
        watched=seen.at if seen else None,
        reasons=seen.reasons if seen else (),
        calm=calm,
    )
