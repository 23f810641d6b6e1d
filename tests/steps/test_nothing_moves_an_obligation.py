"""Whatever is done to a case: what binds us stays where the day of receipt put it."""

import pytest
from tests.steps.acts import ACTS, in_state
from tests.stories import NOW, a_decided_case

from upheld.core.words import CaseState
from upheld.steps.may import TABLE
from upheld.steps.mend_case import Words, mend_case
from upheld.store.models import Case, Clock, Letter, Person
from upheld.store.policies import Rules

WORDS = Words("Shelves", "They came late.", "", NOW, Rules("uk-ofcom"))


@pytest.mark.parametrize("step", sorted(ACTS.keys() - {"receive"}))
def test_no_step_moves_an_obligation(step: str, handler: Person, lead: Person) -> None:
    by = handler if handler.role in TABLE[step].roles else lead
    case = a_decided_case(handler)
    mend_case(case, WORDS, handler, NOW)
    before = dict(Clock.objects.filter(case=case, force="law").values_list("obligation", "due"))
    assert before
    for state in sorted(TABLE[step].states, key=[*map(str, CaseState)].index):
        in_state(case, step, state)
        Letter.objects.filter(case=case).update(subject="Before")  # no letter leaves twice
        ACTS[step](case, by)
    assert Case.objects.filter(pk=case).exists()
    after = dict(Clock.objects.filter(case=case, force="law").values_list("obligation", "due"))
    assert after == before
