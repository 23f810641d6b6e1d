"""Acknowledgements that the firm lets leave by themselves: none, unless letters.yaml says so."""

import logging
from datetime import datetime

from upheld.core.words import CaseId
from upheld.steps.acknowledge import acknowledge_by_itself, may_by_itself
from upheld.steps.letters import LetterBlocked
from upheld.store import policies

from .sending import for_a_while


def sweep(now: datetime, left_to_people: set[int]) -> int:
    """Acknowledges what may be; returns how many were. Safe to run twice, and at once.

    What a check stops, or what would be one too many to an address, joins `left_to_people` and is
    not looked at again: a person sees the same letter, with what is to be mended.
    """
    if not policies.voice().acknowledges_by_itself:
        return 0
    # Told apart here: a database takes so many numbers in a statement, and a flood brings more.
    waiting = set(may_by_itself(now).values_list("pk", flat=True)) - left_to_people
    done = {
        pk for pk in for_a_while(sorted(waiting)) if _acknowledge(CaseId(pk), now, left_to_people)
    }
    return len(done)


def _acknowledge(case_id: CaseId, now: datetime, left_to_people: set[int]) -> bool:
    try:
        done = acknowledge_by_itself(case_id, now)
    except LetterBlocked as blocked:
        logging.getLogger(__name__).warning("case %s waits for a person: %s", case_id, blocked)
        done = False
    if not done:
        left_to_people.add(case_id)
    return done
