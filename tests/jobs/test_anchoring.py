"""The end of the record is written down once a day, where the firm named a file."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests import stories
from tests.stories import NOW

from upheld.jobs import anchoring
from upheld.steps.may import Operator
from upheld.store.record import anchors, events

pytestmark = pytest.mark.django_db


def test_a_line_a_day_holds_the_last_event(tmp_path: Path, settings: Settings) -> None:
    settings.ANCHORS = str(tmp_path / "anchors.jsonl")
    stories.a_received_case(Operator())
    hours = (0, 1, 14, 15, 24)  # the third is past midnight
    wrote = [anchoring.sweep(NOW + timedelta(hours=each)) for each in hours]
    assert wrote == [True, False, False, True, False]
    found = anchors.read(tmp_path / "anchors.jsonl")
    assert [(each.number, each.hash) for each in found] == [events.head()] * 2


def test_without_a_file_nothing_is_written(settings: Settings) -> None:
    settings.ANCHORS = ""
    assert not anchoring.sweep(NOW)
