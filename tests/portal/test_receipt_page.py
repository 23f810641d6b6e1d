"""The page after filing tells no day but by what was filed: whoever reads it may be a stranger, who
gave the address of somebody else."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.portal.test_filing import filed
from tests.stories import NOW, days

from upheld.core.words import CaseId
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.merge import merge
from upheld.steps.pause import pause, resume
from upheld.store.models import Case, Person
from upheld.store.policies import Rules

BEFORE = NOW - days(18)
FIRST = "You hear from us first by 4 November 2026"


@pytest.fixture
def theirs(handler: Person) -> CaseId:
    """What the owner of the address told us by telephone, long before."""
    return stories.a_received_case(handler, BEFORE, channel="phone")


@pytest.fixture
def receipt(theirs: CaseId, client: Client) -> str:
    """What a stranger filed under that address has this page."""
    return str(filed(client)["Location"])


@pytest.fixture
def strangers(receipt: str) -> CaseId:
    return CaseId(Case.objects.latest("pk").pk)


def _into_it(theirs: CaseId, strangers: CaseId, by: Person) -> None:
    merge(theirs, strangers, "One lot.", by, NOW, sure=True)


def _into_theirs(theirs: CaseId, strangers: CaseId, by: Person) -> None:
    merge(strangers, theirs, "One lot.", by, NOW, sure=True)


def _paused(_: CaseId, strangers: CaseId, by: Person) -> None:
    pause(strangers, "They are away.", by, NOW)
    resume(strangers, by, NOW + days(0.1))


def _mended(_: CaseId, strangers: CaseId, by: Person) -> None:
    known = Case.objects.get(pk=strangers)
    words = Words(known.subject, known.text, "", BEFORE, Rules(known.regime))
    mend_case(strangers, words, by, NOW)


@pytest.mark.parametrize("came", [_into_it, _into_theirs, _paused, _mended])
def test_nothing_that_comes_to_the_case_moves_its_day_or_takes_it_away(
    came: Callable[[CaseId, CaseId, Person], None],
    theirs: CaseId,
    strangers: CaseId,
    receipt: str,
    client: Client,
    handler: Person,
) -> None:
    before = text(client.get(receipt))
    assert FIRST in before
    came(theirs, strangers, handler)
    assert text(client.get(receipt)) == before


def test_it_tells_no_day_once_that_is_over(receipt: str, client: Client) -> None:
    with time_machine.travel(NOW + days(3), tick=False):
        page = text(client.get(receipt))
    assert ("Its reference is" in page, "You hear from us" in page) == (True, False)
    assert "we are late" not in page
