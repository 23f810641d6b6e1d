"""On the demo company's own history suggestions are right often enough to be worth reading."""

from tests.insight.demo_history import company, learnt_from

from upheld.insight.suggest.history import Told
from upheld.insight.suggest.train import train

pytestmark = learnt_from


def test_first_suggestions_on_unseen_letters_hold_their_floor() -> None:
    lived = company()
    history = [Told(one.text, {one.kind: ()}) for one in lived.complaints]
    measured = train(history, 0.7).measured
    assert measured.complaints > 2_000
    assert measured.near_duplicates > 10
    assert measured.accuracy >= 0.9
    assert measured.coverage >= 0.75
    assert measured.accuracy_shown >= 0.92
