"""Personas and the journey: who keeps them, what they must say, and that nothing is lost."""

from dataclasses import replace
from datetime import datetime

import pytest

from upheld.core.event_kinds import EventKind
from upheld.core.journey import Touchpoint, TouchpointError
from upheld.core.personas import Persona, PersonaError
from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.steps import keep_journey as keep
from upheld.steps.may import NotAllowed
from upheld.store import journey
from upheld.store import models as rows

TOLD = {"name": "The stayer", "needs": "Furniture made for an alcove"}
DELIVERY = Touchpoint("", "Delivery", JourneyStage.ONBOARDING, Nature.PRODUCT, "On the day.")


def test_a_persona_is_declared_changed_and_retired_and_each_is_an_event(
    lead: rows.Person, now: datetime
) -> None:
    key = keep.add_persona(TOLD, True, lead, now)
    keep.change_persona(key, TOLD | {"use": "Daily, for decades"}, True, lead, now)
    keep.retire_persona(key, True, lead, now)
    kept = Persona("the_stayer", "The stayer", needs=TOLD["needs"], use="Daily, for decades")
    assert journey.personas() == (replace(kept, retired=True),)
    acts = rows.Event.objects.filter(kind=EventKind.PERSONA_CHANGED)
    assert [act.data["persona"] for act in acts] == [key] * 3
    assert acts[0].data["before"] is None
    assert acts[1].data["before"] == acts[0].data["after"]
    assert acts[2].data["after"]["retired"] is True


def _told(persona: Persona) -> dict[str, object]:
    return {name: getattr(persona, name) for name in Persona.__slots__}


def test_a_touchpoint_stands_behind_the_last_unless_it_is_told_where(
    policy_owner: rows.Person, now: datetime
) -> None:
    keep.add_touchpoint(DELIVERY, policy_owner, now)
    bill = Touchpoint("", "The bill", JourneyStage.PAYMENT, Nature.SERVICE)
    keep.add_touchpoint(bill, policy_owner, now)
    assert [(each.key, each.place) for each in journey.touchpoints()] == [
        ("delivery", 1),
        ("the_bill", 2),
    ]


def test_a_handler_reads_the_journey_and_does_not_change_it(
    handler: rows.Person, now: datetime
) -> None:
    with pytest.raises(NotAllowed, match="may not keep journey"):
        keep.add_persona(TOLD, True, handler, now)
    with pytest.raises(NotAllowed):
        keep.add_touchpoint(DELIVERY, handler, now)


def test_a_touchpoint_names_no_persona_that_is_not_declared(
    lead: rows.Person, now: datetime
) -> None:
    given = Touchpoint("", "Delivery", JourneyStage.SALE, Nature.PRODUCT, personas=("nobody",))
    with pytest.raises(TouchpointError, match="nobody is not declared"):
        keep.add_touchpoint(given, lead, now)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"name": "", "needs": "x"}, "name: give the persona a short name"),
        ({"name": "The stayer"}, "needs: say what they need"),
        ({"name": "!!!", "needs": "x"}, "no letter"),
        ({"name": "a" * 121, "needs": "x"}, "121 characters"),
    ],
)
def test_a_persona_that_says_too_little_is_refused_with_the_mend(
    told: dict[str, str], message: str, lead: rows.Person, now: datetime
) -> None:
    with pytest.raises(PersonaError, match=message):
        keep.add_persona(told, True, lead, now)


def test_a_file_that_is_read_twice_changes_nothing_the_second_time(
    lead: rows.Person, now: datetime
) -> None:
    given = [Persona("stayer", "The stayer", needs="An alcove")]
    points = [Touchpoint("door", "Delivery", JourneyStage.SALE, Nature.PRODUCT, "", 1, ("stayer",))]
    assert keep.declare(given, points, lead, now) == keep.Declared(1, 1)
    assert keep.declare(given, points, lead, now) == keep.Declared(0, 0)
    assert rows.Event.objects.filter(kind=EventKind.TOUCHPOINT_CHANGED).count() == 1


def test_where_one_row_of_a_file_is_amiss_nothing_of_it_is_kept(
    lead: rows.Person, now: datetime
) -> None:
    given = [Persona("stayer", "The stayer", needs="An alcove"), Persona("Bad Key", "B", needs="x")]
    with pytest.raises(PersonaError, match="'Bad Key' is not a key"):
        keep.declare(given, [], lead, now)
    assert journey.personas() == ()
