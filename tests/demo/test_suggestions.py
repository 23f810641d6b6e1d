"""On the demo company's own history suggestions are right often enough to be worth reading."""

import pytest
from tests.demo.conftest import one_day

from upheld.demo.simulate import Company
from upheld.insight.suggest.history import Told
from upheld.insight.suggest.train import train

pytestmark = [pytest.mark.slow, pytest.mark.django_db, one_day]


def test_first_suggestions_on_unseen_letters_hold_their_floor(firm: Company) -> None:
    history = [Told(one.text, {one.kind: ()}) for one in firm.complaints]
    measured = train(history, 0.7).measured
    assert measured.complaints > 2_000
    assert measured.near_duplicates > 10
    assert measured.accuracy >= 0.9
    assert measured.coverage >= 0.75
    assert measured.accuracy_shown >= 0.92
