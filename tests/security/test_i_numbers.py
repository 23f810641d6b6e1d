"""Numbers in addresses: what another team keeps for itself is undone by nobody else, and a version
tells nothing to whoever may read nothing."""

import pytest
from django.db import connection
from django.test import Client
from tests import stories
from tests.api.programs import Program, at, key_of
from tests.conftest import person
from tests.matrix.routes import routes
from tests.matrix.test_api import operations

from upheld.api import theirs_to_see
from upheld.core.words import CaseId, Role, Scope
from upheld.desk import doors
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import (
    CalendarAddress,
    Case,
    Customer,
    CustomerMerge,
    KeptAnswer,
    Person,
    Team,
)
from upheld.store.sight import seen

# What is looked up within a case or a customer that was asked about before, or by a manager that is
# narrowed (store/sight/seen.py); and what is of no case at all.
WITHIN = {
    "allegation", "allegation_id", "claim", "claim_id", "clock", "clock_id", "commitment_id",
    "deviation_id", "evidence_id", "letter_id", "merge", "merge_id", "erasure",
}  # fmt: skip
OF_NO_CASE = {
    "budget", "budget_id", "comment", "comment_id", "draft", "draft_id", "import_id", "number",
    "person", "report", "report_id", "team", "webhook",
}  # fmt: skip
OF_PEOPLE = {"erasure_step", "person", "person_step", "session_end", "team_private"}
# A ticket is signed, and of the key that filed it (api/filed.py).
WORDS = {"day", "fault", "file", "folder", "key", "name", "table", "ticket"}


def test_every_number_of_the_desk_is_asked_about_at_the_door_or_is_of_nothing_that_is_hidden() -> (
    None
):
    for route in routes():
        if route.name.startswith("desk:") and "<int:" in route.path:
            numbers = {each for each in route.takes if f"<int:{each}>" in route.path}
            plain = route.name.removeprefix("desk:")
            known = doors._NUMBERS.keys() | WITHIN | OF_NO_CASE
            known |= {"pk"} if plain in doors._PK or plain in OF_PEOPLE else set()
            assert numbers <= known, route


def test_every_number_of_the_api_is_asked_about_or_is_of_nothing_that_is_hidden() -> None:
    known = theirs_to_see._NUMBERS.keys() | WITHIN | OF_NO_CASE | WORDS | {"case"}
    for operation, _, path in operations():
        told = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert told <= known, operation


@pytest.fixture
def merged_by_others(handler: Person) -> CustomerMerge:
    """Two customers of a private team who are one person."""
    team = Team.objects.create(name="Board matters", private=True)
    vera = person("Vera Holm", Role.HANDLER)
    Person.objects.filter(pk=vera.pk).update(team=team)
    cases = [stories.an_open_case(vera, name=f"Zq {n}", email=f"{n}@zq.example") for n in "ab"]
    Case.objects.filter(pk__in=cases).update(owner=vera)
    one, other = Case.objects.filter(pk__in=cases).order_by("pk")
    return merge_customers(other.customer_id, one.customer_id, "The same.", vera, stories.NOW)


def test_nobody_undoes_the_merge_of_customers_of_a_private_team_by_its_number(
    merged_by_others: CustomerMerge, handler: Person, administrator: Person
) -> None:
    path = f"/customer-merges/{merged_by_others.pk}/undoing"
    for number in (merged_by_others.pk, 999_999):
        answer = Program(key_of(handler)).post(f"/customer-merges/{number}/undoing")
        assert answer.status_code == 404
        assert "Zq" not in answer.content.decode()
    merged_by_others.refresh_from_db()
    assert merged_by_others.undone_at is None
    assert Program(key_of(administrator)).post(path).status_code == 200


def test_what_happened_since_is_told_to_nobody_who_may_read_nothing(open_case: CaseId) -> None:
    """The answer to a version that was overtaken holds the letters that left since."""
    nobody = Person.objects.create(email="nobody@example.com", name="No Role", role="")
    program = Program(key_of(nobody))
    for method, path, body in (("POST", "/pause", {"why": "x"}), ("PUT", "/owner", {"owner": 1})):
        answer = program.ask(method, at(open_case, path), body, If_Match='"1"')
        assert answer.status_code == 403, path
        assert "since" not in answer.json()


def test_nor_to_a_key_that_may_not_read(open_case: CaseId, handler: Person) -> None:
    """One of a form on the firm's own pages, which files complaints and knows of none."""
    told = {}
    for scopes in ([Scope.WRITE], [Scope.WRITE, Scope.READ]):
        program = Program(key_of(handler, scopes))
        answer = program.put(at(open_case, "/topic"), {"topic": ""}, If_Match='"1"')
        assert answer.status_code == 412
        told[len(scopes)] = answer.json()["since"]
    assert told[1] == []
    assert "Dear Sally Hart" in str(told[2])


def test_a_key_that_may_not_read_gets_no_address_that_reads(handler: Person) -> None:
    """The address of a calendar would tell deadlines to whoever has it, and last longer than the
    key; nor is it kept for a repeat."""
    assert Program(key_of(handler, [Scope.WRITE])).post("/calendar").status_code == 403
    assert not CalendarAddress.objects.exists()
    program = Program(key_of(handler, [Scope.WRITE, Scope.READ]))
    first, again = (program.post("/calendar", Idempotency_Key="k") for _ in range(2))
    assert Client().get(first.json()["path"]).status_code == 200
    assert again.json()["type"] == "urn:upheld:problem:told-once"
    assert b".ics" not in bytes(KeptAnswer.objects.get().body)


def work(number: int) -> int:
    """How many instructions SQLite runs to look for this customer; PostgreSQL tells nothing of it,
    and is asked all the same."""
    ran = 0

    def one_more() -> None:
        nonlocal ran
        ran += 1

    told = connection.connection if connection.vendor == "sqlite" else None
    if told:
        told.set_progress_handler(one_more, 1)
    try:
        assert seen.finds_nothing("Customer", number)
    finally:
        if told:
            told.set_progress_handler(None, 1)
    return ran


def test_to_look_for_a_hidden_customer_is_no_more_work_the_more_customers_there_are(
    merged_by_others: CustomerMerge, handler: Person
) -> None:
    """Else the time of a 404 tells a hidden customer from none: a list of all customers with a
    case was made where there was one."""
    for n in range(40):
        stories.an_open_case(handler, name=f"Roe {n}", email=f"roe{n}@example.net")
    with seen.looking(handler):
        assert Customer.objects.count() >= 40
        assert work(merged_by_others.customer_id) - work(999_999) < 100
