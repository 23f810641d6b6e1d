"""A case that was merged for a while, and is a private team's own by now, is named by no file that
somebody else hands over."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.stories import NOW, an_open_case

from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File
from upheld.core.references import reference
from upheld.core.words import Role
from upheld.steps.add_filed import add_filed
from upheld.steps.hand_over import hand_over
from upheld.steps.merge import merge, undo_merge
from upheld.store import models as rows
from upheld.store.sight import record_seen, seen

from .kept_back import a_private_team
from .world import World


@pytest.mark.parametrize(("role", "told"), [(Role.LEAD, False), (Role.ADMINISTRATOR, True)])
def test_the_other_of_two_cases_is_in_the_file_of_whoever_sees_it(
    role: Role, told: bool, world: World
) -> None:
    vera, by = a_private_team(), world.people[Role.LEAD]
    stays, went = (an_open_case(by, email=f"{name}@example.org") for name in ("quinn", "anna"))
    row = merge(went, stays, "One matter.", by, NOW, sure=True)
    undo_merge(stays, row.pk, by, NOW)
    rows.Case.objects.filter(pk=went).update(owner=vera)
    customer = rows.Case.objects.get(pk=stays).customer_id
    with seen.looking(world.people[role]):
        packed = ZipFile(BytesIO(hand_over(customer, world.people[role], NOW)))
    record = json.loads(packed.read("customer.json"))["Event"]
    assert (reference(went) in json.dumps(record)) is told


@pytest.mark.parametrize(("role", "told"), [(Role.LEAD, False), (Role.ADMINISTRATOR, True)])
def test_whose_a_file_is_that_came_after_a_merge_is_told_to_whoever_sees_their_case(
    role: Role, told: bool, world: World
) -> None:
    vera, by = a_private_team(), world.people[Role.LEAD]
    stays, went = (an_open_case(by, email=f"{name}@example.org") for name in ("quinn", "anna"))
    merge(went, stays, "One matter.", by, NOW, sure=True)
    add_filed(went, [File("scan.jpg", 3, "0" * 64)], by, NOW)
    rows.Case.objects.filter(pk=went).update(owner=vera)
    with seen.looking(world.people[role]):
        (event,) = rows.Event.objects.filter(case=stays, kind=EventKind.EVIDENCE_ADDED)
        assert (event.number in record_seen.naming_hidden([event])) is not told
