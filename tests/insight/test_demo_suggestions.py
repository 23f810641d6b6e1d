"""On the demo company's own history suggestions are right often enough to be worth reading."""

from datetime import date

import pytest

from upheld.demo.build import SEED
from upheld.demo.simulate import simulate
from upheld.insight.suggest.history import Told
from upheld.insight.suggest.train import train

pytestmark = pytest.mark.slow


def test_first_suggestions_on_unseen_letters_hold_their_floor() -> None:
    company = simulate(SEED, date(2026, 11, 2))
    history = [Told(one.text, {one.kind: ()}) for one in company.complaints]
    measured = train(history, 0.7).measured
    assert measured.complaints > 2_000
    assert measured.near_duplicates > 10
    assert measured.accuracy >= 0.9
    assert measured.coverage >= 0.75
    assert measured.accuracy_shown >= 0.92
