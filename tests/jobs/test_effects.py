"""The monthly look at changes: once in a month, by the numbers, and only where it is judged."""

from datetime import timedelta

import pytest
from tests.steps.changing import LATER
from tests.steps.conftest import change, root_cause

from upheld.jobs import effects
from upheld.store import models as rows

__all__ = ["change", "root_cause"]


@pytest.mark.usefixtures("change")
def test_a_change_is_looked_at_once_in_a_month_from_the_day_that_it_is_judged() -> None:
    assert effects.sweep(LATER - timedelta(days=15)) == 0
    assert effects.sweep(LATER) == 1
    assert effects.sweep(LATER + timedelta(days=1)) == 0
    assert effects.sweep(LATER + timedelta(days=20)) == 1
    assert [each.by for each in rows.EffectCheck.objects.all()] == ["the monthly look"] * 2
