"""Assign: to one who may handle it, or to nobody."""

import pytest
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps.assign import assign
from upheld.steps.may import NotAllowed
from upheld.store.models import Case, Event, Person


def test_a_case_has_an_owner_and_may_have_none_again(
    open_case: CaseId, handler: Person, lead: Person
) -> None:
    assign(open_case, handler, lead, NOW)
    assert Case.objects.get(pk=open_case).owner == handler
    assign(open_case, None, lead, NOW)
    assert Case.objects.get(pk=open_case).owner is None
    owners = [event.data["owner"] for event in Event.objects.filter(kind="assigned")]
    assert owners == ["Alice Moore", "Alice Moore", ""]


def test_an_owner_is_one_who_may_investigate(
    open_case: CaseId, handler: Person, auditor: Person
) -> None:
    with pytest.raises(NotAllowed, match="auditor may not investigate"):
        assign(open_case, auditor, handler, NOW)
    assert Case.objects.get(pk=open_case).owner == handler
