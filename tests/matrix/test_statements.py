"""How many statements each page of the desk asks: at most 10 for a list and 15 for a case."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import stories

from upheld.core.changes import About
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, Role
from upheld.steps import keep_legal_holds
from upheld.store import changes
from upheld.store import models as rows
from upheld.store.counted.gathered import Gathered
from upheld.store.record import events

from .routes import Route
from .test_desk import DESK, let_in, plain
from .world import World, address, undone

_A_LIST, _OF_ONE = 10, 15  # the page of a case, and of any other one thing
# Neither a list nor a case: figures over everything. They may not grow. Two of them ask whether a
# job worked it out, and whether the firm is so small that nobody need wait for one.
OTHERS = {
    "erasures": 13, "sources": 16, "team": 13, "hurt": 13, "whale": 11, "silent": 11, "journey": 11,
}  # fmt: skip


def test_a_list_asks_ten_statements_and_a_case_fifteen_whatever_is_there(world: World) -> None:
    a_busy_desk(world)
    asked = {route.name: statements(route, world) for route in DESK}
    wrong = {name: count for name, count in asked.items() if count > most(name)}
    assert not wrong
    assert sum(count > 3 for count in asked.values()) > 40, "they are read"


def most(name: str) -> int:
    name = name.removeprefix("desk:")
    route = next(each for each in DESK if plain(each) == name)
    return OTHERS.get(name, _OF_ONE if route.takes else _A_LIST)


def statements(route: Route, world: World) -> int:
    allowed = let_in(route, "GET")
    client = world.client(Role.LEAD if Role.LEAD in allowed else allowed[0])
    place = address(route, world)
    with undone():
        client.get(place)  # what a process reads once
    with undone(), CaptureQueriesContext(connection) as asked:
        answer = client.get(place)
        b"".join(answer) if answer.streaming else answer.content
    about = (each["sql"].split(maxsplit=1)[0] for each in asked.captured_queries)
    return sum(word not in ("SAVEPOINT", "RELEASE", "ROLLBACK") for word in about)


def a_busy_desk(world: World) -> None:
    """Several of each beside the world: cases of one customer and of others, and what is rare."""
    by = world.people[Role.HANDLER]
    case = rows.Case.objects.get(pk=world.case)
    for number in range(4):
        email = "quilla@example.org" if number % 2 else f"c{number}@example.org"
        stories.a_decided_case(by, name="Quilla Zorn", email=email, subject=f"Matter {number}")
    told: dict[str, Any] = {"case": case, "at": stories.NOW, "by": "x"}
    for _ in range(3):
        rows.Claim.objects.create(**told, kind="late", statement="Late")
        rows.Acceptance.objects.create(**told, accepted=False)
        rows.Closing.objects.create(**told, cause="x", resolved=True, reopened_at=stories.NOW)
        rows.Commitment.objects.create(
            **told, words="A call", due=stories.NOW, due_on=stories.NOW.date()
        )
    rows.Customer.objects.filter(pk=case.customer_id).update(vulnerable=True)
    _praised(case)
    _held(case, world.people[Role.LEAD])
    _learnt(world)


def _praised(case: rows.Case) -> None:
    """What the page of the team tells: an answer that a check held back, and thanks."""
    told = {"case": case.pk, "kind": "final", "problems": ["placeholder_left"]}
    events.append(events.Act(None, EventKind.LETTER_BLOCKED, "x", stories.NOW, told))
    at = stories.NOW - timedelta(days=1)
    case.letters.create(kind="final", to="x", subject="x", body="x", by="x", at=at, queued_at=at)
    rows.Acceptance.objects.create(case=case, at=at, by="x", accepted=True, words="Thank you!")


def _held(case: rows.Case, lead: rows.Person) -> None:
    """Under a legal hold, as are all cases of the customer."""
    for customer, held in ((None, CaseId(case.pk)), (case.customer_id, None)):
        due = stories.NOW.date() + timedelta(days=9)
        keep_legal_holds.place(customer, held, "Claim 7.", due, lead, stories.NOW)


def _learnt(world: World) -> None:
    """A root cause for each way to gather complaints, with changes that were checked."""
    owner = world.people[Role.LEAD]
    of = [Gathered(About.CAUSE, "x"), Gathered(About.TOUCHPOINT, "delivery"),
          Gathered(About.CONTACTS, "x"), Gathered(About.CASE, str(world.case))]  # fmt: skip
    for each in of:
        root = changes.opened(f"By {each.about}", owner, of, "x", stories.NOW)
        day = stories.NOW.date()
        change = rows.Change.objects.create(
            root_cause=root, name="x", hypothesis="x", made_on=day, about=each.about, key=each.key,
            among="all", expected=1, judge_from=day, owner=owner, at=stories.NOW, by="x",
        )  # fmt: skip
        rows.EffectCheck.objects.create(
            change=change, at=stories.NOW, by="x", verdict="worked", told={}, last_week=day
        )
