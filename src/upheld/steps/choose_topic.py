"""Choose a topic: what a complaint is about, as the firm calls it."""

from datetime import datetime

from django.db import transaction

from upheld.core.intake import LONGEST_TOPIC
from upheld.core.words import CaseId
from upheld.store import load, save

from . import may


class TopicError(ValueError):
    """A topic that cannot be kept as it stands; the message says what to mend."""


@transaction.atomic
def choose_topic(case_id: CaseId, topic: str, by: may.Actor, now: datetime) -> bool:
    """Keeps the topic, or none when it is empty; whether that is a change.

    Nothing that is owed or decided reads it, so it may be chosen in any state: a firm labels what
    it closed, to learn from it. Raises TopicError, CaseMissing or NotAllowed.
    """
    case = load.case(case_id)
    may.check("choose_topic", by, case.state)
    told = " ".join(topic.split())
    if len(told) > LONGEST_TOPIC or not told.isprintable():
        raise TopicError(f"a topic has at most {LONGEST_TOPIC} characters, on one line: mend it")
    if told == case.topic:
        return False
    save.topic_chosen(case, told, by.name, now)
    return True
