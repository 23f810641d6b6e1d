"""Every act has its human sentence in the record of a case."""

import pytest
from tests import stories

from upheld.core.event_kinds import EventKind
from upheld.desk.show.timeline import told
from upheld.store.models import Event


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_sentence(kind: EventKind) -> None:
    data = {"statement": "S", "text": "T", "result": "partly", "stance": "hold", "why": "W"}
    data |= {"draft": "7", "words": "X", "version": "V", "obligation": "iso-final"}
    data |= {"error": "450 later", "email": "s@example.org", "other": "UP-000007"}
    data |= {"due_on": "2026-11-09"}
    data |= {"whom": "Northway", "last_day": "2026-12-10"}
    data |= {"reasons": "R", "what": "W", "found": "F", "label": "L", "name": "N", "state": "S"}
    (line,) = told([Event(at=stories.NOW, by="Alice Moore", kind=kind, data=data)])
    assert line.words[0].isupper()
    assert "_" not in line.words
    assert "{" not in line.words


def test_what_a_program_did_in_somebodys_name_says_so() -> None:
    event = Event(at=stories.NOW, by="Alice Moore", kind=EventKind.RESUMED, data={"by_key": "a1b2"})
    assert told([event])[0].by == "Alice Moore (program a1b2)"


def test_a_long_text_is_cut_and_says_so() -> None:
    data = {"text": "word " * 60}
    (line,) = told([Event(at=stories.NOW, by="", kind=EventKind.EVIDENCE_ADDED, data=data)])
    assert line.words.endswith("…")
    assert len(line.words) < 140
