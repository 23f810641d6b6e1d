"""What stands in the case of another as well, or is our own, is nobody's: an erasure leaves it."""

import pytest
from tests import stories
from tests.erasure import planted
from tests.erasure.test_erase import erased
from tests.record.test_after_a_merge import finished
from tests.record.test_whatever_is_done import amiss
from tests.stories import an_open_case

from upheld.core.words import CaseId
from upheld.steps import investigate, merge
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.record import replay

_LATE = "The shelves came nine days late."
_SHOWS = "The carrier's record shows it."


def a_case(by: Person, name: str, email: str, statement: str, price: str) -> CaseId:
    case = an_open_case(by, name=name, email=email)
    facts = {**stories.SHELVES_LATE, "price_paid": price}
    one = stories.an_allegation(case, by, statement=statement, facts=facts)
    investigate.add_evidence(case, one, "record", "Scanned at the depot", by, stories.NOW)
    stories.a_finding(case, one, by, because=_SHOWS)
    return case


def told(case: CaseId) -> list[object]:
    letters = rows.Letter.objects.filter(case=case, kind="final")
    decided = rows.Decision.objects.filter(case=case)
    return [*letters.values_list("body", flat=True), *decided.values_list("document", "record")]


def merged(theirs: CaseId, bobs: CaseId, undone: bool, lead: Person) -> None:
    row = merge.merge(theirs, bobs, "One household.", lead, stories.NOW, sure=True)
    if undone:
        merge.undo_merge(bobs, row.pk, lead, stories.NOW)


@pytest.mark.parametrize("undone", [False, True])
@pytest.mark.parametrize(
    "statement",
    [_LATE, "It came late", f"{planted.LETTER} came nine days late."],
)
def test_what_was_found_of_both_and_what_the_rules_say_stays(
    statement: str, undone: bool, handler: Person, lead: Person, administrator: Person
) -> None:
    theirs = a_case(handler, planted.NAME, planted.MAIL, statement, "80.00")
    bobs = a_case(handler, "Bob Miller", "bob@example.org", _LATE, "240.00")
    merged(theirs, bobs, undone, lead)
    if undone:
        finished(theirs, handler)
    finished(bobs, handler)
    before = str(told(bobs))
    assert _SHOWS in before
    assert "It came late, so the delivery charge comes back to you" in before
    erased(rows.Case.objects.get(pk=theirs).customer_id, lead, administrator)
    after = str(told(bobs))
    assert after.count(_SHOWS) == before.count(_SHOWS)
    for ours in ("It came late, so the delivery charge comes back", "Scanned at the depot"):
        assert after.count(ours) == before.count(ours)
    if undone or statement == _LATE:
        assert after == before
    assert ", ".join(sorted(set(planted.in_rows()))) == ""
    assert amiss() == []
    assert all(replay.replay(each).same for each in rows.Decision.objects.all())


def test_it_stays_too_where_hers_is_the_case_in_which_all_were_looked_at(
    handler: Person, lead: Person, administrator: Person
) -> None:
    theirs = a_case(handler, planted.NAME, planted.MAIL, _LATE, "80.00")
    bobs = a_case(handler, "Bob Miller", "bob@example.org", _LATE, "240.00")
    merged(bobs, theirs, False, lead)
    finished(theirs, handler)
    his = rows.Letter.objects.filter(to="bob@example.org", kind="final")
    before = his.get().body
    assert _SHOWS in before
    erased(rows.Case.objects.get(pk=theirs).customer_id, lead, administrator)
    assert his.get().body == before
    assert ", ".join(sorted(set(planted.in_rows()))) == ""
    assert amiss() == []
