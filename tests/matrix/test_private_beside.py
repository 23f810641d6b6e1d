"""What a private team has of a customer whom everybody sees is to everybody else not there: no word
of it, no amount, no number, and in no count but those that are of the whole firm by intention
(docs/reference/people.md)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from django.db.models import Model
from tests.api.programs import Program, key_of
from tests.stories import NOW

from upheld.core.words import Role
from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.counted import lists
from upheld.store.sight import seen

from .kept_back import (
    GOODWILL,
    THEIRS,
    KeptBack,
    a_private_team,
    kept_back,
    marks,
    what_everybody_sees,
)
from .test_api import let_in as api_let_in
from .test_api import operations
from .test_api import place as api_place
from .test_desk import DESK, WITHOUT_SIGN_IN, let_in
from .test_tools import _given
from .world import World, address, undone

# Nobody of these is in the private team. A lead may what a handler may.
OTHERS = (Role.LEAD, Role.POLICY_OWNER)
# What a lead is shown is read where it is held against what they were shown before.
_ASKING: dict[Role, tuple[str, ...]] = {Role.LEAD: (), Role.POLICY_OWNER: ("GET",)}
# Where the store of the matrix has something behind an address since something was found of many.
_SHARED: dict[str, type[Model]] = {
    "/themes/": rows.Theme, "/root-causes/": rows.RootCause, "/changes/": rows.Change,
    "/exceptions/budgets/": rows.Budget, "/budgets/": rows.Budget,
}  # fmt: skip
# Of a sign-in, of a form and of what a page was made of: each time another.
ONCE = re.compile(r'name="once" value="[^"]*"|[\w-]{22,}')
NEVER_TWICE_THE_SAME = ("/events", "pdf", "/key", "/merges/999999/undoing/")
# What is worked out of the whole firm, whoever looks.
WHOLE = {
    "GET /cases/UP-000001/": "how far a decision agrees with all like cases",
    "GET /cases/UP-000001/decisions/1/precedents": "the same",
    "GET /cases/UP-000001/outlook": "what an exception costs if everybody gets it",
    "GET /customers/1/parting/": "whether anything stands against a parting, and not what",
    "GET /customers/1/parting": "the same",
    "GET /exceptions/budgets/1/": "what is left of a budget",
    "GET /exceptions/budgets/": "the same",
    "GET /budgets": "the same",
    "GET /changes/1/": "how many were told of a change",
    "GET /policies/drafts/1/tables/goodwill/": "in how many cases a rule answered",
}  # fmt: skip
# These, and the forms of the same page.
_OF_BUDGETS = re.compile(r"/budgets|/exceptions/teams/")
FOUND = {
    "7,313.13", "7,319.19", "UP-730001", "UP-730002", "730001", "zqcasesubjectzq", "zqcasetextzq",
    "zqcustomernamezq", "zqlettersubjectzq", "zqdeviationreasonzq", "zqfitcontestwhyzq",
    "zqneedwordszq", "zqwaytriedwhatzq", "zqcauselookfoundzq",
    "zqcopiedletterwordszq", "zqthemenamezq", "zqthemeexampleszq",
}  # fmt: skip
_SEARCHED = ("/", "/complaints/", "/customers/", "/orders/", "/contacts/", "/mail/")


@pytest.fixture(params=[False, True], ids=["who goes is theirs", "who stays is theirs"])
def hidden(request: pytest.FixtureRequest, world: World) -> KeptBack:
    shared = what_everybody_sees(world)
    return kept_back(world, a_private_team(), shared, stays=request.param)


def there(place: str) -> str:
    """The address with the number of what is behind it by now."""
    for prefix, model in _SHARED.items():
        if (nothing := f"{prefix}999999") in place:
            row = model._base_manager.filter(pk__lt=THEIRS).order_by("pk").first()
            place = place.replace(nothing, f"{prefix}{row.pk}") if row else place
    return place


Asked = Iterator[tuple[str, str]]
Let = Callable[[list[str]], bool]
Answers = Iterator[tuple[str, bytes]]


def first_of(role: Role, let: Iterable[str]) -> bool:
    """Whether this is who goes through a door, of those who are not in the private team."""
    allowed = set(let)
    return role in [each for each in (*OTHERS, role) if each in allowed][:1]


def of_the_desk(world: World, let: Let, methods: Sequence[str]) -> Asked:
    for route in DESK:
        for method in methods:
            if route.name not in WITHOUT_SIGN_IN and let([*map(str, let_in(route, method))]):
                yield method, there(address(route, world))
    yield from (("GET", f"{place}?whose=all&q=shelves") for place in _SEARCHED)


def of_the_api(world: World, let: Let, methods: Sequence[str]) -> Asked:
    for operation, method, path in operations():
        if method in methods and let(api_let_in(operation, method)):
            yield method, there(api_place(path, world))


def read(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def from_the_desk(world: World, role: Role, let: Let, *methods: str) -> Answers:
    client = world.client(role)
    for method, place in of_the_desk(world, let, methods):
        with undone():
            yield f"{method} {place}", read(client.generic(method, place))


def from_the_api(world: World, role: Role, let: Let, *methods: str) -> Answers:
    """Whatever is changed is sent with the version that is there, and with one that is too old."""
    program = Program(key_of(world.people[role]))
    for method, place in of_the_api(world, let, methods):
        body: dict[str, Any] | None = None if method == "GET" else {}
        for version in ("*",) if method == "GET" else ("*", '"0"'):
            with undone():
                answer = program.ask(method, place, body, If_Match=version)
                yield f"{method} {place}", read(answer)


def telling(answers: Iterable[tuple[str, bytes]]) -> dict[str, list[str]]:
    found = {asked: sorted(marks(body, asked) - _of_the_whole(asked)) for asked, body in answers}
    return {asked: told for asked, told in found.items() if told}


def _of_the_whole(asked: str) -> set[str]:
    """A sum of the whole firm that one gift alone makes is its amount."""
    return {f"{GOODWILL:,}", str(GOODWILL)} if _OF_BUDGETS.search(asked) else set()


@pytest.mark.parametrize("role", OTHERS)
def test_nothing_of_it_is_on_the_desk(role: Role, world: World, hidden: KeptBack) -> None:
    answers = from_the_desk(world, role, partial(first_of, role), *_ASKING[role], "POST")
    assert telling(answers) == {}


@pytest.mark.parametrize("role", OTHERS)
def test_nothing_of_it_is_in_an_answer_of_the_api(
    role: Role, world: World, hidden: KeptBack
) -> None:
    methods = (*_ASKING[role], "POST", "PUT", "PATCH", "DELETE")
    answers = from_the_api(world, role, partial(first_of, role), *methods)
    assert telling(answers) == {}


def test_an_assistant_tells_nothing_of_it(world: World, hidden: KeptBack) -> None:
    email = world.people[Role.LEAD].email
    given = _given(rows.Case(pk=world.case).reference)
    for tool in Tools(lambda: acting_for(email), lambda: NOW).all():
        with undone():
            assert marks(str(tool(**given[tool.__name__])).encode()) == set(), tool.__name__


@pytest.mark.parametrize("hidden", [True], indirect=True)
def test_a_pair_of_which_one_leads_to_them_names_nobody_else(
    world: World, hidden: KeptBack
) -> None:
    known = rows.Case.objects.get(pk=world.case).customer
    other = rows.Customer.objects.create(name="S. Zorn")
    pair = rows.Match.objects.create(one=known, other=other, probability=0.9, found_at=NOW)
    lead = world.people[Role.LEAD]
    client, program = world.client(Role.LEAD), Program(key_of(lead))
    page = client.get("/customers/matches/")
    assert str(known) in page.content.decode()
    assert marks(page.content) == set()
    for stays, told in (
        (999999, f"customer 999999 is none of the pair: choose {known.pk} or {other.pk}"),
        (other.pk, "an administrator says whether they are one person"),
        (known.pk, "an administrator says whether they are one person"),
    ):
        answer = program.post(f"/matches/{pair.pk}/same", {"stays": stays})
        assert answer.status_code == 409
        assert told in answer.content.decode()
        assert marks(answer.content) == set()
    assert program.get(f"/customers/{known.pk}").json()["leads_to"] is None
    assert "leads here" not in client.get(f"/customers/{known.pk}/").content.decode()
    seeing = Program(key_of(world.people[Role.ADMINISTRATOR]))
    assert seeing.get(f"/customers/{known.pk}").json()["leads_to"] == hidden.person
    merged = seeing.post(f"/matches/{pair.pk}/same", {"stays": hidden.person})
    assert merged.json()["into"] == hidden.person


@pytest.mark.parametrize("hidden", [True], indirect=True)
def test_a_merge_before_one_with_them_is_undone_by_whoever_sees_it(
    world: World, hidden: KeptBack
) -> None:
    known = rows.Case.objects.get(pk=world.case).customer_id
    other = rows.Customer.objects.create(name="S. Zorn")
    above = rows.CustomerMerge.objects.get(customer=known, undone_at=None)
    row = rows.CustomerMerge.objects.create(customer=other, into_id=known, at=NOW, by="Lee Lead")
    for role, named in ((Role.LEAD, set()), (Role.ADMINISTRATOR, {str(hidden.person)})):
        program = Program(key_of(world.people[role]))
        answer = program.post(f"/customer-merges/{row.pk}/undoing", {})
        assert answer.status_code == 409
        assert marks(answer.content, f"/customer-merges/{row.pk}/") == named
    assert above.into_id == hidden.person


@pytest.mark.parametrize("hidden", [True], indirect=True)
def test_who_leads_to_them_is_listed_and_found_as_nobody_else(
    world: World, hidden: KeptBack
) -> None:
    """With their own complaints and orders, by their name and by their order."""
    known, lead = rows.Case.objects.get(pk=world.case).customer, world.people[Role.LEAD]
    with seen.looking(lead):
        for asked in ({}, {"q": str(known)}, {"q": "N-1"}):
            found = lists.customers(asked, policies.policy_in_force(NOW.date()), NOW)
            assert known in found
        assert lists.counts([known])[known.pk] == (1, 2)


@pytest.mark.parametrize("hidden", [False], indirect=True)
def test_whoever_sees_everything_finds_it_there(world: World, hidden: KeptBack) -> None:
    """Else nobody would know that the tests above look where there is something to find."""
    role, found = Role.ADMINISTRATOR, set[str]()
    for answers in (from_the_desk, from_the_api):
        for told in telling(answers(world, role, lambda roles: role in roles, "GET")).values():
            found |= set(told)
    assert found >= FOUND, sorted(FOUND - found)


def test_a_lead_is_shown_nothing_of_it_and_no_count_moves_but_those_of_the_whole_firm(
    world: World,
) -> None:
    """Each page and each answer is what it was before the private team had anything."""
    vera, shared = a_private_team(), what_everybody_sees(world)
    before = compared(shown_to_a_lead(world))
    for stays in (True, False):
        with undone():
            kept_back(world, vera, shared, stays=stays)
            shown = list(shown_to_a_lead(world))
        assert telling(shown) == {}
        after = compared(shown)
        both = before.keys() & after.keys()  # the number of a row stands in some addresses
        assert len(both) > 250
        moved = {asked for asked in both if before[asked] != after[asked]}
        assert sorted(moved ^ WHOLE.keys()) == [], stays


def shown_to_a_lead(world: World) -> Answers:
    lead = partial(first_of, Role.LEAD)
    for answers in (from_the_desk, from_the_api):
        yield from answers(world, Role.LEAD, lead, "GET")


def compared(answers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {
        asked: ONCE.sub("", body.decode(errors="replace"))
        for asked, body in answers
        if not asked.endswith(NEVER_TWICE_THE_SAME)
    }
