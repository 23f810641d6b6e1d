"""Other people's messages, whole and damaged, through the house: none is lost, none ends it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.test_post_corpora import MESSAGES
from tests.stories import NOW

from upheld.core.post import read
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import files
from upheld.store.models import Case, Evidence, Incoming
from upheld.store.record import events

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shared_data,
    pytest.mark.skipif(not MESSAGES, reason="there is no mail under ../shared/data"),
]
BY = Operator("mail")


def placed(raw: bytes) -> Incoming:
    return place_message(take_message(raw, "smtp", BY, NOW).pk, BY, NOW)


def is_accounted_for(row: Incoming, raw: bytes) -> None:
    """Kept to the byte; in a case with each of its files, held, or aside with the reason."""
    assert files.contents(row.sha256) == raw
    if row.state != "placed":
        assert (row.state, bool(row.reason)) in (("held", True), ("aside", True))
        return
    kept = set(Evidence.objects.filter(case=row.case_id).values_list("sha256", flat=True))
    assert {row.sha256, *(each.sha256 for each in read(raw).attachments)} <= kept


@pytest.mark.slow
@pytest.mark.pain("P4")
def test_every_message_has_its_place_with_all_that_it_brought() -> None:
    """Messages that were taken are the cases, what was held and what was set aside; no more."""
    raws = {path.read_bytes() for path in MESSAGES}
    for raw in raws:
        is_accounted_for(placed(raw), raw)
    states = list(Incoming.objects.values_list("state", flat=True))
    assert len(states) == len(raws)
    assert Case.objects.count() <= states.count("placed")
    assert states.count("placed") > len(raws) / 2
    assert list(events.breaks()) == []


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_message_that_was_damaged_anywhere_has_its_place_too(data: st.DataObject) -> None:
    small = [path for path in MESSAGES if path.stat().st_size < 20_000]
    raw = data.draw(st.sampled_from(small)).read_bytes()
    other = data.draw(st.sampled_from(small)).read_bytes()
    for _ in range(data.draw(st.integers(1, 5))):
        at, cut = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 200))
        start = data.draw(st.integers(0, len(other)))
        grafted = data.draw(st.binary(max_size=20) | st.just(other[start : start + 300]))
        raw = raw[:at] + grafted + raw[at + cut :]
    if raw.strip():
        is_accounted_for(placed(raw), raw)
